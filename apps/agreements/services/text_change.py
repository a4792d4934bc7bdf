"""A new version of an agreement: one person writes it, another one publishes it (RC-8)."""

from datetime import date
from uuid import UUID

from django.conf import settings

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.idempotency import body_hash

from ..choices import TextState
from ..models import AgreementText
from ..rules import KINDS, TEXT, text_hash

KIND = "agreements.text"
MOST = 60_000  # characters


@use_case
def text_propose(
    *, code: str, title: str, body: str, change_note: str, effective_from: date, actor: Actor, now: Moment
) -> UUID:
    """Writes the next version of a text and asks a second person.

    Raises Forbidden (OTHER_UNIT) for staff of a branch, NotFound, InvalidInput (TEXT, TEXT_SAME, EFFECTIVE_FROM),
    Conflict (ALREADY_REQUESTED) while one waits.
    """
    _require_head_office(actor)
    if code not in KINDS:
        raise NotFound("没有找到这份协议。")
    title, body = title.strip(), "\n".join(line.rstrip() for line in body.strip().splitlines())
    if not title or not body or not change_note.strip() or len(body) > MOST:
        raise InvalidInput("TEXT", f"请填写标题、正文(不超过 {MOST:,} 字)和修订说明。")
    lock_name(f"agreements.text:{code}")
    last = AgreementText.objects.filter(code=code).exclude(state=TextState.REJECTED).order_by("-version").first()
    _check_next(last, text_hash(title, body), effective_from, now)
    row = AgreementText.objects.create(
        code=code,
        version=last.version + 1 if last else 1,
        title=title,
        body=body,
        text_hash=text_hash(title, body),
        change_note=change_note.strip(),
        effective_from=effective_from,
        state=TextState.PROPOSED,
        maker_person_id=actor.person_id,
        created_at=now.wall,
    )
    approvals.request(
        kind=KIND,
        subject_id=row.pk,
        digest=_digest(row),
        summary={"协议": row.title, "版本": f"第 {row.version} 版", "生效日期": f"{effective_from:%Y-%m-%d}"},
        steps=(Role.APPROVER,),
        actor=actor,
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
    _record(row, "proposed", "", actor, now)
    return row.pk


def _check_next(last: AgreementText | None, wanted: str, effective_from: date, now: Moment) -> None:
    first_day = max(now.business_date, last.effective_from) if last else now.business_date
    if effective_from < first_day:
        message = f"生效日期不能早于 {first_day:%Y-%m-%d}(当前营业日和上一版本的生效日期)。"
        raise InvalidInput("EFFECTIVE_FROM", message, fields={"effective_from": message})
    if last and last.state == TextState.PROPOSED:
        raise Conflict("ALREADY_REQUESTED", "这份协议已有一个待复核的新版本,请先办结。")
    if last and last.text_hash == wanted:
        raise InvalidInput("TEXT_SAME", "内容与现行版本相同,没有需要发布的修订。", fields={"body": "内容没有变化"})


@use_case
def text_decide(*, text_id: UUID, verdict: str, reason: str, actor: Actor, now: Moment) -> None:
    """Publishes a proposed version, or sends it back. Locks it; needs a step-up bound to its words.

    Raises Forbidden (OTHER_UNIT), NotFound, Conflict (EFFECTIVE_PAST), and what approvals.decide raises.
    """
    _require_head_office(actor)
    rows = lock_rows(AgreementText.objects.filter(pk=text_id, state=TextState.PROPOSED))
    if not rows:
        raise NotFound("没有这项待复核的协议版本。")
    row = rows[0]
    publishes = verdict == "APPROVE"
    if publishes and row.effective_from < now.business_date:
        raise Conflict("EFFECTIVE_PAST", "生效日期已过,请退回后重新提出,协议不能追溯生效。")
    approvals.decide(
        kind=KIND, subject_id=row.pk, verdict=verdict, reason=reason, digest=_digest(row), actor=actor, now=now
    )
    source, row.state = row.state, TEXT.check(row.state, "publish" if publishes else "refuse").target
    row.checker_person_id, row.decided_at = actor.person_id, now.wall
    row.save(update_fields=["state", "checker_person_id", "decided_at"])
    _record(row, "published" if publishes else "refused", source, actor, now)


def text_lapse(*, text_id: UUID, now: Moment) -> None:
    """Sends a proposed version back that nobody decided on in time, in the caller's transaction. Locks it; one that is
    decided is left alone."""
    require_transaction()
    for row in lock_rows(AgreementText.objects.filter(pk=text_id, state=TextState.PROPOSED)):
        source, row.state = row.state, TEXT.check(row.state, "lapse").target
        row.decided_at = now.wall
        row.save(update_fields=["state", "decided_at"])
        _record(row, "lapsed", source, Actor.system("逾期未复核"), now)


def _digest(row: AgreementText) -> str:
    return body_hash({"text": row.text_hash, "version": row.version, "from": row.effective_from})


def _require_head_office(actor: Actor) -> None:
    if not approvals.is_of_head_office(actor):
        raise Forbidden("协议文本由总行统一管理。", code="OTHER_UNIT")


def _record(row: AgreementText, deed: str, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"agreements.text.{deed}",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=source,
        to_state=row.state,
        detail={"code": row.code, "version": row.version, "text_hash": row.text_hash},
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
