"""The bank's compliance writes up what has been done about a default: lenders read it, and the archive asks for it
(row 21)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.outbox import publish

from ..choices import DISCLOSURE_LENGTH, WRITTEN_UP, IssueState
from ..contracts import IssueAnswer
from ..events import NoticePublished
from ..models import Issue, IssuePaper
from ..models.paper import KINDS
from ..rules.words import banned_in
from .issue_moves import issue_once, issue_record


@use_case
def default_note(*, issue_id: UUID, text: str, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Keeps the note beside the issue; every lender is told that it is there. Key: (person, key). Locks the issue.

    Raises NotFound, Conflict NOT_DEFAULTED, InvalidInput E_NOTE (nothing said, too long, words that never stand beside
    an issue), KeyReused, Busy.
    """
    text = text.strip()

    def note(issue: Issue) -> None:
        if issue.state != IssueState.DEFAULTED:
            raise Conflict("NOT_DEFAULTED", "认定违约后才能记录处置情况。")
        if fault := note_fault(text):
            raise InvalidInput("E_NOTE", fault, fields={"text": fault})
        paper = IssuePaper.objects.create(
            issue=issue, kind=WRITTEN_UP, title=KINDS[WRITTEN_UP], text=text, at=now.business_at,
            person_id=actor.person, display=actor.display,
        )  # fmt: skip
        detail = {"note": text}
        issue_record(issue, "tongxinbao.default.noted", source=issue.state, actor=actor, now=now, detail=detail)
        publish(NoticePublished(issue.pk, paper.pk, WRITTEN_UP))

    return issue_once(verb="default_note", issue_id=issue_id, key=key, actor=actor, effect=note, text=text)


def note_fault(text: str) -> str:
    if not 1 <= len(text) <= DISCLOSURE_LENGTH:
        return f"请填写 {DISCLOSURE_LENGTH} 字以内的处置情况。"
    words = "、".join(banned_in(text))
    return f"处置情况中不能使用「{words}」。" if words else ""
