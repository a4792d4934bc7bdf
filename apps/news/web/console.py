"""The desk of announcements in the console: one writes, another lets it out."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, Forbidden, InvalidInput
from apps.core.http.forms import MinuteInput, answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link
from apps.members import api as members

from ..choices import AUDIENCE_LABELS, KIND_LABELS, Audience, NewsKind
from ..selectors import desk_for_staff
from ..services.announcement_write import (
    NewAnnouncement,
    announcement_decide,
    announcement_end,
    announcement_propose,
)

DESK = "console/news/announcement_desk.html"
VERDICTS = (("APPROVE", "同意"), ("RETURN", "退回"))


class AnnouncementForm(forms.Form):
    kind = forms.ChoiceField(label="类型", choices=list(KIND_LABELS.items()))
    audience = forms.ChoiceField(label="对象", choices=list(AUDIENCE_LABELS.items()))
    unit = forms.ChoiceField(label="机构", help_text="该机构和下级机构的对象都能看到")
    title = forms.CharField(label="标题", max_length=40)
    body = forms.CharField(label="正文", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
    starts_at = forms.DateTimeField(label="开始时间", widget=MinuteInput)
    ends_at = forms.DateTimeField(label="结束时间", widget=MinuteInput)

    def __init__(self, data: object, actor: Actor, **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        units = members.units_below(str(actor.unit_path))
        self.fields["unit"].choices = [(str(unit.id), unit.name) for unit in units]  # type: ignore[attr-defined]

    def announcement(self) -> NewAnnouncement:
        said = dict(self.cleaned_data)
        kind, audience, unit = NewsKind(said.pop("kind")), Audience(said.pop("audience")), UUID(said.pop("unit"))
        return NewAnnouncement(kind=kind, audience=audience, unit_id=unit, **said)


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(choices=VERDICTS)
    reason = forms.CharField(max_length=200, required=False)


@page("console", permission="news.desk.view", relation=Relation.UNIT)
def announcement_desk(request: Request) -> HttpResponse:
    return _desk(request)


def _desk(request: Request, error: AppError | None = None) -> HttpResponse:
    now = clock.read()
    may_write = allows(request.actor, "news.desk.write")
    shown = {"lines": desk_for_staff(request.actor, now), "now": now.wall, "may_write": may_write, "error": error}
    return render(request, DESK, shown, status=error.status if error else 200)


@page("console", permission="news.desk.write", relation=Relation.UNIT, methods=("GET", "POST"))
def announcement_new(request: Request) -> HttpResponse:
    now = clock.read()
    form = AnnouncementForm(request.POST or None, request.actor, initial={"starts_at": now.wall})
    crumbs = (Link("公告管理", reverse("console:announcement_desk")), Link("写公告", ""))
    shown = {"form": form, "crumbs": crumbs}
    if request.method == "POST":
        if not form.is_valid():
            return answer_invalid(request, "console/news/announcement_new.html", shown)
        try:
            announcement_propose(announcement=form.announcement(), actor=request.actor, now=now)
        except (InvalidInput, Forbidden) as error:
            if isinstance(error, Forbidden):
                form.add_error("kind", error.message)
                return answer_invalid(request, "console/news/announcement_new.html", shown)
            return answer_invalid(request, "console/news/announcement_new.html", shown, error)
        messages.success(request, "已提交,等待另一人复核。")
        return redirect("console:announcement_desk")
    return render(request, "console/news/announcement_new.html", shown)


@page("console", permission="news.desk.decide", relation=Relation.UNIT, step_up="复核公告", methods=("POST",))
def announcement_decision(request: Request, announcement_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("DECISION", "请选择同意或退回,原因不超过 200 字。")
    now = clock.read()
    try:
        announcement_decide(announcement_id=announcement_id, **form.cleaned_data, actor=request.actor, now=now)
    except InvalidInput as error:
        error.fields = {f"{name}-{announcement_id}": fault for name, fault in error.fields.items()}  # ids in the list
        return _desk(request, error)
    messages.success(request, "已办理。")
    return redirect("console:announcement_desk")


@page("console", permission="news.desk.write", relation=Relation.UNIT, methods=("POST",))
def announcement_down(request: Request, announcement_id: UUID) -> HttpResponse:
    announcement_end(announcement_id=announcement_id, actor=request.actor, now=clock.read())
    messages.success(request, "公告已撤下。")
    return redirect("console:announcement_desk")
