"""Plain forms of the members' pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from apps.core import clock
from apps.core.http.forms import DayInput
from apps.core.identifiers import IdentifierError, card_digits, check_id_number, check_mobile

from ..choices import REJECT_FIELDS, RosterScope
from ..contracts import CONTRACT_LABELS, MEMBER_LABELS


class PersonForm(forms.Form):
    """Who somebody is, as typed: its numbers leave as core.identifiers leaves them."""

    name = forms.CharField(label="姓名", max_length=60)
    id_number = forms.CharField(label="身份证号", max_length=24)
    mobile = forms.CharField(label="手机号", max_length=24)

    def clean_id_number(self) -> str:
        return _checked(lambda text: check_id_number(text, clock.read().business_date).text, self, "id_number")

    def clean_mobile(self) -> str:
        return _checked(check_mobile, self, "mobile")


class RecoverForm(PersonForm):
    account = forms.CharField(label="本行银行卡号", max_length=32)
    mobile = forms.CharField(label="新手机号", max_length=24)
    field_order = ("name", "id_number", "account", "mobile")

    def clean_account(self) -> str:
        return _checked(card_digits, self, "account")


class CodeForm(forms.Form):
    code = forms.RegexField(r"^[0-9]{6}$", label="短信验证码", error_messages={"invalid": "请输入 6 位数字。"})


class JoinForm(PersonForm):
    """Who was invited: the numbers alone."""

    name = None  # type: ignore[assignment]


class ClaimForm(forms.Form):
    """The hashes are of the words that were shown; nothing is ticked beforehand (PIPL-1)."""

    read_platform = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read_membership = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read_consent_identity = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="信息无误,我已阅读并同意以上协议", error_messages={"required": "请核对信息并勾选同意协议。"}
    )
    consented = forms.BooleanField(
        label="我单独同意本行为核验身份处理以上信息",
        error_messages={"required": "核验身份需要您的单独同意;不同意则不能开通员工服务。"},
    )

    @property
    def read(self) -> dict[str, str]:
        return {
            name.removeprefix("read_"): text for name, text in self.cleaned_data.items() if name.startswith("read_")
        }


def _checked(check: Callable[[str], str], form: forms.Form, name: str) -> str:
    try:
        return check(form.cleaned_data[name])
    except IdentifierError as error:
        raise forms.ValidationError(error.message) from error


class RosterFilter(forms.Form):
    """What stands in the address of the roster."""

    q = forms.CharField(label="搜索", max_length=40, required=False)
    status = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *MEMBER_LABELS.items()], required=False)
    department = forms.CharField(label="部门", max_length=60, required=False)
    page = forms.IntegerField(min_value=1, required=False)


class EnterpriseFilter(forms.Form):
    q = forms.CharField(label="搜索", max_length=40, required=False)


class RosterForm(forms.Form):
    """A file, and whether it holds the newcomers or everybody."""

    file = forms.FileField(label="花名册文件", error_messages={"empty": "这个文件是空的,请重新选择。"})
    scope = forms.ChoiceField(
        label="文件内容",
        widget=forms.RadioSelect,
        initial=RosterScope.NEW.value,
        choices=[
            (RosterScope.NEW.value, "只含新员工:已在花名册中的人不受影响"),
            (RosterScope.FULL.value, "完整名单:比对新增、变更和离职,确认后才生效"),
        ],
    )


class InsuranceForm(forms.Form):
    file = forms.FileField(label="带「社保」列的名单", error_messages={"empty": "这个文件是空的,请重新选择。"})
    evidence = forms.FileField(label="社保证明", error_messages={"empty": "这个文件是空的,请重新选择。"})


class RosterSheetForm(forms.Form):
    sheet = forms.FileField(label="改好的错误清单", error_messages={"empty": "这个文件是空的,请重新选择。"})


class RosterRowForm(forms.Form):
    """A row of a roster as typed. An empty ID or telephone number keeps the one that is stored."""

    name = forms.CharField(label="姓名", max_length=60, required=False)
    id_number = forms.CharField(label="身份证号", max_length=24, required=False)
    emp_no = forms.CharField(label="工号", max_length=40, required=False)
    mobile = forms.CharField(label="手机号", max_length=24, required=False)
    department = forms.CharField(label="部门", max_length=60, required=False)
    hired_on = forms.CharField(label="入职日期", max_length=20, required=False)
    contract_type = forms.CharField(label="合同类型", max_length=20, required=False)


class AlikeForm(forms.Form):
    """One answer for all cells of a column that hold the same wrong text."""

    column = forms.CharField(max_length=20)
    text = forms.CharField(max_length=60, required=False, strip=False)
    value = forms.CharField(label="改为", max_length=60)


class PreviewFilter(forms.Form):
    """Which part of a roster to show; what cannot be read counts as not asked for."""

    show = forms.CharField(required=False, max_length=12)
    edit = forms.IntegerField(required=False, min_value=1)
    page = forms.IntegerField(required=False, min_value=1)


class ConfirmForm(forms.Form):
    """`digest` is that of the difference that was shown; who leaves is agreed to in words of its own."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    left_on = forms.DateField(label="离职日期", widget=DayInput, required=False)
    leavers_confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, leavers: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leavers:
            del self.fields["left_on"], self.fields["leavers_confirmed"]
            return
        self.fields["left_on"].required = True
        self.fields["leavers_confirmed"].required = True
        self.fields["leavers_confirmed"].label = f"我已核对,未列入名单的 {leavers:,} 名员工登记为离职"
        self.fields["leavers_confirmed"].error_messages["required"] = "请核对离职名单后勾选。"


class LeaveForm(forms.Form):
    left_on = forms.DateField(label="离职日期", widget=DayInput)


class MendForm(forms.Form):
    """The one field that was sent back; the roster's own reading checks what is typed."""

    value = forms.CharField(max_length=60)

    def __init__(self, data: Any = None, *, field: str, departments: Iterable[str] = ()) -> None:
        super().__init__(data, auto_id="mend_%s")
        if field == "hired_on":
            self.fields["value"].widget = DayInput()
        elif field in ("department", "contract_type"):
            known = departments if field == "department" else CONTRACT_LABELS.values()
            self.fields["value"] = forms.ChoiceField(choices=[("", "请选择"), *((one, one) for one in known)])
        self.fields["value"].label = REJECT_FIELDS[field]


class CredentialForm(forms.Form):
    name = forms.CharField(label="程序名称", max_length=30, help_text="例如:财务系统、人事系统。")


class RevokeForm(forms.Form):
    reason = forms.CharField(label="停用原因", max_length=100)


class RevealForm(forms.Form):
    reason = forms.CharField(label="查看原因", max_length=100)
