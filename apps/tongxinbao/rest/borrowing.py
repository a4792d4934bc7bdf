"""企业借款(非存款) for programs of the office: an issue and its payments, repaying early, what lenders are told."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.parsers import MultiPartParser

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, JSONParser, PageQuery, entry
from apps.core.http.files import ANY, PDF, file_response
from apps.core.http.papers import paper_answer

from ..choices import BANNER
from ..contracts import EarlyOffer, ExitAnswer, ExitRequest, IssueAnswer, IssuePage, Notices
from ..selectors.contract_file import contract_file
from ..selectors.dashboard import dues_of, holdings_of, payouts_of
from ..selectors.early import early_offer
from ..selectors.exits import exit_for_office
from ..selectors.issues import issue_detail, issues_of, paper_for
from ..selectors.notices import notices_of
from ..services.early_ask import early_ask
from ..services.early_decide import early_decide
from ..services.exit_decide import exit_decide
from ..services.notice_publish import notice_publish as announce
from . import borrowing_fields as fields
from .lending import LoanExitOut

READ, PUBLISH = "tongxinbao.issue.read", "tongxinbao.notice.publish"
OWN = Relation.ENTERPRISE


def issue_shown(call: Call, issue_id: UUID) -> dict[str, object]:
    """What an issue is, what it waits for, what is due and what was paid."""
    return {
        "banner": BANNER,
        "detail": issue_detail(call.actor, issue_id),
        "dues": dues_of(call.actor, issue_id, clock.read().business_date),
        "payouts": payouts_of(call.actor, issue_id),
    }


class FirmIssues(Endpoint):
    @entry(summary="本企业的借款发行", permission=READ, relation=OWN, asks=PageQuery, answers=fields.FirmIssuePageOut)
    def get(self, call: Call) -> IssuePage:
        return issues_of(call.actor, **call.asked)


class FirmIssue(Endpoint):
    @entry(summary="一次借款发行及其还款", permission=READ, relation=OWN, answers=fields.FirmIssueOut)
    def get(self, call: Call, issue_id: UUID) -> dict[str, object]:
        return issue_shown(call, issue_id)


class FirmLoans(Endpoint):
    @entry(summary="一次借款的出借明细", permission=READ, relation=OWN, answers=fields.FirmLoansOut)
    def get(self, call: Call, issue_id: UUID) -> dict[str, object]:
        return {"holdings": holdings_of(call.actor, issue_id)[1]}


class FirmLoanContract(Endpoint):
    @entry(summary="一份借款合同(PDF)", permission=READ, relation=OWN, gives=PDF)
    def get(self, call: Call, holding_id: UUID) -> HttpResponse:
        file = contract_file(call.actor, holding_id, clock.read())
        return file_response(file.content, file.name, PDF)


class FirmLoanPaper(Endpoint):
    @entry(summary="一份申请材料、资金使用报告或公告", permission=READ, relation=OWN, gives=ANY)
    def get(self, call: Call, paper_id: UUID) -> HttpResponse:
        return paper_answer(*paper_for(call.actor, paper_id))


class EarlyRepayment(Endpoint):
    @entry(
        summary="提前还款试算", permission="tongxinbao.early.ask", relation=OWN, asks=fields.EarlyQuery,
        answers=fields.EarlyOfferOut,
    )  # fmt: skip
    def get(self, call: Call, issue_id: UUID) -> EarlyOffer:
        return early_offer(call.actor, issue_id, call.asked["on"], clock.read())


class EarlyAsking(Endpoint):
    @entry(
        summary="申请提前还款", permission="tongxinbao.early.ask", relation=OWN, step_up="申请提前还款",
        takes=fields.EarlyAskIn, answers=fields.IssueAnswerOut,
    )  # fmt: skip
    def post(self, call: Call, issue_id: UUID) -> IssueAnswer:
        return early_ask(issue_id=issue_id, on=call.sent["on"], key=call.key, actor=call.actor, now=clock.read())


class EarlyDeciding(Endpoint):
    @entry(
        summary="同意或退回提前还款", permission="tongxinbao.early.decide", relation=OWN, step_up="同意提前还款",
        takes=fields.LoanVerdictIn, answers=fields.IssueAnswerOut,
    )  # fmt: skip
    def post(self, call: Call, issue_id: UUID) -> IssueAnswer:
        return early_decide(issue_id=issue_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class LoanExitRequest(Endpoint):
    @entry(
        summary="待办的提前收回申请", permission="tongxinbao.exit.decide", relation=OWN, answers=fields.ExitRequestOut
    )
    def get(self, call: Call, holding_id: UUID) -> ExitRequest:
        return exit_for_office(call.actor, holding_id, clock.read())


class LoanExitDeciding(Endpoint):
    @entry(
        summary="同意或退回提前收回", permission="tongxinbao.exit.decide", relation=OWN, step_up="同意提前收回",
        takes=fields.LoanVerdictIn, answers=LoanExitOut,
    )  # fmt: skip
    def post(self, call: Call, holding_id: UUID) -> ExitAnswer:
        return exit_decide(holding_id=holding_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class FirmNotices(Endpoint):
    @entry(summary="资金使用报告和公告", permission=READ, relation=OWN, answers=fields.FirmNoticesOut)
    def get(self, call: Call, issue_id: UUID) -> Notices:
        return notices_of(call.actor, issue_id)


class NoticePublishing(Endpoint):
    parser_classes = (JSONParser, MultiPartParser)

    @entry(
        summary="发布资金使用报告或公告", permission=PUBLISH, relation=OWN, takes=fields.FirmNoticeIn,
        answers=fields.IssueAnswerOut, status=201,
    )  # fmt: skip
    def post(self, call: Call, issue_id: UUID) -> IssueAnswer:
        said: dict[str, Any] = dict(call.sent)
        file = said.pop("file", None)
        content = {"file_name": file.name, "content": file.read()} if file else {}
        return announce(issue_id=issue_id, **said, **content, key=call.key, actor=call.actor, now=clock.read())
