"""Leaving on a day: it holds from that day on, in what is asked then, before anything has been written (ID-9)."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.core import clock, sweeps
from apps.core.actors import Role
from apps.core.errors import Conflict, NotFound
from apps.core.models import OutboxEvent
from apps.members import api as members
from apps.members.choices import RosterScope
from apps.members.contracts import MemberStatus
from apps.members.models import EmployeeMember
from apps.members.services.employer_choose import employer_choose
from apps.members.services.member_leave import member_leave, member_stay, members_leave_due
from apps.members.services.roster_import import roster_import
from apps.members.services.roster_upload import roster_upload
from apps.notify.models import Notice
from fixtures.cast import CAST
from fixtures.reference import on_day
from fixtures.world import World
from tests.members.test_roster import csv, newcomer

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 9)


def leave(world: World, key: str, on: date, who: str = "hr") -> None:
    member_leave(member_id=world.member(key).pk, left_on=on, actor=world.actor(who), now=world.now)


def stay(world: World, key: str, who: str = "hr") -> None:
    member_stay(member_id=world.member(key).pk, actor=world.actor(who), now=world.now)


def round_of() -> int:
    with transaction.atomic():
        return members_leave_due(now=clock.read())


def status_on_the_roster(world: World, key: str) -> MemberStatus:
    lines = members.roster(world.morningstar)
    return next(line.status for line in lines if line.person_id == world.person(key))


def test_until_the_day_nothing_ends(world: World) -> None:
    leave(world, "xiaowen", DAY)
    assert (world.member("xiaowen").status, world.member("xiaowen").leaves_on) == ("ACTIVE", DAY)
    with on_day(DAY - timedelta(days=1)):
        assert round_of() == 0
        assert world.actor("xiaowen").roles == {Role.EMPLOYEE}
        assert status_on_the_roster(world, "xiaowen") == MemberStatus.ACTIVE
    assert not OutboxEvent.objects.filter(name="members.member.left").exists()


def test_on_the_day_it_holds_before_the_round_has_come(world: World) -> None:
    leave(world, "xiaowen", DAY)
    with on_day(DAY):
        assert world.member("xiaowen").status == "ACTIVE"  # nobody has written it yet
        assert world.actor("xiaowen").roles == {Role.UNCERTIFIED, Role.FORMER}
        assert status_on_the_roster(world, "xiaowen") == MemberStatus.LEFT
        assert members.employments_of(world.person("xiaowen"))[0].status == MemberStatus.LEFT


def test_the_round_writes_it_once(world: World) -> None:
    leave(world, "xiaowen", DAY)
    with on_day(DAY + timedelta(days=1)):
        assert (round_of(), round_of()) == (1, 0)
    member = world.member("xiaowen")
    assert (member.status, member.left_on, member.leaves_on) == (MemberStatus.LEFT, DAY, None)
    row = AuditRow.objects.system("test").get(action="members.member.left")
    assert (row.subject_id, row.person_id, row.detail["left_on"]) == (member.pk, None, str(DAY))
    assert OutboxEvent.objects.filter(name="members.member.left").count() == 1
    assert "members.leave_due" in sweeps.names()


def test_the_person_hears_of_both(world: World) -> None:
    leave(world, "xiaowen", DAY)
    with on_day(DAY):
        round_of()
    told = Notice.objects.system("test").filter(person_id=world.person("xiaowen"), kind="members.employment")
    assert [str(DAY) in notice.body for notice in told.order_by("pk")] == [True, False]


def test_a_day_ahead_is_changed_and_taken_back(world: World) -> None:
    leave(world, "xiaowen", DAY)
    leave(world, "xiaowen", DAY + timedelta(days=7))
    assert world.member("xiaowen").leaves_on == DAY + timedelta(days=7)
    stay(world, "xiaowen")
    with on_day(DAY + timedelta(days=8)):
        assert round_of() == 0
        assert world.actor("xiaowen").roles == {Role.EMPLOYEE}
    with pytest.raises(Conflict):
        stay(world, "xiaowen")
    with pytest.raises(NotFound):
        stay(world, "xiaowen", "bedrock_hr")


def test_leaving_today_takes_the_day_ahead_away(world: World) -> None:
    leave(world, "xiaowen", DAY)
    leave(world, "xiaowen", world.now.business_date)
    assert (world.member("xiaowen").status, world.member("xiaowen").leaves_on) == ("LEFT", None)


def test_a_full_list_ends_people_on_a_day_to_come(world: World) -> None:
    hr = world.actor("hr")
    pk = roster_upload(data=csv(newcomer(0)), file_name="a.csv", scope=RosterScope.FULL, actor=hr, now=world.now)
    done = roster_import(upload_id=pk, left_on=DAY, actor=hr, now=world.now)
    waiting = EmployeeMember.objects.system("test").filter(enterprise_id=world.morningstar, leaves_on=DAY)
    assert waiting.count() == done.left > 100
    with on_day(DAY):
        left = [round_of() for _ in range(5)]
    assert sum(left) == done.left and max(left) == 100


# ---- what who left still sees


@pytest.fixture
def gone(world: World) -> Client:
    """李晓雯, who left today, in her browser."""
    leave(world, "xiaowen", world.now.business_date)
    client = Client()
    client.post(reverse("story_switch"), {"person": CAST["xiaowen"].login_name})
    return client


def test_who_left_still_reads_the_own_payslips_and_agreements(world: World, gone: Client) -> None:
    listed = gone.get(reverse("mobile:payslip_list"))
    assert listed.status_code == 200
    (first, *_) = listed.context["payslips"]
    assert gone.get(reverse("mobile:payslip_detail", args=[first.id])).status_code == 200
    for page in ("agreement_list", "account_list", "certification", "home", "me"):
        assert gone.get(reverse(f"mobile:{page}")).status_code == 200
    assert "24 个月" in gone.get(reverse("mobile:certification")).content.decode()
    home = gone.get(reverse("mobile:home")).content.decode()
    assert reverse("mobile:payslip_list") in home and "去认证" not in home


def test_who_was_never_a_member_reads_none(world: World) -> None:
    client = Client()
    client.post(reverse("story_switch"), {"person": CAST["xujing"].login_name})
    assert client.get(reverse("mobile:payslip_list")).status_code == 403


# ---- several employers


def test_the_employer_is_chosen_for_all_devices(world: World) -> None:
    assert world.actor("yiming").enterprise_id == world.morningstar
    employer_choose(enterprise_id=world.bedrock, actor=world.actor("yiming"), now=world.now)
    assert world.actor("yiming").enterprise_id == world.bedrock
    leave_there = EmployeeMember.objects.system("test").get(
        enterprise_id=world.bedrock, person_id=world.person("yiming")
    )
    member_leave(member_id=leave_there.pk, left_on=DAY, actor=world.actor("bedrock_hr"), now=world.now)
    with on_day(DAY):
        assert world.actor("yiming").enterprise_id == world.morningstar
        with pytest.raises(NotFound):
            employer_choose(enterprise_id=world.bedrock, actor=world.actor("yiming"), now=clock.read())


def test_only_an_own_employer_is_chosen(world: World) -> None:
    for key, firm in (("xiaowen", world.bedrock), ("xujing", world.morningstar)):
        with pytest.raises(NotFound):
            employer_choose(enterprise_id=firm, actor=world.actor(key), now=world.now)
