"""Asking people on a confirmed roster to claim their membership, by short message (ID-9).

The message bears the bank's name and the employer's, and nothing of the person.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.notify import api as notify

from ..models import EmployeeMember
from ..selectors.claims import unclaimed
from ..selectors.enterprises import require_certified
from .certification_submit import MOST

INVITE_JOB = "members.invite"
KIND = "members.employee_member"
LINK = "/mobile/certification/"
AGAIN_AFTER = timedelta(hours=24)
REASON = "邀请员工认领"


@use_case
def member_invite(*, member_ids: Sequence[UUID], actor: Actor, now: Moment) -> int:
    """Invites the chosen who have not claimed yet and were not told within the last day; gives how many.

    Locks the members ascending. Raises InvalidInput (MEMBERS: none or too many), NotFound (another enterprise's),
    Conflict (NOTHING: everybody chosen has claimed or was told today; ENTERPRISE_SUSPENDED, NOT_CERTIFIED).
    """
    if not 1 <= len(set(member_ids)) <= MOST:
        message = f"请选择 1 至 {MOST} 名员工。"
        raise InvalidInput("MEMBERS", message, fields={"members": message})
    mine = EmployeeMember.objects.scoped(actor).filter(pk__in=member_ids)
    if mine.count() != len(set(member_ids)):
        raise NotFound("没有找到所选的员工。")
    require_certified(actor.enterprise)
    told = _invite(unclaimed(mine).exclude(invited_at__gt=now.wall - AGAIN_AFTER), now)
    if not told:
        raise Conflict("NOTHING", "所选员工都已认领,或 24 小时内已经邀请过。")
    audit.record(
        actor=actor,
        action="members.member.invited",
        subject_kind=KIND,
        detail={"members": len(told)},
        now=now,
    )
    return len(told)


@use_case
def roster_invite(*, lease: jobs.Lease, now: Moment) -> None:
    """Invites those of an enterprise who were never told, some at a time. A repeat finds fewer of them or none."""
    enterprise_id = UUID(lease.payload["enterprise_id"])
    waiting = unclaimed(EmployeeMember.objects.system(REASON).filter(enterprise_id=enterprise_id, invited_at=None))
    told = _invite(waiting, now)
    if len(told) == MOST:
        lease.again(now.wall)
    else:
        lease.finish()


def _invite(waiting: "QuerySet[EmployeeMember]", now: Moment) -> list[EmployeeMember]:
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:MOST])
    rows = lock_rows(EmployeeMember.objects.system(REASON).filter(pk__in=ids).select_related("enterprise"))
    for row in rows:
        _tell(row, now)
    EmployeeMember.objects.system(REASON).filter(pk__in=_ids(rows)).update(invited_at=now.wall)
    return rows


def _ids(rows: Iterable[EmployeeMember]) -> list[UUID]:
    return [row.pk for row in rows]


def _tell(row: EmployeeMember, now: Moment) -> None:
    notify.tell(
        person_id=row.person_id,
        kind="members.invitation",
        title="邀请您开通员工服务",
        body=f"{row.enterprise.short_name}已为您登记。请打开金融e云,点“新员工认领身份”,2 分钟完成确认。",
        link=LINK,
        key=f"members.invitation:{row.pk}:{now.wall.isoformat()}",
        sms=True,
        now=now,
    )
