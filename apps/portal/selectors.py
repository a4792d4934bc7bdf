"""The three home pages, composed from the doors of the other apps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from apps.agreements import api as agreements
from apps.approvals import api as approvals
from apps.approvals.contracts import PendingApproval
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import HolderKind
from apps.cases import api as cases
from apps.cases.contracts import CaseLine
from apps.core.access import allows
from apps.core.actors import Actor, Role
from apps.core.clock import SHANGHAI, Moment
from apps.core.money import Fen, format_yuan
from apps.core.parts import Figure, Link, NavGroup, Stat
from apps.daifutong import api as daifutong
from apps.daifutong.contracts import BatchLine, HomeSalary
from apps.identity import api as identity
from apps.imessage import api as imessage
from apps.members import api as members
from apps.news import api as news
from apps.news.contracts import NewsLine
from apps.shenhuobao import api as shenhuobao
from apps.tongxinbao import api as tongxinbao

from .navigation import me_groups

CASES_ON_HOME = 5
TODOS_ON_HOME = 8
LAST_DAY = 31  # of any month


@dataclass(frozen=True, slots=True)
class AssetCard:
    """Closed: no figure at all. Open: what stands on the person's own accounts, in 分; what wealth products are worth
    is no balance and stands beside it."""

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
    links: tuple[Link, ...]  # eight at most
    lending: Link | None  # an entry of its own, absent for whom there is nothing (TX-4)
    news: NewsLine | None  # the newest that stands
    renewed: tuple[str, str] | None  # code and title of an agreement whose new version waits to be signed

    @property
    def news_tag(self) -> str:
        return "活动" if self.news and self.news.is_marketing else "公告"

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
    news: NewsLine | None
    renewed: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ConsoleHome:
    """As OfficeHome; what waits here beyond the page is certifications."""

    stats: tuple[Stat, ...]
    todos: tuple[Todo, ...]
    more: int
    more_url: str
    cases: tuple[CaseLine, ...]
    news: NewsLine | None


def assets_of(actor: Actor, *, is_open: bool) -> AssetCard:
    """The asset card of the person; amounts are read only when it is open."""
    accounts = bankaccounts.accounts_for_member(actor)
    url = reverse("mobile:assets")
    amounts = [bankaccounts.account_balance(account.id) for account in accounts] if is_open else []
    worth = shenhuobao.wealth_value(actor) if is_open and allows(actor, "shenhuobao.holding.own") else None
    return AssetCard(
        url=f"{url}?open=1",
        hide_url=url,
        amount=Fen(sum(amounts)) if is_open else None,
        figures=tuple(
            Figure(f"{account.class_label} 尾号 {account.tail4}", amounts[index] if is_open else None)
            for index, account in enumerate(accounts)
        )
        + ((Figure("理财参考市值", worth),) if worth is not None else ()),
        note="" if accounts else "还没有本行账户,请到网点开立或联系企业人事。",
    )


def _newest(actor: Actor, now: Moment) -> NewsLine | None:
    """What is no maintenance: that stands above the page already."""
    return next((one for one in news.standing_for(actor, now) if not one.is_maintenance), None)


def mobile_home(actor: Actor, now: Moment, card: AssetCard | None = None) -> MobileHome:
    """What an employee sees first. Before certification: the way to it, and no salary. `card`: closed without one."""
    has_payslips = allows(actor, "daifutong.payslip.read")  # who left still reads those of then
    salary = daifutong.home_salary(actor, now) if has_payslips else None
    dot = "dot" if salary and salary.unread else ""
    has_wealth = allows(actor, "shenhuobao.shelf.read")
    links = (
        Link("工资条", reverse("mobile:payslip_list"), "receipt-yuan", badge=dot) if has_payslips else None,
        Link("理财", reverse("mobile:wealth_home"), "pig-money", tone="warn") if has_wealth else None,
        Link("我的账户", reverse("mobile:account_list"), "credit-card", tone="ok"),
        Link("成员认证", reverse("mobile:certification"), "certificate", tone="warn"),
        Link("安全中心", reverse("mobile:security"), "shield-lock", tone="danger"),
        Link("银行公告", reverse("mobile:announcements"), "speakerphone"),
        Link("凭证查验", reverse("verify"), "scan", tone="ok"),
        _talk(actor) or Link("帮助中心", reverse("mobile:help"), "help-circle", tone="neutral"),
        None if has_wealth else Link("联系客服", reverse("mobile:contact"), "phone", tone="neutral"),
    )
    return MobileHome(
        name=identity.person_brief(actor.person_id).name if actor.person_id else "",
        card=card or assets_of(actor, is_open=False),
        salary=salary,
        is_certified=bool(actor.roles & {Role.EMPLOYEE, Role.FORMER}),
        links=tuple(link for link in links if link),
        lending=_lending(actor),
        news=_newest(actor, now),
        renewed=agreements.renewal_for(actor, now),
    )


def _talk(actor: Actor) -> Link | None:
    """The way to colleagues, with a dot while something is unread."""
    if not allows(actor, "imessage.talk"):
        return None
    dot = "dot" if imessage.unread_for_member(actor) else ""
    return Link("会话", reverse("mobile:talk_list"), "message-circle", tone="ok", badge=dot)


def _lending(actor: Actor) -> Link | None:
    """The way to 企业借款(非存款): to what is asked for, for who has left to what is lent."""
    if not tongxinbao.entry_exists_for(actor):
        return None
    where = "mobile:issue_list" if allows(actor, "tongxinbao.issue.lend") else "mobile:holding_list"
    return Link(tongxinbao.ENTRY, reverse(where), "building-community")


@dataclass(frozen=True, slots=True)
class Employer:
    """One employment as the person's own page shows it. `is_current`: the one whose name stands on the pages."""

    id: UUID
    name: str
    status_label: str
    tone: str
    is_active: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Me:
    """What 我的 shows: `progress` is where the certification of the newest employment stands."""

    name: str  # in full: it is the person's own
    masked_mobile: str
    employers: tuple[Employer, ...]
    may_switch: bool
    progress: str
    groups: tuple[NavGroup, ...]


