"""A new enterprise registers: its administrator signs in from then on and fills in the application (ID-8)."""

from dataclasses import dataclass, field
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..contracts import EnterpriseStatus
from ..models import BankUnit, Enterprise, OperatorGrant
from ..rules import ENTERPRISE
from .application_open import first_application
from .enterprise_move import KIND


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody says who registers an enterprise; codes and numbers are checked already (ID-1 to ID-3)."""

    uscc: str
    name: str
    short_name: str
    unit_id: UUID
    applicant_name: str
    applicant_id_number: str = field(repr=False)
    applicant_mobile: str = field(repr=False)


@use_case
def enterprise_register(*, registration: Registration, actor: Actor, now: Moment) -> tuple[UUID, UUID]:
    """Writes the enterprise as a draft and gives the applicant its administration; who signs in proves the number by a
    code. Gives the enterprise and the login.

    Locks the code by name. Raises Conflict (USCC_TAKEN; PERSON_MISMATCH, that tells nothing of who is known),
    InvalidInput (UNIT).
    """
    lock_name(f"members.uscc:{registration.uscc}")
    refuse_taken(registration.uscc)
    unit = BankUnit.objects.filter(pk=registration.unit_id).first()
    if unit is None:
        raise InvalidInput("UNIT", "请选择办理网点。", fields={"unit": "请选择办理网点。"})
    person_id = identity.person_ensure(
        name=registration.applicant_name,
        id_number=registration.applicant_id_number,
        mobile=registration.applicant_mobile,
        actor=actor,
        now=now,
    )
    enterprise = Enterprise(
        id=new_id(),
        uscc=registration.uscc,
        name=registration.name,
        short_name=registration.short_name,
        unit=unit,
        status=EnterpriseStatus(ENTERPRISE.check("", "draft").target),
        created_at=now.wall,
    )
    enterprise.save(force_insert=True)
    user_id = identity.login_ensure(person_id=person_id, kind=LoginKind.OPERATOR, actor=actor, now=now)
    OperatorGrant.objects.create(
        user_id=user_id,
        person_id=person_id,
        enterprise=enterprise,
        role=Role.ENTERPRISE_ADMIN,
        granted_at=now.wall,
    )
    audit.record(
        actor=actor,
        action="members.enterprise.registered",
        subject_kind=KIND,
        subject_id=enterprise.pk,
        to_state=enterprise.status,
        detail={"uscc": enterprise.uscc, "person_id": str(person_id)},
        enterprise_id=enterprise.pk,
        unit_path=unit.path,
        now=now,
    )
    first_application(enterprise, actor, now)
    return enterprise.pk, user_id


def refuse_taken(uscc: str) -> None:
    """Raises Conflict USCC_TAKEN for a code that is registered already."""
    if Enterprise.objects.system("codes are public").filter(uscc=uscc).exists():
        raise Conflict(
            "USCC_TAKEN", "该统一社会信用代码已注册。如需加入企业,请联系企业管理员;管理员无法联系的,请到开户网点办理。"
        )
