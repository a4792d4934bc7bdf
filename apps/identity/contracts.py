"""What other apps get from identity and hand to it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class LoginKind(StrEnum):
    """For whom a login acts; it decides the surface. One person may hold one of each."""

    EMPLOYEE = "EMPLOYEE"
    OPERATOR = "OPERATOR"
    STAFF = "STAFF"


class StepUpMethod(StrEnum):
    PIN = "PIN"
    PASSKEY = "PASSKEY"


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