TONES = {"ACTIVE": "ok", "PENDING": "brand", "REJECTED": "danger", "SUSPENDED": "warn"}


def me_of(actor: Actor) -> Me:
    """The person's own page, composed from doors."""
    person = identity.person_brief(actor.person)
    employments = members.employments_of(actor.person)
    employers = tuple(
        Employer(
            id=one.enterprise_id,
            name=one.enterprise_name,
            status_label=one.status_label,
            tone=TONES.get(one.status, "neutral"),
            is_active=one.status == "ACTIVE",
            is_current=one.enterprise_id == actor.enterprise_id,
        )
        for one in employments
    )
    accounts = bankaccounts.accounts_for_member(actor)
    return Me(
        name=person.name,
        masked_mobile=person.masked_mobile,
        employers=employers,
        may_switch=sum(one.is_active for one in employers) > 1,
        progress=employers[0].status_label if employers else "未加入企业",
        groups=me_groups(actor, len(accounts)),
    )


# Where one decides within the list.
LISTS = (
    "console:announcement_desk",
    "console:text_list",
    "console:staff_list",
    "console:lpr_list",
    "console:product_list",
)
ROUTES = {
    "daifutong.batch": ("office:batch_detail", "代发批次待您审批"),
    "daifutong.recall": ("console:batch_detail", "未送出的跨行明细待您审批撤销"),
    "agreements.text": ("console:text_list", "协议文本待您复核"),
    "members.staff_change": ("console:staff_list", "岗位申请待您复核"),
    "news.announcement": ("console:announcement_desk", "公告待您复核"),
    "members.certification": ("console:certification_detail", "员工认证待您办理"),
    "members.application": ("console:application_detail", "企业认证待您办理"),
    "tongxinbao.issue": ("issue_detail", "企业借款发行待您办理"),  # of the surface on which one is asked
    "tongxinbao.cancel": ("console:issue_detail", "取消企业借款待您审批"),
    "tongxinbao.early": ("issue_detail", "企业借款提前还款待您审批"),
    "tongxinbao.exit": ("office:exit_decide", "员工申请提前收回借款,待您审批"),
    "shenhuobao.terms": ("console:product_list", "理财产品参数待您复核"),
    "imessage.warrant": ("console:warrant", "会话调阅或保全待您复核"),
    "imessage.report": ("console:report", "长期禁言待您复核"),
    "tongxinbao.lpr": ("console:lpr_list", "LPR 报价待您复核"),
}
SAID = 4  # so much of what is to be decided is said in the list


