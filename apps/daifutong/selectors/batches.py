"""Batches, for the enterprise that pays and for the bank's staff."""

from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from apps.approvals import api as approvals
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief, HolderKind
from apps.core.access import allows
from apps.core.actors import ROLE_LABELS, Actor, Relation
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.corebank.contracts import PaymentCode

from ..choices import (
    BATCH_LABELS,
    BATCH_SUBJECT,
    BATCH_TONES,
    CONTRACTS_HELD,
    KIND_LABELS,
    NOT_SIGNED,
    NOT_SIGNED_LABEL,
    ROW_LABELS,
    ROW_TONES,
    BatchKind,
    BatchState,
    RowState,
)
from ..contracts import Approval, BatchDetail, BatchLine, BatchPage, PayerAccount, Progress, StateSum
from ..models import Batch, Contract, Row
from ..rules.batch import APPROVERS, BATCH, EDITABLE, ENDED_ROWS, REPEATABLE, WITHDRAWABLE
from .alike import alike_of
from .comparison import comparison_of
from .contracts import lines_hidden
from .follow_ups import retryable
from .funding import AHEAD, shortfall
from .uploads import upload_of

PAGE = 20
LATEST = 5
SETTLED = frozenset({BatchState.DONE, BatchState.PART_FAILED, BatchState.CANCELLED})

# What a person may do: the move behind it, and the permission that its page declares.
ACTIONS = {
    "amend": ("amend", "daifutong.batch.make"),
    "submit": ("submit", "daifutong.batch.make"),
    "withdraw": ("withdraw", "daifutong.batch.make"),
    "cancel": ("cancel", "daifutong.batch.make"),
    "check": ("check", "daifutong.batch.check"),
    "authorise": ("authorise", "daifutong.batch.authorise"),
    "reject": ("reject", "daifutong.batch.reject"),
    "release": ("debit", "daifutong.batch.make"),
}


PERMIT = "daifutong.batch.permit"


def batches_for_enterprise(actor: Actor, page: int = 1, state: str = "") -> BatchPage:
    """A page of the enterprise's batches, newest first; `state` is a BatchState or "" for all."""
    return _page(actor, page, state)


def batches_for_staff(actor: Actor, page: int = 1, state: str = "") -> BatchPage:
    """A page of the batches of the actor's bank unit and the units below it, newest first. Control figures only."""
    return _page(actor, page, state)


def latest_batches(actor: Actor) -> tuple[BatchLine, ...]:
    """The enterprise's newest batches, for its home page."""
    rows = Batch.objects.scoped(actor).select_related("enterprise").order_by("-created_at", "-pk")
    return tuple(line_of(batch) for batch in rows[:LATEST])


def batches_waiting(actor: Actor) -> tuple[BatchLine, ...]:
    """The batches that wait for this very actor's approval, oldest first: never one that he made or decided on."""
    waiting = {pending.subject_id for pending in approvals.pending(actor) if pending.kind == BATCH_SUBJECT}
    rows = Batch.objects.scoped(actor).filter(pk__in=waiting).select_related("enterprise").order_by("submitted_at")
    return tuple(line_of(batch) for batch in rows)


def batch_detail(actor: Actor, batch_id: UUID, now: Moment) -> BatchDetail:
    """A batch with its control figures, approvals and what the actor may do now. Raises NotFound."""
    batch = batch_for(actor, batch_id)
    may, hidden = _may(batch, actor), lines_hidden(batch, actor)
    is_open = batch.state in (*EDITABLE, *WITHDRAWABLE)
    knows_balance = batch.state in AHEAD and allows(actor, "bankaccounts.account.read")
    return BatchDetail(
        line=line_of(batch),
        payer_masked=batch.payer_masked,
        payer_name=batch.payer_name,
        file_name=batch.file_name,
        file_sha256=batch.file_sha256,
        digest=batch.content_hash,
        outcome=batch.outcome,
        outcome_label=_outcome_label(batch.outcome),
        maker=batch.maker_display,
        steps=tuple(ROLE_LABELS[role] for role in APPROVERS[: batch.approvals_due]),
        steps_done=batch.approvals_given,
        approvals=tuple(
            Approval(line.role_label, line.person, line.verdict_label, line.reason, line.at)
            for line in approvals.history(kind=BATCH_SUBJECT, subject_id=batch.pk)
        ),
        progress=_progress(batch),
        returned_fen=batch.returned_fen,
        overlap_percent=batch.overlap_percent,
        overlap_reference=batch.overlap_reference,
        repeats=f"{batch.permit.display}:{batch.permit.reason}" if batch.permit else "",
        short_fen=shortfall(batch, now) if knows_balance else 0,
        comparison=comparison_of(batch) if is_open and actor.relation == Relation.ENTERPRISE else None,
        is_confidential=batch.is_confidential,
        lines_hidden=hidden,
        alike=alike_of(batch) if "amend" in may and not hidden and batch.error_count + batch.warning_count else (),
        upload=upload_of(batch),
        may=may,
    )


