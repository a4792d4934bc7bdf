"""What people send about agreements and their data."""

from django import forms

from apps.core.http.forms import DayInput

from ..choices import DATA_KIND_LABELS


class SignForm(forms.Form):
    """`opened` is when the words were shown, signed by this house so that nobody makes it earlier."""

    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=200, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="我已完整阅读并同意以上内容", error_messages={"required": "请先勾选「我已完整阅读并同意以上内容」。"}
    )


class ConsentForm(forms.Form):
    text_hash = forms.CharField(max_length=64, required=False)
    decision = forms.ChoiceField(choices=[("grant", "同意"), ("withdraw", "撤回")])


class DataRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label="办理事项",
        choices=[(key.value, label) for key, label in DATA_KIND_LABELS.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="具体内容", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    granted = forms.ChoiceField(
        label="办理结果", choices=[("yes", "予以办理"), ("no", "依法不予办理")], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label="答复",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="答复会原样展示给本人。不予办理的,须写明法律依据,例如反洗钱法要求身份资料和交易记录至少保存十年。",
    )


class TextForm(forms.Form):
    title = forms.CharField(label="标题", max_length=60)
    body = forms.CharField(
        label="正文", widget=forms.Textarea(attrs={"rows": 18}), help_text="一行一段;以“## ”开头的一行是小标题。"
    )
    change_note = forms.CharField(label="修订说明", max_length=200)
    effective_from = forms.DateField(label="生效日期", widget=DayInput)


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(choices=[("APPROVE", "发布"), ("RETURN", "退回")])
    reason = forms.CharField(max_length=200, required=False)
