"""The money leaves the payer, whole or not at all, into the batch's own transit account (PY-7)."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict
from apps.core.jobs import Lease
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.members import api as members
from apps.members.contracts import EnterpriseStatus

from ..choices import BATCH_SUBJECT, NOT_SIGNED, BatchState, Channel, ContractState, RowState
from ..contracts import BatchAnswer
from ..events import BatchHeldBack
from ..models import Batch, Contract, Row
from ..rules.pay_day import span
from ..selectors.contracts import contract_required
from ..selectors.figures import content_hash
from ..selectors.payslip_desk import newest_template
from .batch_moves import batch_answer, batch_locked, batch_move, batch_once, batch_record

DISBURSE_JOB, SEND_JOB = "daifutong.disburse", "daifutong.send"
OWN_ROWS, OTHER_ROWS = 5000, 100  # lines a job; a job's lease is far longer than it takes
GL_TRANSIT = "2241.01"
BALANCE, FROZEN, LIMIT = "P10", "P11", "P12"


@use_case
def batch_release(
    *, batch_id: UUID, key: str = "", actor: Actor, now: Moment, lease: Lease | None = None
) -> BatchAnswer:
    """Debits the payer by the whole total and writes the jobs that pay the lines; or leaves everything as it was.

    Key: (enterprise, person, key), or the `lease` of the job that calls; in the ledger the batch. Locks the batch, the
    payer's account, the contract, then both ledger accounts. The lines must still hash to what was approved (Conflict
    CHANGED). With too little money, a payer account that may not pay, or a day that is full, the batch stays SCHEDULED
    with outcome P10, P11 or P12, and this may be called again. Raises NotFound, IllegalMove, Conflict
    ENTERPRISE_SUSPENDED, NO_CONTRACT or CONTRACT_SUSPENDED, KeyReused, Busy. With a `lease` the job ends in the same
    commit, also when somebody released or cancelled the batch meanwhile; a suspended enterprise's batch is then held
    back as P11, that of one whose contract has ended or is suspended as P99.
    """

    def release(batch: Batch) -> None:
        members.require_certified(batch.enterprise_id)
        contract_required(batch.enterprise_id)
        _release(batch, actor, now)

    if lease is None:
        return batch_once(verb="release", batch_id=batch_id, key=key, actor=actor, effect=release)
    batch = batch_locked(actor, batch_id)
    if batch.state == BatchState.SCHEDULED:
        _release(batch, actor, now)
    lease.finish()
    return batch_answer(batch.pk, batch.state)


def _release(batch: Batch, actor: Actor, now: Moment) -> None:
    move = batch_move(batch, "debit")
    if content_hash(batch) != batch.content_hash:
        raise Conflict("CHANGED", "批次内容与审批时不一致,已停止发放,请联系银行。")
    refusal = _payer_refusal(batch) or _contract_refusal(batch, now) or _debit(batch, now)
    if refusal:
        batch_move(batch, "hold_back", outcome=refusal)
        batch_record(
            batch, "daifutong.batch.held_back", source=move.source, actor=actor, now=now, detail={"outcome": refusal}
        )
        publish(BatchHeldBack(batch.pk, refusal))
        return
    parts = _jobs_add(batch)
    template = newest_template(batch.enterprise_id)
    batch_move(batch, "disburse", parts_left=parts, released_at=now.business_at, outcome="", template=template)
    batch_record(batch, "daifutong.batch.released", source=move.source, actor=actor, now=now, detail={"parts": parts})


def _payer_refusal(batch: Batch) -> str:
    if members.enterprise_brief(batch.enterprise_id).status != EnterpriseStatus.CERTIFIED:
        return FROZEN
    return "" if bankaccounts.payer_hold(batch.payer_account_id) == AccountStatus.NORMAL else FROZEN


def _contract_refusal(batch: Batch, now: Moment) -> str:
    """What the contract says against it: P99 where none lets pay, P12 where the day would carry more than its limit.
    Locks it, so that two batches of an enterprise do not both find the same room; one that has ended or is suspended
    lets nothing out."""
    rows = lock_rows(
        Contract.objects.system("terms of a locked batch").filter(
            enterprise_id=batch.enterprise_id, state=ContractState.ACTIVE
        )
    )
    if not rows:
        return NOT_SIGNED
    begin, end = span(now.business_date, now.business_date)
    gone = Batch.objects.system("what the enterprise has paid today").filter(
        enterprise_id=batch.enterprise_id, released_at__gte=begin, released_at__lt=end
    )
    total = int(gone.aggregate(fen=Sum("total_fen", default=0))["fen"]) + batch.total_fen
    if total > rows[0].day_limit_fen:
        return LIMIT
    batch.fee_own_fen, batch.fee_other_fen = rows[0].fee_own_fen or 0, rows[0].fee_other_fen or 0
    batch.save(update_fields=["fee_own_fen", "fee_other_fen"])
    return ""


def _debit(batch: Batch, now: Moment) -> str:
    batch.transit_ledger_id = ledger.open_account(
        owner_kind=BATCH_SUBJECT, owner_id=batch.pk, gl_code=GL_TRANSIT, on=now.business_date
    )
    batch.save(update_fields=["transit_ledger_id"])
    try:
        with transaction.atomic():
            ledger.post(
                key=f"daifutong.debit:{batch.pk}",
                kind="daifutong.debit",
                summary=f"代发工资扣款 {batch.reference}",
                legs=((batch.payer_ledger_id, -batch.total_fen), (batch.transit_ledger_id, batch.total_fen)),
                batch_id=batch.pk,
                approval_id=batch.approval_id,
                now=now,
            )
    except ledger.InsufficientFunds:
        return BALANCE
    return ""


def _jobs_add(batch: Batch) -> int:
    """One job for so many lines; gives the number of parts whose first result the batch waits for."""
    own = _add_parts(batch, Channel.OWN, DISBURSE_JOB, OWN_ROWS)
    _add_parts(batch, Channel.OTHER, SEND_JOB, OTHER_ROWS)
    other = Row.objects.system("lines of a locked batch").filter(
        batch=batch, channel=Channel.OTHER, state=RowState.PENDING
    )
    return own + other.count()


def _add_parts(batch: Batch, channel: Channel, kind: str, size: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT min(number), max(number) FROM (
                   SELECT number, (row_number() OVER (ORDER BY number) - 1) / %s AS part FROM daifutong_row
                    WHERE batch_id = %s AND channel = %s AND state = %s) numbered
                GROUP BY part ORDER BY part""",
            [size, batch.pk, channel, RowState.PENDING],
        )
        parts = cursor.fetchall()
    for first, last in parts:
        jobs.add(kind, f"{batch.pk}:{first}-{last}", {"batch_id": str(batch.pk), "first": first, "last": last})
    return len(parts)
