"""Maker and checker: another person, the step's role, exactly what was shown; the database agrees (PY-6, P6)."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from apps.approvals import api as approvals
from apps.approvals.models import ApprovalRequest, Decision
from apps.audit.models import AuditRow
from apps.core.actors import Actor, Role
from apps.core.errors import AppError, Conflict, Forbidden, InvalidInput, NotFound, StepUpRequired
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from .people import DIGEST, ENTERPRISE, KIND, NOW, PIN, SUBJECT, decide

pytestmark = pytest.mark.django_db(transaction=True)


def refused(kind: type[AppError], actor: Actor, **options: str) -> str:
    """The code of the refusal; nothing but the audit may have changed."""
    before = Decision.objects.system("test").count(), ApprovalRequest.objects.system("test").get().state
    with pytest.raises(kind) as caught:
        decide(actor, **options)
    assert (Decision.objects.system("test").count(), ApprovalRequest.objects.system("test").get().state) == before
    return caught.value.code


def test_two_steps_by_two_other_people(checker: Actor, authoriser: Actor) -> None:
    assert decide(checker) == "PENDING 1"
    assert decide(authoriser) == "APPROVED 2"
    words = [
        (line.step, line.role_label, line.verdict_label) for line in approvals.history(kind=KIND, subject_id=SUBJECT)
    ]
    assert words == [(1, "企业复核", "同意"), (2, "企业授权", "同意")]


def test_the_maker_cannot_check_though_he_holds_the_role(maker: Actor) -> None:
    assert refused(Forbidden, maker) == "SAME_PERSON"


def test_the_maker_cannot_check_by_a_second_login(maker: Actor) -> None:
    """AT-11: the person counts, not the login."""
    with transaction.atomic():
        second = identity.login_ensure(person_id=maker.person_id, kind=LoginKind.STAFF, staff_no="T900", now=NOW)  # type: ignore[arg-type]
        identity.pin_set(user_id=second, pin=PIN, actor=Actor.system("测试"), now=NOW)
    assert refused(Forbidden, replace(maker, user_id=second)) == "SAME_PERSON"


def test_one_person_cannot_take_two_steps(checker: Actor) -> None:
    decide(checker)
    assert refused(Forbidden, checker) == "SAME_PERSON"


def test_the_role_of_the_step_is_needed(checker: Actor, authoriser: Actor) -> None:
    assert refused(Forbidden, authoriser) == "FORBIDDEN"


def test_an_approval_needs_step_up_for_this_very_content(checker: Actor) -> None:
    with pytest.raises(StepUpRequired) as caught:
        decide(checker, pin="")
    assert (caught.value.digest, caught.value.shown) == (DIGEST, {"合计": "¥1.00"})


def test_a_changed_content_voids_what_the_checker_saw(checker: Actor) -> None:
    assert refused(Conflict, checker, digest="e" * 64) == "STALE"


def test_returning_needs_a_reason_and_no_step_up(checker: Actor) -> None:
    assert refused(InvalidInput, checker, verdict="RETURN", pin="") == "REASON"
    assert decide(checker, "RETURN", reason="金额有误", pin="") == "RETURNED 0"


def test_a_decided_request_is_gone(checker: Actor) -> None:
    decide(checker, "RETURN", reason="金额有误", pin="")
    with pytest.raises(NotFound):
        decide(checker)


def test_a_void_request_can_be_asked_anew_and_old_words_do_not_count(maker: Actor, checker: Actor) -> None:
    decide(checker)
    with transaction.atomic():
        approvals.void(kind=KIND, subject_id=SUBJECT, reason="修改名单", actor=maker, now=NOW)
        approvals.request(
            kind=KIND, subject_id=SUBJECT, digest=DIGEST, summary={}, steps=(Role.CHECKER,), actor=maker,
            enterprise_id=ENTERPRISE, now=NOW,
        )  # fmt: skip
    assert decide(checker) == "APPROVED 1"


def test_pending_shows_only_what_this_very_person_may_do(maker: Actor, checker: Actor, authoriser: Actor) -> None:
    stranger = replace(checker, enterprise_id=new_id())
    assert [len(approvals.pending(actor)) for actor in (maker, checker, authoriser, stranger)] == [0, 1, 0, 0]
    decide(checker)
    assert [len(approvals.pending(actor)) for actor in (checker, authoriser)] == [0, 1]


def test_every_move_is_audited(checker: Actor, authoriser: Actor) -> None:
    decide(checker)
    decide(authoriser)
    rows = AuditRow.objects.system("test").filter(subject_id=SUBJECT).order_by("pk")
    assert [(row.action, row.from_state, row.to_state) for row in rows] == [
        ("approvals.request.opened", "", "PENDING"),
        ("approvals.request.passed", "PENDING", "PENDING"),
        ("approvals.request.approved", "PENDING", "APPROVED"),
    ]


INSERT = (
    "INSERT INTO approvals_decision (request_id, step, role, person_id, maker_person_id, display, verdict, reason,"
    " digest, decided_at) VALUES (%s, 1, 'checker', %s, %s, '', 'APPROVE', '', '', now())"
)


@pytest.mark.parametrize("attack", ["the maker himself", "another maker named"])
def test_the_database_refuses_a_forged_decision(maker: Actor, attack: str) -> None:
    request = ApprovalRequest.objects.system("test").get()
    named = maker.person_id if attack == "the maker himself" else new_id()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [request.pk, maker.person_id, named])


def test_the_database_refuses_to_change_a_decision(checker: Actor) -> None:
    decide(checker)
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE approvals_decision SET verdict = 'RETURN'")
