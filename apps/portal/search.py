"""One box on each surface: what the person may see, found through the doors of the other apps, in groups."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from apps.bankaccounts import api as bankaccounts
from apps.cases import api as cases
from apps.core.access import allows
from apps.core.actors import Actor, Surface
from apps.core.clock import Moment
from apps.core.masking import mask_name
from apps.core.parts import Finding
from apps.daifutong import api as daifutong
from apps.members import api as members

from .help import articles_about
from .navigation import functions_of

TAIL = 4  # digits by which staff find an account
QUERY_LENGTH, MOST = 40, 8  # of a query; of what one group shows


@dataclass(frozen=True, slots=True)
class FindingGroup:
    label: str
    icon: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """One door. `permission`: of the page to which its findings lead; `find` reads within the actor's relation."""

    label: str
    icon: str
    permission: str
    find: Callable[[Actor, str, Moment], tuple[Finding, ...]]


def _accounts_of_mine(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            f"{one.class_label} 尾号 {one.tail4}",
            one.status_label,
            reverse("mobile:account_entries", args=[one.id]),
        )
        for one in bankaccounts.accounts_for_member(actor)
        if query in f"账户 银行卡 {one.class_label} {one.tail4}"
    )


def _accounts_by_tail(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    if not (len(query) == TAIL and query.isascii() and query.isdecimal()):
        return ()
    return tuple(
        Finding(
            one.masked_number,
            f"{mask_name(one.holder_name)} · {one.class_label} · {one.status_label}",
            reverse("console:limit_use", args=[one.id]),
        )
        for one in bankaccounts.accounts_for_staff(actor, query)
    )


def _batches(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    return daifutong.find_batches(actor, query, MOST)


def _members(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    return members.find_members(actor, query, MOST)


def _enterprises(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    return members.find_enterprises(actor, query, MOST)


def _applications(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    return members.find_applications(actor, query, MOST)


def _cases(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    return cases.find_cases(actor, query, MOST)


def _certifications(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    return members.find_certifications(actor, query, MOST)


SOURCES = {
    Surface.MOBILE: (
        _Source("工资条", "receipt-yuan", "daifutong.payslip.read", daifutong.find_payslips),
        _Source("我的账户", "credit-card", "bankaccounts.account.own", _accounts_of_mine),
    ),
    Surface.OFFICE: (
        _Source("成员", "users", "members.roster.view", _members),
        _Source("代发批次", "cash-banknote", "daifutong.batch.read", _batches),
    ),
    Surface.CONSOLE: (
        _Source("企业会员", "building", "members.enterprise.view", _enterprises),
        _Source("员工认证", "user-check", "members.certification.view", _certifications),
        _Source("企业认证", "certificate", "members.application.review", _applications),
        _Source("异常事项", "alert-triangle", "cases.desk.view", _cases),
        _Source("代发批次", "cash-banknote", "daifutong.batch.review", _batches),
        _Source("账户额度", "scale", "risk.limits.view", _accounts_by_tail),
    ),
}


def found_for(actor: Actor, query: str, now: Moment) -> tuple[FindingGroup, ...]:
    """What the query finds, group by group, empty ones left out; nothing for an empty query. At most ten queries."""
    if not query:
        return ()
    groups = [FindingGroup("功能", "layout-grid", _functions(actor, query))]
    groups += [
        FindingGroup(source.label, source.icon, source.find(actor, query, now)[:MOST])
        for source in SOURCES[actor.surface]
        if allows(actor, source.permission)
    ]
    groups.append(FindingGroup("帮助", "help-circle", _articles(actor, query)))
    return tuple(group for group in groups if group.findings)


def _functions(actor: Actor, query: str) -> tuple[Finding, ...]:
    named = [link for link in functions_of(actor) if query.lower() in link.label.lower()]
    return tuple(Finding(link.label, "", link.url) for link in named[:MOST])


def _articles(actor: Actor, query: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(article.title, article.category, reverse(f"{actor.surface}:help_article", args=[article.slug]))
        for article in articles_about(query)[:MOST]
    )
