"""The plain forms of the console desk."""

from typing import Any
from uuid import UUID

from django import forms

from ..choices.desk import TOPIC_LABELS, WRAP_UP_LABELS
from ..contracts.desk import DeskThread
from ..rules.desk import LEAST_CAPACITY, MOST_CAPACITY
from ..rules.frames import MOST_SEQ
from ..services.thread_parts import MOST_NOTE
from .forms import MessageForm

AGENT, SKILL = "agent:", "skill:"


class AnswerForm(MessageForm):
    """`seen_seq`: up to where the page has shown the rows."""

    seen_seq = forms.IntegerField(min_value=0, max_value=MOST_SEQ, widget=forms.HiddenInput)


class CloseForm(forms.Form):
    category = forms.ChoiceField(label="小结类别", choices=[("", "请选择"), *WRAP_UP_LABELS.items()])
    note = forms.CharField(label="小结(选填)", max_length=MOST_NOTE, required=False)


class TransferForm(forms.Form):
    """To a colleague or into the queue of a skill: one choice."""

    target = forms.ChoiceField(label="转给")
    note = forms.CharField(label="转接说明", max_length=MOST_NOTE)

    def __init__(self, data: object, thread: DeskThread) -> None:
        super().__init__(data, auto_id="transfer_%s")  # type: ignore[arg-type]
        colleagues = [
            (f"{AGENT}{one.agent_id}", f"{one.display}({one.load}/{one.capacity})") for one in thread.colleagues
        ]
        skills = [(f"{SKILL}{skill}", label) for skill, label in TOPIC_LABELS.items() if skill != thread.skill]
        groups = [("值班同事", colleagues)] if colleagues else []
        self.fields["target"].choices = [("", "请选择"), *groups, ("技能队列", skills)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        said = self.cleaned_data["target"]
        agent = UUID(said.removeprefix(AGENT)) if said.startswith(AGENT) else None
        skill = said.removeprefix(SKILL) if said.startswith(SKILL) else ""
        return {"agent_id": agent, "skill": skill, "note": self.cleaned_data["note"]}


class NoteForm(forms.Form):
    note = forms.CharField(max_length=MOST_NOTE)


class AppointForm(forms.Form):
    person_id = forms.TypedChoiceField(label="客服岗同事", coerce=UUID)
    skills = forms.MultipleChoiceField(
        label="技能", choices=list(TOPIC_LABELS.items()), widget=forms.CheckboxSelectMultiple, required=False,
        help_text="都不选时不再分配会话",
    )  # fmt: skip
    capacity = forms.IntegerField(label="同时接待上限", min_value=LEAST_CAPACITY, max_value=MOST_CAPACITY, initial=3)

    def __init__(self, data: object, staff: tuple[tuple[UUID, str], ...]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        people = [("", "请选择"), *((str(person), name) for person, name in staff)]
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]
