"""Taking a roster file in, so that its rows can be looked at before they count (ID-9)."""

import json
from collections.abc import Sequence
from pathlib import PurePath
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.files import read_table
from apps.core.ids import new_id
from apps.identity import api as identity

from ..choices import RosterState
from ..contracts import MemberStatus
from ..models import EmployeeMember, RosterUpload
from ..rules.roster import RosterRow, read_roster
from ..selectors.enterprises import require_certified

KIND = "members.roster_upload"


def roster_upload(*, data: bytes, file_name: str, actor: Actor, now: Moment) -> UUID:
    """Reads a file in the capped child, checks every row, and keeps the rows (encrypted) until they are confirmed.

    Gives the id of the upload. Raises Conflict ENTERPRISE_SUSPENDED, before the file is opened, and FileRefused (F_*)
    for a file that is no roster. Changes no member.
    """
    require_certified(actor.enterprise)
    rows = read_roster(read_table(data, file_name), now.business_date)
    return _roster_keep(rows=rows, file_name=PurePath(file_name).name[:120], actor=actor, now=now)


@use_case
def _roster_keep(*, rows: list[RosterRow], file_name: str, actor: Actor, now: Moment) -> UUID:
    require_certified(actor.enterprise)
    check_against_members(rows, actor)
    good = sum(not row.errors for row in rows)
    upload = RosterUpload(
        id=new_id(),
        enterprise_id=actor.enterprise,
        file_name=file_name,
        rows=json.dumps([row.as_json() for row in rows], ensure_ascii=False),
        row_count=len(rows),
        good_count=good,
        uploader_person_id=actor.person,
        uploaded_at=now.wall,
    )
    upload.save(force_insert=True)
    audit.record(
        actor=actor,
        action="members.roster.uploaded",
        subject_kind=KIND,
        subject_id=upload.pk,
        to_state=RosterState.PREVIEW,
        detail={"rows": len(rows), "good": good},
        now=now,
    )
    return upload.pk


def check_against_members(rows: Sequence[RosterRow], actor: Actor) -> None:
    """Adds errors for people who are on the enterprise's roster already and for numbers of somebody else there."""
    members = EmployeeMember.objects.scoped(actor)
    known = identity.persons_by_id_numbers([row.id_number for row in rows if row.id_number])
    status = dict(members.filter(person_id__in=known.values()).values_list("person_id", "status"))
    numbers = dict(members.filter(emp_no__in=[row.emp_no for row in rows]).values_list("emp_no", "person_id"))
    for row in rows:
        person_id = known.get(row.id_number)
        if person_id in status and status[person_id] != MemberStatus.LEFT:
            row.errors.setdefault("id_number", "该员工已在花名册中")
        if row.emp_no in numbers and numbers[row.emp_no] != person_id:
            row.errors.setdefault("emp_no", "工号已被其他员工使用")
