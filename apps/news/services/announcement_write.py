"""Saying something to many: one person writes it, another one lets it out (RC-8)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import Actor, Role
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.members import api as members

from ..choices import AUDIENCE_LABELS, KIND_LABELS, SUBJECT, Audience, NewsKind, NewsState
from ..models import Announcement
from ..rules import MOST_DAYS, NEWS

TELL_JOB = "news.tell"


@dataclass(frozen=True, slots=True)
class NewAnnouncement:
    """`unit_id`: whose audience, with the units below it; times are aware."""

    kind: NewsKind
    audience: Audience
    unit_id: UUID
    title: str
    body: str
    starts_at: datetime
    ends_at: datetime


def announcement_digest(row: Announcement) -> str:
    """The hash of what the checker is shown."""
    times = [at.astimezone(UTC).isoformat() for at in (row.starts_at, row.ends_at)]  # however they were written
    return body_hash({"said": [row.kind, row.audience, str(row.unit_id), row.title, row.body, *times]})


@use_case
def announcement_propose(*, announcement: NewAnnouncement, actor: Actor, now: Moment) -> UUID:
    """Writes an announcement and asks a second person. Raises InvalidInput for times that make no sense (TIMES) and a
    unit that is not the actor's (UNIT), for marketing that is not for employees (AUDIENCE) or is about 同心宝
    (TX_PUBLIC), Forbidden (OTHER_UNIT) for a maintenance that is not head office's."""
    said = announcement
    _check_times(said, now)
    unit = {unit.id: unit for unit in members.units_below(str(actor.unit_path))}.get(said.unit_id)
    if unit is None:
        raise InvalidInput("UNIT", "请选择机构。", fields={"unit": "请选择机构。"})
    if said.kind == NewsKind.MAINTENANCE and unit.path != settings.HEAD_UNIT_PATH:
        raise Forbidden("维护通知面向全行页面,只能由总行发布。", code="OTHER_UNIT")
    if said.kind == NewsKind.ACTIVITY:
        _check_marketing(said)
    row = Announcement.objects.create(
        kind=said.kind,
        audience=said.audience,
        unit_id=unit.id,
        title=said.title.strip(),
        body=said.body.strip(),
        starts_at=said.starts_at,
        ends_at=said.ends_at,
        maker_person_id=actor.person,
        maker_display=actor.display,
        created_at=now.wall,
    )
    approvals.request(
        kind=SUBJECT,
        subject_id=row.pk,
        digest=announcement_digest(row),
        summary={
            "公告": row.title,
            "类型": KIND_LABELS[said.kind],
            "对象": f"{unit.name} · {AUDIENCE_LABELS[said.audience]}",
            "时间": " 至 ".join(f"{at.astimezone(SHANGHAI):%m-%d %H:%M}" for at in (said.starts_at, said.ends_at)),
        },
        steps=(Role.APPROVER,),
        actor=actor,
        unit_path=unit.path,
        now=now,
    )
    _record(row, "proposed", "", unit.path, actor, now)
    return row.pk


def _check_times(said: NewAnnouncement, now: Moment) -> None:
    if said.ends_at <= max(said.starts_at, now.wall):
        text = "结束时间要晚于开始时间和现在。"
    elif said.ends_at > now.wall + timedelta(days=MOST_DAYS):
        text = f"结束时间不能晚于 {MOST_DAYS} 天以后。"
    else:
        return
    raise InvalidInput("TIMES", text, fields={"ends_at": text})


def _check_marketing(said: NewAnnouncement) -> None:
    """Only employees can have agreed to it, and 同心宝 is never offered to a public (TX-2, PL-2)."""
    if said.audience != Audience.EMPLOYEES:
        text = "产品与活动信息只发给同意接收的员工,请选择对象「员工」。"
        raise InvalidInput("AUDIENCE", text, fields={"audience": text})
    named = [name for name, words in (("title", said.title), ("body", said.body)) if "同心宝" in words]
    if named:
        text = "同心宝不得公开宣传,不能写进产品与活动信息。"
        raise InvalidInput("TX_PUBLIC", text, fields={named[0]: text})


@use_case
def announcement_decide(*, announcement_id: UUID, verdict: str, reason: str, actor: Actor, now: Moment) -> None:
    """Lets an announcement out, or sends it back. Locks it; needs a step-up bound to its digest.

    Raises NotFound, Conflict (NEWS_LATE) for one whose time is over, and what approvals.decide raises.
    """
    row = _locked(actor, announcement_id)
    NEWS.check(row.state, "publish")
    if verdict == "APPROVE" and row.ends_at <= now.wall:
        raise Conflict("NEWS_LATE", "公告的展示时间已过,请退回后重新提交。")
    outcome = approvals.decide(
        kind=SUBJECT,
        subject_id=row.pk,
        verdict=verdict,
        reason=reason,
        digest=announcement_digest(row),
        actor=actor,
        now=now,
    )
    is_out = outcome.state == NEWS_APPROVED
    source, row.state = row.state, NEWS.check(row.state, "publish" if is_out else "refuse").target
    row.checker_person_id, row.decided_at = actor.person_id, now.wall
    row.save(update_fields=["state", "checker_person_id", "decided_at"])
    _record(row, "published" if is_out else "refused", source, row.unit.path, actor, now)
    if is_out:
        due_at = now.wall if row.kind == NewsKind.MAINTENANCE else max(now.wall, row.starts_at)  # warned beforehand
        jobs.add(TELL_JOB, str(row.pk), {"announcement_id": str(row.pk)}, due_at=due_at)


NEWS_APPROVED = "APPROVED"  # of the request


@use_case
def announcement_end(*, announcement_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes a published announcement down before its time. Locks it. Raises NotFound, IllegalMove."""
    row = _locked(actor, announcement_id)
    source, row.state = row.state, NEWS.check(row.state, "end").target
    row.save(update_fields=["state"])
    jobs.drop(TELL_JOB, str(row.pk))
    _record(row, "ended", source, row.unit.path, actor, now)


def announcement_lapse(*, announcement_id: UUID, now: Moment) -> None:
    """After its request has lapsed, in the caller's transaction. Locks it; a repeat is nothing."""
    require_transaction()
    actor = Actor.system("逾期未复核")
    row = _locked(actor, announcement_id)
    if row.state == NewsState.PROPOSED:
        source, row.state = row.state, NEWS.check(row.state, "lapse").target
        row.save(update_fields=["state"])
        _record(row, "lapsed", source, row.unit.path, actor, now)


def _locked(actor: Actor, announcement_id: UUID) -> Announcement:
    rows = lock_rows(Announcement.objects.scoped(actor).select_related("unit").filter(pk=announcement_id))
    if not rows:
        raise NotFound("没有找到这则公告。")
    return rows[0]


def _record(row: Announcement, deed: str, source: str, unit_path: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"news.announcement.{deed}",
        subject_kind=SUBJECT,
        subject_id=row.pk,
        from_state=source,
        to_state=row.state,
        detail={"title": row.title, "kind": row.kind, "audience": row.audience},
        unit_path=unit_path,
        now=now,
    )
