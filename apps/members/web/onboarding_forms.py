"""Forms of an enterprise's application. Identifiers are checked here already: a typing error is told at once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from apps.core import clock
from apps.core.actors import ROLE_LABELS, Role
from apps.core.http.forms import DayInput
from apps.core.identifiers import IdentifierError, check_id_number, check_mobile, check_uscc, normalise_name
from apps.core.money import parse_yuan
from apps.identity.contracts import NewPerson

from ..choices import PaperKind
from ..rules.applications import NOMINEE_ROLES, REQUIRED_ROLES, Company, Owner
from ..services.enterprise_register import Registration
from ..services.member_supervise import REASON_LENGTH

OWNERS, SHORT_NAME = 4, 30


def _checked(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except IdentifierError as error:
        raise forms.ValidationError(error.message) from error


class UsccField(forms.CharField):
    """统一社会信用代码, normalised (ID-1)."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return str(_checked(lambda: check_uscc(text).text)) if text else ""


class IdNumberField(forms.CharField):
    """公民身份号码, normalised (ID-2)."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return str(_checked(lambda: check_id_number(text, clock.read().business_date).text)) if text else ""


class MobileField(forms.CharField):
    """手机号码, normalised (ID-3)."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return str(_checked(lambda: check_mobile(text))) if text else ""


class NameField(forms.CharField):
    """A person's name, normalised (ID-6)."""

    def clean(self, value: Any) -> str:
        return normalise_name(super().clean(value))


class RegisterForm(forms.Form):
    uscc = UsccField(label="统一社会信用代码", max_length=40)
    name = forms.CharField(label="企业名称", max_length=120, help_text="与营业执照一致。")
    unit = forms.ChoiceField(label="办理网点")
    applicant_name = NameField(label="您的姓名", max_length=60)
    applicant_id_number = IdNumberField(label="您的证件号", max_length=40)
    applicant_mobile = MobileField(label="您的手机号", max_length=40, help_text="用于登录,作为企业管理员。")

    def __init__(self, units: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "请选择"), *units]  # type: ignore[attr-defined]

    def registration(self) -> Registration:
        data = self.cleaned_data
        return Registration(
            uscc=data["uscc"],
            name=data["name"].strip(),
            short_name=data["name"].strip()[:SHORT_NAME],
            unit_id=UUID(data["unit"]),
            applicant_name=data["applicant_name"],
            applicant_id_number=data["applicant_id_number"],
            applicant_mobile=data["applicant_mobile"],
        )


class CompanyForm(forms.Form):
    name = forms.CharField(label="企业名称", max_length=120, help_text="与营业执照一致。")
    address = forms.CharField(label="注册地址", max_length=120)
    business_scope = forms.CharField(label="经营范围", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    established_on = forms.DateField(label="成立日期", widget=DayInput)
    licence_until = forms.DateField(
        label="营业期限至", widget=DayInput, required=False, help_text="长期有效的不用填写。"
    )
    legal_name = NameField(label="法定代表人姓名", max_length=60)
    legal_id_number = IdNumberField(label="法定代表人证件号", max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, OWNERS + 1):
            self.fields[f"owner_{number}_name"] = NameField(label="姓名", max_length=60, required=False)
            self.fields[f"owner_{number}_id"] = IdNumberField(label="证件号", max_length=40, required=False)
            self.fields[f"owner_{number}_percent"] = forms.DecimalField(
                label="持股比例", min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
            )

    def owner_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (self[f"owner_{n}_name"], self[f"owner_{n}_id"], self[f"owner_{n}_percent"]) for n in range(1, OWNERS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, OWNERS + 1):
            given = [bool(data.get(f"owner_{n}_{part}")) for part in ("name", "id")]
            if any(given) and not all(given) and not self.errors.keys() & {f"owner_{n}_name", f"owner_{n}_id"}:
                self.add_error(f"owner_{n}_name", "请同时填写受益所有人的姓名和证件号。")
        return data

    def company(self) -> Company:
        data = self.cleaned_data
        owners = tuple(
            Owner(data[f"owner_{n}_name"], data[f"owner_{n}_id"], data[f"owner_{n}_percent"] or Decimal(0))
            for n in range(1, OWNERS + 1)
            if data.get(f"owner_{n}_name")
        )
        return Company(
            name=data["name"].strip(),
            address=data["address"],
            business_scope=data["business_scope"],
            established_on=data["established_on"],
            licence_until=data["licence_until"],
            legal_name=data["legal_name"],
            legal_id_number=data["legal_id_number"],
            owners=owners,
        )


class PapersForm(forms.Form):
    licence = forms.FileField(label="营业执照", required=False, max_length=120)
    letter = forms.FileField(label="操作员授权书", required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.values()) and not self.errors:
            self.add_error("licence", "请选择要上传的文件。")
        return data

    def papers(self) -> dict[PaperKind, bytes]:
        chosen = {kind: self.cleaned_data.get(kind.lower()) for kind in PaperKind}
        return {kind: file.read() for kind, file in chosen.items() if file}


class AccountForm(forms.Form):
    account_number = forms.CharField(label="结算账户账号", max_length=40)
    bank = forms.CharField(
        label="开户行行号",
        max_length=20,
        required=False,
        help_text="他行账户填写 12 位支付系统行号;本行账户不用填写。",
    )


class AmountForm(forms.Form):
    amount = forms.CharField(label="到账金额(元)", max_length=10, help_text="例如 0.37。")

    def clean_amount(self) -> int:
        try:
            return parse_yuan(self.cleaned_data["amount"])
        except ValueError as error:
            raise forms.ValidationError("请按到账金额填写,例如 0.37。") from error


class OperatorsForm(forms.Form):
    """Name, ID number and mobile number for each role; the last one may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in NOMINEE_ROLES:
            must = role in REQUIRED_ROLES
            self.fields[f"{role}_name"] = NameField(label="姓名", max_length=60, required=must)
            self.fields[f"{role}_id"] = IdNumberField(label="证件号", max_length=40, required=must)
            self.fields[f"{role}_mobile"] = MobileField(label="手机号", max_length=40, required=must)

    def role_rows(self) -> list[tuple[str, bool, tuple[forms.BoundField, forms.BoundField, forms.BoundField]]]:
        return [
            (
                ROLE_LABELS[role],
                role in REQUIRED_ROLES,
                (self[f"{role}_name"], self[f"{role}_id"], self[f"{role}_mobile"]),
            )
            for role in NOMINEE_ROLES
        ]

    def people(self) -> dict[Role, NewPerson]:
        data = self.cleaned_data
        return {
            role: NewPerson(data[f"{role}_name"], data[f"{role}_id"], data[f"{role}_mobile"])
            for role in NOMINEE_ROLES
            if data.get(f"{role}_name") and data.get(f"{role}_id") and data.get(f"{role}_mobile")
        }


class SuperviseForm(forms.Form):
    move = forms.ChoiceField(choices=[("suspend", "暂停"), ("resume", "恢复"), ("terminate", "终止")])
    reason = forms.CharField(label="原因", max_length=200)


class MemberSuperviseForm(forms.Form):
    move = forms.ChoiceField(choices=[("suspend", "暂停"), ("resume", "恢复")])
    emp_no = forms.CharField(label="员工工号", max_length=20)
    reason = forms.CharField(label="原因", max_length=REASON_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "member_%s"})
