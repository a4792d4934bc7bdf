"""Reading persons and logins. Callers have decided whose they may see; numbers leave masked unless the name says so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.module_loading import import_string

from apps.audit import api as audit
from apps.audit.contracts import PlaceLine
from apps.core import masking
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.crypto import blind_index
from apps.core.errors import Conflict

from .contracts import (
    SURFACE_OF,
    CastMember,
    DeviceLine,
    Factors,
    LoginKind,
    PasskeyLine,
    PersonBrief,
    PersonClear,
    SecurityFacts,
)
from .models import Device, Person, SignInCode, User
from .rules.limits import CODE_PROOF

LOGIN_RECORD = ("identity.login.signed_in", "identity.login.locked", "identity.login.recovered")
NONE = UUID(int=0)
LOGINS_SHOWN, DEVICES_SHOWN = 20, 50


def person_brief(person_id: UUID) -> PersonBrief:
    """Raises KeyError for an unknown person: ids come from our own tables."""
    return person_briefs([person_id])[person_id]


def person_briefs(person_ids: Iterable[UUID]) -> dict[UUID, PersonBrief]:
    """One query for all of them."""
    rows = Person.objects.system("the caller's own rows name these persons").filter(pk__in=set(person_ids))
    return {
        person.pk: PersonBrief(
            id=person.pk,
            name=person.name,
            masked_name=masking.mask_name(person.name),
            masked_id_number=person.id_number.masked,
            masked_mobile=person.mobile.masked if person.mobile else "",
            birth=person.birth_date,
        )
        for person in rows
    }


def person_mobile(person_id: UUID) -> str:
    """The number in clear, for sending a message to it and for nothing else; "" when there is none."""
    person = Person.objects.system("a message is sent to this person").only("mobile").get(pk=person_id)
    return person.mobile.clear() if person.mobile else ""


def former_mobile(person_id: UUID, since: datetime) -> str:
    """The number in clear that the person had before a change after `since`, for a warning to it and nothing else; ""
    when there was none."""
    rows = Person.objects.system("who had the number before is warned").only("former_mobile", "mobile_changed_at")
    person = rows.get(pk=person_id)
    is_fresh = person.mobile_changed_at is not None and person.mobile_changed_at > since
    return person.former_mobile.clear() if is_fresh and person.former_mobile else ""


def security_facts(person_id: UUID) -> SecurityFacts:
    """Of the person's employee login. Four queries; no numbers."""
    changed = Person.objects.system("the caller has scoped the person").values_list("mobile_changed_at", flat=True)
    user_id = login_id(person_id=person_id, kind=LoginKind.EMPLOYEE)
    if user_id is None:
        return SecurityFacts(changed.get(pk=person_id), None, None)
    pins = audit.places_of(user_id, ("identity.pin.set",), 1)
    devices = Device.objects.filter(user_id=user_id).order_by("-first_seen_at").values_list("first_seen_at", flat=True)
    return SecurityFacts(changed.get(pk=person_id), pins[0].at if pins else None, devices.first())


def person_clear(person_id: UUID) -> PersonClear:
    """Numbers in clear. The caller has its reason on record. Raises KeyError for an unknown person."""
    return persons_clear([person_id])[person_id]


def persons_clear(person_ids: Iterable[UUID]) -> dict[UUID, PersonClear]:
    """The same for many, in one query."""
    rows = Person.objects.system("the caller has put its reason on record").filter(pk__in=set(person_ids))
    return {
        person.pk: PersonClear(
            person.pk, person.name, person.id_number.clear(), person.mobile.clear() if person.mobile else ""
        )
        for person in rows
    }


def persons_by_id_numbers(id_numbers: Iterable[str]) -> dict[str, UUID]:
    """Normalised ID number → person, for those that are known; one query."""
    wanted = {blind_index("id_number", number): number for number in id_numbers}
    rows = Person.objects.system("found by an ID number that the caller holds").filter(id_number_index__in=wanted)
    return {wanted[bytes(index)]: pk for pk, index in rows.values_list("pk", "id_number_index")}


