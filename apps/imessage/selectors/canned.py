"""Canned answers: the desk's list, and those that an agent may say in a thread."""

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.idempotency import body_hash

from ..choices.canned import CANNED_LABELS, CannedState
from ..choices.desk import TOPIC_LABELS, Topic
from ..contracts.desk import CannedLine
from ..models import CannedAnswer

WHY = "what the bank says is every agent's"
SHOWN = 200
TONES = {CannedState.PROPOSED: "warn", CannedState.PUBLISHED: "ok"}


def canned_digest(row: CannedAnswer) -> str:
    """The hash of what the approver is shown."""
    return body_hash({"answer": [row.skill, row.title, row.text]})


def canned_for_staff(actor: Actor) -> tuple[CannedLine, ...]:
    """Those of the actor's unit and below, the newest first. Two queries at most."""
    waiting = {one.subject_id for one in approvals.pending(actor)} if allows(actor, "imessage.canned.decide") else set()
    rows = CannedAnswer.objects.scoped(actor).order_by("-created_at", "-pk")[:SHOWN]
    return tuple(
        CannedLine(
            row.pk, TOPIC_LABELS[Topic(row.skill)] if row.skill else "全部", row.title, row.text, row.state,
            CANNED_LABELS[CannedState(row.state)], TONES.get(CannedState(row.state), "neutral"), row.maker_display,
            row.created_at, row.pk in waiting, canned_digest(row),
        )
        for row in rows
    )  # fmt: skip


def canned_to_say(skill: str) -> dict[str, tuple[str, str]]:
    """What an agent may say in a thread of this skill: id -> (title, text). One query."""
    rows = CannedAnswer.objects.system(WHY).filter(state=CannedState.PUBLISHED, skill__in=["", skill])
    return {str(row.pk): (row.title, row.text) for row in rows.order_by("title", "pk")[:SHOWN]}
