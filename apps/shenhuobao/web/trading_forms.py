"""What buyers and holders send."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from apps.bankaccounts.contracts import AccountBrief
from apps.core.http.forms import YuanField

from .signing import PapersForm, account_choices


class PurchaseForm(PapersForm):
    """`accounts` are the person's own."""

    account_id = forms.TypedChoiceField(label="付款账户", coerce=UUID)
    amount = YuanField("购买金额")
    field_order = ("account_id", "amount")

    def __init__(self, *args: object, accounts: list[AccountBrief], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = account_choices(accounts)  # type: ignore[attr-defined]


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


class ConversionForm(UnitsForm, PapersForm):
    """As a purchase, but of units."""

    field_order = ("units",)
