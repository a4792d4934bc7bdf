"""What lenders send."""

from collections.abc import Sequence
from uuid import UUID

from django import forms

from apps.bankaccounts.contracts import AccountBrief
from apps.core.http.forms import DayInput, YuanField

from ..choices import REASON_LENGTH


class OrderForm(forms.Form):
    """`accounts` are the person's own, to choose from. `opened` is when the words were shown, signed by this house so
    that nobody makes it earlier; the hashes name the words."""

    account_id = forms.TypedChoiceField(label="付款账户", coerce=UUID)
    amount = YuanField("出借金额")
    is_own_money = forms.BooleanField(
        label="我承诺使用本人自有资金,没有使用贷款、信用卡或借来的资金",
        error_messages={"required": "请确认使用本人自有资金。"},
    )
    agreed = forms.BooleanField(
        label="我已完整阅读并同意《风险揭示书》和《借款合同》,自愿出借",
        error_messages={"required": "请先阅读风险揭示书和借款合同,再勾选同意。"},
    )
    risk_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    terms_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=200, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: object, accounts: Sequence[AccountBrief], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["account_id"].choices = account_choices(accounts)  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    """As OrderForm, for what the enterprise may place: at most so much, until a day."""

    account_id = forms.TypedChoiceField(label="付款账户", coerce=UUID)
    amount = YuanField("金额上限", help_text="企业代您认购的合计金额不会超过这个上限。")
    valid_until = forms.DateField(label="有效期至", widget=DayInput)
    is_own_money = forms.BooleanField(
        label="我承诺使用本人自有资金,没有使用贷款、信用卡或借来的资金",
        error_messages={"required": "请确认使用本人自有资金。"},
    )
    agreed = forms.BooleanField(
        label="我已完整阅读并同意《企业借款风险揭示书》《委托企业批量认购授权书》和《企业借款合同》,自愿授权",
        error_messages={"required": "请先阅读各份文本,再勾选同意。"},
    )
    risk_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    terms_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    mandate_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=200, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: object, accounts: Sequence[AccountBrief], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["account_id"].choices = account_choices(accounts)  # type: ignore[attr-defined]


def account_choices(accounts: Sequence[AccountBrief]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.class_label} 尾号 {one.tail4}") for one in accounts]


class ExitForm(forms.Form):
    reason = forms.CharField(label="提前收回的原因", max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)


class CalculatorForm(forms.Form):
    amount = YuanField("试算金额")
