"""Values of the pages of an enterprise's application, ready to read."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from apps.core.actors import Role
from apps.core.clock import SHANGHAI
from apps.core.parts import Happening, Pair, Step

from ..choices import SECTION_LABELS, ApplicationKind, ApplicationState, Section
from ..rules.applications import AGREEMENTS
from ..selectors.applications import ApplicationDesk, ApplicationFacts

LABELS = SECTION_LABELS
_NOTES = {
    Section.COMPANY: "企业信息、法定代表人、受益所有人",
    Section.PAPERS: "营业执照、操作员授权书",
    Section.ACCOUNT: "向结算账户打入一笔小额款项,填写到账金额",
    Section.OPERATORS: "经办、复核、授权由三人分别担任",
    Section.AGREEMENTS: "企业会员服务协议、结算与代发服务协议",
}
_WAITING = (ApplicationState.SUBMITTED, ApplicationState.REVIEWED)
__all__ = ["AGREEMENTS", "LABELS"]


@dataclass(frozen=True, slots=True)
class Task:
    key: str
    label: str
    note: str
    url: str
    is_done: bool
    is_wrong: bool
    is_open: bool


def tasks_of(facts: ApplicationFacts, is_signed: bool) -> tuple[Task, ...]:
    """The sections as tasks; the one that a rejection names is wrong until it is submitted again."""
    done = set(facts.done) | ({Section.AGREEMENTS} if is_signed else set())
    url: dict[Section, str] = {Section.AGREEMENTS: reverse("office:agreement_list")}
    url |= {section: reverse(f"office:onboarding_{section}") for section in Section if section not in url}
    return tuple(
        Task(
            key=section,
            label=SECTION_LABELS[section],
            note=_NOTES[section],
            url=url[section],
            is_done=section in done,
            is_wrong=facts.state == ApplicationState.REJECTED and facts.rejected_section == section,
            is_open=facts.is_open(section) or section == Section.AGREEMENTS,
        )
        for section in Section
    )


def may_submit(facts: ApplicationFacts, is_signed: bool) -> bool:
    complete = set(facts.done) | ({Section.AGREEMENTS} if is_signed else set())
    return facts.state in (ApplicationState.DRAFT, ApplicationState.REJECTED) and complete >= set(Section)


def may_change(facts: ApplicationFacts | None) -> bool:
    return facts is None or facts.state in (ApplicationState.APPROVED, ApplicationState.WITHDRAWN)


def may_withdraw(facts: ApplicationFacts) -> bool:
    is_here = facts.state in (ApplicationState.DRAFT, ApplicationState.REJECTED)
    return facts.kind == ApplicationKind.CHANGE and is_here


def steps_of(facts: ApplicationFacts) -> tuple[Step, ...]:
    """Filled in, reviewed, approved."""
    at = f"{facts.submitted_at.astimezone(SHANGHAI):%m-%d %H:%M} 提交" if facts.submitted_at else ""
    match facts.state:
        case ApplicationState.SUBMITTED:
            states = ("done", "current", "todo")
        case ApplicationState.REVIEWED:
            states = ("done", "done", "current")
        case ApplicationState.APPROVED:
            states = ("done", "done", "done")
        case ApplicationState.REJECTED:
            states = ("failed", "todo", "todo")
        case _:
            states = ("current", "todo", "todo")
    labels, notes = ("填写资料", "银行审核", "银行审批"), ("", at, "")
    return tuple(Step(label, state, note) for label, state, note in zip(labels, states, notes, strict=True))


def company_initial(facts: ApplicationFacts) -> dict[str, object]:
    """What is known already. ID numbers are typed again: the page never shows them in clear."""
    initial: dict[str, object] = {
        "name": facts.enterprise,
        "address": facts.address,
        "business_scope": facts.business_scope,
        "established_on": facts.established_on,
        "licence_until": facts.licence_until,
        "legal_name": facts.legal_name,
    }
    for number, owner in enumerate(facts.owners, 1):
        initial |= {f"owner_{number}_name": owner.name, f"owner_{number}_percent": owner.percent}
    return initial


def operators_initial(facts: ApplicationFacts) -> dict[str, object]:
    return {f"{Role(line.role)}_name": line.name for line in facts.nominees}


def evidence_of(desk: ApplicationDesk) -> tuple[Pair, ...]:
    """What the enterprise states."""
    facts = desk.facts
    return (
        Pair("企业名称", facts.enterprise),
        Pair("注册地址", facts.address),
        Pair("经营范围", facts.business_scope),
        Pair("成立日期", f"{facts.established_on:%Y-%m-%d}" if facts.established_on else "—"),
        Pair("营业期限至", f"{facts.licence_until:%Y-%m-%d}" if facts.licence_until else "长期"),
        Pair("法定代表人", facts.legal_name, note=facts.masked_legal_id),
        *(Pair("受益所有人", o.name, note=f"{o.masked_id_number} · {o.percent}%") for o in facts.owners),
        *(Pair(n.role_label, n.name, note=f"{n.masked_id_number} · {n.masked_mobile}") for n in facts.nominees),
    )


def checks_of(desk: ApplicationDesk) -> tuple[Pair, ...]:
    """Each statement with what the machine found beside it."""
    facts = desk.facts
    owned = sum(owner.percent for owner in facts.owners)
    proved = f"{facts.proved_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 金额相符" if facts.proved_at else "未验证"
    return (
        Pair("统一社会信用代码", facts.uscc, note="校验位正确", tone="ok"),
        Pair(
            "名称、代码、法定代表人(工商登记)", facts.register_check_label,
            note=_evidence(facts.register_checked_at, facts.register_reference), tone=facts.register_check_tone,
        ),
        Pair(
            "法定代表人(联网核查)", facts.legal_check_label,
            note=_evidence(facts.legal_checked_at, facts.legal_check_reference), tone=facts.legal_check_tone,
        ),
        Pair("结算账户(打款验证)", facts.proof.account, note=proved, tone="ok" if facts.proved_at else "danger"),
        Pair("受益所有人持股合计", f"{owned}%", tone="ok" if owned >= 25 else "warn"),
        Pair("经办、复核、授权", "三人分别担任", tone="ok"),
        Pair("协议", "已由企业管理员签署", tone="ok"),
    )  # fmt: skip


def _evidence(at: datetime | None, reference: str) -> str:
    """When a machine was asked, and under what number it answered."""
    said = f"核查编号 {reference}" if reference else ""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {said}".strip() if at else said


def events_of(desk: ApplicationDesk) -> tuple[Happening, ...]:
    return tuple(
        Happening(f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", f"{row.display} {row.roles}".strip(), row.sentence)
        for row in reversed(desk.trail)
    )
