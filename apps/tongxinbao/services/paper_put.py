"""A paper is laid beside a draft: the resolution, the financial statements, a guarantee (row 2, TX-12)."""

import base64
import hashlib
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.files import paper_type

from ..contracts import IssueAnswer
from ..models import Issue, IssuePaper
from ..models.paper import BEFORE, KINDS
from ..rules.issue import ISSUE
from .issue_moves import issue_once, issue_record


@use_case
def paper_put(
    *, issue_id: UUID, kind: str, file_name: str, content: bytes, key: str, actor: Actor, now: Moment
) -> IssueAnswer:
    """Keeps a picture or PDF, in place of the one of its kind. Key: (enterprise, person, key). Locks the issue.

    Raises NotFound, IllegalMove for an issue that is no draft any more, InvalidInput PAPER_KIND, PAPER_SIZE (2 MB),
    PAPER_TYPE (by its first bytes, not its name), KeyReused, Busy.
    """
    digest = hashlib.sha256(content).hexdigest()

    def put(issue: Issue) -> None:
        ISSUE.check(issue.state, "submit")
        content_type = _checked(kind, content)
        IssuePaper.objects.scoped(actor).filter(issue=issue, kind=kind).delete()
        IssuePaper.objects.create(
            issue=issue,
            kind=kind,
            title=KINDS[kind],
            file_name=file_name[-120:],
            content_type=content_type,
            content=base64.b64encode(content).decode(),
            size=len(content),
            sha256=digest,
            person_id=actor.person,
            display=actor.display,
            at=now.business_at,
        )
        detail = {"kind": kind, "sha256": digest}
        issue_record(issue, "tongxinbao.paper.put", source=issue.state, actor=actor, now=now, detail=detail)

    return issue_once(verb="paper", issue_id=issue_id, key=key, actor=actor, effect=put, kind=kind, sha256=digest)


def _checked(kind: str, content: bytes) -> str:
    """The media type. Raises InvalidInput."""
    if kind not in BEFORE:
        raise InvalidInput("PAPER_KIND", "请选择文件的种类。", fields={"kind": "请选择文件的种类。"})
    return paper_type(content, "file")
