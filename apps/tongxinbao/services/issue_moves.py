"""What the use cases of an issue do alike: find it under its lock, make one move, put that on record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from apps.approvals import api as approvals
from apps.approvals.contracts import Outcome
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.idempotency import once
from apps.core.lifecycle import Move
from apps.core.moves import found_locked, move_make
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import ISSUE_LABELS, ISSUE_SUBJECT, IssueState
from ..contracts import IssueAnswer
from ..events import IssueMoved
from ..models import Issue
from ..rules.issue import ISSUE


def issue_once(
    *, verb: str, issue_id: UUID, key: str, actor: Actor, effect: Callable[[Issue], None], **body: Any
) -> IssueAnswer:
    """Does `effect` to the issue, under its lock, once per (enterprise, person, verb, key); gives the stored answer.

    Needs the caller's transaction. `body` is what else was asked for. Raises NotFound, KeyReused, Busy.
    """

    def run() -> dict[str, Any]:
        issue = issue_locked(actor, issue_id)
        effect(issue)
        return {"state": issue.state}

    said = {"issue": issue_id} | body
    answer, _ = once(actor=actor, route=f"tongxinbao.issue_{verb}", key=key, body=said, effect=run)
    return issue_answer(issue_id, answer["state"])


def issue_locked(actor: Actor, issue_id: UUID) -> Issue:
    """The issue under its lock, which is taken before those of its orders, of accounts and of the approval (TX-30).

    Raises NotFound outside the actor's scope.
    """
    return found_locked(Issue.objects.scoped(actor), issue_id, "没有找到这次借款发行。")


def verdict_take(kind: str, subject_id: UUID, said: dict[str, str], *, actor: Actor, now: Moment) -> Outcome:
    """What the approval of `kind` on a thing says with this verdict: `said` is verdict, reason and the digest shown.

    Locks the approval. Raises Forbidden SAME_PERSON, Conflict STALE, InvalidInput REASON, StepUpRequired.
    """
    return approvals.decide(
        kind=kind,
        subject_id=subject_id,
        verdict=said["verdict"],
        reason=said["reason"],
        digest=said["digest"],
        actor=actor,
        now=now,
    )


def issue_move(
    issue: Issue,
    name: str,
    action: str,
    *,
    actor: Actor,
    now: Moment,
    detail: dict[str, Any] | None = None,
    tell: bool = True,
    **changes: Any,
) -> Move:
    """One move with its changes, its audit row and, with `tell`, its event. Raises IllegalMove."""
    move = move_make(issue, ISSUE, name, **changes)
    issue_record(issue, action, source=move.source, actor=actor, now=now, detail=detail)
    if tell:
        publish(IssueMoved(issue.pk, issue.state, str(changes.get("reason", ""))))
    return move


def issue_record(
    issue: Issue, action: str, *, source: str, actor: Actor, now: Moment, detail: dict[str, Any] | None = None
) -> None:
    """The audit row of what brought an issue from `source` to where it is."""
    detail = {"reference": issue.reference} | (detail or {})
    members.move_record(
        issue, ISSUE_SUBJECT, action, source=source, detail=detail, actor=actor, now=now, unit_path=unit_path_of(issue)
    )


def unit_path_of(issue: Issue) -> str:
    """Of the bank's unit that has the enterprise; asked for once, however many moves an issue makes at a time."""
    known = vars(issue)
    if "_unit_path" not in known:
        known["_unit_path"] = members.enterprise_brief(issue.enterprise_id).unit_path
    path: str = known["_unit_path"]
    return path


def issue_answer(issue_id: UUID, state: str) -> IssueAnswer:
    return IssueAnswer(issue_id, state, ISSUE_LABELS[IssueState(state)])
