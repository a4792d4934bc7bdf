"""What became of a transfer with another bank: doubt at first, perhaps, one definite end (P5), seldom a return."""

from uuid import UUID

from apps.audit import api as audit
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.cases import api as cases
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.risk import api as risk

from ..choices import GL_CLEARING, GL_SUSPENSE, REFERENCE, SUBJECT, Direction, TransferState
from ..events import TransferEnded
from ..models import Transfer
from ..rules import TRANSFER

OPEN = (TransferState.SENT, TransferState.IN_DOUBT)
CASES = {
    "in_doubt": ("转账状态未知", "未得到明确答复,系统持续查询;不重发、不退款。"),
    "stuck": ("转账三日未明,请人工核实", "请向对方银行或支付系统核实,系统每日继续查询;核实前不重发、不退款。"),
    "interest": ("销户利息未能转出", "账户已销户,款项暂存差错挂账 2241.09,请联系客户到网点领取。"),
    "closed": ("退票款未能退回", "账户已销户,款项暂存差错挂账 2241.09,请联系客户到网点领取。"),
    "unsent": ("转账长时间未能送出", "银行核心系统长时间无法连接,指令尚未发出;系统继续尝试。"),
}
DOUBTS = ("in_doubt", "stuck", "unsent")  # what the end of a transfer settles
SYSTEM = Actor.system("转账结果处理")


def transfer_doubt(*, reference: str, now: Moment) -> None:
    """No definite answer (P14): the transfer is IN_DOUBT and gets a case; nothing moves.

    Needs the caller's open transaction; another app's reference is left alone, and so is one that has its end. Locks
    the transfer, then the case.
    """
    transfer = _locked(reference)
    if transfer is None or transfer.state != TransferState.SENT:
        return
    source = transfer.state
    transfer.state, transfer.code = TRANSFER.check(source, "doubt").target, "P14"
    transfer.save(update_fields=["state", "code"])
    _case_open("in_doubt", transfer, now)
    _record(transfer, "doubted", source, now)
    publish(TransferEnded(transfer.pk, transfer.state))


def transfer_call(*, kind: str, reference: str, now: Moment) -> None:
    """Calls people to a transfer that is `stuck` or `unsent`, by a case of its own. Heard again, it changes nothing.

    Needs the caller's open transaction. Locks the transfer, then the case.
    """
    transfer = _locked(reference)
    if transfer is not None and transfer.state in OPEN:
        _case_open(kind, transfer, now)


def transfer_resolve(*, reference: str, code: str, now: Moment) -> None:
    """The definite end: P00 moves the money, any other code (PY-5) gives 转出 back to the account, once.

    Needs the caller's open transaction. Heard twice, it changes nothing. Locks the transfer, limits, ledger accounts.
    转出: Dr 2241.11 Cr 3001.02, or back Dr 2241.11 Cr 2011.02; interest of a closed account: Cr 2241.09, and a case.
    转入: Dr 3001.02 Cr 2011.02.
    """
    transfer = _locked(reference)
    if transfer is None or transfer.state not in OPEN:
        return
    source = transfer.state
    move = "succeed" if code == "P00" else "fail"
    transfer.state, transfer.code = TRANSFER.check(source, move).target, code
    transfer.ended_at = now.wall
    transfer.save(update_fields=["state", "code", "ended_at"])
    if move == "succeed":
        _complete(transfer, now)
    else:
        _give_back(transfer, now)
    for kind in DOUBTS:
        cases.close_case(key=f"transfers.{kind}:{transfer.pk}", resolution=f"查询结果 {code}", actor=SYSTEM, now=now)
    _record(transfer, "succeeded" if move == "succeed" else "failed", source, now)
    publish(TransferEnded(transfer.pk, transfer.state))


