"""An early repayment before it is asked for: on which days it may be, and what it would take to the fen (TX-25)."""

from datetime import date
from itertools import groupby
from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.calendar import is_workday, workday_after
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.money import Fen, format_yuan

from ..choices import EARLY_WORKDAYS, DayCount
from ..contracts import EarlyOffer, EarlySum
from ..models import Due, Issue
from ..rules.interest import early_interest, tax_of
from ..rules.issue import ISSUE
from .issues import issue_for, issue_line

WHY = "the schedule of an issue that is at hand"
NOT_AGREED = "借款协议约定企业不提前还款。"


def early_offer(actor: Actor, issue_id: UUID, on: date | None, now: Moment) -> EarlyOffer:
    """What it would take to repay everything on a day, the first possible one if none is named. Raises NotFound,
    IllegalMove, CalendarYearNotLoaded."""
    issue = issue_for(actor, issue_id)
    ISSUE.check(issue.state, "repay_early")
    notice, first = _notice(now)
    day = on or first
    fault = _fault(issue, day, notice, first, now) if issue.may_repay_early else NOT_AGREED
    return EarlyOffer(issue_line(issue), notice, first, day, fault, None if fault else early_sum(issue, day))


def early_found(actor: Actor, issue_id: UUID) -> EarlySum:
    """What the early repayment of an issue takes that is asked for or agreed to. Raises NotFound. Two queries."""
    issue = issue_for(actor, issue_id)
    if issue.early_on is None:
        raise NotFound("没有待办的提前还款。")
    return early_sum(issue, issue.early_on)


def early_fault(issue: Issue, on: date, now: Moment) -> str:
    """Why a whole issue cannot be repaid on that day, or "". Lenders have their notice (TX-25), and no instalment falls
    due before it."""
    notice, first = _notice(now)
    return _fault(issue, on, notice, first, now)


def _notice(now: Moment) -> tuple[int, date]:
    """How many workdays lenders are told before, and the first day that this leaves."""
    notice = int(params.get(EARLY_WORKDAYS, now.business_date))
    return notice, workday_after(now.business_date, notice)


def _fault(issue: Issue, on: date, notice: int, first: date, now: Moment) -> str:
    if on < first:
        return f"须提前 {notice} 个工作日通知出借人,最早可选择 {first:%Y年%m月%d日}。"
    due = Due.objects.system(WHY).filter(holding__issue=issue, holding__closed_on=None, due_on__gt=now.business_date)
    last = due.order_by("due_on").values_list("due_on", flat=True).first()
    if last is None or on > last:
        return "请选择不晚于下一个还款日的日期。" + (f"下一个还款日是 {last:%Y年%m月%d日}。" if last else "")
    return "" if is_workday(on) else f"{on:%m月%d日}不是工作日,请选择工作日。"


def early_sum(issue: Issue, day: date, holding_id: UUID | None = None) -> EarlySum:
    """What all lenders are owed on that day, or one of them, each line rounded, as the day itself will reckon. One
    query."""
    if issue.rate is None or issue.value_date is None:
        raise RuntimeError(f"issue {issue.reference} was not settled")
    rows = Due.objects.system(WHY).filter(holding__issue=issue, holding__closed_on=None).select_related("holding")
    if holding_id is not None:
        rows = rows.filter(holding_id=holding_id)
    lenders = principal = interest = tax = 0
    for holding, dues in groupby(rows.order_by("holding_id", "number"), lambda due: due.holding):
        before = [due for due in dues if due.due_on < day]
        unpaid = sum(due.interest_fen - due.paid_interest_fen for due in before)
        reckoned = sum(due.interest_fen for due in before)
        owed = unpaid + early_interest(
            holding.principal_fen, issue.rate, DayCount(issue.day_count), issue.value_date, day, reckoned
        )
        lenders, principal = lenders + 1, principal + holding.left_fen
        interest, tax = interest + owed, tax + tax_of(owed)
    days = (day - issue.value_date).days
    return EarlySum(day, days, lenders, principal, interest, tax, principal + interest - tax)


def early_shown(issue: Issue, found: EarlySum) -> dict[str, str]:
    """The words that the checker confirms and the two others decide by."""
    return {
        "提前还款": f"{issue.title}({issue.reference})",
        "还款日": f"{found.on:%Y-%m-%d}",
        "归还本金": f"¥{format_yuan(Fen(found.principal_fen))}({found.lenders} 名出借人)",
        "利息": f"¥{format_yuan(Fen(found.interest_fen))},按实际 {found.days} 天计算到还款日",
        "代扣个人所得税": f"¥{format_yuan(Fen(found.tax_fen))}",
        "还款账户须备足": f"¥{format_yuan(Fen(found.net_fen))}",
    }
