"""The employee's own certification."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

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
