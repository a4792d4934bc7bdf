"""The plain forms of conversations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from apps.core.http.forms import DayInput

from ..rules.bodies import MOST_CHARACTERS
from ..rules.bulletins import TEXT_LENGTH, TITLE_LENGTH
from ..rules.community import ANSWER_LENGTH, DETAIL_LENGTH, QUESTION_LENGTH, REASON_LENGTH
from ..selectors.bulletin_lines import NewBulletin


class MessageForm(forms.Form):
    """`client_id` is made when the form is shown: sent twice, the words are said once."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label="消息", max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 1}))
    quote = forms.IntegerField(required=False, widget=forms.HiddenInput)


class EditForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label="新的内容", max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 1}))


class FileForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(label="图片或文件", error_messages={"empty": "文件是空的,请重新选择。"})


class ForwardForm(forms.Form):
    client_id = forms.UUIDField()
    to = forms.UUIDField()


class SeatForm(forms.Form):
    """What is to change of a seat, one at a time."""

    what = forms.ChoiceField(choices=[(name, name) for name in ("is_pinned", "is_muted", "is_marked")])
    to = forms.ChoiceField(choices=[("1", "是"), ("0", "否")])


class RecallForm(forms.Form):
    client_id = forms.UUIDField()


class BulletinForm(forms.Form):
    """A bulletin as it is written. `departments` are those to choose from, (id, name)."""

    title = forms.CharField(label="标题", max_length=TITLE_LENGTH)
    text = forms.CharField(label="正文", max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 10}))
    department = forms.TypedChoiceField(label="发给", required=False, coerce=UUID, empty_value=None)
    needs_confirm = forms.BooleanField(label="需确认:员工要点「确认收到」", required=False)
    confirm_by = forms.DateField(
        label="确认期限", required=False, widget=DayInput, help_text="可不填。逾期仍可确认,名单中注明「逾期」。"
    )

    def __init__(self, *args: Any, departments: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "全体员工"), *departments]  # type: ignore[attr-defined]

    def bulletin(self) -> NewBulletin:
        said = dict(self.cleaned_data)
        return NewBulletin(department_id=said.pop("department"), **said)


class QuestionForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label="问题", max_length=QUESTION_LENGTH)
    text = forms.CharField(
        label="补充说明", max_length=DETAIL_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class AnswerForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label="我的回答", max_length=ANSWER_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))


class ReportForm(forms.Form):
    reason = forms.CharField(max_length=REASON_LENGTH)


class BankBulletinForm(forms.Form):
    """The same for the bank's; `firms` are the certified enterprises to choose from, none of them: all."""

    title = forms.CharField(label="标题", max_length=TITLE_LENGTH)
    text = forms.CharField(label="正文", max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 8}))
    enterprises = forms.TypedMultipleChoiceField(
        label="对象企业",
        required=False,
        coerce=UUID,
        help_text="按住 Ctrl 可多选;不选即为本机构和下级的全部认证企业",
    )
    needs_confirm = forms.BooleanField(label="需确认:员工要点「确认收到」", required=False)
    confirm_by = forms.DateField(label="确认期限", required=False, widget=DayInput)

    def __init__(self, *args: Any, firms: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprises"].choices = list(firms)  # type: ignore[attr-defined]

    def bulletin(self) -> NewBulletin:
        said = {name: value for name, value in self.cleaned_data.items() if name != "enterprises"}
        return NewBulletin(department_id=None, **said)


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(choices=(("APPROVE", "同意"), ("RETURN", "退回")))
    reason = forms.CharField(max_length=200, required=False)
