"""Mending the one field for which the bank sent a certification back (ID-9); every other field stays as it was."""

from datetime import date
from uuid import UUID

from apps.audit import api as audit
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import HolderKind
from apps.core.actors import Actor, Relation
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.identity import api as identity

from ..choices import MENDED_BY_ENTERPRISE, MENDED_BY_PERSON, CertificationState
from ..models import Certification, Department, EmployeeMember
from ..rules.departments import by_text
from ..rules.roster import RosterRow, read_field
from ..selectors.claims import rejection_of
from ..selectors.departments import places_of


@use_case
def field_mend(*, member_id: UUID, value: str, actor: Actor, now: Moment) -> None:
    """Gives the rejected field its new value; HR then submits again. The person mends the own name, HR the rest.

    Locks the member. Raises NotFound (not theirs), Conflict (NOT_YOURS: nothing of this side was sent back, or only
    the bank can mend it), InvalidInput (VALUE, SAME) with the sentence at `value`.
    """
    rows = lock_rows(
        EmployeeMember.objects.scoped(actor).filter(pk=member_id).select_related("enterprise__unit", "department")
    )
    if not rows:
        raise NotFound("没有找到这名员工。")
    (row,) = rows
    field, _ = rejection_of(row)
    theirs = MENDED_BY_ENTERPRISE if actor.relation == Relation.ENTERPRISE else MENDED_BY_PERSON
    if field not in theirs or field == "mobile":  # a number is changed with codes to both (ID-3)
        raise Conflict("NOT_YOURS", "这里没有需要您更正的内容,请刷新后查看。")
    read = RosterRow(0)
    read_field(read, field, value, now.business_date)
    if read.errors:
        raise InvalidInput("VALUE", f"{read.errors[field]}。", fields={"value": read.errors[field]})
    if getattr(read, field) == _now(row, field):
        same = "与退回时相同,请填写更正后的内容"
        raise InvalidInput("SAME", f"{same}。", fields={"value": same})
    _set(row, field, getattr(read, field), actor, now)
    row.mended_at = now.wall
    row.save()
    audit.record(
        actor=actor,
        action="members.member.mended",
        subject_kind="members.employee_member",
        subject_id=row.pk,
        detail={"emp_no": row.emp_no, "field": field},
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )


def _now(row: EmployeeMember, field: str) -> str:
    """The field as a roster would write it."""
    return row.department.name if field == "department" else str(getattr(row, field))


def _set(row: EmployeeMember, field: str, value: str, actor: Actor, now: Moment) -> None:
    if field == "name":
        _refuse_known(row.person_id)
        identity.person_rename(person_id=row.person_id, name=value, actor=actor, now=now)
        row.name = value
    elif field == "department":
        row.department = _department(value, row, actor)
    elif field == "hired_on":
        row.hired_on = date.fromisoformat(value)
    elif field == "emp_no":
        others = EmployeeMember.objects.scoped(actor).filter(emp_no=value).exclude(pk=row.pk)
        if others.exists():
            raise InvalidInput("VALUE", "工号已被其他员工使用。", fields={"value": "工号已被其他员工使用"})
        row.emp_no = value
    else:
        row.contract_type = value


def _department(text: str, row: EmployeeMember, actor: Actor) -> Department:
    """The open department that the text means, by path or name; an unknown one is opened at the top."""
    known = by_text(places_of(actor)).get(text)
    if known is not None:
        return Department.objects.scoped(actor).get(pk=known)
    return Department.objects.create(enterprise_id=row.enterprise_id, parent=None, name=text)


def _refuse_known(person_id: UUID) -> None:
    """A name that the bank has confirmed once is changed at a counter, with papers."""
    certified = Certification.objects.system("is the person known").filter(
        member__person_id=person_id, state=CertificationState.APPROVED
    )
    if certified.exists() or bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=person_id):
        raise Conflict("NOT_YOURS", "您的姓名已在本行核验过,如需变更请携带身份证到网点办理。")