def persons_by_pinyin(person_ids: Iterable[UUID], text: str) -> set[UUID]:
    """Those of the given persons whose pinyin or initials begin with `text`."""
    rows = Person.objects.system("a search within the caller's own persons").filter(pk__in=set(person_ids))
    text = text.strip().lower()
    found = rows.filter(pinyin__startswith=text) | rows.filter(initials__startswith=text)
    return set(found.values_list("pk", flat=True))


def login_id(*, person_id: UUID, kind: LoginKind) -> UUID | None:
    return User.objects.filter(person_id=person_id, kind=kind).values_list("pk", flat=True).first()


def code_trouble(now: Moment) -> bool:
    """Whether codes may not arrive at present, whatever the number."""
    return bool(import_string(settings.CODE_TROUBLE)(now))


def code_proved(user_id: UUID, purpose: str, now: Moment) -> bool:
    """Whether the login has used up a code of this purpose within CODE_PROOF."""
    used = SignInCode.objects.filter(user_id=user_id, purpose=purpose, used_at__gt=now.wall - CODE_PROOF)
    return used.exists()


def user_for_session(user_id: UUID) -> User | None:
    """The login with its person, unless it is disabled. For the session machinery of this app."""
    return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()


def user_by_login_name(login_name: str) -> User | None:
    return User.objects.select_related("person").filter(login_name=login_name, is_active=True).first()


def cast_of(roles: Mapping[str, str]) -> tuple[CastMember, ...]:
    """Those logins, in this order, that exist; `roles` is login name → label of the role played."""
    found = {user.login_name: user for user in User.objects.select_related("person").filter(login_name__in=roles)}
    return tuple(
        CastMember(found[name].pk, name, found[name].person.name, role, SURFACE_OF[LoginKind(found[name].kind)])
        for name, role in roles.items()
        if name in found
    )


def factors_of(user_id: UUID) -> Factors:
    rows = Authenticator.objects.filter(user_id=user_id).order_by("pk")
    return Factors(
        has_totp=any(row.type == Authenticator.Type.TOTP for row in rows),
        passkeys=tuple(
            PasskeyLine(row.pk, row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ),
        recovery_codes=sum(len(row.data["codes"]) for row in rows if row.type == Authenticator.Type.RECOVERY_CODES),
    )


def devices_of(user_id: UUID, current: UUID | None) -> tuple[DeviceLine, ...]:
    """The devices of a login, the last one used first. One query."""
    rows = Device.objects.filter(user_id=user_id).order_by("-last_seen_at")[:DEVICES_SHOWN]
    return tuple(
        DeviceLine(
            row.pk, row.name, row.ip, row.first_seen_at, row.last_seen_at, row.trusted_at is not None, row.pk == current
        )
        for row in rows
    )


def login_record(user_id: UUID) -> tuple[PlaceLine, ...]:
    """The last sign-ins of a login, and when it was locked or recovered."""
    return audit.places_of(user_id, LOGIN_RECORD, LOGINS_SHOWN)


def money_refusal(*, actor: Actor, now: Moment) -> Conflict | None:
    """What `money_require` would raise: for a page that says it before anything is typed. Two queries."""
    user = User.objects.only("money_held_until").get(pk=actor.user)
    if user.money_held_until is not None and user.money_held_until > now.wall:
        until = user.money_held_until.astimezone(SHANGHAI)
        return Conflict("COOLING_OFF", f"您刚刚找回了账号,为保护资金,{until:%m月%d日 %H:%M} 后才能办理资金业务。")
    if not Device.objects.filter(pk=actor.device_id or NONE, user=user.pk, trusted_at__isnull=False).exists():
        return Conflict("NEW_DEVICE", "这是新设备,请先到「安全中心 - 我的设备」用交易密码确认本机,再办理资金业务。")
    return None


def sign_in_marks(session_keys: Iterable[str], now: datetime) -> dict[str, int]:
    """Of the sessions that are alive at `now` (wall clock), by key: a mark that changes when the login's sessions are
    ended. For what stays open longer than a request. Two queries."""
    keys = set(session_keys)
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True)
    mine = UserSession.objects.filter(session_key__in=set(alive), user__is_active=True)
    return dict(mine.values_list("session_key", "user__session_epoch"))