def transfer_bounce(*, reference: str, now: Moment) -> None:
    """A 转出 that had succeeded comes back (退票): FAILED P99, its payment is reversed and the money given back.

    Needs the caller's open transaction. Key: the transfer in the ledger; heard twice, it changes nothing. Events come
    in any order: the success, if it is still to be heard, is taken first. Locks the transfer, the account, limits, the
    payment's journal, ledger accounts. Dr 3001.02 Cr 2241.11, then as transfer_resolve gives back; an account that is
    closed by now: Cr 2241.09, and a case.
    """
    transfer_resolve(reference=reference, code="P00", now=now)
    transfer = _locked(reference)
    if transfer is None or transfer.state != TransferState.SUCCEEDED or transfer.direction != Direction.OUT:
        return
    source = transfer.state
    transfer.state, transfer.code, transfer.ended_at = TRANSFER.check(source, "bounce").target, "P99", now.wall
    transfer.save(update_fields=["state", "code", "ended_at"])
    [account] = bankaccounts.payees_hold({transfer.account_id}).values() or [None]
    ledger.reverse(
        journal_id=ledger.journal_of(f"transfers.paid:{reference}"),
        key=f"transfers.bounce:{reference}",
        kind="transfers.bounce",
        summary="转出退票",
        now=now,
    )
    _give_back(transfer, now, is_closed=account is not None and account.status == AccountStatus.CLOSED)
    _record(transfer, "bounced", source, now)
    publish(TransferEnded(transfer.pk, transfer.state))


def _complete(transfer: Transfer, now: Moment) -> None:
    clearing, fen = ledger.house_account(GL_CLEARING), transfer.amount_fen
    if transfer.direction == Direction.OUT:
        return _post("paid", transfer, "转出清算", ((_transit(transfer), -fen), (clearing, fen)), now)
    risk.commit(flow=transfer.flow, key=transfer.pk, now=now)
    return _post("in", transfer, "从绑定卡转入", ((clearing, -fen), (transfer.account.ledger_account_id, fen)), now)


def _give_back(transfer: Transfer, now: Moment, *, is_closed: bool = False) -> None:
    fen = transfer.amount_fen
    if transfer.direction == Direction.IN:
        return risk.release(flow=transfer.flow, key=transfer.pk, now=now)
    if transfer.is_interest or is_closed:  # the account it came from is closed
        kind = "interest" if transfer.is_interest else "closed"
        legs = ((_transit(transfer), -fen), (ledger.house_account(GL_SUSPENSE), fen))
        _post("held", transfer, f"{CASES[kind][0]},暂存", legs, now)
        return _case_open(kind, transfer, now)
    risk.give_back(flow=transfer.flow, keys=[transfer.pk], now=now)
    legs = ((_transit(transfer), -fen), (transfer.account.ledger_account_id, fen))
    return _post("back", transfer, "转出未成功,款项退回", legs, now)


def _post(step: str, transfer: Transfer, summary: str, legs: tuple[tuple[UUID, int], ...], now: Moment) -> None:
    key = f"transfers.{step}:{transfer.reference}"
    ledger.post(key=key, kind=f"transfers.{step}", summary=summary, legs=legs, now=now)


def _transit(transfer: Transfer) -> UUID:
    if transfer.transit_ledger_id is None:
        raise RuntimeError(f"{transfer.reference} has nothing in transit")
    return transfer.transit_ledger_id


def _locked(reference: str) -> Transfer | None:
    require_transaction()
    if not REFERENCE.fullmatch(reference):
        return None
    return next(iter(lock_rows(Transfer.objects.scoped(SYSTEM).filter(reference=reference))), None)


def _case_open(kind: str, transfer: Transfer, now: Moment) -> None:
    title, detail = CASES[kind]
    cases.open_case(
        kind=f"transfers.{kind}",
        subject_kind=SUBJECT,
        subject_id=transfer.pk,
        title=f"{title} {transfer.reference}",
        detail=detail,
        unit_path=transfer.unit_path,
        key=f"transfers.{kind}:{transfer.pk}",
        now=now,
    )


def _record(transfer: Transfer, deed: str, source: str, now: Moment) -> None:
    audit.record(
        actor=SYSTEM,
        action=f"transfers.transfer.{deed}",
        subject_kind=SUBJECT,
        subject_id=transfer.pk,
        from_state=source,
        to_state=transfer.state,
        detail={"code": transfer.code, "reference": transfer.reference},
        unit_path=transfer.unit_path,
        now=now,
    )
