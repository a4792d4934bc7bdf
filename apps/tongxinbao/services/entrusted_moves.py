"""What the use cases of an entrusted list do alike: find it under its issue's lock, make one move, put it on record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict, NotFound
from apps.core.idempotency import once
from apps.core.moves import found_locked, move_make
from apps.core.outbox import publish

from ..choices import ENTRUSTED_LABELS, ENTRUSTED_SUBJECT, EntrustedState, IssueState
from ..contracts import EntrustedReply
from ..events import EntrustedMoved
from ..models import EntrustedList, Issue
from ..rules.entrusted import ENTRUSTED, WAITING
from .issue_moves import issue_locked, unit_path_of

COMING = (IssueState.LISTED, IssueState.SUBSCRIBING, IssueState.SUSPENDED)
MISSING = "没有找到这份委托认购名单。"


def entrusted_once(
    *,
    verb: str,
    list_id: UUID,
    key: str,
    actor: Actor,
    effect: Callable[[Issue, EntrustedList], None],
    **body: Any,
) -> EntrustedReply:
    """Does `effect` to the list, under its issue's lock and its own, once per (enterprise, person, verb, key).

    Needs the caller's transaction. Raises NotFound, KeyReused, Busy.
    """

    def run() -> dict[str, Any]:
        issue, sent = entrusted_locked(actor, list_id)
        effect(issue, sent)
        return {"state": sent.state}

    said = {"list": list_id} | body
    answer, _ = once(actor=actor, route=f"tongxinbao.entrusted_{verb}", key=key, body=said, effect=run)
    return entrusted_reply(list_id, answer["state"])


def entrusted_locked(actor: Actor, list_id: UUID) -> tuple[Issue, EntrustedList]:
    """The issue, then the list, under their locks. Raises NotFound outside the actor's scope."""
    known = EntrustedList.objects.scoped(actor).filter(pk=list_id).first()
    if known is None:
        raise NotFound(MISSING)
    issue = issue_locked(actor, known.issue_id)
    return issue, found_locked(EntrustedList.objects.scoped(actor), list_id, MISSING)


def coming_check(issue: Issue, now: Moment) -> None:
    """Raises Conflict NOT_RAISING for an issue that takes no list any more, or not yet."""
    is_over = issue.close_at is None or now.business_at >= issue.close_at
    if is_over or issue.state not in COMING:
        raise Conflict("NOT_RAISING", "这次发行目前不接受委托认购名单。")


def entrusted_move(sent: EntrustedList, name: str, *, issue: Issue, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes, its audit row and its event. Raises IllegalMove."""
    move = move_make(sent, ENTRUSTED, name, **changes)
    entrusted_record(sent, move.name, source=move.source, issue=issue, actor=actor, now=now)
    publish(EntrustedMoved(sent.pk, sent.state, move.name))


_PAST = {
    "load": "loaded", "submit": "submitted", "return": "returned", "release": "released", "place": "placed",
    "discard": "discarded", "lapse": "lapsed",
}  # fmt: skip


def entrusted_record(sent: EntrustedList, move: str, *, source: str, issue: Issue, actor: Actor, now: Moment) -> None:
    """The audit row of a move: what was sent, never what became of it, since the enterprise reads it as well."""
    audit.record(
        actor=actor,
        action=f"tongxinbao.entrusted.{_PAST[move]}",
        subject_kind=ENTRUSTED_SUBJECT,
        subject_id=sent.pk,
        from_state=source,
        to_state=sent.state,
        detail={"issue": issue.reference, "rows": sent.line_count, "digest": sent.digest, "reason": sent.reason},
        enterprise_id=issue.enterprise_id,
        unit_path=unit_path_of(issue),
        now=now,
    )


def entrusted_reply(list_id: UUID, state: str) -> EntrustedReply:
    return EntrustedReply(list_id, state, ENTRUSTED_LABELS[EntrustedState(state)])


def list_lapse(sent: EntrustedList, reason: str, *, issue: Issue, actor: Actor, now: Moment) -> None:
    """Ends a locked list of which nothing was placed; a released one's sum is room again."""
    require_transaction()
    if sent.state == EntrustedState.RELEASED:
        issue.reserved_fen -= sent.total_fen
        issue.save(update_fields=["reserved_fen"])
    entrusted_move(sent, "lapse", issue=issue, actor=actor, now=now, reason=reason, ended_at=now.business_at)


def lists_lapse(issue: Issue, reason: str, *, actor: Actor, now: Moment) -> None:
    """Ends every list of a locked issue that nobody has placed yet."""
    rows = EntrustedList.objects.system("of a locked issue whose raising is over").filter(issue=issue)
    for sent in lock_rows(rows.filter(state__in=WAITING)):
        list_lapse(sent, reason, issue=issue, actor=actor, now=now)
