"""Changing a dated parameter: one person proposes, another one decides (RC-8)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.models import Parameter

from ..choices import RequestState, Verdict
from ..selectors import is_of_head_office
from .request_decide import request_decide
from .request_open import request_open

KIND = "core.parameter"


def parameter_digest(row: Parameter) -> str:
    """The hash of what the checker is shown."""
    return body_hash({"key": row.key, "value": row.value, "from": row.effective_from, "reason": row.reason})


@use_case
def parameter_propose(*, key: str, value: str, effective_from: date, reason: str, actor: Actor, now: Moment) -> UUID:
    """Writes a proposed value and asks a second person. `value` is text in the parameter's unit (分, %, days).

    Raises Forbidden (OTHER_UNIT) for staff of a branch; InvalidInput for an unknown key, a value that does not parse,
    a past date, a missing reason, or more than the law allows (STATUTORY_LIMIT); Conflict (ALREADY_REQUESTED).
    """
    _require_head_office(actor)
    if key not in {definition.key for definition in params.definitions()}:
        raise InvalidInput("PARAMETER", "没有这个参数。")
    _check_statutory(key, params.parse(key, value), effective_from)
    if effective_from < now.business_date:
        raise InvalidInput("PARAMETER", "生效日期不能早于当前营业日。", fields={"effective_from": "不能早于当前营业日"})
    if not reason.strip():
        raise InvalidInput("REASON", "请填写调整原因。", fields={"reason": "请填写调整原因"})
    lock_name(f"approvals.parameter:{key}")  # two proposals at once: the second finds the first
    if Parameter.objects.filter(key=key, state=Parameter.State.PROPOSED).exists():
        raise Conflict("ALREADY_REQUESTED", "这项参数已有一份待复核的调整,请先办结。")
    row = Parameter.objects.create(
        key=key,
        value=value,
        effective_from=effective_from,
        state=Parameter.State.PROPOSED,
        reason=reason.strip(),
        maker_person_id=actor.person_id,
        created_at=now.wall,
    )
    request_open(
        kind=KIND,
        subject_id=row.pk,
        digest=parameter_digest(row),
        summary={"参数": params.definition(key).label, "新值": value, "生效日期": str(effective_from)},
        steps=(Role.APPROVER,),
        actor=actor,
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
    return row.pk


def _check_statutory(key: str, wanted: Any, on: date) -> None:
    """What the law sets came with the reference data, from nobody's hand; no two people raise it above that (RC-1)."""
    definition = params.definition(key)
    if not definition.is_statutory:
        return
    loaded = Parameter.objects.filter(key=key, maker_person_id=None, effective_from__lte=on)
    law = loaded.order_by("-effective_from").values_list("value", flat=True).first()
    if law is not None and wanted > params.parse(key, law):
        message = f"法定限额只能下调,不能高于 {params.shown(key, law)}。"
        raise InvalidInput("STATUTORY_LIMIT", message, fields={"value": message})


@use_case
def parameter_decide(*, parameter_id: UUID, verdict: str, reason: str, actor: Actor, now: Moment) -> None:
    """Puts a proposed value in force, or sends it back. Locks the row; needs a step-up bound to its digest.

    Raises Forbidden (OTHER_UNIT) for an approver of a branch, NotFound, Conflict (PARAMETER_LATE), and what
    request_decide raises.
    """
    _require_head_office(actor)
    rows = lock_rows(Parameter.objects.filter(pk=parameter_id, state=Parameter.State.PROPOSED))
    if not rows:
        raise NotFound("没有这项待复核的参数调整。")
    row = rows[0]
    if verdict == Verdict.APPROVE and row.effective_from < now.business_date:
        raise Conflict("PARAMETER_LATE", "生效日期已过,请退回后重新提出,参数不能追溯生效。")
    outcome = request_decide(
        kind=KIND,
        subject_id=row.pk,
        verdict=verdict,
        reason=reason,
        digest=parameter_digest(row),
        actor=actor,
        now=now,
    )
    row.state = Parameter.State.ACTIVE if outcome.state == RequestState.APPROVED else Parameter.State.REJECTED
    row.checker_person_id, row.decided_at = actor.person_id, now.wall
    row.save(update_fields=["state", "checker_person_id", "decided_at"])
    audit.record(
        actor=actor,
        action="core.parameter.changed" if row.state == Parameter.State.ACTIVE else "core.parameter.refused",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=Parameter.State.PROPOSED,
        to_state=row.state,
        detail={"key": row.key, "value": row.value, "effective_from": str(row.effective_from)},
        now=now,
    )


def _require_head_office(actor: Actor) -> None:
    if not is_of_head_office(actor):
        raise Forbidden("全行参数由总行管理,支行不能提出或复核调整。", code="OTHER_UNIT")
