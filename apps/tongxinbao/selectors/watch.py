"""What the bank keeps an eye on: too much from one lender, late money, many lenders at one device, too many lenders
(TX-7, TX-9). Names are masked."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.identity import api as identity

from ..choices import ISSUE_LABELS, ISSUE_TONES, LENDER_CAP, ORDERS_COUNTED, PERSON_SHARE, IssueState
from ..contracts import Arrears, Concentration, LenderCount, SharedDevice, Watch
from ..models import Due, Issue, Order
from ..rules.issue import IN_ARREARS, OWING, RAISING

SHOWN = 20
PEOPLE_AT_ONE_DEVICE = 3  # so many are worth a look
NEAR, FULL = 60, 80  # percent of the most lenders from which an enterprise is listed, and marked
OPEN = (*RAISING, *OWING)
Lent = tuple[UUID, UUID, str, int, int]  # issue, person, enterprise, ordered and allotted 分


def watch_for(actor: Actor, now: Moment) -> Watch:
    """Of the actor's unit and below, the gravest first. Six queries at most."""
    known = params.values([LENDER_CAP, PERSON_SHARE], now.business_date)
    orders = Order.objects.scoped(actor).filter(issue__state__in=OPEN, state__in=ORDERS_COUNTED)
    sums: list[Lent] = list(
        orders.values_list("issue_id", "person_id", "issue__enterprise__name").annotate(
            wanted=Sum("amount_fen"), got=Sum("allotted_fen")
        )
    )
    return Watch(
        concentrations=_concentrations(actor, sums, int(known[PERSON_SHARE])),
        arrears=_arrears(actor, now.business_date),
        devices=_devices(actor),
        lenders=_lenders(sums, known[LENDER_CAP]),
    )


def _concentrations(actor: Actor, sums: Sequence[Lent], limit: int) -> tuple[Concentration, ...]:
    parts: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for issue_id, person_id, _, wanted, got in sums:
        parts[issue_id][person_id] = got or wanted
    ranked = sorted(((max(p.values()) * 100 // sum(p.values()), pk) for pk, p in parts.items()), reverse=True)[:SHOWN]
    issues = {row.pk: row for row in _issues(actor).filter(pk__in=[pk for _, pk in ranked])}
    first = {pk: max(parts[pk], key=lambda person: parts[pk][person]) for _, pk in ranked}
    briefs = identity.person_briefs(first.values())
    return tuple(
        Concentration(
            issue_id=pk,
            title=issues[pk].title,
            enterprise_name=issues[pk].enterprise.name,
            lender=briefs[first[pk]].masked_name if first[pk] in briefs else "—",
            fen=parts[pk][first[pk]],
            total_fen=sum(parts[pk].values()),
            share=share,
            is_high=parts[pk][first[pk]] * 100 > limit * (issues[pk].scale_fen or 0),
        )
        for share, pk in ranked
        if pk in issues
    )


def _issues(actor: Actor) -> "QuerySet[Issue]":
    return Issue.objects.scoped(actor).select_related("enterprise")


def _arrears(actor: Actor, today: date) -> tuple[Arrears, ...]:
    unpaid = Due.objects.scoped(actor).filter(holding__issue=OuterRef("pk"), due_on__lt=today).exclude(
        paid_interest_fen=F("interest_fen"), paid_principal_fen=F("principal_fen")
    )  # fmt: skip
    first = Subquery(unpaid.order_by("due_on").values("due_on")[:1])
    late = _issues(actor).filter(state__in=IN_ARREARS)
    rows = late.annotate(left=Sum("holdings__left_fen", default=0), since=first)
    found = [
        Arrears(
            issue_id=row.pk,
            title=row.title,
            enterprise_name=row.enterprise.name,
            state_label=ISSUE_LABELS[IssueState(row.state)],
            tone=ISSUE_TONES.get(IssueState(row.state), "neutral"),
            since=row.since,
            days=(today - row.since).days if row.since else 0,
            left_fen=row.left,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: -one.days))


def _devices(actor: Actor) -> tuple[SharedDevice, ...]:
    orders = Order.objects.scoped(actor).filter(issue__state__in=OPEN, state__in=ORDERS_COUNTED, is_entrusted=False)
    rows = (
        orders.exclude(device="")
        .values("issue_id", "issue__title", "issue__enterprise__name", "device")
        .annotate(people=Count("person_id", distinct=True), orders=Count("pk"), fen=Sum("amount_fen"))
        .filter(people__gte=PEOPLE_AT_ONE_DEVICE)
        .order_by("-people", "issue_id")[:SHOWN]
    )
    return tuple(
        SharedDevice(
            row["issue_id"], row["issue__title"], row["issue__enterprise__name"], row["device"][-8:], row["people"],
            row["orders"], row["fen"],
        )
        for row in rows
    )  # fmt: skip


def _lenders(sums: Sequence[Lent], most: int) -> tuple[LenderCount, ...]:
    people: dict[str, set[UUID]] = defaultdict(set)
    for _, person_id, enterprise, _, _ in sums:
        people[enterprise].add(person_id)
    counts = sorted(((len(found), name) for name, found in people.items()), reverse=True)[:SHOWN]
    return tuple(
        LenderCount(name, count, most, count * 100 // most, "danger" if count * 100 >= FULL * most else "neutral")
        for count, name in counts
        if count * 100 >= NEAR * most
    )
