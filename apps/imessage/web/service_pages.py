"""What phone and office share of the bank's desk: the forms, and what their pages show."""

from typing import Any
from uuid import UUID

from django import forms

from apps.core import clock
from apps.core.clock import Moment
from apps.core.errors import Conflict
from apps.core.http.request import Request
from apps.core.ids import new_id

from ..choices.desk import TOPIC_LABELS
from ..rules.bodies import MOST_CHARACTERS
from ..selectors.desk import service_home, thread_line
from ..services.thread_rate import MOST_WORDS

SCORES = {5: "5 分 · 非常满意", 4: "4 分 · 满意", 3: "3 分 · 一般", 2: "2 分 · 不满意", 1: "1 分 · 非常不满意"}


class AskForm(forms.Form):
    """`client_id` is made when the form is shown: sent twice, the words are said once."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    topic = forms.ChoiceField(label="业务", choices=[("", "请选择"), *TOPIC_LABELS.items()])
    text = forms.CharField(label="问题", max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label="还有什么问题", max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2}))


class RateForm(forms.Form):
    score = forms.TypedChoiceField(label="满意度", coerce=int, choices=list(SCORES.items()), widget=forms.RadioSelect)
    words = forms.CharField(label="想说的话", max_length=MOST_WORDS, required=False)


def home_shown(request: Request, form: AskForm | None = None) -> dict[str, Any]:
    return {
        "home": service_home(request.actor, clock.read()),
        "form": form or AskForm(initial={"client_id": new_id()}),
    }


def thread_shown(
    request: Request, thread_id: UUID, now: Moment, *, reopen: ReopenForm | None = None, rate: RateForm | None = None
) -> dict[str, Any]:
    """A thread's own page; `form` is the one that was sent."""
    thread = thread_line(request.actor, thread_id, now)
    if (rate and not thread.may_rate) or (reopen and not thread.may_reopen):  # there is no form to mend either
        raise Conflict("NOT_NOW", "这个会话现在不能这样办理,请刷新后查看最新状态。")
    return {
        "thread": thread,
        "reopen": reopen or ReopenForm(initial={"client_id": new_id()}),
        "rate": rate or RateForm(),
        "form": reopen or rate,
    }
