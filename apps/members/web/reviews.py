"""The review desk of the bank: one queue, cases under a lease, by keyboard (ID-8, ID-9)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.parts import Link, pages_of

from ..choices import ReviewKind
from ..selectors.reviews import ReviewPage, Wanted, queue_for_staff
from ..services.review_claim import Taken, review_claim, review_claim_next, review_release
from .review_forms import QueueFilter, SkipForm

VIEW, TAKE = "members.review.view", "members.review.take"
UNIT = Relation.UNIT
DETAILS = {ReviewKind.EMPLOYEE: "console:certification_detail", ReviewKind.ENTERPRISE: "console:application_detail"}
TABS = {"mine": "等我办理", "open": "全部待办", "done": "最近办结", "sample": "待抽检"}


@page("console", permission=VIEW, relation=UNIT)
def review_list(request: Request) -> HttpResponse:
    """The queue; the filters stand in the address."""
    may_take, at = allows(request.actor, TAKE), clock.wall()
    form = QueueFilter(request.GET)
    wanted = form.wanted("mine" if may_take else "open")
    found = queue_for_staff(request.actor, at, wanted, page=page_number(request))
    shown = {
        "found": found,
        "rows": [(line, reverse(DETAILS[line.kind], args=[line.subject_id])) for line in found.lines],
        "tabs": _tabs(wanted, found, may_take=may_take),
        "pager": pages_of(found, **wanted.as_query()),
        "form": form,
        "wanted": wanted,
        "may_take": may_take,
        "now": at,
    }
    return render(request, "console/members/review_list.html", shown)


def _tabs(wanted: Wanted, found: ReviewPage, *, may_take: bool) -> tuple[Link, ...]:
    url = reverse("console:review_list")
    return tuple(
        Link(
            label,
            f"{url}?show={key}",
            active=wanted.show == key,
            badge=f"{found.counts.waiting:,}" if key == "open" and found.counts.waiting else "",
        )
        for key, label in TABS.items()
        if may_take or key != "mine"
    )


@page("console", permission=TAKE, relation=UNIT, methods=("POST",))
def review_next(request: Request) -> HttpResponse:
    """Takes the next case; `skip` names one that is laid back."""
    form = SkipForm(request.POST)
    skip = form.cleaned_data["skip"] if form.is_valid() else None
    return _go_to(request, review_claim_next(actor=request.actor, now=clock.read(), skip=skip))


@page("console", permission=TAKE, relation=UNIT, methods=("POST",))
def review_take(request: Request, review_id: UUID) -> HttpResponse:
    """Takes one case, or prolongs the lease of who has it."""
    return _go_to(request, review_claim(review_id=review_id, actor=request.actor, now=clock.read()))


@page("console", permission=TAKE, relation=UNIT, methods=("POST",))
def review_put_back(request: Request, review_id: UUID) -> HttpResponse:
    review_release(review_id=review_id, actor=request.actor, now=clock.read())
    messages.success(request, "已放回队列。")
    return redirect("console:review_list")


def _go_to(request: Request, taken: Taken | None) -> HttpResponse:
    if taken is None:
        messages.info(request, "没有等待您办理的申请。")
        return redirect("console:review_list")
    return redirect(DETAILS[taken.kind], taken.subject_id)
