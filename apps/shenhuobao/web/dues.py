"""Reminders of maturity for the person's own calendar."""

from uuid import UUID

from django.http import HttpResponse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.files import file_response
from apps.core.http.request import Request

from ..selectors.due_file import ICS, due_file
from ..selectors.wealth import due_lines

OWN, SELF = "shenhuobao.holding.own", Relation.SELF


@page("mobile", permission=OWN, relation=SELF)
def maturity_files(request: Request) -> HttpResponse:
    """Of every holding that ends; an empty calendar where none does."""
    now = clock.read()
    return file_response(due_file(due_lines(request.actor, now), now.wall), "wealth-maturities.ics", ICS)


@page("mobile", permission=OWN, relation=SELF)
def maturity_file(request: Request, holding_id: UUID) -> HttpResponse:
    """Of one holding. 404 for one that has no day on which it ends."""
    now = clock.read()
    found = [line for line in due_lines(request.actor, now) if line.holding_id == holding_id]
    if not found:
        raise NotFound("这笔持有没有到期日。")
    return file_response(due_file(found, now.wall), f"wealth-{found[0].on}.ics", ICS)
