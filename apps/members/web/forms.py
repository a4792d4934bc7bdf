"""Plain forms of the members' pages."""

from django import forms

from apps.core.http.forms import DayInput

from ..choices import REJECT_FIELDS
from ..contracts import MEMBER_LABELS


class RosterFilter(forms.Form):
    """What stands in the address of the roster."""

    q = forms.CharField(label="搜索", max_length=40, required=False)
    status = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *MEMBER_LABELS.items()], required=False)
    department = forms.CharField(label="部门", max_length=60, required=False)
    page = forms.IntegerField(min_value=1, required=False)


class EnterpriseFilter(forms.Form):
    q = forms.CharField(label="搜索", max_length=40, required=False)


class RosterForm(forms.Form):
    file = forms.FileField(label="花名册文件")


class LeaveForm(forms.Form):
    left_on = forms.DateField(label="离职日期", widget=DayInput)


class RejectForm(forms.Form):
    field = forms.ChoiceField(label="需要更正的内容", choices=[("", "请选择"), *REJECT_FIELDS.items()])
    reason = forms.CharField(label="退回原因与补正办法", max_length=200)


class CredentialForm(forms.Form):
    name = forms.CharField(label="程序名称", max_length=30, help_text="例如:财务系统、人事系统。")


class RevokeForm(forms.Form):
    reason = forms.CharField(label="停用原因", max_length=100)


class RevealForm(forms.Form):
    reason = forms.CharField(label="查看原因", max_length=100)
