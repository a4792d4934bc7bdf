"""The inbox on the phone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..selectors import inbox_for
from ..services.notice_read import notice_open, notices_read_all


@page("mobile", permission="notify.inbox.read", relation=Relation.SELF)
def inbox(request: Request) -> HttpResponse:
    return render(request, "mobile/notify/inbox.html", {"notices": inbox_for(request.actor)})


@page("mobile", permission="notify.inbox.read", relation=Relation.SELF, methods=("POST",))
def inbox_open(request: Request, notice_id: UUID) -> HttpResponse:
    return redirect(notice_open(notice_id=notice_id, actor=request.actor, now=clock.read()) or "mobile:inbox")


@page("mobile", permission="notify.inbox.read", relation=Relation.SELF, methods=("POST",))
def inbox_read_all(request: Request) -> HttpResponse:
    notices_read_all(actor=request.actor, now=clock.read())
    return redirect("mobile:inbox")
