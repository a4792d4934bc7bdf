"""What phone and office share of complaints: the forms, and what their pages show."""

from typing import Any
from uuid import UUID

from django import forms

from apps.core import clock, params
from apps.core.clock import SHANGHAI
from apps.core.http.request import Request
from apps.core.ids import new_id
from apps.core.parts import Step

from ..choices.complaints import COMPLAINT_KIND_LABELS, REGULATOR, REPLY_DAYS, ComplaintState
from ..contracts.desk import ComplaintCard
from ..rules.complaints import MOST_TEXT
from ..selectors.complaints import complaint_for_member, complaints_for_member

ORDER = (ComplaintState.FILED, ComplaintState.TAKEN, ComplaintState.REPLIED, ComplaintState.CLOSED)
STEP_LABELS = ("已受理", "处理中", "已答复", "已办结")


class FileForm(forms.Form):
    """`key` is made when the form is shown: sent twice, it is filed once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *COMPLAINT_KIND_LABELS.items()])
    text = forms.CharField(label="投诉内容", max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(
        label="对答复是否满意", choices=[("yes", "满意"), ("no", "不满意")], widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="说明", max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不满意时请说明原因",
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return {"is_satisfied": self.cleaned_data["verdict"] == "yes", "words": self.cleaned_data["words"]}


def list_shown(request: Request, form: FileForm | None = None) -> dict[str, Any]:
    now = clock.read()
    return {
        "complaints": complaints_for_member(request.actor, now),
        "days": params.get(REPLY_DAYS, now.business_date),
        "form": form or FileForm(initial={"key": new_id()}),
    }


def card_shown(request: Request, complaint_id: UUID, form: JudgeForm | None = None) -> dict[str, Any]:
    card = complaint_for_member(request.actor, complaint_id, clock.read())
    return {"card": card, "steps": steps_of(card), "form": form or JudgeForm(), "regulator": REGULATOR}


def steps_of(card: ComplaintCard) -> tuple[Step, ...]:
    """Where a complaint stands; an escalated one is with somebody again."""
    at = ComplaintState.TAKEN if card.line.state == ComplaintState.ESCALATED else ComplaintState(card.line.state)
    here = ORDER.index(at)
    notes = {0: f"{card.line.filed_at.astimezone(SHANGHAI):%m-%d %H:%M}"}
    if card.replies:
        notes[2] = f"{card.replies[-1].at.astimezone(SHANGHAI):%m-%d %H:%M}"
    elif card.line.days_left is not None:
        notes[2] = f"{card.line.due_on:%m-%d} 前"
    last = at == ComplaintState.CLOSED
    return tuple(
        Step(label, "done" if place < here or last else "current" if place == here else "todo", notes.get(place, ""))
        for place, label in enumerate(STEP_LABELS)
    )
