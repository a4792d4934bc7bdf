"""Requests to give wages back, for the enterprise that asks and the employee who answers."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet, Sum

from apps.core.access import allows
from apps.core.actors import Actor, Relation
from apps.core.clock import Moment
from apps.core.errors import Conflict, NotFound
from apps.core.masking import mask_account

from ..choices import RECLAIM_LABELS, RECLAIM_TONES, Channel, ReclaimState, RowState
from ..contracts import Reclaimable, ReclaimLine, ReclaimPage
from ..models import Reclaim, Row
from ..rules.reclaim import OPEN, RECLAIM
from .contracts import contract_in_force, lines_require

PAGE = 20
HIDDEN = (ReclaimState.ASKED, ReclaimState.SENT_BACK)  # from the employee: the enterprise has not said it yet
ACTIONS = {
    "decide": ("pass", "daifutong.reclaim.decide"),
    "withdraw": ("withdraw", "daifutong.reclaim.ask"),
    "answer": ("refuse", "daifutong.reclaim.answer"),
}


def reclaims_for_enterprise(actor: Actor, now: Moment, page: int = 1) -> ReclaimPage:
    """A page of the enterprise's requests, the newest first."""
    rows = reclaims_of(actor).order_by("-asked_at", "-pk")
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return ReclaimPage(tuple(_line(row, actor, now) for row in shown), page, pages, total)


def reclaims_for_member(actor: Actor, now: Moment) -> tuple[ReclaimLine, ...]:
    """What the actor's employers ask back of them, or did, the newest first."""
    return tuple(_line(row, actor, now) for row in seen_by_member(actor).order_by("-asked_at", "-pk")[:PAGE])


def reclaim_line(actor: Actor, reclaim_id: UUID, now: Moment) -> ReclaimLine:
    """One request. Raises NotFound for another enterprise's or another person's."""
    rows = seen_by_member(actor) if actor.relation == Relation.SELF else reclaims_of(actor)
    row = rows.filter(pk=reclaim_id).first()
    if row is None:
        raise NotFound("没有找到这笔误发追回。")
    return _line(row, actor, now)


def seen_by_member(actor: Actor) -> QuerySet[Reclaim]:
    """The actor's own, once a second person of the enterprise has agreed to them."""
    return reclaims_of(actor).exclude(checker_person_id=None).exclude(state__in=HIDDEN)


def reclaimable(actor: Actor, row_id: UUID) -> Reclaimable:
    """A line of the enterprise before it is asked back. Raises NotFound, Conflict as `left_to_reclaim`."""
    row = Row.objects.scoped(actor).select_related("batch").filter(pk=row_id).first()
    if row is None:
        raise NotFound("没有找到这条代发明细。")
    lines_require(row.batch, actor)
    _, left = left_to_reclaim(row)
    return Reclaimable(row.pk, row.batch_id, row.batch.title, row.name, row.emp_no, left)


def left_to_reclaim(row: Row) -> tuple[UUID, int]:
    """Whom a line was paid to, and what of it (分) may still be asked back. Raises Conflict NOT_RECLAIMABLE: it
    was not paid into a person's account at this bank, or all was given back; RECLAIM_OPEN while a request waits."""
    if not is_reclaimable(row) or row.person_id is None:
        raise Conflict("NOT_RECLAIMABLE", "只有已发到本行个人账户的明细可以申请追回,跨行的请与员工联系转回。")
    reclaims = Reclaim.objects.system("of a line that has been scoped").filter(row=row)
    if reclaims.filter(state__in=OPEN).exists():
        raise Conflict("RECLAIM_OPEN", "这条明细已有一笔未办结的误发追回。")
    back = reclaims.filter(state=ReclaimState.PAID_BACK).aggregate(fen=Sum("amount_fen", default=0))["fen"]
    left = row.payable_fen - int(back)
    if not left:
        raise Conflict("NOT_RECLAIMABLE", "这条明细已全部退回。")
    return row.person_id, left


def is_reclaimable(row: Row) -> bool:
    """Whether the line was paid into a person's account here: what another bank has taken in is not ours to ask."""
    return row.state == RowState.PAID and row.channel == Channel.OWN and row.person_id is not None


def reclaims_spent(rows: Sequence[Row]) -> set[UUID]:
    """Those of the lines of which nothing may be asked back now: a request waits, or all was given back. At most one
    query."""
    payable: dict[UUID, int] = {row.pk: row.payable_fen for row in rows if is_reclaimable(row)}
    if not payable:
        return set()
    asked = Reclaim.objects.system("of lines that have been scoped").filter(row__in=payable)
    waiting = set()
    for row_id, state, fen in asked.values_list("row_id", "state", "amount_fen"):
        if state in OPEN:
            waiting.add(row_id)
        elif state == ReclaimState.PAID_BACK:
            payable[row_id] -= fen
    return waiting | {row_id for row_id, left in payable.items() if left <= 0}


def reclaims_of(actor: Actor) -> QuerySet[Reclaim]:
    """Those within the actor's reach; of confidential batches for the people alone whom the contract names."""
    rows = Reclaim.objects.scoped(actor).select_related("row__batch", "enterprise")
    if actor.relation != Relation.ENTERPRISE:
        return rows
    contract = contract_in_force(actor.enterprise)
    is_named = contract is not None and str(actor.person_id) in contract.confidential_person_ids
    return rows if is_named else rows.exclude(row__batch__is_confidential=True)


def _line(row: Reclaim, actor: Actor, now: Moment) -> ReclaimLine:
    state, line, batch = ReclaimState(row.state), row.row, row.row.batch
    label = RECLAIM_LABELS[state]
    return ReclaimLine(
        id=row.pk,
        line_ref=line.line_ref,
        batch_id=batch.pk,
        title=batch.title,
        pay_period=batch.pay_period,
        enterprise_name=row.enterprise.name,
        name=line.name,
        emp_no=line.emp_no,
        account=mask_account(line.account.clear()),
        paid_fen=line.payable_fen,
        amount_fen=row.amount_fen,
        reason=row.reason,
        digest=row.digest,
        state=state,
        state_label=label.removeprefix("员工") if actor.relation == Relation.SELF else label,
        tone=RECLAIM_TONES.get(state, "neutral"),
        maker=row.maker_display,
        checker=row.checker_display,
        checker_reason=row.checker_reason,
        asked_at=row.asked_at,
        lapses_on=row.lapses_on,
        answer_text=row.answer_text,
        ended_at=row.ended_at,
        may=_may(row, actor, now),
    )


def _may(row: Reclaim, actor: Actor, now: Moment) -> frozenset[str]:
    moves = {move.name for move in RECLAIM.leaving(row.state)}
    may = {name for name, (move, permission) in ACTIONS.items() if move in moves and allows(actor, permission)}
    if actor.relation == Relation.SELF:
        is_late = row.lapses_on is None or row.lapses_on < now.business_date
        return frozenset() if is_late else frozenset(may & {"answer"})
    may.discard("answer")
    if actor.person_id == row.maker_person_id:
        may.discard("decide")
    return frozenset(may)
