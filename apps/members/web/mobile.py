"""The employee's own certification."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.request import Request

from ..selectors.actors import EMPLOYER
from ..selectors.certifications import certifications_for_member
from ..selectors.rosters import employments_of
from . import screens


@page("mobile", permission="members.certification.own", relation=Relation.SELF)
def certification(request: Request) -> HttpResponse:
    """Where one stands, employer by employer."""
    known = certifications_for_member(request.actor)
    employments = [
        (employment, known.get(employment.member_id), screens.own_steps(employment, known.get(employment.member_id)))
        for employment in employments_of(request.actor.person)
    ]
    return render(request, "mobile/members/certification.html", {"employments": employments})


@page("mobile", permission="members.certification.own", relation=Relation.SELF, methods=("POST",))
def employer_switch(request: Request) -> HttpResponse:
    """Whose name stands on the pages of this browser from now on, for somebody who works for several."""
    asked = request.POST.get("employer", "")
    active = {str(one.enterprise_id) for one in employments_of(request.actor.person) if one.status == "ACTIVE"}
    if asked not in active:
        raise NotFound("您在这家单位没有在职身份。")
    request.session[EMPLOYER] = asked
    return redirect("mobile:me")
