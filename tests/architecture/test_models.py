"""What the import contracts cannot see, read off the models: direction of foreign keys, tenancy, states."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import BinaryField

from apps.core.db import ScopedManager, Tenancy
from apps.core.errors import IllegalMove
from apps.core.lifecycles import all_lifecycles, drawing

TIERS = (
    ("core",),
    ("audit",),
    ("identity",),
    ("notify",),
    ("approvals", "cases"),
    ("agreements",),
    ("corebank",),
    ("ledger",),
    ("bankaccounts",),
    ("risk",),
    ("transfers",),
    ("members",),
    ("news",),
    ("tongxinbao", "daifutong", "shenhuobao", "union", "imessage"),
    ("portal",),
)
TIER = {app: height for height, row in enumerate(TIERS) for app in row}

# Tables that belong to no tenant, and why. Everything else declares its tenancy.
NOBODYS = {
    "agreements.AgreementText": "public",
    "core.BankDay": "the bank's own day",
    "tongxinbao.LprQuote": "public",
    "core.CloseStep": "the bank's own day; counts, sums and ids only",
    "core.CalendarYear": "public",
    "core.CalendarDay": "public",
    "core.Parameter": "the bank's parameters",
    "core.IdempotencyRecord": "found only by the actor's own scope",
    "core.OutboxEvent": "ids and sums only",
    "core.Job": "ids only",
    "core.SealBlock": "hashes only",
    "identity.Person": "found only through identity's selectors: one by id, or by an ID number that is known",
    "identity.User": "found only by the login itself",
    "members.BankUnit": "the bank's own organisation",
    "shenhuobao.Product": "public",
    "shenhuobao.Terms": "public once two people have agreed; the bank's own before",
    "shenhuobao.Document": "public, as the terms that they belong to",
    "shenhuobao.Price": "public",
    "shenhuobao.Distribution": "public: what a product pays",
    "shenhuobao.LargeRedemption": "public: sums of a product",
    "shenhuobao.Questionnaire": "public",
    "shenhuobao.Dispatch": "sums and references only",
    "shenhuobao.TaFile": "sums and references only",
}
SHARED_PREFIXES = ("corebank.", "ledger.", "identity.", "risk.")  # opaque owners: the caller above has scoped them


# The low-volume business models that keep row differences (django-simple-history), and no other.
HISTORY = {
    "bankaccounts.BankAccount",
    "members.Department",
    "members.EmployeeMember",
    "members.Enterprise",
    "members.OperatorGrant",
    "members.StaffGrant",
}


def ours() -> list[type[models.Model]]:
    return [
        m for m in apps.get_models() if m.__module__.startswith("apps.") and not m.__name__.startswith("Historical")
    ]


def test_row_differences_are_kept_of_the_listed_models_without_secrets() -> None:
    kept = {model._meta.label: model.history.model for model in ours() if hasattr(model, "history")}
    assert set(kept) == HISTORY
    secrets = [f"{label}.{f.name}" for label, m in kept.items() for f in m._meta.fields if isinstance(f, BinaryField)]
    assert secrets == []


def test_foreign_keys_point_down_and_never_between_products() -> None:
    bad = []
    for model in ours():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or not isinstance(target, type) or target._meta.app_label not in TIER:
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here != there and TIER[here] <= TIER[there]:
                bad.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert bad == []


def test_every_tenants_table_is_scoped() -> None:
    bad = [
        model._meta.label
        for model in ours()
        if model._meta.label not in NOBODYS
        and not model._meta.label.startswith(SHARED_PREFIXES)
        and not (
            isinstance(getattr(model, "tenancy", None), Tenancy) and isinstance(model._default_manager, ScopedManager)
        )
    ]
    assert bad == []


def test_a_table_named_as_nobodys_exists() -> None:
    assert set(NOBODYS) <= {model._meta.label for model in ours()}


def test_the_drawings_are_those_of_the_tables() -> None:
    """docs/states/ is made by `./dev manage draw_states`; a changed table wants its drawing anew."""
    folder = settings.BASE_DIR / "docs" / "states"
    assert {path.stem: path.read_text() for path in folder.glob("*.md")} == {
        lifecycle.name: drawing(lifecycle) for lifecycle in all_lifecycles()
    }


def test_every_state_of_a_state_field_stands_in_a_transition_table() -> None:
    tables = [frozenset(lifecycle.states) for lifecycle in all_lifecycles()]
    assert len(tables) >= 6
    two_states = {"core.CalendarYear", "core.Parameter", "core.Job"}  # moved by core's own functions
    bad = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        if model._meta.label not in two_states
        for field in model._meta.fields
        if field.name in ("state", "status") and field.choices
        if frozenset(str(value) for value, _ in field.choices) not in tables
    ]
    assert bad == []


def test_every_move_of_every_lifecycle_is_legal_exactly_where_the_table_says() -> None:
    tried = 0
    for lifecycle in all_lifecycles():
        names = {move.name for move in lifecycle.moves}
        table = {(move.source, move.name): move.target for move in lifecycle.moves}
        for source in ("", *lifecycle.states):
            for name in names:
                tried += 1
                try:
                    target = lifecycle.check(source, name).target
                except IllegalMove as refused:
                    assert (source, name) not in table
                    assert refused.code == "ILLEGAL_MOVE"
                else:
                    assert table[source, name] == target
    assert tried > 100
