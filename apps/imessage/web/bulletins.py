"""Bulletins on the phone: the list, one of them, and 确认收到."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.forms import page_number
from apps.core.http.request import Request

from ..selectors.bulletins import bulletin_for_member, bulletins_for_member
from ..services.bulletin_confirm import bulletin_confirm as confirm
from ..services.bulletin_read import bulletin_read as read

TALK, SELF = "imessage.talk", Relation.SELF


@page("mobile", permission=TALK, relation=SELF)
def bulletin_list(request: Request) -> HttpResponse:
    found = bulletins_for_member(request.actor, page_number(request))
    today = clock.read().business_date
    return render(request, "mobile/imessage/bulletin_list.html", {"found": found, "today": today})


@page("mobile", permission=TALK, relation=SELF)
def bulletin(request: Request, bulletin_id: UUID) -> HttpResponse:
    """What is shown counts as read."""
    found, now = bulletin_for_member(request.actor, bulletin_id), clock.read()
    if found.read_at is None:
        read(bulletin_id=bulletin_id, actor=request.actor, now=now)
    return render(request, "mobile/imessage/bulletin.html", {"line": found, "today": now.business_date})


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def bulletin_confirm(request: Request, bulletin_id: UUID) -> HttpResponse:
    confirm(bulletin_id=bulletin_id, actor=request.actor, now=clock.read())
    messages.success(request, "已确认收到。")
    return redirect("mobile:bulletin", bulletin_id)
