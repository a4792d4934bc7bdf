"""The demo's story bar: another person, another day. These views exist only where settings.DEMO is true."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import clock
from apps.core.access import PUBLIC, page
from apps.core.actors import Actor, Relation
from apps.core.errors import InvalidInput, NotFound
from apps.core.http.request import Request
from apps.identity import api as identity
from apps.ledger import api as ledger

from ..frame import story_of


class DayForm(forms.Form):
    """So many days on, or to a day."""

    days = forms.IntegerField(required=False, min_value=0, max_value=31)
    on = forms.DateField(required=False)
    idempotency_key = forms.UUIDField()


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("POST",))
def story_switch(request: Request) -> HttpResponse:
    """Signs in as somebody of the cast and goes to his home page. An unknown name is 404."""
    surface = identity.demo_sign_in(request, request.POST.get("person", ""))
    return redirect(f"{surface}:home")


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("GET", "POST"))
def story_day(request: Request) -> HttpResponse:
    """POST closes bank days until the wanted one is open; GET is how far that is, and at its end fetches the page."""
    if not settings.DEMO:
        raise NotFound()
    if request.method == "POST":
        return _start(request)
    story = story_of(request)
    return render(request, "components/story-day.html", {"story": story, "is_over": story.day is None})


def _start(request: Request) -> HttpResponse:
    form, now = DayForm(request.POST), clock.read()
    if not form.is_valid():
        raise InvalidInput("DAY_TARGET", "请选择要前往的日期。")
    asked = form.cleaned_data
    to = asked["on"] if asked["days"] is None else now.business_date + timedelta(days=asked["days"])
    if to is None:
        raise InvalidInput("DAY_TARGET", "请选择要前往的日期。")
    ledger.start_day_close(to=to, key=str(asked["idempotency_key"]), actor=Actor.system("演示:改变日期"), now=now)
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "/")
