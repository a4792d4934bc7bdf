"""What the issuer's programs, and the bank's people, are answered of an issue."""

from typing import Any

from rest_framework import serializers

from apps.core.http.api import Confirmable, TermOut

from ..choices import REASON_LENGTH, TOLD_LABELS

FILE_NAME = 120


class DeedsOut(serializers.ListField):
    """What the caller may do now, always in the same order."""

    child = serializers.CharField()

    def to_representation(self, data: Any) -> list[str]:
        return sorted(data)


class FirmIssueLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    enterprise_name = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    scale_fen = serializers.IntegerField(allow_null=True)
    rate = serializers.CharField(source="rate_label", help_text="约定年利率,未填写为「—」")
    taken_fen = serializers.IntegerField()
    raised_fen = serializers.IntegerField()
    is_sealed = serializers.BooleanField(help_text="有委托认购名单的发行,认购结束后到结算前不告知金额,taken_fen 为 0")
    close_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)


class FirmIssuePageOut(serializers.Serializer[Any]):
    issues = FirmIssueLineOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class FirmDueOut(serializers.Serializer[Any]):
    due_on = serializers.DateField()
    principal_fen = serializers.IntegerField()
    interest_fen = serializers.IntegerField()
    tax_fen = serializers.IntegerField()
    net_fen = serializers.IntegerField(help_text="须备足的金额:本金加税后利息")
    paid_fen = serializers.IntegerField()
    state_label = serializers.CharField(source="label")


class FirmPayoutOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    kind_label = serializers.CharField()
    paid_on = serializers.DateField()
    gross_fen = serializers.IntegerField()
    tax_fen = serializers.IntegerField()
    net_fen = serializers.IntegerField()
    count = serializers.IntegerField()


class FirmPaperOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    kind_label = serializers.CharField(source="label")
    title = serializers.CharField()
    text = serializers.CharField()
    file_name = serializers.CharField()
    size = serializers.IntegerField()
    display = serializers.CharField()
    at = serializers.DateTimeField()


class FirmIssueOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    line = FirmIssueLineOut(source="detail.line")
    terms = TermOut(source="detail.terms", many=True)
    disclosures = TermOut(source="detail.disclosures", many=True)
    papers = FirmPaperOut(source="detail.papers", many=True, help_text="申请材料,及此后的报告、公告和违约处置记录")
    value_date = serializers.DateField(source="detail.value_date", allow_null=True)
    account = serializers.CharField(source="detail.account_masked", help_text="已掩码")
    reason = serializers.CharField(source="detail.reason", help_text="最近一次退回、暂停或认定违约的原因")
    asked = TermOut(source="detail.asked", many=True, help_text="待审批的取消或提前还款;空为没有")
    asked_by = serializers.CharField(source="detail.asked_by")
    asked_digest = serializers.CharField(source="detail.asked_digest", help_text="审批时交回")
    may = DeedsOut(source="detail.may")
    dues = FirmDueOut(many=True)
    payouts = FirmPayoutOut(many=True)


class FirmLoanOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    lender = serializers.CharField(source="name")
    emp_no = serializers.CharField()
    contract_number = serializers.CharField()
    contract_hash = serializers.CharField()
    principal_fen = serializers.IntegerField()
    left_fen = serializers.IntegerField(help_text="未归还的本金")
    overdue_fen = serializers.IntegerField(help_text="未支付的逾期利息")
    state_label = serializers.CharField()


class FirmLoansOut(serializers.Serializer[Any]):
    holdings = FirmLoanOut(many=True)


class EarlySumOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    days = serializers.IntegerField(help_text="从起息日算起")
    lenders = serializers.IntegerField()
    principal_fen = serializers.IntegerField()
    interest_fen = serializers.IntegerField()
    tax_fen = serializers.IntegerField()
    net_fen = serializers.IntegerField(help_text="还款账户须备足的金额")


class EarlyOfferOut(serializers.Serializer[Any]):
    notice = serializers.IntegerField(help_text="须提前通知的工作日")
    first = serializers.DateField(help_text="最早可选择的还款日")
    on = serializers.DateField()
    fault = serializers.CharField(help_text="这一天不能还款的原因;空为可以")
    found = EarlySumOut(allow_null=True)


class EarlyQuery(serializers.Serializer[Any]):
    on = serializers.DateField(required=False, default=None, help_text="还款日;不填为最早可选择的一天")


class EarlyAskIn(Confirmable):
    on = serializers.DateField(help_text="还款日")


class LoanVerdictIn(Confirmable):
    verdict = serializers.ChoiceField(["APPROVE", "RETURN"])
    reason = serializers.CharField(max_length=REASON_LENGTH, allow_blank=True, default="", help_text="退回时必填")
    digest = serializers.CharField(max_length=64, help_text="所见申请的摘要")


class IssueAnswerOut(serializers.Serializer[Any]):
    issue_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()


class ExitRequestOut(serializers.Serializer[Any]):
    holding_id = serializers.UUIDField()
    issue_id = serializers.UUIDField(source="line.id")
    lender = serializers.CharField()
    asked = TermOut(many=True)
    digest = serializers.CharField(help_text="审批时交回")
    found = EarlySumOut(help_text="今天收回须支付的金额")
    may_decide = serializers.BooleanField()


class FirmNoticesOut(serializers.Serializer[Any]):
    papers = FirmPaperOut(many=True)
    report_due = serializers.DateField(allow_null=True, help_text="下一份资金使用报告的最后一天")


class FirmNoticeIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(list(TOLD_LABELS.items()))
    title = serializers.CharField()
    text = serializers.CharField()
    file = serializers.FileField(max_length=FILE_NAME, required=False, help_text="PDF 或图片;只能以表单提交")


class ArrearsOut(serializers.Serializer[Any]):
    line = FirmIssueLineOut()
    since = serializers.DateField(allow_null=True, help_text="最早一笔未付款项的到期日")
    days = serializers.IntegerField()
    bound = serializers.IntegerField(help_text="超过多少天可以认定违约")
    lenders = serializers.IntegerField()
    left_fen = serializers.IntegerField(help_text="未归还的本金")
    interest_fen = serializers.IntegerField()
    overdue_fen = serializers.IntegerField(help_text="计算到今天的逾期利息")


class DefaultIn(serializers.Serializer[Any]):
    is_insolvent = serializers.BooleanField(default=False, help_text="企业丧失偿付能力,不必等到规定的天数")
    reason = serializers.CharField(max_length=REASON_LENGTH, help_text="认定违约的依据,出借人会看到")


class DefaultNoteIn(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="处置情况,出借人会看到")
