"""What an enterprise's application must hold, section by section (ID-8)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from apps.core.actors import Role
from apps.core.errors import Conflict

from ..choices import APPLICATION_FIELDS, ApplicationState, Section

AGREEMENTS = ("enterprise_service", "enterprise_settlement")
NOMINEE_ROLES = (Role.MAKER, Role.CHECKER, Role.AUTHORISER, Role.HR_PAY)
REQUIRED_ROLES = (Role.MAKER, Role.CHECKER, Role.AUTHORISER)  # a payroll needs these three, each another person (PY-6)


@dataclass(frozen=True, slots=True)
class Owner:
    """A beneficial owner as typed; the ID number is checked already."""

    name: str
    id_number: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Company:
    """The first section of an application. `licence_until` None means 长期."""

    name: str
    address: str
    business_scope: str
    established_on: date
    licence_until: date | None
    legal_name: str
    legal_id_number: str
    owners: tuple[Owner, ...] = field(default=())


def section_open(state: str, rejected_field: str, section: Section) -> bool:
    """Whether a section may be written: all of a draft, only the one with the wrong field after a rejection."""
    if state == ApplicationState.DRAFT:
        return True
    if state != ApplicationState.REJECTED:
        return False
    return not rejected_field or APPLICATION_FIELDS[rejected_field][1] == section


def require_open(state: str, rejected_field: str, section: Section) -> None:
    """Raises Conflict (SECTION_LOCKED) for a section that is not to be written now."""
    if not section_open(state, rejected_field, section):
        raise Conflict("SECTION_LOCKED", "这部分资料已提交或已通过核对,现在不能修改;需要更正的内容请看退回说明。")


def owner_faults(owners: Collection[Owner], least: Decimal) -> dict[str, str]:
    """What is wrong with the owners, by field: each above `least` percent or the one who controls; 100 % at most."""
    if not owners:
        return {"owners": f"请填写持股 {least}% 以上的受益所有人;没有的,填写实际控制人或高级管理人员。"}
    if len({owner.id_number for owner in owners}) < len(owners):
        return {"owners": "同一受益所有人只填写一次。"}
    if sum(owner.percent for owner in owners) > 100:
        return {"owners": "受益所有人持股比例合计不能超过 100%。"}
    return {}
