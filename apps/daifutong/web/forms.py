"""The plain forms of the payroll's pages."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from apps.core.http.forms import DayInput, YuanField

from ..choices import DISPUTE_LENGTH, KIND_LABELS, PAY_DAYS, REASON_LENGTH, REPLY_LENGTH, BatchKind
from ..contracts import CardChoice, PayerAccount
from ..rules.alike import SHOWN, AlikeAction

PERIOD = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")


EMPTY_FILE = "这个文件是空的,请重新选择。"
PASTED = "粘贴的名单.txt"  # stands where a file's name would
PASTED_LENGTH = 500_000  # characters of the field, some 5,000 lines: a longer text comes as a file (app.js)


class BatchForm(forms.Form):
    """A list to import, as a file or pasted from a sheet. `accounts` are the payer's accounts, and `kinds` the kinds,
    to choose from; a confidential batch is offered to whom the contract names."""

    file = forms.FileField(label="代发名单", max_length=120, required=False, error_messages={"empty": EMPTY_FILE})
    pasted = forms.CharField(
        label="从 Excel 粘贴",
        required=False,
        # no maxlength in the page: a browser would cut a longer text without a word
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "data-file-from": PASTED_LENGTH, "data-file-name": PASTED}
        ),
        validators=[MaxLengthValidator(PASTED_LENGTH, "粘贴的内容过长,请保存为文件后上传。")],
        help_text="在 Excel 里选中名单(连同表头)复制,粘贴到这里,最多 10 万行。",
    )
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
    is_confidential = forms.BooleanField(
        label="保密代发", required=False, help_text="明细只有签约时指定的人员能看到,其他人只看合计。"
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self,
        *args: object,
        accounts: tuple[PayerAccount, ...],
        kinds: tuple[str, ...],
        may_hide: bool,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [pair for pair in KIND_LABELS.items() if pair[0] in kinds]  # type: ignore[attr-defined]
        if not may_hide:
            del self.fields["is_confidential"]
        choices = [(str(account.id), f"{account.name} {account.masked}") for account in accounts]
        self.fields["payer_account_id"].choices = choices  # type: ignore[attr-defined]

    def clean_pay_period(self) -> str:
        period: str = self.cleaned_data["pay_period"]
        if not PERIOD.fullmatch(period):
            raise forms.ValidationError("请填写月份,例如 2026-03。")
        return period

    def clean(self) -> dict[str, Any]:
        sent = self.cleaned_data
        if not {"file", "pasted"} & set(self.errors) and bool(sent["file"]) == bool(sent["pasted"]):
            has_both = bool(sent["file"])
            self.add_error(
                "file", "文件和粘贴只能选一种,请去掉其中一个。" if has_both else "请选择文件,或在下面粘贴名单。"
            )
        return sent

    def sent_list(self) -> tuple[bytes, str]:
        """The list of a valid form as a file: its content and its name. The same text pasted again is the same file."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return "\n".join(self.cleaned_data["pasted"].splitlines()).encode(), PASTED


class ContractForm(forms.Form):
    """The terms that an enterprise asks for. `accounts` and `operators` (id, label) are those to choose from."""

    payer_account_id = forms.TypedChoiceField(label="付款账户")
    kinds = forms.MultipleChoiceField(
        label="代发类型", choices=list(KIND_LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    pay_day = forms.IntegerField(
        label="发薪日", min_value=1, max_value=PAY_DAYS, help_text="每月几日发工资;31 表示每月最后一天。遇休息日提前。"
    )
    tier_one_fen = YuanField("复核即可的金额", help_text="合计不超过这个金额,经办加复核两人即可发放。")
    tier_two_fen = YuanField("一名授权人的金额", help_text="不超过这个金额须一名授权人,超过须两名。")
    batch_limit_fen = YuanField("单批限额")
    day_limit_fen = YuanField("每日限额")
    confidential_person_ids = forms.MultipleChoiceField(
        label="保密代发人员",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="保密代发的明细只有这些人能看到,其他复核、授权人员只看合计。不使用可不选。",
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self,
        *args: object,
        accounts: tuple[tuple[str, str], ...],
        operators: tuple[tuple[str, str], ...],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["payer_account_id"].choices = accounts  # type: ignore[attr-defined]
        self.fields["confidential_person_ids"].choices = operators  # type: ignore[attr-defined]


class ContractTermsForm(forms.Form):
    """What the bank adds to the terms."""

    fee_own_fen = YuanField("本行每笔手续费", allow_zero=True, help_text="含税;不高于公示的收费标准,可以为零。")
    fee_other_fen = YuanField("跨行每笔手续费", allow_zero=True)
    batch_limit_fen = YuanField("单批限额")
    day_limit_fen = YuanField("每日限额")
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)


class RowForm(forms.Form):
    """A line as typed. An empty account keeps the one that is stored."""

    name = forms.CharField(label="姓名", max_length=60, required=False)
    account = forms.CharField(label="卡号", max_length=40, required=False)
    amount = forms.CharField(label="金额", max_length=40, required=False)
    remark = forms.CharField(label="附言", max_length=60, required=False)


class AlikeForm(forms.Form):
    """One answer to lines that are wrong in the same way; all but the value is what the page has shown."""

    code = forms.CharField(max_length=20)
    column = forms.CharField(max_length=20, required=False)
    text = forms.CharField(max_length=60, required=False, strip=False)
    action = forms.ChoiceField(choices=[(action.value, "") for action in AlikeAction])
    value = forms.CharField(label="金额", max_length=40, required=False)
    count = forms.IntegerField(min_value=1, max_value=1_000_000)
    place = forms.IntegerField(min_value=1, max_value=SHOWN, required=False)  # among the groups of the page


class SheetForm(forms.Form):
    """The sheet of faults, mended."""

    sheet = forms.FileField(label="改好的错误清单", max_length=120, error_messages={"empty": EMPTY_FILE})


class RowFilter(forms.Form):
    """Which lines to show; what cannot be read counts as not asked for."""

    show = forms.CharField(required=False, max_length=12)
    find = forms.CharField(label="查找", required=False, max_length=40)
    page = forms.IntegerField(required=False, min_value=1)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="退回原因", max_length=200)


class ReplyForm(forms.Form):
    text = forms.CharField(label="答复", max_length=REPLY_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))


class WageCardForm(forms.Form):
    """The account into which an employer shall pay; `choices` are the person's own."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    choice = forms.ChoiceField(label="新工资卡", widget=forms.RadioSelect)

    def __init__(self, *args: object, choices: tuple[CardChoice, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        said = [(f"{one.source}:{one.id}", one.label) for one in choices]
        self.fields["choice"].choices = said  # type: ignore[attr-defined]


class ReclaimForm(forms.Form):
    """A wage to ask back."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    amount = YuanField("追回金额")
    reason = forms.CharField(
        label="原因", max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), help_text="员工会看到。"
    )


class DisputeForm(forms.Form):
    text = forms.CharField(label="异议说明", max_length=DISPUTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
