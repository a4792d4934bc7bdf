"""What people send about their cards and accounts."""

from collections.abc import Sequence

from django import forms

from apps.core.http.forms import DayInput, YuanField

from ..choices import ENTRY_KINDS
from ..contracts import BoundCard
from ..services.balance_confirm import NOTE_LENGTH


class EntryFilterForm(forms.Form):
    """What stands in the address of the entries; what cannot be read is said."""

    side = forms.ChoiceField(label="收支", choices=[("", "全部"), ("in", "收入"), ("out", "支出")], required=False)
    kind = forms.ChoiceField(
        label="类型", choices=[("", "全部"), *((key, one.label) for key, one in ENTRY_KINDS.items())], required=False
    )
    first = forms.DateField(label="开始日期", widget=DayInput, required=False)
    last = forms.DateField(label="结束日期", widget=DayInput, required=False)
    text = forms.CharField(label="摘要", max_length=40, required=False)


class ConfirmationForm(forms.Form):
    month = forms.DateField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=[("agree", "相符"), ("differ", "不符")], widget=forms.HiddenInput)
    note = forms.CharField(label="不符说明", max_length=NOTE_LENGTH, required=False)


class CardForm(forms.Form):
    """A card as typed; it stands in no page and no sheet again once it is proved."""

    number = forms.CharField(label="银行卡号", max_length=40)
    mobile = forms.CharField(
        label="预留手机号",
        max_length=20,
        required=False,
        help_text="您在发卡银行预留的手机号。绑定本行的卡可以不填。",
    )


class OpeningForm(forms.Form):
    """A class II account: `cards` are those that may be its bound account."""

    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    card_id = forms.TypedChoiceField(label="绑定账户")
    mobile = forms.CharField(label="预留手机号", max_length=20, help_text="您在绑定账户的银行预留的手机号。")
    agreed = forms.BooleanField(
        label="我已阅读并同意开户协议", error_messages={"required": "请先勾选「我已阅读并同意开户协议」。"}
    )

    def __init__(self, *args: object, cards: Sequence[BoundCard], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["card_id"].choices = [(str(one.id), one.label) for one in cards]  # type: ignore[attr-defined]


class BoundAccountForm(forms.Form):
    """Another bound account for a class II account: `cards` are those that may be it."""

    card_id = forms.TypedChoiceField(label="新的绑定账户")
    mobile = forms.CharField(label="预留手机号", max_length=20, help_text="您在新绑定账户的银行预留的手机号。")

    def __init__(self, *args: object, cards: Sequence[BoundCard], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["card_id"].choices = [(str(one.id), one.label) for one in cards]  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    single = YuanField("单笔上限", initial="5,000.00")
    day = YuanField("每日上限", initial="20,000.00")
    agreed = forms.BooleanField(
        label="我已阅读并同意授权书", error_messages={"required": "请先勾选「我已阅读并同意授权书」。"}
    )
