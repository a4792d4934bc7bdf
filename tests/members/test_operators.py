"""操作员与角色 in a browser: the administrator grants, takes back and resets, with the PIN, and never for oneself."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from apps.identity.models import User
from apps.members.models import EmployeeMember, OperatorGrant
from apps.notify.models import Notice
from fixtures.cast import PIN
from fixtures.world import World

pytestmark = pytest.mark.django_db
PAGE = "/office/operators/"


@pytest.fixture
def desk(world: World) -> Client:
    client = Client()
    assert client.post(reverse("story_switch"), {"person": "admin"}).status_code == 302
    return client


def confirmed(client: Client, url: str, form: dict[str, str] | None = None):
    sheet = client.post(url, form or {})
    assert sheet.status_code == 403, sheet.content.decode()[:2000]
    shown = dict(sheet.context["shown"])
    return shown, client.post(url, (form or {}) | {"step_up_digest": sheet.context["digest"], "step_up_pin": PIN})


def emp_no(world: World, key: str) -> str:
    return EmployeeMember.objects.system("test").get(person_id=world.person(key), enterprise=world.morningstar).emp_no


def test_an_employee_is_given_a_role_and_told(world: World, desk: Client) -> None:
    form = {"emp_no": emp_no(world, "xiaowen"), "role": "maker"}
    shown, done = confirmed(desk, f"{PAGE}new/", form)
    assert shown["授予角色"] == "企业经办" and "李" in shown["人员"]
    assert done.status_code == 302
    page = desk.get(PAGE).content.decode()
    assert "李*雯" in page
    notice = Notice.objects.system("test").get(person_id=world.person("xiaowen"), kind="members.grant")
    assert "企业经办" in notice.body


@pytest.mark.parametrize(
    ("who", "role", "said"),
    [("maker", "checker", "「企业复核」与该人员已有的「企业经办」不相容"), ("hr", "hr_pay", "已有「薪酬专员」角色"),
     ("admin", "hr_pay", "不能给自己授权"), ("xujing", "maker", "没有这个工号的在职认证员工")],
)  # fmt: skip
def test_a_refusal_says_why_before_anybody_signs(world: World, desk: Client, who: str, role: str, said: str) -> None:
    before = OperatorGrant.objects.system("test").count()
    answer = desk.post(f"{PAGE}new/", {"emp_no": emp_no(world, who), "role": role})
    assert answer.status_code in (403, 409, 422)
    assert said in answer.content.decode()
    assert OperatorGrant.objects.system("test").count() == before


def test_a_role_is_taken_back_with_the_pin(world: World, desk: Client) -> None:
    grant = OperatorGrant.objects.system("test").get(person_id=world.person("maker"), revoked_at=None)
    _, done = confirmed(desk, f"{PAGE}{grant.pk}/revoke/")
    assert done.status_code == 302
    assert world.actor("maker").roles == frozenset()
    own = OperatorGrant.objects.system("test").get(person_id=world.person("admin"), revoked_at=None)
    assert desk.post(f"{PAGE}{own.pk}/revoke/").status_code == 403


def test_a_lost_authenticator_is_reset_by_the_administrator(world: World, desk: Client) -> None:
    maker = User.objects.get(login_name="maker")
    _, done = confirmed(desk, f"{PAGE}logins/{maker.pk}/reset/")
    assert done.status_code == 302
    assert not Authenticator.objects.filter(user=maker).exists()
    own = User.objects.get(login_name="admin")
    assert desk.post(f"{PAGE}logins/{own.pk}/reset/").status_code == 403
    foreign = User.objects.get(login_name="bedrock_hr")
    assert desk.post(f"{PAGE}logins/{foreign.pk}/reset/").status_code == 404
