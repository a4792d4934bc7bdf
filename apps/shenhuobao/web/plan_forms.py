"""What somebody fills in about a plan."""

from uuid import UUID

from django import forms

from apps.core.http.forms import DayInput, YuanField

from ..choices.plan import PURPOSE_LABELS
from ..contracts import Goal, PlanChoices


class GoalForm(forms.Form):
    purpose = forms.ChoiceField(label="用途", choices=[("", "请选择"), *PURPOSE_LABELS.items()])
    amount = YuanField("目标金额")
    on = forms.DateField(label="目标日期", widget=DayInput)

    def goal(self) -> Goal:
        sent = self.cleaned_data
        return Goal(sent["purpose"], sent["amount"], sent["on"])


class PlanForm(GoalForm):
    """Nothing is chosen beforehand, and the order of the products is the same for everybody."""

    product_id = forms.TypedChoiceField(label="用哪只产品积累", coerce=UUID, widget=forms.RadioSelect)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: object, choices: PlanChoices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        said = [
            (str(one.product_id), f"{one.name}({one.kind_label},{one.rating_label}{',' if one.note else ''}{one.note})")
            for one in choices.lines
        ]
        self.fields["product_id"].choices = said  # type: ignore[attr-defined]
