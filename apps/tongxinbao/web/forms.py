"""The plain forms of 同心宝's pages. A draft may have gaps, so none of its fields is required."""

import re
from datetime import date
from typing import Any

from django import forms

from apps.core.http.forms import DayInput, MinuteInput, YuanField

from ..choices import (
    ALLOTMENT_LABELS,
    DAY_COUNT_LABELS,
    DISCLOSURE_LABELS,
    DISCLOSURE_LENGTH,
    PROCEEDS_LABELS,
    REASON_LENGTH,
    TITLE_LENGTH,
    TOLD_LABELS,
    TOLD_TITLE_LENGTH,
)

PAPER_KINDS = {"RESOLUTION": "股东会或董事会决议", "FINANCIALS": "财务报表", "GUARANTEE": "担保文件"}
EMPTY_FILE = "这个文件是空的,请重新选择。"
DAYS = re.compile(r"[\s,,、;;]+")


class GapYuanField(YuanField):
    """An amount that may be missing: None then."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class DaysField(forms.CharField):
    """Days as people write them one after another; a sorted tuple of dates comes out."""

    def clean(self, value: Any) -> Any:
        try:
            return tuple(date.fromisoformat(one) for one in DAYS.split(super().clean(value)) if one)
        except ValueError:
            raise forms.ValidationError("请按 2026-06-01 的写法填写日期,用顿号或换行分开。") from None


class KeyForm(forms.Form):
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the terms."""
        return {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}


class TitleForm(KeyForm):
    title = forms.CharField(
        label="名称", max_length=TITLE_LENGTH, help_text="例如「二季度备料借款」。只写用途,不作任何承诺。"
    )


class ListForm(KeyForm):
    file = forms.FileField(label="委托认购名单", max_length=120, error_messages={"empty": EMPTY_FILE})


class TermsForm(KeyForm):
    title = forms.CharField(label="名称", max_length=TITLE_LENGTH, required=False)
    scale_fen = GapYuanField("发行规模")
    net_assets_fen = GapYuanField("上一年度经审计的净资产", help_text="未还清和正在募集的合计不超过净资产的规定比例。")
    rate = forms.DecimalField(label="约定年利率", max_digits=7, decimal_places=4, required=False)
    day_count = forms.ChoiceField(label="计息基准", choices=list(DAY_COUNT_LABELS.items()))
    overdue_rate = forms.DecimalField(
        label="逾期年利率", max_digits=7, decimal_places=4, required=False,
        help_text="不填则为约定年利率的 1.5 倍,不超过法定上限。",
    )  # fmt: skip
    proceeds = forms.ChoiceField(
        label="资金用途", choices=[("", "请选择"), *PROCEEDS_LABELS.items()], required=False,
        help_text="只用于本企业生产经营;不得转借、炒作证券或房产、归还其他借款或股东借款。",
    )  # fmt: skip
    allotment = forms.ChoiceField(label="分配方式", choices=list(ALLOTMENT_LABELS.items()), widget=forms.RadioSelect)
    may_repay_early = forms.BooleanField(label="企业可以提前还款(须提前五个工作日通知)", required=False)
    may_exit = forms.BooleanField(label="经企业同意,出借人可以提前收回", required=False)


class DatesForm(KeyForm):
    open_at = forms.DateTimeField(label="认购开始时间", widget=MinuteInput, required=False)
    close_at = forms.DateTimeField(label="认购结束时间", widget=MinuteInput, required=False)
    maturity_date = forms.DateField(
        label="到期日", widget=DayInput, required=False, help_text="须是工作日。起息日为借款到达企业账户当日。"
    )
    interest_dates = DaysField(
        label="付息日", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="到期前的付息日,须是工作日,例如 2026-06-01、2026-09-01;不填则到期一次还本付息。",
    )  # fmt: skip


class DisclosuresForm(KeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one, label in DISCLOSURE_LABELS.items():
            self.fields[one.value] = forms.CharField(
                label=label, max_length=DISCLOSURE_LENGTH, required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {"disclosures": tuple(sorted(super().values().items()))}


class AccountForm(KeyForm):
    account_id = forms.ChoiceField(label="收款和还款账户", widget=forms.RadioSelect)

    def __init__(self, *args: Any, accounts: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = accounts  # type: ignore[attr-defined]


class PaperForm(KeyForm):
    kind = forms.ChoiceField(label="文件种类", choices=list(PAPER_KINDS.items()))
    file = forms.FileField(
        label="文件", max_length=120, help_text="JPG、PNG 或 PDF,不超过 2 MB;同一种类再次上传会替换原文件。",
        error_messages={"empty": EMPTY_FILE},
    )  # fmt: skip


class DayForm(forms.Form):
    """The day of an early repayment; what is sent with it is kept by the browser, not by the form."""

    on = forms.DateField(label="还款日", widget=DayInput)


class DefaultForm(KeyForm):
    reason = forms.CharField(
        label="认定违约的依据", max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如逾期天数、法院文书文号。企业和出借人都能看到。",
    )  # fmt: skip
    is_insolvent = forms.BooleanField(label="企业已丧失偿付能力(破产、解散、被吊销等),不等满天数", required=False)


class NoticeForm(KeyForm):
    kind = forms.ChoiceField(label="种类", choices=list(TOLD_LABELS.items()), widget=forms.RadioSelect)
    title = forms.CharField(
        label="标题", max_length=TOLD_TITLE_LENGTH, help_text="例如「第二季度资金使用报告」「法定代表人变更」。"
    )
    text = forms.CharField(
        label="正文", max_length=DISCLOSURE_LENGTH, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="如实说明,不得作任何保证或承诺。",
    )  # fmt: skip
    file = forms.FileField(
        label="附件", required=False, max_length=120,
        help_text="可不上传。发票、合同等凭证,JPG、PNG 或 PDF,不超过 2 MB。",
        error_messages={"empty": EMPTY_FILE},
    )  # fmt: skip


class SampleForm(forms.Form):
    """For how much the schedule is shown; what cannot be read counts as 10,000 yuan."""

    sample = YuanField("示例本金")


class QuoteForm(KeyForm):
    published_on = forms.DateField(label="发布日期", widget=DayInput)
    rate = forms.DecimalField(label="一年期 LPR", max_digits=5, decimal_places=2)
