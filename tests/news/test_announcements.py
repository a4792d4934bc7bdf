"""An announcement takes two people, reaches its audience once and stands between its times."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from apps.agreements.contracts import MARKETING
from apps.agreements.services.consent_decide import consent_withdraw
from apps.approvals.models import ApprovalRequest
from apps.core import jobs
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.core.models import Job
from apps.identity import api as identity
from apps.members.models import BankUnit
from apps.news import api as news
from apps.news.choices import Audience, NewsKind
from apps.news.models import Announcement
from apps.news.selectors import desk_for_staff
from apps.news.services.announcement_write import (
    NewAnnouncement,
    announcement_decide,
    announcement_end,
    announcement_lapse,
    announcement_propose,
)
from apps.notify.models import Notice
from fixtures.cast import CAST, EAST, HEAD, WEST
from fixtures.world import World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def propose(world: World, *, by: str = "bank_operator", unit: str = HEAD, **more: object) -> UUID:
    said = {
        "kind": NewsKind.NOTICE, "audience": Audience.ALL, "title": "春节服务安排", "body": "节日期间跨行代发顺延。",
        "starts_at": world.now.wall.astimezone(SHANGHAI), "ends_at": (world.now.wall + HOUR).astimezone(SHANGHAI),
    } | more  # fmt: skip
    said["unit_id"] = BankUnit.objects.get(path=unit).pk
    return announcement_propose(announcement=NewAnnouncement(**said), actor=world.actor(by), now=world.now)  # type: ignore[arg-type]


def publish(world: World, announcement_id: UUID, by: str = "head_approver") -> None:
    actor, now = world.actor(by), world.now
    try:
        announcement_decide(announcement_id=announcement_id, verdict="APPROVE", reason="", actor=actor, now=now)
    except StepUpRequired as needed:
        identity.step_up_confirm(actor=actor, digest=needed.digest, pin=world.pin, now=now)
        announcement_decide(announcement_id=announcement_id, verdict="APPROVE", reason="", actor=actor, now=now)


def work() -> None:
    Job.objects.filter(kind="news.tell", state="DUE").update(woken_at=None)
    for job_id in jobs.due(200):
        if Job.objects.get(pk=job_id).kind == "news.tell":
            assert jobs.run(job_id)


def titles(world: World, who: str, now: Moment | None = None) -> list[str]:
    return [one.title for one in news.standing_for(world.actor(who), now or world.now)]


def test_one_writes_and_another_lets_it_out(world: World) -> None:
    announcement_id = propose(world)
    assert titles(world, "xiaowen") == []
    with pytest.raises(Forbidden):
        publish(world, announcement_id, by="bank_operator")
    with pytest.raises(StepUpRequired):
        announcement_decide(
            announcement_id=announcement_id, verdict="APPROVE", reason="", actor=world.actor("head_approver"),
            now=world.now,
        )  # fmt: skip
    publish(world, announcement_id)
    assert titles(world, "xiaowen") == titles(world, "maker") == titles(world, "reviewer") == ["春节服务安排"]
    with pytest.raises(IllegalMove):
        publish(world, announcement_id)


def test_it_stands_between_its_times_and_goes_when_it_is_taken_down(world: World) -> None:
    announcement_id = propose(world, starts_at=world.now.wall + HOUR, ends_at=world.now.wall + 2 * HOUR)
    publish(world, announcement_id)
    at = {hours: Moment(world.now.wall + hours * HOUR, world.now.business_date) for hours in (0, 1, 2)}
    assert [titles(world, "xiaowen", at[hours]) for hours in (0, 1, 2)] == [[], ["春节服务安排"], []]
    announcement_end(announcement_id=announcement_id, actor=world.actor("bank_operator"), now=world.now)
    assert titles(world, "xiaowen", at[1]) == []


def test_the_audience_is_told_once_and_no_other(world: World) -> None:
    announcement_id = propose(world, audience=Audience.OPERATORS, unit=EAST)
    publish(world, announcement_id, by="head_approver")
    work()
    Job.objects.filter(kind="news.tell").update(state="DUE")  # as after a crash before its end
    work()
    told = Notice.objects.system("test").filter(kind__startswith="news.")
    assert told.filter(person_id=world.person("maker")).count() == 1
    assert not told.filter(person_id__in=[world.person(key) for key in ("xiaowen", "foreign_hr", "reviewer")]).exists()
    assert set(told.values_list("surface", "category")) == {("office", "NEWS")}
    assert titles(world, "maker") and not titles(world, "foreign_hr") and not titles(world, "xiaowen")


def test_everybody_of_all_is_told_on_the_own_surface(world: World) -> None:
    publish(world, propose(world, body="长" * 500))
    work()
    for key, surface in (("xiaowen", "mobile"), ("maker", "office"), ("reviewer", "console")):
        notice = Notice.objects.system("test").get(kind=f"news.{surface}", person_id=world.person(key))
        assert len(notice.body) == 121 and notice.link == f"/{surface}/announcements/"


def test_what_was_taken_down_is_told_to_nobody(world: World) -> None:
    announcement_id = propose(world)
    publish(world, announcement_id)
    announcement_end(announcement_id=announcement_id, actor=world.actor("bank_operator"), now=world.now)
    work()
    assert not Notice.objects.system("test").filter(kind__startswith="news.").exists()


@pytest.mark.parametrize(
    ("starts", "ends"), [(2 * HOUR, HOUR), (-2 * HOUR, -HOUR), (HOUR, HOUR), (HOUR, timedelta(days=400))]
)
def test_times_that_make_no_sense_are_refused(world: World, starts: timedelta, ends: timedelta) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(world, starts_at=world.now.wall + starts, ends_at=world.now.wall + ends)
    assert refused.value.code == "TIMES"
    assert not Announcement.objects.system("test").exists()


def test_a_branch_speaks_to_its_own_and_closes_no_page(world: World) -> None:
    with pytest.raises(Forbidden):
        propose(world, by="bank_operator", unit=EAST, kind=NewsKind.MAINTENANCE)
    branch = world.actor("other_reviewer")  # of the other branch: its unit is what counts here
    with pytest.raises(InvalidInput):
        announcement_propose(
            announcement=NewAnnouncement(
                NewsKind.NOTICE, Audience.ALL, BankUnit.objects.get(path=EAST).pk, "标题", "正文", world.now.wall,
                world.now.wall + HOUR,
            ),
            actor=branch, now=world.now,
        )  # fmt: skip
    announcement_id = propose(world, unit=EAST)
    assert desk_for_staff(branch, world.now) == ()
    with pytest.raises(NotFound):
        announcement_end(announcement_id=announcement_id, actor=branch, now=world.now)


def test_nobody_lets_out_what_is_over(world: World) -> None:
    announcement_id = propose(world, ends_at=world.now.wall + HOUR)
    late = Moment(world.now.wall + 2 * HOUR, world.now.business_date)
    with pytest.raises(Conflict) as refused:
        announcement_decide(
            announcement_id=announcement_id, verdict="APPROVE", reason="", actor=world.actor("head_approver"), now=late
        )
    assert refused.value.code == "NEWS_LATE"


def test_what_nobody_decides_lapses(world: World) -> None:
    announcement_id = propose(world)
    for _ in range(2):
        announcement_lapse(announcement_id=announcement_id, now=world.now)
    assert Announcement.objects.system("test").get(pk=announcement_id).state == "LAPSED"
    assert ApprovalRequest.objects.system("test").filter(subject_id=announcement_id).count() == 1


def test_a_maintenance_stands_on_every_page_of_its_audience_between_its_times(world: World) -> None:
    publish(world, propose(world, kind=NewsKind.MAINTENANCE, title="夜间系统维护", audience=Audience.EMPLOYEES))
    cache.clear()
    signed_in = Client()
    signed_in.post("/story/switch/", {"person": CAST["xiaowen"].login_name})
    pages = [signed_in.get("/mobile/inbox/"), signed_in.get("/mobile/no/such/"), Client().get("/mobile/sign-in/")]
    assert all("夜间系统维护" in page.content.decode() for page in pages)
    assert "夜间系统维护" not in Client().get("/office/sign-in/").content.decode()
    start = world.now.wall
    assert [bool(news.banners_on("mobile", start + hours * HOUR)) for hours in (-1, 0, 1)] == [False, True, False]


def test_the_other_branch_sees_none_of_it(world: World) -> None:
    publish(world, propose(world, unit=WEST, audience=Audience.OPERATORS))
    assert titles(world, "foreign_hr") == ["春节服务安排"] and titles(world, "maker") == []


def activity(world: World, **more: object) -> UUID:
    said = {"kind": NewsKind.ACTIVITY, "audience": Audience.EMPLOYEES, "title": "春季存款抽奖"} | more
    announcement_id = propose(world, **said)
    publish(world, announcement_id)
    return announcement_id


def told(world: World, announcement_id: UUID) -> set[UUID]:
    keys = Notice.objects.system("test").filter(key__startswith=f"news:{announcement_id}:")
    return set(keys.values_list("person_id", flat=True))


def test_marketing_reaches_those_who_agreed_and_stops_at_the_next_run_after_they_took_it_back(world: World) -> None:
    """AT-18."""
    xiaowen = world.actor("xiaowen")
    first = activity(world)
    work()
    assert told(world, first) == {world.person("xiaowen")}
    assert "撤回" in Notice.objects.system("test").get(key=f"news:{first}:mobile").body
    assert (titles(world, "xiaowen"), titles(world, "guilan")) == (["春季存款抽奖"], [])
    second = activity(world, title="夏季活动")  # published, its job waits
    consent_withdraw(purpose=MARKETING, actor=xiaowen, now=world.now)
    work()
    assert told(world, second) == set() and titles(world, "xiaowen") == []
    service = propose(world, title="服务通知")
    publish(world, service)
    work()
    assert world.person("xiaowen") in told(world, service)  # what is no marketing goes on


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"audience": Audience.ALL}, "AUDIENCE"),
        ({"audience": Audience.OPERATORS}, "AUDIENCE"),
        ({"body": "认购同心宝有礼"}, "TX_PUBLIC"),
    ],
)
def test_marketing_to_who_cannot_agree_or_of_what_is_never_public_is_refused(
    world: World, more: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(world, **({"kind": NewsKind.ACTIVITY, "audience": Audience.EMPLOYEES} | more))
    assert refused.value.code == code
