"""What a clearing difference does to the books until it is explained: error suspense (domain.md §8)."""

from uuid import UUID

from apps.cases import api as cases
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.errors import Conflict
from apps.core.money import format_yuan
from apps.core.parts import Pair

from ..choices import CLEARING_LABELS, ClearingKind
from ..models import ClearingResult
from ..selectors import house_account, posted_since
from .clearing_reconcile import CASE, GAP, MANY, NO_FILE, told_side
from .journal_post import journal_post

LONG, SHORT = "2241.09", "1221.09"


def clearing_suspend(result_id: UUID, approval_id: UUID, now: Moment) -> None:
    """Books a difference to error suspense, so that the clearing account stands as the bank says.

    Long: Dr 3001 Cr 2241.09. Short: Dr 1221.09 Cr 3001. Needs the caller's open transaction, that of the approval.
    Key: the difference. The journal bears its reference, so the next reconciliation finds that both sides agree.
    Raises Conflict (EXPLAINED) when they agree by now, or when our books have moved under the reference since, as they
    do when money comes back (退票): booked twice, it would be given twice.
    """
    require_transaction()
    found = ClearingResult.objects.get(pk=result_id)
    later = ClearingResult.objects.filter(
        gl_code=found.gl_code, reference=found.reference, business_date__gt=found.business_date
    )
    gap = found.theirs - found.ours
    if not gap or later.exists() or posted_since(found.gl_code, found.reference, found.business_date):
        raise Conflict("EXPLAINED", "这笔差异已有变化,请刷新后查看最新情况。")
    journal_post(
        key=f"ledger.clearing_suspense:{found.reference}:{found.business_date}",
        kind="ledger.clearing_suspense",
        summary=f"清算差异挂账 {found.business_date}",
        legs=((house_account(found.gl_code), gap), (house_account(SHORT if gap > 0 else LONG), -gap)),
        approval_id=approval_id,
        now=now,
    )


def difference_evidence(result_id: UUID) -> tuple[Pair, ...]:
    """Both sides of a difference."""
    found = ClearingResult.objects.get(pk=result_id)
    gap = found.theirs - found.ours
    return (
        Pair("差异", CLEARING_LABELS[ClearingKind(found.kind)], tone="warn"),
        Pair("清算账户", f"{found.gl_code} · 营业日 {found.business_date}"),
        Pair("参考号", found.reference),
        Pair("我方账簿", told_side(found.ours_count, found.ours)),
        Pair("银行日终文件", told_side(found.theirs_count, found.theirs)),
        Pair("差额", f"{format_yuan(abs(gap))} 元({'短款' if gap > 0 else '长款'})", tone="danger"),
    )


def kinds_register() -> None:
    """What the desk may do about the cases of the books."""
    explained = cases.Remedy("核实无误,不作账务处理")
    booked = cases.Remedy("挂账(长款记 2241.09,短款记 1221.09)", clearing_suspend)
    remedies = {"suspense": booked, "explained": explained}
    cases.register_kind(cases.CaseKind(CASE, "清算差异", difference_evidence, remedies))
    cases.register_kind(cases.CaseKind(MANY, "清算差异过多", remedies={"explained": explained}))
    cases.register_kind(cases.CaseKind(GAP, "日终文件余额不连续", remedies={"explained": explained}))
    cases.register_kind(cases.CaseKind(NO_FILE, "未能对账"))
