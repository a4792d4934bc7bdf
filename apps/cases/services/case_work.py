"""People at a case: one takes it, notes what is known and proposes what to do; another one, with step-up, agrees."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.identity import api as identity

from ..models import Case
from ..rules import CASE, kind_of, workers_at
from ..selectors import case_digest

TEXT = 200


@use_case
def case_take(*, case_id: UUID, actor: Actor, now: Moment) -> None:
    """Makes the actor the owner of a case that nobody has. Locks it. Raises NotFound, IllegalMove."""
    case = _locked(case_id, actor)
    case.owner_person_id, case.owner_display = actor.person, actor.display
    _move(case, "take", "cases.case.taken", actor, now)


@use_case
def case_hand_back(*, case_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Gives a case back to the desk, with what the next person must know. Locks it. Raises NotFound, Conflict
    (NOT_YOURS), InvalidInput (TEXT), IllegalMove."""
    case, text = _mine(case_id, actor), _text(text)
    case.owner_person_id, case.owner_display = None, ""
    _move(case, "hand_back", "cases.case.handed_back", actor, now, {"note": text})


@use_case
def case_hand_over(*, case_id: UUID, to: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Makes a colleague the owner, with what he must know. Locks the case. Raises as case_hand_back, and InvalidInput
    (PERSON) for oneself and for somebody who may not work on cases of this unit."""
    case, text = _mine(case_id, actor), _text(text)
    name = workers_at(case.unit_path).get(to)
    if name is None or to == actor.person_id:
        raise InvalidInput(
            "PERSON", "请选择可以处理这个事项的同事。", fields={"person": "请选择可以处理这个事项的同事"}
        )
    case.owner_person_id, case.owner_display = to, name
    _move(case, "hand_over", "cases.case.handed_over", actor, now, {"to": name, "note": text})


@use_case
def case_note(*, case_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Puts down what its owner has found out, for good. Locks the case. Raises as case_hand_back."""
    case = _mine(case_id, actor)
    _record(case, "cases.case.noted", case.state, actor, now, {"note": _text(text)})


@use_case
def case_propose(*, case_id: UUID, remedy: str, text: str, actor: Actor, now: Moment) -> None:
    """Proposes a remedy of the case's kind. Locks the case. Raises as case_hand_back, and InvalidInput (REMEDY)."""
    case, text = _mine(case_id, actor), _text(text)
    if remedy not in kind_of(case.kind).remedies:
        raise InvalidInput("REMEDY", "请选择处理方式。", fields={"remedy": "请选择处理方式"})
    case.proposer_person_id, case.remedy, case.resolution = actor.person, remedy, text
    label = kind_of(case.kind).remedies[remedy].label
    _move(case, "propose", "cases.case.proposed", actor, now, {"remedy": label, "reason": text})


@use_case
def case_return(*, case_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Another person does not agree: the case is its owner's again. Locks it. Raises NotFound, Forbidden
    (OWN_PROPOSAL), InvalidInput (TEXT), IllegalMove."""
    case, text = _locked(case_id, actor), _text(text)
    _refuse_maker(case, actor)
    case.remedy, case.resolution, case.proposer_person_id = "", "", None
    _move(case, "return", "cases.case.returned", actor, now, {"reason": text})


@use_case
def case_approve(*, case_id: UUID, digest: str, actor: Actor, now: Moment) -> None:
    """Another person agrees with what was shown: the remedy is done and the case closed, in one transaction.

    Uses up a step-up bound to `digest`. Locks the case, then what the remedy locks. Raises NotFound, Forbidden
    (OWN_PROPOSAL), Conflict (STALE), StepUpRequired, IllegalMove, and what the remedy raises.
    """
    case = _locked(case_id, actor)
    CASE.check(case.state, "approve")
    _refuse_maker(case, actor)
    if digest != case_digest(case):
        raise Conflict("STALE", "处理方案已变更,请刷新后重新核对。")
    remedy = kind_of(case.kind).remedies[case.remedy]
    identity.require_step_up(
        actor=actor, digest=digest, shown={"事项": case.title, "处理": remedy.label, "说明": case.resolution}, now=now
    )
    if remedy.work:
        remedy.work(case.subject_id, case.pk, now)
    case.checker_person_id, case.closed_at = actor.person, now.wall
    _move(case, "approve", "cases.case.closed", actor, now, {"remedy": remedy.label, "resolution": case.resolution})


def _locked(case_id: UUID, actor: Actor) -> Case:
    rows = lock_rows(Case.objects.scoped(actor).filter(pk=case_id))
    if not rows:
        raise NotFound("没有找到这个异常事项。")
    return rows[0]


def _mine(case_id: UUID, actor: Actor) -> Case:
    case = _locked(case_id, actor)
    if case.owner_person_id != actor.person_id:
        raise Conflict("NOT_YOURS", "请先认领这个异常事项,再作处理。")
    return case


def _refuse_maker(case: Case, actor: Actor) -> None:
    if case.proposer_person_id == actor.person_id:
        raise Forbidden("处理方案须由另一人复核。")


def _text(text: str) -> str:
    text = text.strip()
    if not 1 <= len(text) <= TEXT:
        raise InvalidInput("TEXT", f"请填写 {TEXT} 字以内的说明。", fields={"text": f"请填写 {TEXT} 字以内的说明"})
    return text


def _move(case: Case, move: str, action: str, actor: Actor, now: Moment, detail: dict[str, str] | None = None) -> None:
    source, case.state = case.state, CASE.check(case.state, move).target
    case.save()
    _record(case, action, source, actor, now, detail or {})


def _record(case: Case, action: str, source: str, actor: Actor, now: Moment, detail: dict[str, str]) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_kind="cases.case",
        subject_id=case.pk,
        from_state=source,
        to_state=case.state,
        detail=detail,
        enterprise_id=case.enterprise_id,
        unit_path=case.unit_path,
        now=now,
    )
