"""企业借款 for the bank's people by the API: what is lent, how late it is, and the word that it is in default."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..contracts import IssueAnswer, IssuePage, Late
from ..selectors.arrears import late_for_staff
from ..selectors.issues import VIEWS, issues_for_staff
from ..services.default_note import default_note
from ..services.issue_default import issue_default
from . import borrowing_fields as fields
from .borrowing import issue_shown

WATCH, DEFAULTS = "tongxinbao.issue.watch", "tongxinbao.issue.default"
UNIT = Relation.UNIT


class BankIssueQuery(PageQuery):
    view: Any = serializers.ChoiceField(list(VIEWS), default="", help_text="空为全部")


class BankIssues(Endpoint):
    @entry(
        summary="各企业的借款发行", permission=WATCH, relation=UNIT, asks=BankIssueQuery,
        answers=fields.FirmIssuePageOut,
    )  # fmt: skip
    def get(self, call: Call) -> IssuePage:
        return issues_for_staff(call.actor, **call.asked)


class BankIssue(Endpoint):
    @entry(summary="一次借款发行及其还款(银行)", permission=WATCH, relation=UNIT, answers=fields.FirmIssueOut)
    def get(self, call: Call, issue_id: UUID) -> dict[str, object]:
        return issue_shown(call, issue_id)


class BankArrears(Endpoint):
    @entry(summary="逾期情况", permission=DEFAULTS, relation=UNIT, answers=fields.ArrearsOut)
    def get(self, call: Call, issue_id: UUID) -> Late:
        return late_for_staff(call.actor, issue_id, clock.read())


class DefaultDeclaring(Endpoint):
    @entry(
        summary="认定违约", permission=DEFAULTS, relation=UNIT, takes=fields.DefaultIn, answers=fields.IssueAnswerOut
    )
    def post(self, call: Call, issue_id: UUID) -> IssueAnswer:
        return issue_default(issue_id=issue_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class DefaultNoting(Endpoint):
    @entry(
        summary="记录违约处置情况", permission=DEFAULTS, relation=UNIT, takes=fields.DefaultNoteIn,
        answers=fields.IssueAnswerOut,
    )  # fmt: skip
    def post(self, call: Call, issue_id: UUID) -> IssueAnswer:
        return default_note(issue_id=issue_id, text=call.sent["text"], key=call.key, actor=call.actor, now=clock.read())
