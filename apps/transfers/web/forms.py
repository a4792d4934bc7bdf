"""What people send to move their own money."""

from collections.abc import Sequence

from django import forms

from apps.bankaccounts.contracts import AccountBrief, BoundCard
from apps.core.http.forms import YuanField

from ..choices import DIRECTION_LABELS, Direction


class TransferForm(forms.Form):
    """`accounts` and `cards` are the person's own, to choose from."""

    direction = forms.ChoiceField(choices=[(key.value, label) for key, label in DIRECTION_LABELS.items()])
    account_id = forms.TypedChoiceField(label="本行账户")
    card_id = forms.TypedChoiceField(label="银行卡")
    amount = YuanField("金额")
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self, *args: object, accounts: Sequence[AccountBrief], cards: Sequence[BoundCard], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        here = [(str(one.id), f"{one.class_label} 尾号 {one.tail4}") for one in accounts]
        self.fields["account_id"].choices = here  # type: ignore[attr-defined]
        self.fields["card_id"].choices = [(str(one.id), one.label) for one in cards]  # type: ignore[attr-defined]

    def clean_direction(self) -> Direction:
        return Direction(self.cleaned_data["direction"])
