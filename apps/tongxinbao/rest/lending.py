"""企业借款(非存款) for a person's programs: what the pages do; for whom it does not exist it is not there (TX-4)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, TermOut, entry
from apps.core.http.files import ANY, PDF, file_response
from apps.core.http.papers import paper_answer

from ..choices import BANNER, REASON_LENGTH
from ..contracts import ExitAnswer, LoanPage, Loans, OrderAnswer, OrderLine, Signing
from ..selectors.contract_file import contract_file
from ..selectors.lending import issue_for_lender, issues_for_lender, paper_for_lender
from ..selectors.own import holding_for_member, loans_for_member, order_for_member, orders_for_member
from ..services.exit_ask import exit_ask
from ..services.order_place import RISK, TERMS, order_place
from ..services.order_withdraw import order_withdraw

LEND, ORDERS, LOANS = "tongxinbao.issue.lend", "tongxinbao.order.own", "tongxinbao.holding.own"
SELF = Relation.SELF
MOST_FEN = 10**13


class LendingLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    reference = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    rate = serializers.CharField(help_text="约定年利率,%")
    open_at = serializers.DateTimeField()
    close_at = serializers.DateTimeField()
    maturity_date = serializers.DateField()


class LendingListOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    issues = LendingLineOut(many=True)


class LendingPaperOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    at = serializers.DateTimeField()


class LendingOut(serializers.Serializer[Any]):
    line = LendingLineOut()
    enterprise_name = serializers.CharField()
    terms = TermOut(many=True)
    disclosures = TermOut(many=True)
    papers = LendingPaperOut(many=True)
    content_hash = serializers.CharField()
    outstanding_fen = serializers.IntegerField()
    scale_fen = serializers.IntegerField()
    room_fen = serializers.IntegerField(allow_null=True, help_text="按比例分配的发行和认购结束后为 null")
    min_order_fen = serializers.IntegerField()
    step_fen = serializers.IntegerField()
    person_max_fen = serializers.IntegerField()
    mine_fen = serializers.IntegerField()
    is_open = serializers.BooleanField()
    is_eligible = serializers.BooleanField()
    refusal = serializers.CharField()


class LendingParagraphOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    is_heading = serializers.BooleanField()


class LendingWordsOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    paragraphs = LendingParagraphOut(many=True)
    text_hash = serializers.CharField()
    read_seconds = serializers.IntegerField(help_text="打开后至少阅读几秒才能签署")


class LendingIssueOut(serializers.Serializer[Any]):
    banner = serializers.CharField()
    issue = LendingOut()
    words = LendingWordsOut(many=True)
    opened = serializers.CharField(help_text="本次打开风险揭示书的凭据,认购时交回")


class LendingOrderIn(Confirmable):
    account_id = serializers.UUIDField(help_text="本人名下的付款账户")
    amount_fen = serializers.IntegerField(min_value=1, max_value=MOST_FEN)
    is_own_money = serializers.BooleanField(help_text="承诺使用本人自有资金")
    risk_hash = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="所展示风险揭示书的 text_hash")
    terms_hash = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="所展示借款合同的 text_hash")
    opened = serializers.CharField(max_length=200)


class LendingAnswerOut(serializers.Serializer[Any]):
    order_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    outcome = serializers.CharField()


class LendingOrderOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    issue_id = serializers.UUIDField()
    title = serializers.CharField()
    reference = serializers.CharField()
    enterprise_name = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    outcome = serializers.CharField()
    outcome_label = serializers.CharField()
    amount_fen = serializers.IntegerField()
    allotted_fen = serializers.IntegerField()
    account = serializers.CharField(help_text="已掩码")
    is_entrusted = serializers.BooleanField()
    placed_at = serializers.DateTimeField()
    close_at = serializers.DateTimeField(allow_null=True)
    holding_id = serializers.UUIDField(allow_null=True)
    may = serializers.ListField(child=serializers.CharField())


class LendingOrdersOut(serializers.Serializer[Any]):
    orders = LendingOrderOut(many=True)


class LoanLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    issue_id = serializers.UUIDField()
    title = serializers.CharField()
    enterprise_name = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    principal_fen = serializers.IntegerField()
    left_fen = serializers.IntegerField()
    rate = serializers.CharField()
    opened_on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    contract_number = serializers.CharField()


class LoanYearOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    principal_fen = serializers.IntegerField()
    interest_fen = serializers.IntegerField()
    tax_fen = serializers.IntegerField()
    net_fen = serializers.IntegerField()


class LoansOut(serializers.Serializer[Any]):
    holdings = LoanLineOut(many=True)
    years = LoanYearOut(many=True)


class LoanDueOut(serializers.Serializer[Any]):
    due_on = serializers.DateField()
    days = serializers.IntegerField()
    principal_fen = serializers.IntegerField()
    interest_fen = serializers.IntegerField()
    state = serializers.CharField()


class LoanPaidOut(serializers.Serializer[Any]):
    paid_on = serializers.DateField()
    kind_label = serializers.CharField()
    principal_fen = serializers.IntegerField()
    interest_fen = serializers.IntegerField()
    overdue_fen = serializers.IntegerField()
    tax_fen = serializers.IntegerField()
    net_fen = serializers.IntegerField()
    is_returned = serializers.BooleanField()


class LoanLateOut(serializers.Serializer[Any]):
    principal_fen = serializers.IntegerField(help_text="已到期未付的本金")
    interest_fen = serializers.IntegerField()
    overdue_fen = serializers.IntegerField(help_text="计算到今天的逾期利息")
    total_fen = serializers.IntegerField(help_text="税前")


class LoanOut(serializers.Serializer[Any]):
    line = LoanLineOut()
    contract_hash = serializers.CharField()
    contract = TermOut(many=True)
    account = serializers.CharField(help_text="已掩码")
    late = LoanLateOut(allow_null=True, help_text="逾期或违约时,今天应付未付的金额")
    is_frozen = serializers.BooleanField()
    dues = LoanDueOut(many=True)
    paid = LoanPaidOut(many=True)
    papers = LendingPaperOut(many=True)
    issue_state = serializers.CharField(help_text="整次借款的状态")
    issue_label = serializers.CharField()
    is_late = serializers.BooleanField(help_text="已逾期或违约;银行不垫付")
    reason = serializers.CharField(help_text="认定违约的依据")
    early_on = serializers.DateField(allow_null=True, help_text="企业提前还款的日期")
    may_exit = serializers.BooleanField(help_text="可以申请提前收回")


class LoanExitIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class LoanExitOut(serializers.Serializer[Any]):
    holding_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()


class LendingIssues(Endpoint):
    @entry(summary="本企业向员工的借款", permission=LEND, relation=SELF, answers=LendingListOut, is_hidden=True)
    def get(self, call: Call) -> dict[str, object]:
        return {"banner": BANNER, "issues": issues_for_lender(call.actor)}


class LendingIssue(Endpoint):
    @entry(summary="一次借款,及须签署的文本", permission=LEND, relation=SELF, answers=LendingIssueOut, is_hidden=True)
    def get(self, call: Call, issue_id: UUID) -> dict[str, object]:
        now = clock.read()
        issue = issue_for_lender(call.actor, issue_id, now)
        words = agreements.words_of((RISK, TERMS), now)
        opened = agreements.opened_mark(call.actor, now.wall, words[0].text_hash)
        return {"banner": BANNER, "issue": issue, "words": words, "opened": opened}


class LendingPaper(Endpoint):
    @entry(summary="一份发行文件、报告或公告", permission=LOANS, relation=SELF, gives=ANY, is_hidden=True)
    def get(self, call: Call, issue_id: UUID, paper_id: UUID) -> HttpResponse:
        return paper_answer(*paper_for_lender(call.actor, issue_id, paper_id))


class LendingOrderPlacing(Endpoint):
    @entry(
        summary="认购", permission=LEND, relation=SELF, step_up="确认出借", takes=LendingOrderIn,
        answers=LendingAnswerOut, status=201, is_hidden=True,
    )  # fmt: skip
    def post(self, call: Call, issue_id: UUID) -> OrderAnswer:
        now = clock.read()
        issue_for_lender(
            call.actor, issue_id, now, is_whole=False
        )  # what is not there is said before what is wrong with the form
        sent = call.sent
        opened = agreements.opened_at(call.actor, sent["opened"], sent["risk_hash"])
        return order_place(
            issue_id=issue_id, account_id=sent["account_id"], fen=sent["amount_fen"], is_own_money=sent["is_own_money"],
            signing=Signing(sent["risk_hash"], sent["terms_hash"], opened), key=call.key, actor=call.actor, now=now,
        )  # fmt: skip


class LendingOrders(Endpoint):
    @entry(summary="我的认购", permission=ORDERS, relation=SELF, answers=LendingOrdersOut, is_hidden=True)
    def get(self, call: Call) -> dict[str, object]:
        return {"orders": orders_for_member(call.actor, clock.read())}


class LendingOrder(Endpoint):
    @entry(summary="我的一笔认购", permission=ORDERS, relation=SELF, answers=LendingOrderOut, is_hidden=True)
    def get(self, call: Call, order_id: UUID) -> OrderLine:
        return order_for_member(call.actor, order_id, clock.read())


class LendingOrderWithdrawal(Endpoint):
    @entry(summary="撤回认购", permission=ORDERS, relation=SELF, answers=LendingAnswerOut, is_hidden=True)
    def post(self, call: Call, order_id: UUID) -> OrderAnswer:
        now = clock.read()
        order_for_member(call.actor, order_id, now)
        return order_withdraw(order_id=order_id, key=call.key, actor=call.actor, now=now)


class OwnLoans(Endpoint):
    @entry(summary="我的出借和年度汇总", permission=LOANS, relation=SELF, answers=LoansOut, is_hidden=True)
    def get(self, call: Call) -> Loans:
        return loans_for_member(call.actor)


class OwnLoan(Endpoint):
    @entry(summary="我的一笔出借", permission=LOANS, relation=SELF, answers=LoanOut, is_hidden=True)
    def get(self, call: Call, holding_id: UUID) -> LoanPage:
        return holding_for_member(call.actor, holding_id, clock.read())


class OwnLoanContract(Endpoint):
    @entry(summary="我的借款合同(PDF)", permission=LOANS, relation=SELF, gives=PDF, is_hidden=True)
    def get(self, call: Call, holding_id: UUID) -> HttpResponse:
        file = contract_file(call.actor, holding_id, clock.read())
        return file_response(file.content, file.name, PDF)


class OwnLoanExit(Endpoint):
    @entry(
        summary="申请提前收回", permission="tongxinbao.exit.ask", relation=SELF, takes=LoanExitIn, answers=LoanExitOut,
        is_hidden=True,
    )  # fmt: skip
    def post(self, call: Call, holding_id: UUID) -> ExitAnswer:
        return exit_ask(
            holding_id=holding_id, reason=call.sent["reason"], key=call.key, actor=call.actor, now=clock.read()
        )
