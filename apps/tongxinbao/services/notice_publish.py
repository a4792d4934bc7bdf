"""What the enterprise tells its lenders while it owes them: how the money is used, what has happened (TX-12)."""

import base64
import hashlib
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.files import paper_type
from apps.core.outbox import publish

from ..choices import DISCLOSURE_LENGTH, TOLD_TITLE_LENGTH
from ..contracts import IssueAnswer
from ..events import NoticePublished
from ..models import Issue, IssuePaper
from ..models.issue import LENT
from ..models.paper import AFTER
from ..rules.words import banned_in
from .issue_moves import issue_once, issue_record


@use_case
def notice_publish(
    *,
    issue_id: UUID,
    kind: str,
    title: str,
    text: str,
    key: str,
    actor: Actor,
    now: Moment,
    file_name: str = "",
    content: bytes = b"",
) -> IssueAnswer:
    """Keeps a use-of-proceeds report (REPORT) or an announcement (EVENT), with a picture or PDF or without; every
    lender is told that it is there. Key: (enterprise, person, key). Locks the issue.

    Raises NotFound, Conflict NOT_LENT, InvalidInput PAPER_KIND, E_NOTICE by field (nothing said, too long, words that
    never stand beside an issue), PAPER_SIZE, PAPER_TYPE, KeyReused, Busy.
    """
    title, text, digest = title.strip(), text.strip(), hashlib.sha256(content).hexdigest() if content else ""

    def put(issue: Issue) -> None:
        if issue.state not in LENT:
            raise Conflict("NOT_LENT", "借款存续期间才能发布资金使用报告和公告。")
        if faults := notice_faults(kind, title, text):
            raise InvalidInput("E_NOTICE", next(iter(faults.values())), fields=faults)
        paper = IssuePaper.objects.create(
            issue=issue, kind=kind, title=title, text=text, at=now.business_at,
            person_id=actor.person, display=actor.display, **_file(file_name, content, digest),
        )  # fmt: skip
        detail = {"kind": kind, "title": title, "sha256": digest}
        issue_record(issue, "tongxinbao.notice.published", source=issue.state, actor=actor, now=now, detail=detail)
        publish(NoticePublished(issue.pk, paper.pk, kind))

    said = {"kind": kind, "title": title, "text": text, "sha256": digest}
    return issue_once(verb="notice_publish", issue_id=issue_id, key=key, actor=actor, effect=put, **said)


def notice_faults(kind: str, title: str, text: str) -> dict[str, str]:
    """What is wrong with a notice, by field, a sentence each."""
    faults = {}
    if kind not in AFTER:
        faults["kind"] = "请选择公告的种类。"
    for field, said, longest, what in (
        ("title", title, TOLD_TITLE_LENGTH, "标题"),
        ("text", text, DISCLOSURE_LENGTH, "正文"),
    ):
        words = "、".join(banned_in(said))
        if not 1 <= len(said) <= longest:
            faults[field] = f"请填写 {longest} 字以内的{what}。"
        elif words:
            faults[field] = f"{what}中不能使用「{words}」。"
    return faults


def _file(name: str, content: bytes, digest: str) -> dict[str, Any]:
    """The columns of the file, where there is one. Raises InvalidInput."""
    if not content:
        return {}
    return {
        "file_name": name[-120:],
        "content_type": paper_type(content, "file"),
        "content": base64.b64encode(content).decode(),
        "size": len(content),
        "sha256": digest,
    }
