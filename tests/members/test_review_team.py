"""Absence, handing over, load and figures of the review desk."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from apps.core.actors import Actor
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.members.models import Certification, Review
from apps.members.selectors.review_stats import review_stats, team_load
from apps.members.selectors.reviews import Wanted, queue_for_staff
from apps.members.services.review_assign import review_assign
from apps.members.services.review_claim import review_claim, review_claim_next
from apps.members.services.staff_absence import absence_end, absence_set
from fixtures.cast import CAST
from fixtures.world import World

from .test_reviews import accept, case, refuse

pytestmark = pytest.mark.django_db


def away(world: World, who: Actor, *, start: int = 0, days: int = 1) -> None:
    first = world.now.business_date + timedelta(days=start)
    absence_set(starts_on=first, ends_on=first + timedelta(days=days - 1), reason="培训", actor=who, now=world.now)


def hand(world: World, row: Review, to: UUID, *, lead: str = "approver", reason: str = "轮岗") -> None:
    review_assign(review_id=row.pk, person_id=to, reason=reason, actor=world.actor(lead), now=world.now)


def test_who_is_away_has_nothing_and_gets_nothing_until_back(world: World) -> None:
    row, reviewer = case(world), world.actor("reviewer")
    review_claim(review_id=row.pk, actor=reviewer, now=world.now)
    away(world, reviewer)
    row.refresh_from_db()
    assert (row.claimer_person_id, row.claimed_until) == (None, None)
    for attempt in (
        lambda: review_claim(review_id=row.pk, actor=reviewer, now=world.now),
        lambda: review_claim_next(actor=reviewer, now=world.now),
        lambda: hand(world, row, reviewer.person),
    ):
        with pytest.raises(Conflict) as caught:
            attempt()
        assert caught.value.code == "ABSENT"
    absence_end(actor=reviewer, now=world.now)
    review_claim(review_id=row.pk, actor=reviewer, now=world.now)
    with pytest.raises(NotFound):
        absence_end(actor=reviewer, now=world.now)


def test_an_absence_to_come_takes_nothing_away_today(world: World) -> None:
    reviewer = world.actor("reviewer")
    away(world, reviewer, start=3, days=2)
    assert review_claim_next(actor=reviewer, now=world.now)


@pytest.mark.parametrize(("start", "days"), [(-1, 2), (0, 0), (0, 400), (2, 1)])
def test_days_that_make_no_sense_are_refused(world: World, start: int, days: int) -> None:
    reviewer = world.actor("reviewer")
    away(world, reviewer, start=1, days=3)
    with pytest.raises(InvalidInput):
        away(world, reviewer, start=start, days=days)


def test_a_lead_gives_a_case_to_somebody_of_the_right_post(world: World) -> None:
    row, reviewer = case(world), world.actor("reviewer")
    for person in (world.person("approver"), world.person("other_reviewer"), world.person("hr")):
        with pytest.raises(InvalidInput):
            hand(world, row, person)
    with pytest.raises(InvalidInput):
        hand(world, row, reviewer.person, reason=" ")
    hand(world, row, reviewer.person)
    assert review_claim_next(actor=reviewer, now=world.now).subject_id == row.subject_id
    Review.objects.system("test").filter(pk=row.pk).update(assignee_person_id=world.person("service"))
    with pytest.raises(Conflict) as caught:
        review_claim(review_id=row.pk, actor=reviewer, now=world.now)
    assert caught.value.code == "CLAIMED" or caught.value.code == "ASSIGNED"


def test_the_load_of_a_team_and_what_it_achieved(world: World) -> None:
    row, reviewer, approver = case(world), world.actor("reviewer"), world.actor("approver")
    before = {line.person_id: line for line in team_load(approver, world.now)}
    stats = review_stats(approver, world.now, days=30)
    accept(world, reviewer, row)
    refuse(world, approver, row)
    review_claim_next(actor=reviewer, now=world.now)
    away(world, approver)
    line = {line.person_id: line for line in team_load(approver, world.now)}
    assert (line[reviewer.person].in_hand, before[reviewer.person].in_hand) == (1, 0)
    assert line[reviewer.person].today == before[reviewer.person].today + 1
    assert line[approver.person].away_until == world.now.business_date
    assert world.person("other_reviewer") not in line
    now = review_stats(approver, world.now, days=30)
    assert (now.rejected, now.approved) == (stats.rejected + 1, stats.approved)
    assert [(one.field, one.times) for one in now.reasons] == [("emp_no", 1)]
    assert now.median is not None and now.p90 is not None and now.p90 >= now.median
    assert sum(day.rejected for day in now.days) == now.rejected
    assert review_stats(world.actor("other_reviewer"), world.now, days=30).rejected == 0


def test_a_figure_leads_to_the_cases_it_counts(world: World) -> None:
    row, reviewer, approver = case(world), world.actor("reviewer"), world.actor("approver")
    accept(world, reviewer, row)
    refuse(world, approver, row)
    day = world.now.wall.astimezone().date()
    firm = Certification.objects.system("test").get(pk=row.subject_id).member.enterprise_id
    for narrowed in (
        {"reviewer": reviewer.person}, {"enterprise": firm}, {"field": "emp_no"}, {"state": "REJECTED"}, {"day": day},
    ):  # fmt: skip
        found = queue_for_staff(approver, world.now.wall, Wanted(show="done", **narrowed), page=1)
        assert row.pk in {line.id for line in found.lines}, narrowed
    client = Client()
    client.post(reverse("story_switch"), {"person": CAST["approver"].login_name})
    page = client.get(reverse("console:review_figures")).content.decode()
    assert f"reviewer={reviewer.person}" in page and "<svg" in page and "逐日明细" in page
    assert client.get(f"{reverse('console:review_list')}?show=done&reviewer={reviewer.person}").status_code == 200
