"""A maker begins an application to borrow from the enterprise's own people (row 1)."""

from typing import Any
from uuid import UUID

from django.db import connection

from apps.agreements import api as agreements
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import once
from apps.members import api as members

from ..choices import NEW_ISSUE_ENABLED, TITLE_LENGTH
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import IN_ARREARS, ISSUE
from ..rules.words import banned_in
from .issue_moves import issue_answer, issue_record

AGREEMENT = "loan_settlement"


@use_case
def issue_draft(*, title: str, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Makes an empty draft under a name. Key: (enterprise, person, key).

    Raises InvalidInput E_TITLE, Conflict ENTERPRISE_SUSPENDED, NO_AGREEMENT (the settlement agreement is not signed),
    NEW_ISSUE_STOPPED (TX-10), IN_ARREARS (row 18), KeyReused, Busy. Locks nothing but the key.
    """
    title = title.strip()
    words = list(banned_in(title))
    if not 1 <= len(title) <= TITLE_LENGTH or words:
        said = f"名称中不能出现「{'、'.join(words)}」。" if words else f"请填写 {TITLE_LENGTH} 字以内的名称。"
        raise InvalidInput("E_TITLE", said, fields={"title": said})

    def effect() -> dict[str, Any]:
        new_issue_allowed(actor, now)
        issue = Issue.objects.create(
            reference=_reference(now),
            enterprise_id=actor.enterprise,
            state=ISSUE.check("", "draft").target,
            title=title,
            maker_person_id=actor.person,
            maker_display=actor.display,
            created_at=now.business_at,
        )
        issue_record(issue, "tongxinbao.issue.drafted", source="", actor=actor, now=now)
        return {"issue_id": str(issue.pk), "state": issue.state}

    answer, _ = once(actor=actor, route="tongxinbao.issue_draft", key=key, body={"title": title}, effect=effect)
    return issue_answer(UUID(answer["issue_id"]), answer["state"])


def new_issue_allowed(actor: Actor, now: Moment) -> None:
    """Whether the enterprise may come with an issue now. Raises Conflict, as `issue_draft` says."""
    members.require_certified(actor.enterprise)
    if agreements.unsigned_codes(actor, [AGREEMENT], now):
        raise Conflict("NO_AGREEMENT", "企业还没有签署同心宝资金结算协议,请企业管理员先在「企业借款」页面签署。")
    if not params.get(NEW_ISSUE_ENABLED, now.business_date):
        raise Conflict("NEW_ISSUE_STOPPED", "银行已暂停受理新的借款发行,恢复时间请关注公告。")
    if Issue.objects.scoped(actor).filter(state__in=IN_ARREARS).exists():
        raise Conflict("IN_ARREARS", "企业有逾期或未还清的借款,还清以前不能发起新的发行。")


def _reference(now: Moment) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tongxinbao_issue_number')")
        return f"TX{now.business_date:%Y%m%d}{cursor.fetchone()[0]:06d}"
