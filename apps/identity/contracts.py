"""What other apps get from identity and hand to it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from apps.core.actors import Surface


class LoginKind(StrEnum):
    """For whom a login acts; it decides the surface. One person may hold one of each."""

    EMPLOYEE = "EMPLOYEE"
    OPERATOR = "OPERATOR"
    STAFF = "STAFF"


SURFACE_OF = {
    LoginKind.EMPLOYEE: Surface.MOBILE,
    LoginKind.OPERATOR: Surface.OFFICE,
    LoginKind.STAFF: Surface.CONSOLE,
}
KIND_OF = {surface: kind for kind, surface in SURFACE_OF.items()}


class StepUpMethod(StrEnum):
    """How a person has confirmed, the weakest first. CODE: the PIN, and a code sent to the phone for just this."""

    PIN = "PIN"
    CODE = "CODE"
    PASSKEY = "PASSKEY"


class SecurityChange(StrEnum):
    """What a person is told of, whoever did it."""

    NEW_DEVICE = "NEW_DEVICE"
    NEW_DEVICE_WAITS = "NEW_DEVICE_WAITS"
    PIN_CHANGED = "PIN_CHANGED"
    PIN_RESET = "PIN_RESET"
    PIN_LOCKED = "PIN_LOCKED"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105 - a word, no password
    MOBILE_CHANGED = "MOBILE_CHANGED"
    MOBILE_RECOVERED = "MOBILE_RECOVERED"
    RECOVERY_CODES_MADE = "RECOVERY_CODES_MADE"
    RECOVERY_CODE_USED = "RECOVERY_CODE_USED"
    FACTORS_RESET = "FACTORS_RESET"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A natural person as a roster names them. `mobile` may be empty."""

    name: str
    id_number: str
    mobile: str


@dataclass(frozen=True, slots=True)
class PersonBrief:
    """A person for a page: `name` is for those who may know it, the rest is masked already."""

    id: UUID
    name: str
    masked_name: str
    masked_id_number: str
    masked_mobile: str
    birth: date


@dataclass(frozen=True, slots=True)
class SecurityFacts:
    """What may tell a thief from a person: when the phone number and the transaction PIN of the employee's login last
    changed, and when its newest device was first seen; None where that never happened."""

    mobile_changed_at: datetime | None
    pin_set_at: datetime | None
    newest_device_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonClear:
    """Numbers in clear, for what cannot do without: a check at the bank's identity service, a reveal with a reason."""

    id: UUID
    name: str
    id_number: str
    mobile: str


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody of the demo who can be played with one click."""

    user_id: UUID
    login_name: str
    name: str
    role: str
    surface: Surface


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who sits at this browser: what an actor is made from. `name` is the person's own and for the person's eyes."""

    user_id: UUID
    person_id: UUID
    kind: LoginKind
    surface: Surface
    name: str
    masked_name: str
    theme: str
    is_elder: bool
    has_pin: bool
    previous_sign_in_at: datetime | None
    device: str
    device_id: UUID | None
    ip: str
    request_id: str
    previous_sign_in_from: str = ""  # device and address


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A browser that is signed in."""

    id: int
    device: str
    ip: str
    signed_in_at: datetime
    seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A browser in which the login has signed in. `is_trusted`: it may move money."""

    id: UUID
    name: str
    ip: str
    first_seen_at: datetime
    last_seen_at: datetime
    is_trusted: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a login can confirm itself with, beside its code or password."""

    has_totp: bool
    passkeys: tuple[PasskeyLine, ...]
    recovery_codes: int = 0  # that are left

    @property
    def any(self) -> bool:
        return self.has_totp or bool(self.passkeys)
