"""Asking about one's own data, and the bank's answer within the days of the law (PIPL-5)."""

from datetime import date
from uuid import UUID

from django.conf import settings

from apps.audit import api as audit
from apps.core import calendar, params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.notify import api as notify

from ..choices import ANSWER_WORKDAYS, DATA_KIND_LABELS, DataRequestKind, DataRequestState
from ..models import DataRequest
from ..rules import DATA_REQUEST

KIND = "agreements.data_request"
LINK = "/mobile/my-data/"


@use_case
def data_request_open(*, kind: str, text: str, actor: Actor, now: Moment) -> UUID:
    """Opens a request; the bank answers by a workday that is fixed now.

    Raises InvalidInput (KIND, TEXT), Conflict (REQUEST_OPEN) while one of the same kind waits.
    """
    if kind not in tuple(DataRequestKind):
        raise InvalidInput("KIND", "请选择要办理的事项。", fields={"kind": "请选择要办理的事项。"})
    if kind != DataRequestKind.COPY and not text.strip():
        raise InvalidInput("TEXT", "请写明具体内容。", fields={"text": "请写明具体内容。"})
    if _open_one(kind, actor):
        raise Conflict("REQUEST_OPEN", "您已有一项同类请求正在办理,请等待答复。")
    return _open(kind, text, actor, now)


def data_request_ensure(*, kind: DataRequestKind, text: str, actor: Actor, now: Moment) -> None:
    """Opens a request in the caller's transaction; one of the kind that waits already is enough."""
    require_transaction()
    if not _open_one(kind, actor):
        _open(kind, text, actor, now)


def _open_one(kind: str, actor: Actor) -> bool:
    """Whether one of the kind waits; nobody opens another one until the caller's transaction ends."""
    lock_name(f"agreements.data_request:{actor.person_id}")
    return DataRequest.objects.scoped(actor).filter(kind=kind, state=DataRequestState.OPEN).exists()


def _open(kind: str, text: str, actor: Actor, now: Moment) -> UUID:
    row = DataRequest.objects.create(
        person_id=actor.person,
        kind=kind,
        text=text.strip(),
        unit_path=settings.HEAD_UNIT_PATH,
        opened_at=now.wall,
        due_on=_due(now.business_date),
    )
    _record(row, "opened", "", actor, now)
    return row.pk


def _due(day: date) -> date:
    for _ in range(params.get(ANSWER_WORKDAYS, day)):
        day = calendar.next_workday(day)
    return day


@use_case
def data_request_withdraw(*, request_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes an open request back. Locks it. Raises NotFound, IllegalMove."""
    row = _locked(request_id, actor)
    _close(row, "withdraw", "withdrawn", actor, now)


@use_case
def data_request_answer(*, request_id: UUID, granted: bool, answer: str, actor: Actor, now: Moment) -> None:
    """Answers a request and tells the person. Locks it.

    A refusal's answer is its legal ground, such as the ten years for which a bank keeps identity and transaction data
    (RET-1). Raises NotFound, InvalidInput (ANSWER), IllegalMove.
    """
    if not answer.strip():
        raise InvalidInput("ANSWER", "请填写答复,不予办理的须写明法律依据。", fields={"answer": "请填写答复"})
    row = _locked(request_id, actor)
    row.answer, row.answerer_person_id = answer.strip(), actor.person
    _close(row, "grant" if granted else "refuse", "answered", actor, now)
    notify.tell(
        person_id=row.person_id,
        kind=KIND,
        title="个人信息请求已答复",
        body=f"您提出的「{DATA_KIND_LABELS[DataRequestKind(row.kind)]}」请求已有答复,请打开查看。",
        link=LINK,
        key=f"{KIND}:{row.pk}:answered",
        now=now,
    )


def _locked(request_id: UUID, actor: Actor) -> DataRequest:
    rows = lock_rows(DataRequest.objects.scoped(actor).filter(pk=request_id))
    if not rows:
        raise NotFound("没有找到这项请求。")
    return rows[0]


def _close(row: DataRequest, move: str, deed: str, actor: Actor, now: Moment) -> None:
    source, row.state = row.state, DATA_REQUEST.check(row.state, move).target
    row.closed_at = now.wall
    row.save(update_fields=["state", "closed_at", "answer", "answerer_person_id"])
    _record(row, deed, source, actor, now)


def _record(row: DataRequest, deed: str, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"agreements.data_request.{deed}",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=source,
        to_state=row.state,
        detail={"kind": row.kind},
        unit_path=row.unit_path,
        now=now,
    )
