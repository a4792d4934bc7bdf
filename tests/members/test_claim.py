"""An invited employee claims the membership in three steps; nobody learns from it who is known (ID-7, ID-9)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from apps.agreements import api as agreements
from apps.agreements.models import Consent, Signature
from apps.core import jobs
from apps.core.errors import AppError, Conflict, InvalidInput, NotFound
from apps.core.models import Job, Parameter
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.identity.models import SignInCode, User
from apps.identity.rules import limits
from apps.members import tasks
from apps.members.contracts import MemberStatus
from apps.members.models import Certification, EmployeeMember
from apps.members.selectors.claims import mend_for_member
from apps.members.services.certification_decide import certification_reject
from apps.members.services.certification_submit import certification_submit
from apps.members.services.field_mend import field_mend
from apps.members.services.member_invite import INVITE_JOB, member_invite
from apps.members.services.member_leave import member_leave
from apps.members.services.roster_import import roster_import
from apps.notify.models import SmsMessage
from fixtures.generators import mobile
from fixtures.world import World
from tests.members.test_roster import newcomer, preview

pytestmark = pytest.mark.django_db
JOIN, CODE = "/mobile/join/", "/mobile/join/code/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CODE_ANSWER", timedelta(0))


@pytest.fixture
def invited(world: World) -> EmployeeMember:
    """新来的甲, on the roster that HR has confirmed."""
    roster_import(upload_id=preview(world, newcomer(0), newcomer(1)).id, actor=world.actor("hr"), now=world.now)
    return member("N000")


def member(emp_no: str) -> EmployeeMember:
    return EmployeeMember.objects.system("test").get(emp_no=emp_no)


def stated(serial: int = 0, **more: str) -> dict[str, str]:
    row = newcomer(serial)
    return {"id_number": row[1], "mobile": row[3]} | more


def texts(number: str) -> list[str]:
    rows = SmsMessage.objects.system("test").order_by("created_at", "pk")
    return [row.text.clear() for row in rows if row.mobile.clear() == number]


def code_of(text: str) -> str:
    return re.search(r"\d{6}", text).group()  # type: ignore[union-attr]


def came_in(serial: int = 0) -> tuple[Client, str]:
    """A phone after the code, and where it was led."""
    phone = Client()
    assert phone.post(JOIN, stated(serial))["Location"] == CODE
    phone.post(CODE, {"code": code_of(texts(stated(serial)["mobile"])[-1])})
    return phone, phone.get("/mobile/join/confirm/")["Location"]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(read_[a-z_]+)" value="([0-9a-f]{64})"', page))


def run_invitations() -> None:
    (job,) = Job.objects.filter(kind=INVITE_JOB)
    lease = jobs.claim(job.pk)
    assert lease
    tasks.roster_invite(lease)


def test_a_confirmed_roster_invites_its_people_once_and_names_nobody(world: World, invited: EmployeeMember) -> None:
    run_invitations()
    number = stated()["mobile"]
    (text,) = texts(number)
    assert text.startswith("【演示农商银行】") and "晨星精密" in text
    assert "新来的" not in text and number not in text and invited.emp_no not in text
    assert member("N000").invited_at is not None
    with pytest.raises(Conflict) as told_today:
        member_invite(member_ids=[invited.pk], actor=world.actor("hr"), now=world.now)
    assert told_today.value.code == "NOTHING"
    EmployeeMember.objects.system("test").filter(pk=invited.pk).update(invited_at=world.now.wall - timedelta(days=2))
    assert member_invite(member_ids=[invited.pk, member("N001").pk], actor=world.actor("hr"), now=world.now) == 1
    assert len(texts(number)) == 2
    with pytest.raises(NotFound):
        member_invite(member_ids=[invited.pk], actor=world.actor("foreign_hr"), now=world.now)


def test_three_steps_from_the_invitation_to_a_claimed_membership(world: World, invited: EmployeeMember) -> None:
    phone, confirm = came_in()
    assert confirm == f"/mobile/join/confirm/{invited.pk}/"
    page = phone.get(confirm).content.decode()
    assert "晨星精密制造" in page and "新**甲" in page
    assert "新来的甲" not in page and stated()["id_number"] not in page and stated()["mobile"] not in page
    assert " checked" not in page
    refused = phone.post(confirm, hidden(page) | {"agreed": "on"})
    assert (refused.status_code, member("N000").claimed_at) == (422, None)
    assert (
        phone.post(confirm, hidden(page) | {"agreed": "on", "consented": "on"})["Location"] == "/mobile/certification/"
    )
    claimed = member("N000")
    assert (claimed.claimed_at is not None, claimed.status) == (True, MemberStatus.INVITED)
    signed = Signature.objects.system("test").filter(person_id=claimed.person_id).values_list("text__code", flat=True)
    assert set(signed) == {"platform", "membership"}
    assert Consent.objects.system("test").get(person_id=claimed.person_id).purpose == "consent_identity"
    assert agreements.has_consent(claimed.person_id, "consent_identity")
    assert "等待企业人事确认" in phone.get("/mobile/certification/").content.decode()
    assert phone.get(confirm).status_code == 404  # nothing is left to confirm


def test_words_that_changed_meanwhile_are_not_signed(world: World, invited: EmployeeMember) -> None:
    phone, confirm = came_in()
    sent = hidden(phone.get(confirm).content.decode()) | {"read_membership": "0" * 64}
    answer = phone.post(confirm, sent | {"agreed": "on", "consented": "on"})
    assert (answer.status_code, member("N000").claimed_at) == (409, None)
    assert not Signature.objects.system("test").filter(person_id=invited.person_id).exists()


def test_an_old_code_proves_nothing_any_more(world: World, invited: EmployeeMember) -> None:
    phone, confirm = came_in()
    sent = hidden(phone.get(confirm).content.decode()) | {"agreed": "on", "consented": "on"}
    SignInCode.objects.filter(purpose="link").update(used_at=world.now.wall - limits.CODE_PROOF)
    assert phone.post(confirm, sent)["Location"] == JOIN
    assert member("N000").claimed_at is None


@pytest.mark.parametrize(
    "more",
    [
        {"mobile": mobile(99_777_001)},  # not the number on the roster
        {"id_number": newcomer(3)[1]},  # nobody knows this ID number
    ],
)
def test_who_is_unknown_sees_the_same_and_gets_no_code(world: World, invited: EmployeeMember, more) -> None:
    phone, known = Client(), Client()
    assert known.post(JOIN, stated(1))["Location"] == CODE
    answer = phone.post(JOIN, stated(**more))
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    changing = r'"[0-9A-Za-z+/=_-]{20,64}"|\d{3}\*{4}\d{4}'
    same = [re.sub(changing, "", one.get(CODE).content.decode()) for one in (phone, known)]
    assert same[0] == same[1]
    assert texts(stated(**more)["mobile"]) == []
    assert phone.post(CODE, {"code": "123456"}).status_code == 422
    assert not User.objects.filter(person_id=invited.person_id, kind=LoginKind.EMPLOYEE).exists()


def test_it_takes_the_same_time_for_known_and_unknown(
    world: World, invited: EmployeeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setattr(limits, "CODE_ANSWER", timedelta(milliseconds=250))
    for sent in (stated(), stated(mobile=mobile(99_777_002)), stated(2)):
        began = time.monotonic()
        assert Client().post(JOIN, sent).status_code == 302
        assert time.monotonic() - began >= 0.25


def test_who_has_left_or_has_claimed_gets_no_code(world: World, invited: EmployeeMember) -> None:
    member_leave(member_id=invited.pk, left_on=world.now.business_date, actor=world.actor("hr"), now=world.now)
    Client().post(JOIN, stated())
    assert texts(stated()["mobile"]) == []


def test_nobody_claims_for_another(world: World, invited: EmployeeMember) -> None:
    phone, _ = came_in()
    assert phone.get(f"/mobile/join/confirm/{member('N001').pk}/").status_code == 404


def test_where_the_parameter_says_so_hr_waits_for_the_claim(world: World, invited: EmployeeMember) -> None:
    Parameter.objects.filter(key="members.claim_required").update(value="yes")
    hr = world.actor("hr")
    with pytest.raises(Conflict) as waits:
        certification_submit(member_ids=[invited.pk], actor=hr, now=world.now)
    assert waits.value.code == "NOT_CLAIMED"
    assert member("N000").status == MemberStatus.INVITED
    EmployeeMember.objects.system("test").filter(pk=invited.pk).update(claimed_at=world.now.wall)
    certification_submit(member_ids=[invited.pk], actor=hr, now=world.now)
    assert member("N000").status == MemberStatus.PENDING


def rejected(world: World, invited: EmployeeMember, field: str) -> None:
    (certification,) = certification_submit(member_ids=[invited.pk], actor=world.actor("hr"), now=world.now)
    certification_reject(
        certification_id=certification, field=field, reason="与证件不一致", actor=world.actor("reviewer"), now=world.now
    )


def test_a_rejected_name_is_mended_by_the_person_and_nothing_else(world: World, invited: EmployeeMember) -> None:
    phone, _ = came_in()
    rejected(world, invited, "name")
    url = f"/mobile/certification/{invited.pk}/mend/"
    assert "与证件不一致" in phone.get(url).content.decode()
    assert phone.post(url, {"value": "甲"}).status_code == 422
    assert phone.post(url, {"value": "新来的佳", "emp_no": "X9"})["Location"] == "/mobile/certification/"
    mended = member("N000")
    assert (mended.name, mended.emp_no, mended.status) == ("新来的佳", "N000", MemberStatus.REJECTED)
    assert identity.person_brief(mended.person_id).name == "新来的佳"
    with pytest.raises(Conflict):  # HR may not do it for them
        field_mend(member_id=invited.pk, value="别的人", actor=world.actor("hr"), now=world.now)
    certification_submit(member_ids=[invited.pk], actor=world.actor("hr"), now=world.now)
    states = Certification.objects.system("test").filter(member=invited).values_list("state", flat=True)
    assert (set(states), member("N000").mended_at) == ({"REJECTED", "SUBMITTED"}, None)
    assert phone.get(url).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("emp_no", "N777", "CX0001"),
        ("department", "质量部", ""),
        ("hired_on", "2026-01-05", "2026-13-01"),
        ("contract_type", "实习", "正式"),
    ],
)
def test_the_rest_is_mended_by_hr_field_by_field(
    world: World, invited: EmployeeMember, field: str, value: str, wrong: str
) -> None:
    rejected(world, invited, field)
    hr = world.actor("hr")
    with pytest.raises(InvalidInput):
        field_mend(member_id=invited.pk, value=wrong, actor=hr, now=world.now)
    before = EmployeeMember.objects.system("test").filter(pk=invited.pk).values().get()
    field_mend(member_id=invited.pk, value=value, actor=hr, now=world.now)
    after = EmployeeMember.objects.system("test").filter(pk=invited.pk).values().get()
    column = "department_id" if field == "department" else field
    assert {name for name in after if after[name] != before[name]} == {column, "mended_at"}
    person = world.actor("xujing")
    assert mend_for_member(person, invited.pk) is None
    with pytest.raises(NotFound):
        field_mend(member_id=invited.pk, value=value, actor=world.actor("foreign_hr"), now=world.now)


def test_a_name_that_the_bank_has_confirmed_is_not_mended_here(world: World) -> None:
    xujing = world.member("xujing")
    row = Certification.objects.system("test").get(member=xujing)
    certification_reject(
        certification_id=row.pk, field="name", reason="不对", actor=world.actor("reviewer"), now=world.now
    )
    Certification.objects.system("test").filter(pk=row.pk).update(state="APPROVED")
    with pytest.raises(AppError) as refused:
        field_mend(member_id=xujing.pk, value="许晶", actor=world.actor("xujing"), now=world.now)
    assert refused.value.code == "NOT_YOURS"
    assert world.member("xujing").name == "许静"
