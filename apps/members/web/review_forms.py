"""Plain forms of the review desk."""

from typing import Any

from django import forms
from django.http import QueryDict

from apps.core.http.forms import DayInput

from ..choices import (
    APPLICATION_FIELDS,
    REJECT_FIELDS,
    REVIEW_KIND_LABELS,
    RISK_LABELS,
    SAMPLE_LABELS,
    ReviewKind,
    ReviewState,
)
from ..rules.reviews import REMEDIES
from ..selectors.reviews import Wanted

MOST = 200
LABELS = {
    ReviewKind.EMPLOYEE: REJECT_FIELDS,
    ReviewKind.ENTERPRISE: {key: label for key, (label, _) in APPLICATION_FIELDS.items()},
}


class RejectForm(forms.Form):
    """A field with a ready sentence, own words, or both. `field` and `reason` come out."""

    remedy = forms.ChoiceField(label="退回事由与补正办法", required=False)
    field = forms.ChoiceField(label="需要更正的内容(选了事由可不选)", required=False)
    reason = forms.CharField(label="补充说明", max_length=MOST, required=False)
    kind: ReviewKind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = LABELS[self.kind]
        self.ready = {
            f"{field}.{number}": (field, sentence)
            for field, sentences in REMEDIES[self.kind].items()
            for number, sentence in enumerate(sentences, 1)
        }
        groups = [
            (labels[field], [(key, text) for key, (of, text) in self.ready.items() if of == field])
            for field in REMEDIES[self.kind]
        ]
        self.fields["remedy"].choices = [("", "请选择"), *groups]  # type: ignore[attr-defined]
        self.fields["field"].choices = [("", "请选择"), *labels.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        field, sentence = self.ready.get(said.pop("remedy", ""), (said.get("field", ""), ""))
        if said.get("field") and said["field"] != field:
            self.add_error("field", "所选事由不属于这一项,请重新选择。")
        if not field and "field" not in self.errors and "remedy" not in self.errors:
            self.add_error("remedy", "请选择退回事由,或选择需要更正的内容并写明原因。")
        text = f"{sentence}{said.get('reason', '').strip()}"
        if field and not text:
            self.add_error("reason", "请写明退回原因和补正办法,或选择一条事由。")
        if len(text) > MOST:
            self.add_error("reason", f"连同事由不能超过 {MOST} 个字。")
        return said | {"field": field, "reason": text}


class EmployeeRejectForm(RejectForm):
    kind = ReviewKind.EMPLOYEE


class EnterpriseRejectForm(RejectForm):
    kind = ReviewKind.ENTERPRISE


class QueueFilter(forms.Form):
    """What stands in the address of the queue; what makes no sense counts as not said."""

    show = forms.ChoiceField(choices=[(key, key) for key in ("mine", "open", "done", "sample")], required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *REVIEW_KIND_LABELS.items()], required=False)
    risk = forms.TypedChoiceField(
        label="风险", choices=[("", "全部风险"), *((key, f"{text}风险") for key, text in RISK_LABELS.items())],
        coerce=int, empty_value=None, required=False,
    )  # fmt: skip
    unit = forms.RegexField(r"^/([a-z0-9-]+/)+$", required=False, max_length=60)
    state = forms.ChoiceField(choices=[(one.value, one.value) for one in ReviewState], required=False)
    enterprise = forms.UUIDField(required=False)
    reviewer = forms.UUIDField(required=False)
    field = forms.CharField(max_length=20, required=False)
    day = forms.DateField(required=False)
    q = forms.CharField(label="工号、信用代码或企业", max_length=40, required=False)

    def wanted(self, default: str) -> Wanted:
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Wanted(**({"show": default} | said))


class SkipForm(forms.Form):
    skip = forms.UUIDField(required=False)


class AssignForm(forms.Form):
    person = forms.ChoiceField(
        label="改派给", error_messages={"invalid_choice": "这位同事不能办理当前步骤,请选择其他人。"}
    )
    reason = forms.CharField(label="改派原因", max_length=100)

    def __init__(self, colleagues: list[tuple[str, str]], sent: QueryDict | None = None) -> None:
        super().__init__(sent, auto_id="assign_%s")  # the desk has other reasons too
        self.fields["person"].choices = [("", "请选择"), *colleagues]  # type: ignore[attr-defined]


class SampleForm(forms.Form):
    result = forms.ChoiceField(label="抽检结果", choices=[("", "请选择"), *SAMPLE_LABELS.items()])
    note = forms.CharField(label="发现的差错", max_length=MOST, required=False)


class StatsFilter(forms.Form):
    days = forms.IntegerField(min_value=1, max_value=365, required=False)


class AbsenceForm(forms.Form):
    starts_on = forms.DateField(label="离岗自", widget=DayInput)
    ends_on = forms.DateField(label="至", widget=DayInput)
    reason = forms.CharField(label="说明", max_length=100, required=False)
