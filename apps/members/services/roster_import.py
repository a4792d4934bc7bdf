"""Confirming a roster: what it would change of the enterprise's members is done (ID-9)."""

from datetime import date
from uuid import UUID

from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput

from ..choices import RosterScope
from ..rules import ROSTER
from ..selectors.enterprises import require_certified
from ..selectors.roster_compare import difference_of
from .member_invite import INVITE_JOB
from .roster_apply import Applied, enterprise_locked, roster_apply
from .roster_moves import roster_locked, roster_record


@use_case
def roster_import(
    *, upload_id: UUID, actor: Actor, now: Moment, digest: str = "", left_on: date | None = None
) -> Applied:
    """Makes members of the good rows, in one go, and has them invited; a full list also changes members and ends those
    who do not stand in it, on `left_on`.

    `digest` is that of the difference that was shown. Locks the upload, then the enterprise (one roster at a time),
    then as roster_apply. Raises NotFound, IllegalMove for a roster that is over, Conflict (ENTERPRISE_SUSPENDED,
    NOT_CERTIFIED; NOTHING when no row does anything; FAULTS when a row of a full list is wrong; STALE when the
    difference is another than was shown), InvalidInput (LEFT_ON).
    """
    upload, rows = roster_locked(upload_id, "import", actor)
    source, scope = upload.state, RosterScope(upload.scope)
    enterprise = enterprise_locked(actor)
    require_certified(enterprise.pk)
    difference = difference_of(actor, rows, scope)
    if scope == RosterScope.FULL and any(row.faults for row in rows):
        raise Conflict("FAULTS", "完整名单须全部改好后才能导入;不再需要的行可以移出。")
    if not (difference.joiners or difference.changed or difference.leavers):
        raise Conflict("NOTHING", "没有可以导入的变化,请修改名单后再试。")
    if digest and digest != difference.digest:
        raise Conflict("STALE", "名单或花名册已有变化,请重新核对后再确认。")
    if difference.leavers and left_on is None:
        raise InvalidInput("LEFT_ON", "请填写离职日期。", fields={"left_on": "请填写离职日期"})
    done = roster_apply(
        rows=rows, scope=scope, difference=difference, left_on=left_on, enterprise=enterprise, actor=actor, now=now
    )
    if not any(done):
        raise Conflict("NOTHING", "没有可以导入的员工,请修改文件后重新上传。")
    upload.state, upload.imported_at, upload.rows = ROSTER.check(source, "import").target, now.wall, "[]"
    upload.save()
    if done.joined:
        jobs.add(INVITE_JOB, str(upload.pk), {"enterprise_id": str(enterprise.pk)})
    roster_record(upload, "imported", actor, now, source=source, detail=done._asdict())
    return done
