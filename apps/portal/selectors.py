"""The three home pages, composed from the doors of the other apps."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from apps.approvals import api as approvals
from apps.approvals.contracts import PendingApproval
from apps.bankaccounts import api as bankaccounts
from apps.cases import api as cases
from apps.cases.contracts import CaseLine
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.money import Fen
from apps.core.parts import Figure, Link, Stat
from apps.daifutong import api as daifutong
from apps.daifutong.contracts import BatchLine, HomeSalary
from apps.identity import api as identity
from apps.members import api as members

CASES_ON_HOME = 5
TODOS_ON_HOME = 8


@dataclass(frozen=True, slots=True)
class AssetCard:
    """Closed: no figure at all. Open: what stands on the person's own accounts, in 分."""

    url: str
    hide_url: str
    amount: Fen | None
    figures: tuple[Figure, ...]
    note: str


@dataclass(frozen=True, slots=True)
class MobileHome:
    name: str  # in full: it is the person's own
    card: AssetCard
    salary: HomeSalary | None
    is_certified: bool
    links: tuple[Link, ...]

    @property
    def salary_title(self) -> str:
        """ "3月工资已到账"; no amount."""
        return f"{int(self.salary.payslip.pay_period[-2:])}月工资已到账" if self.salary else ""

    @property
    def salary_text(self) -> str:
        if not self.salary:
            return ""
        paid = self.salary.payslip.paid_at.astimezone(SHANGHAI)
        return f"{paid.month}月{paid.day}日 {paid:%H:%M} · {self.salary.payslip.state_label}"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits for this person."""

    title: str
    text: str
    url: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfficeHome:
    """`more`: how many things wait besides those shown; all of them are at `more_url`."""

    stats: tuple[Stat, ...]
    todos: tuple[Todo, ...]
    more: int
    more_url: str
    batches: tuple[BatchLine, ...]
    may_make: bool


@dataclass(frozen=True, slots=True)
class ConsoleHome:
    """As OfficeHome; what waits here beyond the page is certifications."""

    stats: tuple[Stat, ...]
    todos: tuple[Todo, ...]
    more: int
    more_url: str
    cases: tuple[CaseLine, ...]


def assets_of(actor: Actor, *, is_open: bool) -> AssetCard:
    """The asset card of the person; amounts are read only when it is open."""
    accounts = bankaccounts.accounts_for_member(actor)
    url = reverse("mobile:assets")
    amounts = [bankaccounts.account_balance(account.id) for account in accounts] if is_open else []
    return AssetCard(
        url=f"{url}?open=1",
        hide_url=url,
        amount=Fen(sum(amounts)) if is_open else None,
        figures=tuple(
            Figure(f"{account.class_label} 尾号 {account.tail4}", amounts[index] if is_open else None)
            for index, account in enumerate(accounts)
        ),
        note="" if accounts else "还没有本行账户,请到网点开立或联系企业人事。",
    )


def mobile_home(actor: Actor, now: Moment) -> MobileHome:
    """What an employee sees first. Before certification: the way to it, and no salary."""
    is_certified = allows(actor, "daifutong.payslip.read")
    salary = daifutong.home_salary(actor, now) if is_certified else None
    dot = "dot" if salary and salary.unread else ""
    links = (
        Link("工资条", reverse("mobile:payslip_list"), "receipt-yuan", badge=dot) if is_certified else None,
        Link("我的账户", reverse("mobile:account_list"), "credit-card", tone="ok"),
        Link("成员认证", reverse("mobile:certification"), "certificate", tone="warn"),
        Link("安全中心", reverse("mobile:security"), "shield-lock", tone="danger"),
    )
    return MobileHome(
        name=identity.person_brief(actor.person_id).name if actor.person_id else "",
        card=assets_of(actor, is_open=False),
        salary=salary,
        is_certified=is_certified,
        links=tuple(link for link in links if link),
    )


ROUTES = {
    "daifutong.batch": ("office:batch_detail", "代发批次待您审批"),
    "daifutong.recall": ("console:batch_detail", "未送出的跨行明细待您审批撤销"),
    "members.certification": ("console:certification_detail", "员工认证待您办理"),
}


def _todo(request: PendingApproval) -> Todo:
    text = " · ".join(f"{label} {value}" for label, value in request.summary.items())
    if request.kind not in ROUTES:
        return Todo(
            "参数调整待您复核", text, reverse("console:parameter_list"), request.requested_at, request.expires_at
        )
    route, title = ROUTES[request.kind]
    return Todo(title, text, reverse(route, args=[request.subject_id]), request.requested_at, request.expires_at)


def office_home(actor: Actor) -> OfficeHome:
    """What an operator sees first: what waits for him, and the latest batches."""
    todos = tuple(_todo(request) for request in approvals.pending(actor))
    batches = daifutong.latest_batches(actor)
    roster = members.roster_counts(actor)
    return OfficeHome(
        stats=(
            Stat(
                "在册员工",
                f"{roster.active:,} 人",
                note=f"待认证 {roster.pending:,} 人",
                url=reverse("office:member_list"),
            ),
            Stat("待我审批", f"{len(todos)} 笔", tone="warn" if todos else "neutral"),
            Stat("进行中的批次", f"{sum(not b.finished_at for b in batches)} 笔", url=reverse("office:batch_list")),
        ),
        todos=todos[:TODOS_ON_HOME],
        more=max(0, len(todos) - TODOS_ON_HOME),
        more_url=reverse("office:batch_list"),
        batches=batches,
        may_make=allows(actor, "daifutong.batch.make"),
    )


def console_home(actor: Actor, now: Moment) -> ConsoleHome:
    """What bank staff see first: what waits for them, and open exceptions."""
    todos = tuple(_todo(request) for request in approvals.pending(actor))
    open_cases = cases.open_cases_for(actor) if allows(actor, "cases.desk.view") else ()
    counts = members.certification_counts(actor, now)
    return ConsoleHome(
        stats=(
            Stat("待办", f"{len(todos)} 件", tone="warn" if todos else "neutral"),
            Stat("认证待处理", f"{counts.waiting} 件", note=f"超时 {counts.overdue} 件"),
            Stat("异常事项", f"{len(open_cases)} 件", tone="warn" if open_cases else "neutral"),
        ),
        todos=todos[:TODOS_ON_HOME],
        more=max(0, len(todos) - TODOS_ON_HOME),
        more_url=reverse("console:certification_list"),
        cases=open_cases[:CASES_ON_HOME],
    )
