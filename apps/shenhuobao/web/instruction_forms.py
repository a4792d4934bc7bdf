"""What is filled in when a standing instruction is signed, or signed anew."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from apps.bankaccounts.contracts import AccountBrief
from apps.core.http.forms import YuanField

from ..choices import RHYTHM_LABELS, Rhythm
from ..choices.instruction import LEAST_PERCENT, MANDATE, MOST_PERCENT, InstructionKind
from ..contracts import InstructionTerms
from ..rules.plans import LAST_MONTH_DAY
from .signing import PapersForm, account_choices

K = InstructionKind
WEEKDAYS = "一二三四五六日"
OF_KIND = {K.AUTO_INVEST: ("amount", "when"), K.PAY_DAY: ("percent", "cap"), K.SWEEP: ("floor",)}


def _days() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every rhythm with its days, as one choice: `WEEKLY-1`."""
    week = list(enumerate((f"星期{one}" for one in WEEKDAYS), 1))
    month = [(number, f" {number} 日") for number in range(1, LAST_MONTH_DAY + 1)]
    days = {Rhythm.WEEKLY: week, Rhythm.FORTNIGHTLY: week, Rhythm.MONTHLY: month}
    return [
        (RHYTHM_LABELS[one], [(f"{one}-{number}", f"{RHYTHM_LABELS[one]}{said}") for number, said in days[one]])
        for one in days
    ]


class InstructionForm(PapersForm):
    """`accounts` are the person's own; without them the account stays as it was signed. What its kind does not ask for
    is not in the form."""

    account_id = forms.TypedChoiceField(label="付款账户", coerce=UUID)
    amount = YuanField("每次金额")
    when = forms.ChoiceField(label="什么时候", choices=[("", "请选择"), *_days()])
    percent = forms.DecimalField(
        label="转入比例",
        min_value=LEAST_PERCENT,
        max_value=MOST_PERCENT,
        decimal_places=2,
        widget=forms.TextInput,
        error_messages={
            "invalid": "请填写数字。",
            "min_value": "比例必须大于零。",
            "max_value": "比例不能超过 100%。",
            "max_decimal_places": "最多两位小数。",
        },
    )
    cap = YuanField("每次上限", required=False, help_text="可以不填,不填表示不设上限。")
    floor = YuanField("账户保留金额", allow_zero=True)
    agreed = forms.BooleanField(
        label="我已完整阅读并同意产品说明书、风险揭示书、代理销售服务协议和自动申购授权书,了解本金可能受损",
        error_messages=PapersForm.base_fields["agreed"].error_messages,
    )
    mandate_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    words = {"mandate_hash": MANDATE} | PapersForm.words
    timed = "mandate_hash"
    field_order = ("account_id", "amount", "when", "percent", "cap", "floor")

    def __init__(self, *args: object, kind: str, accounts: list[AccountBrief] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = InstructionKind(kind)
        for name in (name for one, names in OF_KIND.items() if one != self.kind for name in names):
            del self.fields[name]
        if accounts is None:
            del self.fields["account_id"]
        else:
            self.fields["account_id"].choices = account_choices(accounts)  # type: ignore[attr-defined]

    def clean_cap(self) -> int:
        return self.cleaned_data.get("cap") or 0

    def terms(self) -> InstructionTerms:
        sent = self.cleaned_data
        rhythm, _, day = sent.get("when", "").partition("-")
        return InstructionTerms(
            kind=self.kind,
            fen=sent.get("amount", 0),
            rhythm=rhythm,
            day=int(day or 0),
            percent=sent.get("percent", Decimal(0)),
            cap_fen=sent.get("cap", 0),
            floor_fen=sent.get("floor", 0),
        )
