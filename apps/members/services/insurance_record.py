"""The enterprise says who of its people is in its social insurance, and shows the paper that proves it (TX-3)."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.files import paper_type, read_table

from ..contracts import MemberStatus
from ..models import EmployeeMember, InsuranceRecord
from ..rules.insurance import FAULTS_TOLD, OnRoster, Told, insurance_of, read_insured
from ..selectors.enterprises import require_certified
from .roster_apply import enterprise_locked


class Recorded(NamedTuple):
    """How many people are insured now that were not, and the other way round."""

    insured: int
    ended: int


def insurance_record(*, data: bytes, file_name: str, evidence: bytes, actor: Actor, now: Moment) -> Recorded:
    """Takes the 社保 column of a roster and the paper that proves it: all rows, or none.

    Raises Conflict ENTERPRISE_SUSPENDED, NOTHING (no row says anything new); FileRefused (F_*); InvalidInput ROWS with
    what is wrong in which row, PAPER_SIZE, PAPER_TYPE. A repeat changes nothing.
    """
    require_certified(actor.enterprise)
    content_type = paper_type(evidence, "evidence")
    told = read_insured(read_table(data, file_name))
    return _insurance_keep(
        told=told, list_name=PurePath(file_name).name[-120:], evidence=evidence, content_type=content_type,
        actor=actor, now=now,
    )  # fmt: skip


@use_case
def _insurance_keep(
    *, told: Sequence[Told], list_name: str, evidence: bytes, content_type: str, actor: Actor, now: Moment
) -> Recorded:
    """Locks the enterprise (one list of its people at a time), then the members."""
    enterprise = enterprise_locked(actor)
    require_certified(enterprise.pk)
    rows = EmployeeMember.objects.scoped(actor).filter(emp_no__in=[row.emp_no for row in told])
    members = {row.pk: row for row in lock_rows(rows.exclude(status=MemberStatus.LEFT))}
    roster = {row.emp_no: OnRoster(row.pk, row.name, row.is_insured) for row in members.values()}
    changes, faults = insurance_of(told, roster)
    if faults:
        more = f" 等 {len(faults)} 处" if len(faults) > FAULTS_TOLD else ""
        message = f"{';'.join(faults[:FAULTS_TOLD])}{more}。没有登记任何人。"
        raise InvalidInput("ROWS", message, fields={"file": message})
    if not changes:
        raise Conflict("NOTHING", "名单中的社保情况与花名册相同,没有需要登记的变化。")
    done = Recorded(sum(changes.values()), sum(not one for one in changes.values()))
    record = InsuranceRecord.objects.create(
        enterprise=enterprise, content=base64.b64encode(evidence).decode(), content_type=content_type,
        size=len(evidence), sha256=hashlib.sha256(evidence).hexdigest(), list_name=list_name,
        insured_count=done.insured, ended_count=done.ended, person_id=actor.person, display=actor.display,
        at=now.wall,
    )  # fmt: skip
    for member_id, is_insured in changes.items():
        member = members[member_id]
        member.is_insured, member.insured_by = is_insured, record
        member.save()
    audit.record(
        actor=actor,
        action="members.insurance.recorded",
        subject_kind="members.insurance",
        subject_id=record.pk,
        detail={"insured": done.insured, "ended": done.ended, "sha256": record.sha256},
        enterprise_id=enterprise.pk,
        unit_path=enterprise.unit.path,
        now=now,
    )
    return done
