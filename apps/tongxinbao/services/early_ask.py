"""The enterprise's checker asks to repay a whole issue before its day; authoriser and bank have to agree (row 15)."""

from datetime import date
from uuid import UUID

from apps.approvals import api as approvals
from apps.core import params
from apps.core.actors import Actor, Role
from apps.core.calendar import is_workday, workday_after
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import body_hash
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity
from apps.members import api as members

from ..choices import EARLY_SUBJECT, EARLY_WORKDAYS
from ..contracts import IssueAnswer
from ..models import Due, Issue
from ..rules.issue import ISSUE
from ..selectors.lenders import left_of
from .issue_moves import issue_once, issue_record

WHY = "the schedule of a locked issue"


@use_case
def early_ask(*, issue_id: UUID, on: date, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Asks to repay everything on a workday `on`; until both agree nothing changes. Key: (enterprise, person, key).

    Locks the issue. Raises NotFound, IllegalMove, Conflict NOT_AGREED where the contract does not allow it,
    ALREADY_REQUESTED, InvalidInput E_DATE, CalendarYearNotLoaded, StepUpRequired, KeyReused, Busy.
    """

    def ask(issue: Issue) -> None:
        ISSUE.check(issue.state, "repay_early")
        if not issue.may_repay_early:
            raise Conflict("NOT_AGREED", "借款协议约定企业不提前还款。")
        if fault := early_fault(issue, on, now):
            raise InvalidInput("E_DATE", fault, fields={"on": fault})
        digest = early_digest(issue, on)
        shown = {
            "提前还款": f"{issue.title}({issue.reference})",
            "还款日": f"{on:%Y-%m-%d}",
            "尚欠本金": f"¥{format_yuan(Fen(left_of(issue.pk)))}",
            "利息": "按实际天数计算到还款日",
        }
        identity.require_step_up(actor=actor, digest=digest, shown=shown, now=now)
        approvals.request(
            kind=EARLY_SUBJECT,
            subject_id=issue.pk,
            digest=digest,
            summary=shown,
            steps=(Role.AUTHORISER, Role.APPROVER),
            actor=actor,
            enterprise_id=issue.enterprise_id,
            unit_path=members.enterprise_brief(issue.enterprise_id).unit_path,
            now=now,
        )
        issue.early_on = on
        issue.save(update_fields=["early_on"])
        detail = {"on": on.isoformat()}
        issue_record(issue, "tongxinbao.early.asked", source=issue.state, actor=actor, now=now, detail=detail)

    return issue_once(verb="early_ask", issue_id=issue_id, key=key, actor=actor, effect=ask, on=on)


def early_fault(issue: Issue, on: date, now: Moment) -> str:
    """Why a whole issue cannot be repaid on that day, or "". Lenders have their notice (TX-25), and no instalment falls
    due before it."""
    known = params.get(EARLY_WORKDAYS, now.business_date)
    first = workday_after(now.business_date, known)
    if on < first:
        return f"须提前 {known} 个工作日通知出借人,最早可选择 {first:%Y年%m月%d日}。"
    due = Due.objects.system(WHY).filter(holding__issue=issue, holding__closed_on=None, due_on__gt=now.business_date)
    last = due.order_by("due_on").values_list("due_on", flat=True).first()
    if last is None or on > last:
        return "请选择不晚于下一个还款日的日期。" + (f"下一个还款日是 {last:%Y年%m月%d日}。" if last else "")
    return "" if is_workday(on) else f"{on:%m月%d日}不是工作日,请选择工作日。"


def early_digest(issue: Issue, on: date) -> str:
    """Names exactly this repayment."""
    return body_hash({"early": issue.pk, "on": on.isoformat()})
