"""Making members of the rows of a confirmed roster (ID-9)."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, NotFound
from apps.identity import api as identity
from apps.identity.contracts import NewPerson

from ..models import Department, EmployeeMember, Enterprise, RosterUpload
from ..rules import MEMBER, ROSTER
from ..rules.roster import RosterRow
from ..selectors.enterprises import require_certified
from .member_invite import INVITE_JOB
from .roster_upload import KIND, check_against_members


@use_case
def roster_import(*, upload_id: UUID, actor: Actor, now: Moment) -> int:
    """Makes members of the rows without errors, in one go, has them invited, and gives their number.

    Locks the upload, then the enterprise (one roster at a time), then those who come back. Rows are checked again,
    since somebody may have joined in between; who contradicts a known person is left out (ID-7: not told which
    element). Raises NotFound, IllegalMove for an imported upload, Conflict (ENTERPRISE_SUSPENDED, NOT_CERTIFIED;
    NOTHING when no row is good).
    """
    uploads = lock_rows(RosterUpload.objects.scoped(actor).filter(pk=upload_id))
    if not uploads:
        raise NotFound("没有找到这份花名册。")
    (upload,) = uploads
    source, target = upload.state, ROSTER.check(upload.state, "import").target
    (enterprise,) = lock_rows(Enterprise.objects.scoped(actor).select_related("unit"))
    require_certified(enterprise.pk)
    rows = [RosterRow(**row) for row in json.loads(upload.rows.clear())]
    check_against_members([row for row in rows if not row.errors], actor)
    count = _join([row for row in rows if not row.errors], enterprise, actor, now)
    if not count:
        raise Conflict("NOTHING", "没有可以导入的员工,请修改文件后重新上传。")
    upload.state, upload.imported_at, upload.rows = target, now.wall, "[]"
    upload.save()
    jobs.add(INVITE_JOB, str(upload.pk), {"enterprise_id": str(enterprise.pk)})
    audit.record(
        actor=actor,
        action="members.roster.imported",
        subject_kind=KIND,
        subject_id=upload.pk,
        from_state=source,
        to_state=target,
        detail={"members": count},
        unit_path=enterprise.unit.path,
        now=now,
    )
    return count


def _join(rows: Sequence[RosterRow], enterprise: Enterprise, actor: Actor, now: Moment) -> int:
    people = identity.persons_ensure(
        people=[NewPerson(row.name, row.id_number, row.mobile) for row in rows], actor=actor, now=now
    )
    agreed = [row for row in rows if row.id_number in people]
    departments = _departments(enterprise, {row.department for row in agreed})
    back = {
        member.person_id: member
        for member in lock_rows(EmployeeMember.objects.scoped(actor).filter(person_id__in=people.values()))
    }
    new = []
    for row in agreed:
        member = back.get(people[row.id_number])
        if member is None:
            member = EmployeeMember(
                person_id=people[row.id_number], enterprise=enterprise, status=MEMBER.check("", "invite").target
            )
            member.created_at = now.wall
            new.append(member)
        else:
            member.status, member.left_on = MEMBER.check(member.status, "rejoin").target, None
            member.invited_at = member.claimed_at = member.mended_at = None
        _describe(member, row, departments)
    EmployeeMember.objects.bulk_create(new, batch_size=1000)
    for member in back.values():
        member.save()
    return len(agreed)


def _describe(member: EmployeeMember, row: RosterRow, departments: dict[str, Department]) -> None:
    member.name, member.emp_no, member.mobile_tail = row.name, row.emp_no, row.mobile[-4:]
    member.department = departments[row.department]
    member.contract_type, member.hired_on = row.contract_type, date.fromisoformat(row.hired_on)


def _departments(enterprise: Enterprise, names: set[str]) -> dict[str, Department]:
    rows = Department.objects.system("of the locked enterprise").filter(enterprise=enterprise, parent=None)
    known = {row.name: row for row in rows}
    missing = [Department(enterprise=enterprise, name=name) for name in sorted(names - known.keys())]
    Department.objects.bulk_create(missing)
    return known | {row.name: row for row in missing}
