"""Another person of the enterprise releases a list: its whole sum leaves the room at once, a job does the rest (TX-11).

What the enterprise sees of a release depends on nothing but what it sent (ADR 17).
"""

from uuid import UUID

from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, Forbidden
from apps.core.idempotency import body_hash
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity

from ..choices import Allotment
from ..contracts import EntrustedReply
from ..models import EntrustedLine, EntrustedList, Issue
from ..models.entrusted import RELEASED
from ..rules.entrusted import ENTRUSTED
from ..selectors.entrusted_lines import lines_judged, lines_of
from .entrusted_moves import entrusted_move, entrusted_once
from .order_place import open_check
from .room import room_of

ENTRUST_JOB = "tongxinbao.entrust"


@use_case
def entrusted_release(*, list_id: UUID, digest: str, key: str, actor: Actor, now: Moment) -> EntrustedReply:
    """Takes the sum of all lines out of the room and writes the job that places the orders.

    Key: (enterprise, person, key); `digest` is of the lines that were shown. Needs a step-up that names the list.
    Locks issue, list. Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE, DUP_LIST, LIST_FAULTS (the
    roster has changed), FULL, what `open_check` raises; StepUpRequired, KeyReused, Busy.
    """

    def release(issue: Issue, sent: EntrustedList) -> None:
        ENTRUSTED.check(sent.state, "release")
        other_person_check(sent, actor)
        if digest != sent.digest:
            raise Conflict("STALE", "名单已有变化,请刷新后重新核对。")
        open_check(issue, now)
        _once_check(issue, sent)
        _lines_check(issue, sent, now)
        if issue.allotment == Allotment.FIRST_COME and sent.total_fen > room_of(issue):
            room = format_yuan(Fen(max(room_of(issue), 0)))
            raise Conflict("FULL", f"名单合计超过剩余额度 {room} 元,请退回经办调整。")
        shown = {
            "放行": f"{issue.title}({issue.reference})的委托认购名单",
            "人数": f"{sent.line_count} 人",
            "合计": f"¥{format_yuan(Fen(sent.total_fen))}",
        }
        said = body_hash({"release": sent.pk, "lines": sent.digest, "fen": sent.total_fen})
        identity.require_step_up(actor=actor, digest=said, shown=shown, now=now)
        issue.reserved_fen += sent.total_fen
        issue.has_entrusted = True
        issue.save(update_fields=["reserved_fen", "has_entrusted"])
        entrusted_move(
            sent, "release", issue=issue, actor=actor, now=now, checker_person_id=actor.person,
            checker_display=actor.display, released_at=now.business_at, reason="",
        )  # fmt: skip
        jobs.add(ENTRUST_JOB, str(sent.pk), {"list_id": str(sent.pk)})

    return entrusted_once(verb="release", list_id=list_id, key=key, actor=actor, effect=release, digest=digest)


def other_person_check(sent: EntrustedList, actor: Actor) -> None:
    """Raises Forbidden SAME_PERSON: who made a list has no word on it."""
    if sent.maker_person_id == actor.person_id:
        raise Forbidden("SAME_PERSON", "经办和复核不能是同一人。")


def _once_check(issue: Issue, sent: EntrustedList) -> None:
    """The same list does not come twice, whatever file it is in."""
    before = EntrustedList.objects.system("of the locked issue").filter(issue=issue, state__in=RELEASED)
    if before.filter(digest=sent.digest).exists():
        raise Conflict("DUP_LIST", "同样的名单已经放行过,不能再次放行。")


def _lines_check(issue: Issue, sent: EntrustedList, now: Moment) -> None:
    """The roster may have changed since the upload, and other lists been released; each line has to hold today."""
    rows = EntrustedLine.objects.system("of the locked list").filter(list=sent)
    faulty = sum(bool(line.fault) for line in lines_judged(issue, lines_of(rows), now))
    if faulty:
        raise Conflict("LIST_FAULTS", f"名单中有 {faulty} 行已不符合条件,请退回经办重新上传。")
