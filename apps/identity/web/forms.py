"""What people type to sign in and to look after their login."""

from typing import Any, Self

from django import forms

from apps.core.errors import AppError
from apps.core.identifiers import IdentifierError, check_mobile, half_width


class DigitsField(forms.CharField):
    """Six digits, as typed on any keyboard."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)

    def clean(self, value: Any) -> str:
        digits = half_width(super().clean(value)).replace(" ", "")
        if len(digits) != 6 or not digits.isdigit():
            raise forms.ValidationError("请输入 6 位数字。")
        return digits


class ErrorForm(forms.Form):
    """A form that can carry the error of the service it was for."""

    @classmethod
    def refused(cls, message: str) -> Self:
        """An empty form with a sentence over it: what was sent is not worth showing again."""
        form = cls({})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, message)
        return form

    def refuse(self, error: AppError) -> None:
        """Puts the error at the fields that it names, else over the form."""
        for name, message in error.fields.items():
            self.add_error(name if name in self.fields else None, message)
        if not error.fields:
            self.add_error(None, error.message)


class MobileForm(ErrorForm):
    mobile = forms.CharField(label="手机号", max_length=24)

    def clean_mobile(self) -> str:
        try:
            return check_mobile(self.cleaned_data["mobile"])
        except IdentifierError as error:
            raise forms.ValidationError(error.message) from error


class CodeForm(ErrorForm):
    code = DigitsField(label="验证码")


class PasswordForm(ErrorForm):
    login_name = forms.CharField(label="工号", max_length=48)
    password = forms.CharField(label="密码", max_length=128, strip=False, widget=forms.PasswordInput)


class TotpForm(ErrorForm):
    code = DigitsField(label="动态口令")


class TwiceForm(ErrorForm):
    """A secret that is typed twice, `again` like the field `typed`."""

    typed = "pin"
    twice_fault = "两次输入的交易密码不一致。"

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get(self.typed) not in (None, again):
            raise forms.ValidationError(self.twice_fault)
        return again


class PinForm(TwiceForm):
    code = DigitsField(label="短信验证码")
    pin = DigitsField(label="新交易密码", widget=forms.PasswordInput)
    again = DigitsField(label="再输一次", widget=forms.PasswordInput)


class PinChangeForm(TwiceForm):
    old = DigitsField(label="原交易密码", widget=forms.PasswordInput)
    pin = DigitsField(label="新交易密码", widget=forms.PasswordInput)
    again = DigitsField(label="再输一次", widget=forms.PasswordInput)


class PinResetForm(TwiceForm):
    id_number = forms.CharField(label="身份证号", max_length=24)
    code = DigitsField(label="短信验证码")
    pin = DigitsField(label="新交易密码", widget=forms.PasswordInput)
    again = DigitsField(label="再输一次", widget=forms.PasswordInput)

    def clean_id_number(self) -> str:
        return half_width(self.cleaned_data["id_number"]).replace(" ", "").upper()


class PasswordChangeForm(TwiceForm):
    typed = "password"
    twice_fault = "两次输入的新密码不一致。"
    old = forms.CharField(label="原密码", max_length=128, strip=False, widget=forms.PasswordInput)
    password = forms.CharField(label="新密码", max_length=128, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(label="再输一次新密码", max_length=128, strip=False, widget=forms.PasswordInput)


class NewMobileForm(MobileForm):
    mobile = forms.CharField(label="新手机号", max_length=24)


class MobileCodesForm(ErrorForm):
    old_code = DigitsField(label="原手机号收到的验证码")
    new_code = DigitsField(label="新手机号收到的验证码")


class RecoveryCodeForm(ErrorForm):
    recovery_code = forms.CharField(label="恢复码", max_length=20)


class PasskeyForm(ErrorForm):
    name = forms.CharField(label="名称", max_length=30, required=False, help_text="例如:我的手机、办公电脑。")
    passkey = forms.CharField(max_length=20_000, widget=forms.HiddenInput, label="通行密钥")
