"""A new enterprise registers: its administrator signs in from then on and fills in the application (ID-8)."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..choices import DRAFT_DAYS
from ..contracts import EnterpriseStatus
from ..models import BankUnit, Enterprise, EnterpriseApplication, OperatorGrant
from ..rules import ENTERPRISE
from .application_open import first_application
from .enterprise_move import KIND
from .operator_grant import KIND as GRANT
from .operator_grant import record_grant


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

    A draft into which nobody wrote anything for `members.draft_days` does not keep the code: the applicant takes its
    place. Locks the code by name, and such a draft. Raises Conflict (USCC_TAKEN; PERSON_MISMATCH, that tells nothing of
    who is known), InvalidInput (UNIT).
    """
    lock_name(f"members.uscc:{registration.uscc}")
    idle = _idle_draft(registration.uscc, now)
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
    enterprise = idle or Enterprise(id=new_id(), uscc=registration.uscc, status=ENTERPRISE.check("", "draft").target)
    enterprise.name, enterprise.short_name, enterprise.unit = registration.name, registration.short_name, unit
    enterprise.created_at = now.wall
    enterprise.save()
    user_id = identity.login_ensure(person_id=person_id, kind=LoginKind.OPERATOR, actor=actor, now=now)
    if idle:
        _grants_end(enterprise, actor, now)
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
        detail={"uscc": enterprise.uscc, "person_id": str(person_id), "takes_over": idle is not None},
        enterprise_id=enterprise.pk,
        unit_path=unit.path,
        now=now,
    )
    if idle is None:
        first_application(enterprise, actor, now)
    return enterprise.pk, user_id


def _idle_draft(uscc: str, now: Moment) -> Enterprise | None:
    """The draft that does not keep its code, locked; None for a code that is free. Raises Conflict USCC_TAKEN."""
    days = timedelta(days=params.get(DRAFT_DAYS, now.business_date))
    for enterprise in lock_rows(Enterprise.objects.system("codes are public").filter(uscc=uscc)):
        begun = EnterpriseApplication.objects.system("is it empty").filter(enterprise=enterprise)
        is_empty = not begun.exclude(legal_name="", papers=None, nominees=None, proof_starts=0).exists()
        if enterprise.status == EnterpriseStatus.DRAFT and is_empty and enterprise.created_at <= now.wall - days:
            return enterprise
        raise Conflict(
            "USCC_TAKEN", "该统一社会信用代码已注册。如需加入企业,请联系企业管理员;管理员无法联系的,请到开户网点办理。"
        )
    return None


def _grants_end(enterprise: Enterprise, actor: Actor, now: Moment) -> None:
    held = OperatorGrant.objects.system("of an idle draft").filter(enterprise=enterprise, revoked_at=None)
    for grant in lock_rows(held):
        grant.revoked_at = now.wall
        grant.save(update_fields=["revoked_at"])
        record_grant(
            grant.pk, "members.operator.revoked", GRANT, Role(grant.role), grant.person_id, enterprise.unit.path, actor,
            now,
        )  # fmt: skip
