"""The demo's story bar: another person in one click. These views exist only where settings.DEMO is true."""

from django.http import HttpResponse
from django.shortcuts import redirect

from apps.core.access import PUBLIC, page
from apps.core.actors import Relation
from apps.core.http.request import Request
from apps.identity import api as identity


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("POST",))
def story_switch(request: Request) -> HttpResponse:
    """Signs in as somebody of the cast and goes to his home page. An unknown name is 404."""
    surface = identity.demo_sign_in(request, request.POST.get("person", ""))
    return redirect(f"{surface}:home")
