"""A lender who asks for the money back before its day: what that brings, and what the enterprise decides by (TX-25)."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity

from ..choices import EXIT_SUBJECT, HoldingState, IssueState
from ..contracts import ExitOffer, ExitRequest
from ..models import Holding, Issue
from .early import early_sum
from .issues import issue_line
from .own import loan_line

WHY = "of an issue that is at hand"


def exit_offer(actor: Actor, holding_id: UUID, now: Moment) -> ExitOffer:
    """What one's own loan would bring today, or why it is not to be had. Raises NotFound."""
    row = Holding.objects.scoped(actor).select_related("issue__enterprise").filter(pk=holding_id).first()
    if row is None:
        raise NotFound()
    fault = exit_fault(row.issue, row)
    if not fault and approvals.waiting(kind=EXIT_SUBJECT, subject_id=row.pk):
        fault = "已经申请,等待企业答复。"
    return ExitOffer(loan_line(row), fault, None if fault else early_sum(row.issue, now.business_date, row.pk))


def exit_fault(issue: Issue, holding: Holding) -> str:
    """Why a loan cannot end before its day, or ""."""
    if not issue.may_exit:
        return "借款合同没有约定提前收回。"
    if issue.state != IssueState.ACTIVE or holding.state != HoldingState.ACTIVE:
        return "这笔借款现在不能提前收回。"
    others = Holding.objects.system(WHY).filter(issue=issue, closed_on=None).exclude(pk=holding.pk)
    return "" if others.exists() else "这次借款只剩这一笔出借,请由企业办理提前还款。"


def exit_for_office(actor: Actor, holding_id: UUID, now: Moment) -> ExitRequest:
    """The request that waits on a loan to the actor's enterprise. Raises NotFound."""
    row = Holding.objects.scoped(actor).select_related("issue__enterprise").filter(pk=holding_id).first()
    asked = approvals.waiting(kind=EXIT_SUBJECT, subject_id=row.pk) if row else None
    if row is None or asked is None:
        raise NotFound("没有找到待办的提前收回申请。")
    role = (Role.CHECKER, Role.AUTHORISER)[asked.step]
    return ExitRequest(
        line=issue_line(row.issue),
        holding_id=row.pk,
        lender=identity.person_brief(row.person_id).name,
        asked=tuple(asked.summary.items()),
        digest=asked.digest,
        found=early_sum(row.issue, now.business_date, row.pk),
        may_decide=role in actor.roles and allows(actor, "tongxinbao.exit.decide"),
    )


def exit_shown(issue: Issue, holding: Holding, reason: str) -> dict[str, str]:
    """The words that the enterprise's two people decide by."""
    return {
        "提前收回": f"{issue.title}({holding.contract_number})",
        "归还本金": f"¥{format_yuan(Fen(holding.left_fen))}",
        "利息": "按实际天数计算到付款当日",
        "原因": reason,
    }
