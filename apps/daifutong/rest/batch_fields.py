"""Batches and lines as the API reads and writes them. Money in integer 分 (`*_fen`), accounts masked."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from apps.core.http.api import Confirmable, PageQuery
from apps.core.money import MAX_FEN

from ..choices import KIND_LABELS, REASON_LENGTH, BatchKind, BatchState, RowState
from ..rules.payroll_contract import FIELD_TITLES
from ..rules.payroll_question import COLUMNS
from .comparison_fields import ComparisonOut
from .mending_fields import AlikeOut

LINES = 10_000  # of one JSON body; longer lists come as a file
TITLE_LENGTH = 60
TEXT_LENGTH = 120  # of a name or a remark
SHOWN = ("errors", "warnings", *RowState)


class FenField(serializers.IntegerField):
    """A whole number of 分: no text, no fraction, no truth value."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class BatchQuery(PageQuery):
    state = serializers.ChoiceField([state.value for state in BatchState], required=False)


class RowQuery(PageQuery):
    show = serializers.ChoiceField(SHOWN, required=False, help_text="errors、warnings,或一种明细状态")
    find = serializers.CharField(required=False, max_length=40, help_text="姓名、工号或账号后四位")


class BatchIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=TITLE_LENGTH)
    pay_period = serializers.RegexField(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", help_text="工资所属月份,如 2026-03")
    payer_account_id = serializers.UUIDField()
    kind = serializers.ChoiceField(list(KIND_LABELS.items()), default=BatchKind.SALARY.value)
    wanted_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="发放日期,遇休息日提前到最近的工作日;不填为审批后立即"
    )


class BatchFileIn(BatchIn):
    file = serializers.FileField(max_length=120, help_text="xlsx、xls、csv 或 txt")


class NamedColumnIn(serializers.Serializer[Any]):
    field = serializers.ChoiceField(list(FIELD_TITLES.items()), help_text="这一列的内容")
    place = serializers.IntegerField(min_value=0, max_value=COLUMNS - 1, help_text="第几列,从 0 开始")


# What the file's own header does not say.
class ColumnsIn(serializers.Serializer[Any]):
    columns = NamedColumnIn(many=True, min_length=1, max_length=len(FIELD_TITLES))  # type: ignore[call-arg]


# A line to pay. What is wrong with it is told on the batch, line by line, as with a file.
class LineIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=TEXT_LENGTH, allow_blank=True)
    account = serializers.CharField(max_length=40, allow_blank=True)
    amount_fen = FenField(min_value=0, max_value=MAX_FEN - 1)
    remark = serializers.CharField(max_length=TEXT_LENGTH, allow_blank=True, default="")
    emp_no = serializers.CharField(max_length=40, allow_blank=True, default="")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "两人",
            {
                "title": "2026年3月工资",
                "pay_period": "2026-03",
                "payer_account_id": "01966f0e-0000-7000-8000-000000000001",
                "lines": [
                    {"name": "张三", "account": "6210981234567890128", "amount_fen": 850_000, "remark": "三月工资"},
                    {"name": "李四", "account": "6210981234567890136", "amount_fen": 912_345},
                ],
            },
            request_only=True,
        )
    ]
)
class BatchLinesIn(BatchIn):
    lines = LineIn(  # type: ignore[call-arg]
        many=True, min_length=1, max_length=LINES, help_text=f"1 至 {LINES} 行;更多请上传文件"
    )


# Lines of the same employees, by employee number, else by name and account; no line is added.
class MergeIn(serializers.Serializer[Any]):
    lines = LineIn(  # type: ignore[call-arg]
        many=True, min_length=1, max_length=LINES, help_text="本批已有人员的明细;账号留空或带星号保持原值"
    )


# A line as it shall be. An empty `account` keeps the stored one, which is shown masked.
class RowIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=TEXT_LENGTH, allow_blank=True)
    account = serializers.CharField(max_length=40, allow_blank=True, default="")
    amount_fen = FenField(min_value=0, max_value=MAX_FEN - 1)
    remark = serializers.CharField(max_length=TEXT_LENGTH, allow_blank=True, default="")


class SubmitIn(serializers.Serializer[Any]):
    warnings_confirmed = serializers.BooleanField(default=False, help_text="已核对全部提醒")


# `digest` is that of the batch as it was shown: the approval is for this content alone.
class DigestIn(Confirmable):
    digest = serializers.RegexField(r"^[0-9a-f]{64}$")


class RejectIn(serializers.Serializer[Any]):
    digest = serializers.RegexField(r"^[0-9a-f]{64}$")
    reason = serializers.CharField(max_length=200)


