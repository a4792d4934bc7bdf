"""What became of an other-bank line: doubt at first, perhaps, and one definite end (P4, P5)."""

from apps.cases import api as cases
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.members import api as members

from ..choices import BATCH_SUBJECT, LINE_REF, ROW_SUBJECT, BatchState, RowState
from ..events import RowsPaid
from ..models import Batch, Payslip, Row
from ..rules.batch import ROW
from .batch_finish import UNSENT_CASE, batch_end, part_end
from .batch_moves import batch_locked
from .batch_return import failed_return
from .row_moves import row_record

GL_CLEARING, PAID_KEY = "3001.02", "daifutong.pay_other"  # the journal of a line's payment
CASE, STUCK_CASE = "daifutong.row.in_doubt", "daifutong.row.stuck"


def row_doubt(*, line_ref: str, now: Moment) -> None:
    """The bank gave no definite answer: the line is IN_DOUBT (P14) and gets a case; its money stays in transit.

    Needs the caller's open transaction; another app's reference is left alone, and so is a line that has its end.
    Locks batch, then line, then case.
    """
    require_transaction()
    batch, row = line_locked(line_ref)
    if batch is None or row is None or row.state != RowState.SENT:
        return
    actor = Actor.system("代发跨行发放")
    row.state, row.outcome = ROW.check(row.state, "doubt").target, "P14"
    row.save(update_fields=["state", "outcome"])
    detail = "跨行支付未得到明确答复,系统持续查询;不重发、不退款。"
    _case_open(CASE, batch, row, f"代发明细状态未知 {line_ref}", detail, now)
    row_record(row, batch, "daifutong.row.doubted", source=RowState.SENT, actor=actor, now=now)
    part_end(batch, parts=1)


def row_stuck(*, line_ref: str, now: Moment) -> None:
    """Calls people to a line whose end is unknown after the days of PY-11, by a case of its own; it stays IN_DOUBT.

    Needs the caller's open transaction; heard again, it changes nothing. Locks batch, then line, then case.
    """
    require_transaction()
    batch, row = line_locked(line_ref)
    if batch is None or row is None or row.state not in (RowState.SENT, RowState.IN_DOUBT):
        return
    detail = "请向收款行或支付系统核实,系统每日继续查询;核实前不重发、不退款。"
    _case_open(STUCK_CASE, batch, row, f"跨行付款三日未明,请人工核实 {line_ref}", detail, now)


def row_unsent(*, line_ref: str, now: Moment) -> None:
    """Calls people to a batch whose other-bank payments do not leave: one case a batch.

    Needs the caller's open transaction; heard again, or of the next line, it changes nothing. Nothing was sent, so bank
    staff may cancel (rows_recall). Locks batch, then line, then case.
    """
    require_transaction()
    batch, row = line_locked(line_ref)
    if batch is None or row is None or row.state != RowState.SENT:
        return
    cases.open_case(
        kind=UNSENT_CASE,
        subject_kind=BATCH_SUBJECT,
        subject_id=batch.pk,
        title=f"跨行明细长时间未送出 {batch.reference}",
        detail="银行核心系统长时间无法连接,指令尚未发出;系统继续尝试,也可由两人撤销,撤销后款项退回付款账户。",
        unit_path=members.enterprise_brief(batch.enterprise_id).unit_path,
        enterprise_id=batch.enterprise_id,
        key=f"{UNSENT_CASE}:{batch.pk}",
        now=now,
    )


def row_resolve(*, line_ref: str, code: str, now: Moment) -> None:
    """The definite end of an other-bank line: P00 pays it out of transit, any other code (PY-5) fails it.

    Needs the caller's open transaction. A failure before the batch's end joins the one returned sum; later ones, and
    those that come out of doubt, are returned each by its own journal. Heard twice, it changes nothing. Locks batch,
    line, then ledger accounts. Dr 2241.01 Cr 3001.02.
    """
    require_transaction()
    batch, row = line_locked(line_ref)
    if batch is None or row is None or row.state not in (RowState.SENT, RowState.IN_DOUBT):
        return
    actor, source = Actor.system("代发跨行发放"), row.state
    if code == "P00":
        _pay(batch, row, now)
    else:
        row.state, row.outcome = ROW.check(row.state, "refuse").target, code
        row.save(update_fields=["state", "outcome"])
    row_record(row, batch, "daifutong.row.resolved", source=source, actor=actor, now=now, detail={"code": code})
    for kind in (CASE, STUCK_CASE):
        cases.close_case(key=f"{kind}:{row.pk}", resolution=f"查询结果 {code}", actor=actor, now=now)
    if source == RowState.SENT:
        part_end(batch, parts=1)
    elif batch.state == BatchState.IN_DOUBT:
        line_return(batch, row, actor, now)
        batch_end(batch, actor=actor, now=now)


def _case_open(kind: str, batch: Batch, row: Row, title: str, detail: str, now: Moment) -> None:
    cases.open_case(
        kind=kind,
        subject_kind=ROW_SUBJECT,
        subject_id=row.pk,
        title=title,
        detail=detail,
        unit_path=members.enterprise_brief(batch.enterprise_id).unit_path,
        enterprise_id=batch.enterprise_id,
        key=f"{kind}:{row.pk}",
        now=now,
    )


def line_locked(line_ref: str) -> tuple[Batch | None, Row | None]:
    """The line of that name with its batch, both under their locks; nothing for another app's reference."""
    match = LINE_REF.fullmatch(line_ref)
    if match is None:
        return None, None
    system = Actor.system("代发跨行发放")
    batch_id = Batch.objects.scoped(system).filter(reference=match[1]).values_list("pk", flat=True).first()
    if batch_id is None:
        return None, None
    batch = batch_locked(system, batch_id)
    (row,) = lock_rows(Row.objects.scoped(system).filter(batch=batch, number=int(match[2])))
    return batch, row


def _pay(batch: Batch, row: Row, now: Moment) -> None:
    row.state, row.outcome, row.paid_at = ROW.check(row.state, "pay").target, "P00", now.business_at
    row.save(update_fields=["state", "outcome", "paid_at"])
    if row.person_id:
        Payslip.objects.create(row=row, person_id=row.person_id, published_at=now.business_at, items=row.items)
    ledger.post(
        key=f"{PAID_KEY}:{row.line_ref}",
        kind=PAID_KEY,
        summary=f"代发工资跨行 {batch.reference}",
        legs=((batch.transit, -row.payable_fen), (ledger.house_account(GL_CLEARING), row.payable_fen)),
        line_id=row.pk,
        batch_id=batch.pk,
        approval_id=batch.approval_id,
        now=now,
    )
    publish(RowsPaid(batch.pk, row.number, row.number))


def line_return(batch: Batch, row: Row, actor: Actor, now: Moment) -> None:
    """A FAILED line's money goes back by a journal of its own, once; nothing for a line in another state. Needs the
    caller's transaction and the batch's lock; locks as failed_return."""
    returned = failed_return(batch, [row.pk], key=f"daifutong.return:{row.pk}", now=now)
    if returned:
        row.refresh_from_db(fields=["state"])
        action = "daifutong.row.held" if row.state == RowState.HELD else "daifutong.row.returned"
        row_record(row, batch, action, source=RowState.FAILED, actor=actor, now=now)
