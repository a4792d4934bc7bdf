"""What buyers and holders send."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django import forms

from apps.bankaccounts.contracts import AccountBrief
from apps.core.http.forms import YuanField


class PurchaseForm(forms.Form):
    """`accounts` are the person's own. `opened` is when the papers were shown, signed by this house so that nobody
    makes it earlier; the hashes name the papers. Without `needs_care` nobody is asked twice."""

    account_id = forms.TypedChoiceField(label="付款账户", coerce=UUID)
    amount = YuanField("购买金额")
    agreed = forms.BooleanField(
        label="我已完整阅读并同意产品说明书、风险揭示书和代理销售服务协议,了解本金可能受损",
        error_messages={"required": "请先阅读产品文件和协议,再勾选同意。"},
    )
    is_care_confirmed = forms.BooleanField(
        label="我再次确认:这只产品风险较高,我了解并愿意承担可能的损失", required=False
    )
    prospectus_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    risk_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreement_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=200, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self, *args: object, accounts: Sequence[AccountBrief], needs_care: bool = False, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(one.id), f"{one.class_label} 尾号 {one.tail4}") for one in accounts]
        self.fields["account_id"].choices = choices  # type: ignore[attr-defined]
        if not needs_care:
            del self.fields["is_care_confirmed"]


class UnitsForm(forms.Form):
    units = forms.DecimalField(
        label="份额",
        max_digits=18,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput,
        error_messages={
            "invalid": "请填写数字。",
            "min_value": "份额必须大于零。",
            "max_decimal_places": "最多两位小数。",
            "max_digits": "份额太大。",
            "max_whole_digits": "份额太大。",
        },
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)


class RedemptionForm(UnitsForm):
    cancels_rest = forms.BooleanField(label="遇巨额赎回时,未确认部分撤销,不顺延到下一交易日", required=False)