def _todo(request: PendingApproval, surface: str) -> Todo:
    text = " · ".join(f"{label} {value}" for label, value in [*request.summary.items()][:SAID])
    if request.kind not in ROUTES:
        return Todo(
            "参数调整待您复核", text, reverse("console:parameter_list"), request.requested_at, request.expires_at
        )
    route, title = ROUTES[request.kind]
    route = route if ":" in route else f"{surface}:{route}"
    args = [] if route in LISTS else [request.subject_id]
    return Todo(title, text, reverse(route, args=args), request.requested_at, request.expires_at)


def office_home(actor: Actor, now: Moment, *, is_open: bool = False) -> OfficeHome:
    """What an operator sees first: what waits, the next pay day, and the balance, which is read only when asked for."""
    todos = tuple(_todo(request, actor.surface) for request in approvals.pending(actor))
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
            *_money_stats(actor, now, is_open=is_open),
        ),
        todos=todos[:TODOS_ON_HOME],
        more=max(0, len(todos) - TODOS_ON_HOME),
        more_url=reverse("office:batch_list"),
        batches=batches,
        may_make=allows(actor, "daifutong.batch.make"),
        news=_newest(actor, now),
        renewed=agreements.renewal_for(actor, now) if allows(actor, "agreements.enterprise.sign") else None,
    )


def _money_stats(actor: Actor, now: Moment, *, is_open: bool) -> tuple[Stat, ...]:
    """Next pay day and balance, for those who may see the payroll."""
    if not allows(actor, "daifutong.batch.read"):
        return ()
    home = reverse("office:home")
    if is_open:
        held = bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=actor.enterprise)
        total = Fen(sum(bankaccounts.account_balance(account.id) for account in held))
        balance = Stat("付款账户余额(元)", format_yuan(total), note="点金额隐藏", url=home)
    else:
        balance = Stat("付款账户余额(元)", "****", note="点星号显示", url=f"{home}?balance=1")
    pays = daifutong.next_pay_day(actor, now.business_date)
    if pays is None:
        return (balance,)
    due, agreed = pays
    day = "最后一天" if agreed == LAST_DAY else f" {agreed} 日"
    return (Stat("下次发薪", f"{due:%m-%d}", note=f"签约每月{day}", url=reverse("office:pay_calendar")), balance)


def console_home(actor: Actor, now: Moment) -> ConsoleHome:
    """What bank staff see first: what waits for them, and open exceptions."""
    todos = tuple(_todo(request, actor.surface) for request in approvals.pending(actor))
    open_cases = cases.open_cases_for(actor) if allows(actor, "cases.desk.view") else ()
    overdue = sum(case.due_at is not None and case.due_at < now.business_at for case in open_cases)
    counts = members.review_counts(actor, now)
    return ConsoleHome(
        stats=(
            Stat("待办", f"{len(todos)} 件", tone="warn" if todos else "neutral"),
            Stat(
                "认证待处理",
                f"{counts.waiting} 件",
                note=f"超时 {counts.overdue} 件",
                tone="danger" if counts.overdue else "neutral",
                url=reverse("console:review_list") if allows(actor, "members.review.view") else "",
            ),
            Stat(
                "异常事项",
                f"{len(open_cases)} 件",
                note=f"超期 {overdue} 件",
                tone="warn" if open_cases else "neutral",
                url=reverse("console:case_list") if allows(actor, "cases.desk.view") else "",
            ),
        ),
        todos=todos[:TODOS_ON_HOME],
        more=max(0, len(todos) - TODOS_ON_HOME),
        more_url=reverse("console:review_list"),
        cases=open_cases[:CASES_ON_HOME],
        news=_newest(actor, now),
    )
