"""How an issue looks: the parts that office and console draw alike."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.parts import Happening, Link, Pair, Stat, Step

from ..choices import BANNER, ENTRY, IssueState
from ..contracts import EarlySum, Eligibility, IssueDetail, IssueLine, Late, Raising
from ..selectors.early import early_found

I = IssueState  # noqa: E741  (as in rules.issue)
FLOW = ("企业填写", "企业复核", "银行审核", "银行审批", "认购", "结算", "存续", "还清")
AT = {
    I.DRAFT: 0, I.ENT_CHECK: 1, I.BANK_REVIEW: 2, I.REJECTED: 2, I.BANK_APPROVE: 3, I.LISTED: 4, I.SUBSCRIBING: 4,
    I.SUSPENDED: 4, I.CLOSED: 5, I.SETTLING: 5, I.SETTLE_EXCEPTION: 5, I.FAILED: 5, I.CANCELLED: 4, I.ACTIVE: 6,
    I.EARLY_REPAYING: 7, I.REPAYING: 7, I.PARTIALLY_REPAID: 7, I.OVERDUE: 7, I.DEFAULTED: 7, I.REPAID: 8,
    I.ARCHIVED: 8,
}  # fmt: skip
BROKEN = (I.REJECTED, I.CANCELLED, I.FAILED, I.OVERDUE, I.DEFAULTED)
LENT = (I.ACTIVE, I.EARLY_REPAYING, I.REPAYING, I.PARTIALLY_REPAID, I.OVERDUE, I.DEFAULTED, I.REPAID, I.ARCHIVED)
RAISES = (I.LISTED, I.SUBSCRIBING, I.SUSPENDED, I.CLOSED, I.SETTLING, I.SETTLE_EXCEPTION)
TRAIL_SHOWN = 40
VIEW_LABELS = {
    "": "全部", "review": "待审核", "approve": "待审批", "raising": "募集中", "settle": "待结算", "alive": "存续中",
    "arrears": "逾期",
}  # fmt: skip


def page_of(**shown: Any) -> dict[str, Any]:
    """The context of a page that shows an issue: the banner of TX-8 stands on each."""
    return {"banner": BANNER, "entry": ENTRY} | shown


def yuan(fen: int | None) -> str:
    return format_yuan(Fen(fen)) if fen is not None else "—"


def rate(value: Any) -> str:
    return f"{value.normalize():f}%" if value is not None else "—"


def steps_of(line: IssueLine) -> tuple[Step, ...]:
    """Where the issue stands on its way."""
    at, broken = AT[I(line.state)], line.state in BROKEN

    def state(step: int) -> str:
        if step == at:
            return "failed" if broken else "current"
        return "done" if step < at else "todo"

    return tuple(Step(label, state(i), line.state_label if i == at else "") for i, label in enumerate(FLOW))


def pairs_of(detail: IssueDetail) -> tuple[Pair, ...]:
    """The terms as they are signed, and what they are measured by."""
    pairs = [Pair(label, text) for label, text in detail.terms] or [Pair("名称", detail.line.title)]
    if detail.digest:
        pairs.append(Pair("内容摘要", f"{detail.digest[:16]}…", note="复核、审批和认购绑定这份内容"))
    pairs.append(Pair("经办", detail.maker))
    return tuple(pairs)


def early_of(actor: Actor, detail: IssueDetail) -> tuple[Pair, ...]:
    """What the early repayment takes that is asked for or agreed to; nothing where there is none."""
    return early_pairs(early_found(actor, detail.line.id)) if detail.is_early else ()


def early_pairs(found: EarlySum) -> tuple[Pair, ...]:
    """What an early repayment takes on its day."""
    return (
        Pair("还款日", f"{found.on:%Y-%m-%d}", note=f"自起息日实际 {found.days} 天,算头不算尾"),
        Pair("归还本金", f"¥{yuan(found.principal_fen)}", note=f"{found.lenders} 名出借人"),
        Pair("利息", f"¥{yuan(found.interest_fen)}", note="按实际天数逐人四舍五入后相加"),
        Pair("代扣个人所得税", f"¥{yuan(found.tax_fen)}", note="留在企业账户,由企业申报缴纳"),
        Pair("还款账户须备足", f"¥{yuan(found.net_fen)}"),
    )


def measure_pairs(detail: IssueDetail) -> tuple[Pair, ...]:
    """What the scale is measured by; the suggestion is no approval by itself (TX-20)."""
    pairs = [Pair("上一年度净资产", f"¥{yuan(detail.net_assets_fen)}")]
    if detail.screens:
        note = "近十二个月代发工资的一定比例,只供参考,不代表同意"
        pairs.append(Pair("建议规模", f"¥{yuan(detail.suggested_fen or 0)}", note=note))
    if detail.lpr is not None:
        pairs.append(Pair("发行时 LPR", rate(detail.lpr)))
    if detail.min_ratio is not None:
        pairs.append(Pair("成立所需比例", rate(detail.min_ratio)))
    if detail.person_max_fen is not None:
        pairs.append(Pair("每人上限", f"¥{yuan(detail.person_max_fen)}"))
    if detail.opinion:
        pairs.append(Pair("审核意见", detail.opinion))
    return tuple(pairs)


def screen_pairs(detail: IssueDetail) -> tuple[Pair, ...]:
    """Each screen with whether it holds."""
    return tuple(Pair(one.label, one.said, tone="ok" if one.holds else "danger") for one in detail.screens)


def stats_of(detail: IssueDetail, raising: Raising) -> tuple[Stat, ...]:
    """The figures of an issue: while it is raised totals, afterwards what was lent."""
    line = detail.line
    if line.state in LENT:
        return (
            Stat("出借总额(元)", yuan(line.raised_fen)),
            Stat("约定年利率", line.rate_label),
            Stat("起息日", f"{detail.value_date:%Y-%m-%d}" if detail.value_date else "—"),
            Stat("到期日", f"{line.due_on:%Y-%m-%d}" if line.due_on else "—"),
        )
    least = detail.min_ratio is not None and line.scale_fen
    needed = int(line.scale_fen * detail.min_ratio / 100) if least else 0  # type: ignore[operator]
    taken = Stat("已认购(元)", yuan(raising.taken_fen), note=f"{raising.percent}% · {raising.orders:,} 笔")
    return (
        Stat("发行规模(元)", yuan(line.scale_fen)),
        Stat("已认购(元)", "—", note="结算后显示") if raising.is_sealed else taken,
        Stat("成立所需(元)", yuan(needed) if needed else "—", tone=_tone(raising.taken_fen, needed)),
        Stat("认购截止", f"{line.close_at:%m-%d %H:%M}" if line.close_at else "—"),
    )


def late_stats(late: Late) -> tuple[Stat, ...]:
    """How late, and how much of it."""
    tone = "danger" if late.days > late.bound else "warn"
    return (
        Stat("逾期天数", f"{late.days}", note=f"超过 {late.bound} 天可认定违约", tone=tone),
        Stat("未还本金(元)", yuan(late.left_fen), note=f"{late.lenders} 名出借人"),
        Stat("欠付利息(元)", yuan(late.interest_fen)),
        Stat("逾期利息(元)", yuan(late.overdue_fen), note="计算到今天"),
    )


def _tone(taken: int, needed: int) -> str:
    return "ok" if needed and taken >= needed else "neutral"


def trail_of(subject_id: UUID, *, but: str = "") -> tuple[Happening, ...]:
    """Who did what, newest first, without the action `but`; the caller has scoped the issue, or the list of one."""
    rows = [line for line in audit.trail_of(subject_id) if line.action != but][-TRAIL_SHOWN:]
    return tuple(
        Happening(
            at=f"{line.at.astimezone(SHANGHAI):%m-%d %H:%M}",
            who=f"{line.display} {line.roles}".strip(),
            what=line.sentence,
            detail=line.change,
        )
        for line in reversed(rows)
    )


def view_tabs(counts: Any, view: str) -> tuple[Link, ...]:
    """The views of the bank's list, then the watch list."""
    url = reverse("console:issue_list")
    tabs = [
        Link(label, f"{url}?{urlencode({'view': name})}" if name else url, active=name == view,
             badge=str(counts.get(name or "all") or ""), tone="danger" if name == "arrears" else "neutral")
        for name, label in VIEW_LABELS.items()
    ]  # fmt: skip
    return (*tabs, Link("风险监测", reverse("console:issue_watch"), active=view == "watch"))


def crumbs(surface: str, *more: Link) -> tuple[Link, ...]:
    """To a page below the list; the last one is where one is."""
    return (Link(ENTRY, reverse(f"{surface}:issue_list")), *more)


def issue_crumbs(surface: str, line: IssueLine, *more: Link) -> tuple[Link, ...]:
    url = reverse(f"{surface}:issue_detail", args=[line.id]) if more else ""
    return crumbs(surface, Link(line.title, url), *more)


def eligible_stats(found: Eligibility) -> tuple[Stat, ...]:
    return (
        Stat("在册(人)", f"{found.people:,}"),
        Stat("可以认购(人)", f"{found.may:,}", tone="neutral" if found.may else "danger"),
        Stat("已登记社保(人)", f"{found.insured:,}"),
    )