class PermitIn(Confirmable):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class ImportOut(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField(help_text="UPLOADED:已受理,请查询 status_url 直到有结果")
    status_url = serializers.SerializerMethodField(help_text="查询导入进度和结果的地址")
    row_count = serializers.IntegerField()
    total_fen = serializers.IntegerField()
    error_count = serializers.IntegerField(help_text="有错误的行数,须先修正")
    warning_count = serializers.IntegerField(help_text="有提醒的行数,提交时须确认")
    overlap_percent = serializers.IntegerField(help_text="与同期另一批次账号和金额相同的比例;非 0 时提交须确认")
    overlap_reference = serializers.CharField(help_text="那个批次的编号")

    def get_status_url(self, answer: Any) -> str:
        return reverse("api:batch_status", args=[answer.batch_id])


class StateOut(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()


class BatchLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    title = serializers.CharField()
    enterprise_name = serializers.CharField()
    pay_period = serializers.CharField()
    kind_label = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    row_count = serializers.IntegerField()
    total_fen = serializers.IntegerField()
    error_count = serializers.IntegerField()
    warning_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    wanted_on = serializers.DateField(allow_null=True, help_text="要求的发放日期")
    pay_on = serializers.DateField(allow_null=True, help_text="实际发放日期:遇休息日提前")


class BatchPageOut(serializers.Serializer[Any]):
    batches = BatchLineOut(many=True)
    page = serializers.IntegerField(source="number")
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class StateSumOut(serializers.Serializer[Any]):
    state = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    sum_fen = serializers.IntegerField(source="fen")


class ProgressOut(serializers.Serializer[Any]):
    states = StateSumOut(many=True)
    percent = serializers.IntegerField()
    settled = serializers.BooleanField()
    waiting = serializers.IntegerField(help_text="待补发的明细,不计入批次合计")


class ApprovalOut(serializers.Serializer[Any]):
    role_label = serializers.CharField()
    person = serializers.CharField()
    verdict_label = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class UploadOut(serializers.Serializer[Any]):
    phase = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    percent = serializers.IntegerField()
    lines = serializers.IntegerField(help_text="文件里的明细行数;0:尚未读完")
    written = serializers.IntegerField(help_text="已写入的行数")
    faulty = serializers.IntegerField(help_text="其中有错误的行数")
    size = serializers.IntegerField(help_text="文件大小,字节")
    code = serializers.CharField(help_text="没有导入、或需要指明各列的原因")
    message = serializers.CharField()
    is_running = serializers.BooleanField(help_text="仍在后台处理,请稍后再查")
    is_asked = serializers.BooleanField(help_text="须先指明各列")


class ImportStatusOut(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    state = serializers.CharField(help_text="UPLOADED:仍在读取;CANCELLED:没有导入,原因见 upload")
    state_label = serializers.CharField()
    row_count = serializers.IntegerField()
    total_fen = serializers.IntegerField()
    error_count = serializers.IntegerField(help_text="有错误的行数,须先修正")
    warning_count = serializers.IntegerField(help_text="有提醒的行数,提交时须确认")
    overlap_percent = serializers.IntegerField(help_text="与同期另一批次账号和金额相同的比例;非 0 时提交须确认")
    overlap_reference = serializers.CharField(help_text="那个批次的编号")
    upload = UploadOut(allow_null=True, help_text="读取的进度;已有明细的批次为空")


class BatchOut(serializers.Serializer[Any]):
    batch = BatchLineOut(source="line")
    payer_masked = serializers.CharField()
    payer_name = serializers.CharField()
    file_name = serializers.CharField()
    file_sha256 = serializers.CharField()
    digest = serializers.CharField(help_text="提交后的内容摘要;复核与授权须原样带回")
    outcome = serializers.CharField()
    outcome_label = serializers.CharField()
    maker = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())
    steps_done = serializers.IntegerField()
    approvals = ApprovalOut(many=True)
    progress = ProgressOut()
    returned_fen = serializers.IntegerField()
    overlap_percent = serializers.IntegerField(help_text="与同期另一批次账号和金额相同的比例")
    overlap_reference = serializers.CharField(help_text="那个批次的编号")
    repeats = serializers.CharField(help_text="重复代发由谁允许、为什么")
    comparison = ComparisonOut(allow_null=True, help_text="与上期相比;没有可比的上期、或已过审批时为空")
    alike = AlikeOut(many=True, help_text="问题相同、可以一起处理的明细")
    upload = UploadOut(allow_null=True, help_text="大文件读取的进度;已有明细的批次为空")
    may = serializers.SerializerMethodField()

    def get_may(self, batch: Any) -> list[str]:
        return sorted(batch.may)


class FindingOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    column = serializers.CharField()


class RowOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    batch_id = serializers.UUIDField()
    number = serializers.IntegerField()
    line_ref = serializers.CharField()
    name = serializers.CharField()
    account_masked = serializers.CharField()
    amount_fen = serializers.IntegerField(allow_null=True)
    amount_text = serializers.CharField(help_text="无法识别的金额,按原文")
    remark = serializers.CharField()
    emp_no = serializers.CharField()
    channel = serializers.CharField()
    errors = FindingOut(many=True)  # type: ignore[assignment]
    warnings = FindingOut(many=True)
    state = serializers.CharField()
    state_label = serializers.CharField()
    outcome = serializers.CharField()
    outcome_label = serializers.CharField()
    paid_at = serializers.DateTimeField(allow_null=True)
    bounced_at = serializers.DateTimeField(allow_null=True, help_text="退票时间:已发放后被收款银行退回")
    may_amend = serializers.BooleanField()
    may_park = serializers.BooleanField(help_text="只缺工资卡,可以转为待补发")


class RowPageOut(serializers.Serializer[Any]):
    rows = RowOut(many=True)
    page = serializers.IntegerField(source="number")
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class PayerOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    masked = serializers.CharField()
    name = serializers.CharField()


class PayersOut(serializers.Serializer[Any]):
    accounts = PayerOut(many=True)
