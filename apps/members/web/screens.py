"""Values of the members' pages, ready to read."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from apps.core.actors import ROLE_LABELS
from apps.core.clock import SHANGHAI
from apps.core.parts import Happening, Link, Pages, Pair, Step

from ..choices import CertificationState as S
from ..contracts import Employment, EnterpriseLine, MemberStatus, RosterCounts
from ..rules import ENTERPRISE
from ..selectors.certifications import Desk, OwnCertification
from ..selectors.enterprises import operators
from ..selectors.roster_previews import ALL, VIEW_LABELS, Preview
from ..selectors.rosters import MemberDetail

CHANGE = "变更内容"  # the note of what a roster changed
_DONE = {S.SUBMITTED: 1, S.REVIEWED: 2, S.APPROVED: 3}


def crumbs(here: str) -> tuple[Link, ...]:
    return (Link("会员审核", reverse("console:review_list")), Link(here, ""))


def member_crumbs(here: str) -> tuple[Link, ...]:
    return (Link("成员与认证", reverse("office:member_list")), Link(here, ""))


def status_tabs(status: str, counts: RosterCounts) -> tuple[Link, ...]:
    """The roster by status; what waits for somebody shows how much."""
    url = reverse("office:member_list")
    badges = {"INVITED": counts.invited, "PENDING": counts.pending, "ACTIVE": counts.active}
    shown = {"": "全部", "INVITED": "待提交", "PENDING": "认证中", "ACTIVE": "在职", "LEFT": "已离职"}
    return tuple(
        Link(
            label,
            f"{url}?status={key}" if key else url,
            active=key == status,
            badge=f"{badges[key]:,}" if badges.get(key) else "",
        )
        for key, label in shown.items()
    )


def waiting_uploads(uploads: Iterable[tuple[UUID, str, datetime]]) -> tuple[Link, ...]:
    """The rosters that nobody has confirmed yet."""
    return tuple(
        Link(f"花名册「{name}」({_short(at)} 上传)还没有确认。", reverse("office:roster_preview", args=[pk]))
        for pk, name, at in uploads
    )


PREVIEW_TONES = {"errors": "danger", "joiners": "ok", "changed": "warn", "leavers": "danger"}


def preview_tabs(preview: Preview) -> tuple[Link, ...]:
    """The views of a roster that waits, each an address of its own; empty ones are left out."""
    url = reverse("office:roster_preview", args=[preview.id])
    return tuple(
        Link(
            label,
            f"{url}?{urlencode({'show': name})}",
            active=name == preview.show,
            badge=f"{preview.counts[name]:,}",
            tone=PREVIEW_TONES.get(name, "neutral"),
        )
        for name, label in VIEW_LABELS.items()
        if preview.counts[name] or name in (ALL, preview.show)
    )


def preview_pager(preview: Preview) -> Pages:
    url = reverse("office:roster_preview", args=[preview.id])

    def at(number: int) -> str:
        inside = 1 <= number <= preview.pages
        return f"{url}?{urlencode({'show': preview.show, 'page': number})}" if inside else ""

    before, after = at(preview.number - 1), at(preview.number + 1)
    return Pages(preview.number, preview.pages, preview.counts[preview.show], before, after)


def member_events(detail: MemberDetail) -> tuple[Happening, ...]:
    """What happened to a membership, the newest first, as its enterprise sees it."""
    return tuple(
        Happening(
            _time(row.at), f"{row.display} {row.roles}".strip(), row.sentence,
            detail=next((text for label, text in row.notes if label == CHANGE), ""),
        )
        for row in reversed(detail.trail)
    )  # fmt: skip


def steps_of(state: S) -> tuple[Step, ...]:
    """Submitted by the enterprise, reviewed, approved."""
    labels = ("企业提交", "银行审核", "银行审批")
    if state in _DONE:
        done = _DONE[state]
        return tuple(
            Step(label, "done" if place < done else "current" if place == done else "todo")
            for place, label in enumerate(labels)
        )
    return (Step(labels[0], "done"), Step("已退回" if state == S.REJECTED else "已撤销", "failed"))


def evidence_of(desk: Desk) -> tuple[Pair, ...]:
    """What the enterprise stated on its roster."""
    return (
        Pair("企业", desk.line.enterprise),
        Pair("姓名", desk.line.name),
        Pair("工号", desk.line.emp_no),
        Pair("部门", desk.department),
        Pair("合同类型", desk.contract_label),
        Pair("入职日期", desk.hired_on.isoformat()),
        Pair("提交时间", _time(desk.line.submitted_at)),
    )


def checks_of(desk: Desk) -> tuple[Pair, ...]:
    """Each field with what the machine found beside it."""
    found = f"核查编号 {desk.check_reference}" if desk.check_reference else ""
    at = f"{_time(desk.checked_at)} " if desk.checked_at else ""
    certified = ("已认证", "ok") if desk.enterprise_certified else ("未认证", "danger")
    return (
        Pair("姓名与身份证号(联网核查)", desk.line.check_label, note=at + found, tone=desk.line.check_tone),
        Pair("身份证号", desk.masked_id_number, note=f"校验位正确,出生日期 {desk.birth.isoformat()}", tone="ok"),
        Pair("手机号", desk.masked_mobile, note="格式正确", tone="ok"),
        Pair("所在企业", certified[0], tone=certified[1]),
    )


def events_of(desk: Desk) -> tuple[Happening, ...]:
    return tuple(
        Happening(_time(row.at), f"{row.display} {row.roles}".strip(), row.sentence) for row in reversed(desk.trail)
    )


def enterprise_pairs(enterprise: EnterpriseLine) -> tuple[Pair, ...]:
    certified_on = enterprise.certified_on.isoformat() if enterprise.certified_on else "—"
    return (
        Pair("统一社会信用代码", enterprise.uscc),
        Pair("管户机构", enterprise.unit),
        Pair("状态", enterprise.status_label),
        Pair("认证日期", certified_on),
        Pair("在职成员", f"{enterprise.active:,} 人"),
        Pair("认证中", f"{enterprise.pending:,} 人"),
    )


def moves_of(enterprise: EnterpriseLine) -> tuple[tuple[str, str], ...]:
    """What the bank may do with a member enterprise now: the move's name and its button."""
    labels = {"suspend": "暂停服务", "resume": "恢复服务", "terminate": "终止会员"}
    return tuple(
        (move.name, labels[move.name]) for move in ENTERPRISE.leaving(enterprise.status) if move.name in labels
    )


