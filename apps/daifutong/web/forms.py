"""The plain forms of the payroll's pages."""

import re

from django import forms

from apps.core.http.forms import DayInput

from ..choices import DISPUTE_LENGTH, KIND_LABELS, REASON_LENGTH, REPLY_LENGTH, BatchKind
from ..contracts import PayerAccount

PERIOD = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")


class BatchForm(forms.Form):
    """A file to import. `accounts` are the payer's accounts to choose from."""

    file = forms.FileField(label="代发名单", max_length=120, error_messages={"empty": "这个文件是空的,请重新选择。"})
    title = forms.CharField(label="批次名称", max_length=40)
    kind = forms.ChoiceField(label="类型", choices=list(KIND_LABELS.items()), initial=BatchKind.SALARY)
    pay_period = forms.CharField(label="所属月份", widget=forms.DateInput(attrs={"type": "month"}), max_length=7)
    payer_account_id = forms.TypedChoiceField(label="付款账户")
    wanted_on = forms.DateField(
        label="发放日期",
        widget=DayInput,
        required=False,
        help_text="不填则审批完成后立即发放。遇休息日提前到最近的工作日。",
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: object, accounts: tuple[PayerAccount, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(account.id), f"{account.name} {account.masked}") for account in accounts]
        self.fields["payer_account_id"].choices = choices  # type: ignore[attr-defined]

    def clean_pay_period(self) -> str:
        period: str = self.cleaned_data["pay_period"]
        if not PERIOD.fullmatch(period):
            raise forms.ValidationError("请填写月份,例如 2026-03。")
        return period


class RowForm(forms.Form):
    """A line as typed. An empty account keeps the one that is stored."""

    name = forms.CharField(label="姓名", max_length=60, required=False)
    account = forms.CharField(label="卡号", max_length=40, required=False)
    amount = forms.CharField(label="金额", max_length=40, required=False)
    remark = forms.CharField(label="附言", max_length=60, required=False)


class RowFilter(forms.Form):
    """Which lines to show; what cannot be read counts as not asked for."""

    show = forms.CharField(required=False, max_length=12)
    find = forms.CharField(label="查找", required=False, max_length=40)
    page = forms.IntegerField(required=False, min_value=1)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="退回原因", max_length=200)


class RecallForm(forms.Form):
    verdict = forms.ChoiceField(choices=[("APPROVE", "同意"), ("RETURN", "退回")])
    reason = forms.CharField(max_length=REASON_LENGTH, required=False)
    digest = forms.CharField(max_length=64)


class ReplyForm(forms.Form):
    text = forms.CharField(label="答复", max_length=REPLY_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))


class DisputeForm(forms.Form):
    text = forms.CharField(label="异议说明", max_length=DISPUTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