def batch_progress(actor: Actor, batch_id: UUID) -> Progress:
    """How far the lines of a batch are. Raises NotFound."""
    return _progress(batch_for(actor, batch_id))


def payer_accounts(actor: Actor) -> tuple[PayerAccount, ...]:
    """The account of the actor's enterprise from which wages are paid; none before it has signed."""
    contract = Contract.objects.scoped(actor).filter(state__in=CONTRACTS_HELD).first()
    if contract is None:
        return ()
    return (PayerAccount(contract.payer_account_id, contract.payer_masked, contract.payer_name),)


def payer_account(actor: Actor, account_id: UUID) -> AccountBrief:
    """The account if it belongs to the actor's enterprise. Raises NotFound."""
    for account in enterprise_accounts(actor):
        if account.id == account_id:
            return account
    raise NotFound("没有找到这个付款账户。")


def enterprise_accounts(actor: Actor) -> tuple[AccountBrief, ...]:
    """The same with all that the bank knows of them; none for an actor without an enterprise."""
    if actor.relation != Relation.ENTERPRISE or actor.enterprise_id is None:
        return ()
    return bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=actor.enterprise_id)


def batch_for(actor: Actor, batch_id: UUID) -> Batch:
    """The row of a batch within the actor's reach. Raises NotFound."""
    batch = Batch.objects.scoped(actor).select_related("enterprise", "permit").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("没有找到这个代发批次。")
    return batch


def _page(actor: Actor, page: int, state: str) -> BatchPage:
    rows: QuerySet[Batch] = Batch.objects.scoped(actor).select_related("enterprise").order_by("-created_at", "-pk")
    if state:
        rows = rows.filter(state=state)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return BatchPage(tuple(line_of(batch) for batch in shown), page, pages, total)


def line_of(batch: Batch) -> BatchLine:
    """The row of a batch with its enterprise, for a list."""
    state = BatchState(batch.state)
    return BatchLine(
        id=batch.pk,
        reference=batch.reference,
        title=batch.title,
        enterprise_name=batch.enterprise.name,
        pay_period=batch.pay_period,
        kind_label=KIND_LABELS[BatchKind(batch.kind)],
        state=state,
        state_label=BATCH_LABELS[state],
        tone=BATCH_TONES.get(state, "neutral"),
        row_count=batch.row_count,
        total_fen=batch.total_fen,
        error_count=batch.error_count,
        warning_count=batch.warning_count,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        wanted_on=batch.wanted_on,
        pay_on=batch.pay_on,
    )


def _progress(batch: Batch) -> Progress:
    state = BatchState(batch.state)
    sums = {
        row_state: (count, fen)
        for row_state, count, fen in Row.objects.system("the batch has been scoped")
        .filter(batch=batch)
        .exclude(state=RowState.DROPPED)
        .values_list("state")
        .annotate(Count("pk"), Sum("amount_fen", default=0))
        .order_by()
    }
    waiting, _ = sums.pop(RowState.WAITING, (0, 0))
    final = sum(count for row_state, (count, _) in sums.items() if row_state in ENDED_ROWS)
    return Progress(
        state=state,
        state_label=BATCH_LABELS[state],
        tone=BATCH_TONES.get(state, "neutral"),
        states=tuple(StateSum(s, ROW_LABELS[s], ROW_TONES.get(s, "neutral"), *sums[s]) for s in RowState if s in sums),
        percent=100 * final // max(batch.row_count, 1),
        settled=state in SETTLED,
        waiting=waiting,
    )


def _outcome_label(outcome: str) -> str:
    if outcome == NOT_SIGNED:
        return NOT_SIGNED_LABEL
    return PaymentCode(outcome).label if outcome else ""


def _may(batch: Batch, actor: Actor) -> frozenset[str]:
    moves = {move.name for move in BATCH.leaving(batch.state)}
    may = {name for name, (move, permission) in ACTIONS.items() if move in moves and allows(actor, permission)}
    if actor.relation != Relation.ENTERPRISE:
        return frozenset()
    if not batch.outcome:
        may.discard("release")  # the house does it by itself the first time
    if actor.person_id in (batch.maker_person_id, *batch.approvers):
        may -= {"check", "authorise", "reject"}
    if batch.state in REPEATABLE and actor.person_id != batch.maker_person_id and allows(actor, PERMIT):
        may.add("permit")
    if batch.state == BatchState.PART_FAILED and allows(actor, "daifutong.batch.make") and retryable(batch):
        may.add("retry")
    return frozenset(may)