def operator_rows(enterprise_id: UUID) -> tuple[Pair, ...]:
    return tuple(
        Pair(operator.name, "、".join(ROLE_LABELS[role] for role in sorted(operator.roles)))
        for operator in operators(enterprise_id)
    )


def join_steps(place: int) -> tuple[Step, ...]:
    """The three steps of a claim; `place` is the one that is open."""
    labels = ("核对身份", "短信验证", "确认信息")
    return tuple(
        Step(label, "done" if at < place else "current" if at == place else "todo") for at, label in enumerate(labels)
    )


def own_steps(employment: Employment, certification: OwnCertification | None) -> tuple[Step, ...]:
    """The steps as the employee sees them: registered, claimed, confirmed by the bank."""
    known = Step("企业登记", "done")
    if employment.claimed_at:
        known_by_person: tuple[Step, ...] = (known, Step("本人认领", "done", _short(employment.claimed_at)))
    elif employment.is_claimable:
        known_by_person = (known, Step("本人认领", "current"))
    else:
        known_by_person = (known,)
    if certification is None and employment.status in (MemberStatus.INVITED, MemberStatus.PENDING):
        return (*known_by_person, Step("银行审核", "todo"), Step("认证完成", "todo"))
    if certification is None or certification.state == S.APPROVED:
        at = _time(certification.decided_at) if certification and certification.decided_at else ""
        return (*known_by_person, Step("银行审核", "done"), Step("认证完成", "done", at))
    if certification.state in (S.REJECTED, S.WITHDRAWN):
        return (*known_by_person, Step("银行审核", "failed", certification.state_label), Step("认证完成", "todo"))
    submitted = f"{_short(certification.submitted_at)} 提交"
    return (*known_by_person, Step("银行审核", "current", submitted), Step("认证完成", "todo"))


def _short(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
