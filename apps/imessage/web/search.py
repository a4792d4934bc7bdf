"""查找聊天记录 on the phone: a form and the rows that were found, each a way to its place in the conversation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.core.access import page
from apps.core.http.forms import page_number
from apps.core.http.request import Request

from ..selectors.search import found_for_member
from .mobile import QUERY_LENGTH, SELF, TALK


@page("mobile", permission=TALK, relation=SELF)
def talk_search(request: Request) -> HttpResponse:
    """In all conversations of the person, or with `?talk=` in one of them."""
    query = "".join(filter(str.isprintable, request.GET.get("q", "")))[:QUERY_LENGTH]
    try:
        place = UUID(request.GET.get("talk", ""))
    except ValueError:
        place = None
    found = found_for_member(request.actor, query, conversation_id=place, number=page_number(request))
    return render(request, "mobile/imessage/talk_search.html", {"found": found, "query": query, "place": place})
