"""Three logins of two persons: 陈晓 works at an enterprise and acts for it; 王岚 works at the bank."""

import re
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client

from apps.core import clock
from apps.core.actors import Actor, Relation, Role
from apps.core.clock import Moment
from apps.core.models import OutboxEvent
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.identity.models import SignInCode, User
from apps.notify.models import SmsMessage
from fixtures.generators import id_number, mobile

BIRTH = date(1990, 5, 17)
PHONE, UNKNOWN_PHONE = mobile(8801), mobile(8899)
ID_NUMBER = id_number(BIRTH, female=True, sequence=88)
STAFF_NO, PASSWORD, PIN = "B1001", "Lan-2026-dian", "280461"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

ROLES = {
    LoginKind.EMPLOYEE: Role.EMPLOYEE,
    LoginKind.OPERATOR: Role.CHECKER,
    LoginKind.STAFF: Role.REVIEWER,
}


@dataclass(frozen=True)
class Cast:
    chen: UUID
    wang: UUID
    employee: UUID
    operator: UUID
    staff: UUID


def moment() -> Moment:
    return Moment(clock.wall(), date(2026, 3, 2))


def actor_of(request: HttpRequest) -> Actor:
    """In place of the memberships: each kind of login has one role."""
    who = identity.signed_in(request)
    if who is None:
        return Actor(request_id=request.id)
    return Actor(
        person_id=who.person_id, user_id=who.user_id, surface=who.surface, roles=frozenset({ROLES[who.kind]}),
        display=who.masked_name, request_id=who.request_id, device=who.device, device_id=who.device_id, ip=who.ip,
    )  # fmt: skip


def frame(request: HttpRequest) -> SimpleNamespace:
    return SimpleNamespace(nav=(), tabs=(), viewer=None, display=None, story=None, banners=())


def acting(user_id: UUID, *, step_up: bool = True) -> Actor:
    """The actor of a login inside an entry point that asks for step-up."""
    user = User.objects.get(pk=user_id)
    actor = Actor(person_id=user.person_id, user_id=user.pk, surface=identity.SURFACE_OF[LoginKind(user.kind)])
    return replace(actor, relation=Relation.SELF, step_up=step_up)


def make_cast() -> Cast:
    now, system = moment(), Actor.system("测试")
    with transaction.atomic():
        chen = identity.person_ensure(name="陈晓", id_number=ID_NUMBER, mobile=PHONE, actor=system, now=now)
        number = id_number(date(1985, 2, 3), female=True, sequence=7)
        wang = identity.person_ensure(name="王岚", id_number=number, mobile=mobile(8802), actor=system, now=now)
        cast = Cast(
            chen,
            wang,
            identity.login_ensure(person_id=chen, kind=LoginKind.EMPLOYEE, now=now),
            identity.login_ensure(person_id=chen, kind=LoginKind.OPERATOR, now=now),
            identity.login_ensure(person_id=wang, kind=LoginKind.STAFF, staff_no=STAFF_NO, now=now),
        )
        identity.password_set(user_id=cast.staff, password=PASSWORD, actor=system, now=now)
        for login in (cast.operator, cast.staff):
            identity.totp_set(user_id=login, secret=TOTP_SECRET, actor=system, now=now)
    return cast


def code_sent_to(number: str = PHONE) -> str:
    """The last code in the caught messages to a number; "" when there is none."""
    for message in SmsMessage.objects.system("reading what the demo caught").order_by("-created_at", "-pk"):
        if message.mobile.clear() == number:
            return re.search(r"\d{6}", message.text.clear()).group()  # type: ignore[union-attr]
    return ""


def browser() -> Client:
    return Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"})


def sign_in_mobile(client: Client | None = None) -> Client:
    client = client or browser()
    assert client.post("/mobile/sign-in/", {"mobile": PHONE}).status_code == 302
    answer = client.post("/mobile/sign-in/code/", {"code": code_sent_to()})
    assert (answer.status_code, answer["Location"]) == (302, "/mobile/")
    return client


def first_factor_office(client: Client | None = None) -> Client:
    client = client or browser()
    client.post("/office/sign-in/", {"mobile": PHONE})
    answer = client.post("/office/sign-in/code/", {"code": code_sent_to()})
    assert (answer.status_code, answer["Location"]) == (302, "/office/second-factor/")
    return client


def first_factor_console(client: Client | None = None, password: str = PASSWORD) -> Client:
    client = client or browser()
    answer = client.post("/console/sign-in/", {"login_name": STAFF_NO, "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/console/second-factor/")
    return client


def told(person_id: UUID) -> list[str]:
    """What a person has been told of in the security events, oldest first."""
    events = OutboxEvent.objects.filter(name="identity.security.changed").order_by("pk")
    return [event.payload["change"] for event in events if event.payload["person_id"] == str(person_id)]


def with_pin(*logins: UUID) -> None:
    for login in logins:
        with transaction.atomic():
            identity.pin_set(user_id=login, pin=PIN, actor=Actor.system("测试"), now=moment())


def confirmed(client: Client, url: str, form: dict[str, str] | None = None, pin: str = PIN) -> HttpResponse:
    """Posts a form, and once more with the PIN that its sheet asks for."""
    sheet = client.post(url, form or {})
    assert sheet.status_code == 403, sheet.status_code
    confirmation = {"step_up_digest": sheet.context["digest"], "step_up_pin": pin}
    return client.post(url, (form or {}) | confirmation)


def sign_in_office(client: Client | None = None) -> Client:
    """Both factors, whenever the last codes were used."""
    SignInCode.objects.all().delete()
    client = first_factor_office(client)
    operator = User.objects.get(kind=LoginKind.OPERATOR).pk
    with transaction.atomic():
        identity.totp_set(user_id=operator, secret=TOTP_SECRET, actor=Actor.system("测试"), now=moment())
    assert client.post("/office/second-factor/", {"code": identity.demo_totp_code(operator)}).status_code == 302
    return client


def sign_in_console(client: Client | None = None, password: str = PASSWORD) -> Client:
    client = first_factor_console(client, password)
    staff = User.objects.get(kind=LoginKind.STAFF).pk
    with transaction.atomic():
        identity.totp_set(user_id=staff, secret=TOTP_SECRET, actor=Actor.system("测试"), now=moment())
    assert client.post("/console/second-factor/", {"code": identity.demo_totp_code(staff)}).status_code == 302
    return client
