"""The audit trail in the console. Reading it changes nothing."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..selectors import PAGE, trail_for_staff


class FilterForm(forms.Form):
    action = forms.CharField(label="操作", max_length=80, required=False)
    subject_id = forms.UUIDField(label="对象编号", required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@page("console", permission="audit.trail.view", relation=Relation.UNIT)
def trail(request: Request) -> HttpResponse:
    form = FilterForm(request.GET)
    wanted: dict[str, object] = form.cleaned_data if form.is_valid() else {}
    subject, before = wanted.get("subject_id"), wanted.get("before")
    lines = trail_for_staff(
        request.actor,
        action=str(wanted.get("action", "")),
        subject_id=subject if isinstance(subject, UUID) else None,
        before=before if isinstance(before, int) else None,
    )
    shown = {"form": form, "lines": lines, "older_than": lines[-1].id if len(lines) == PAGE else None}
    return render(request, "console/audit/trail.html", shown, status=200 if form.is_valid() else 422)
