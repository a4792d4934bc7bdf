"""The papers of a late issue in one file, for who stands up for its lenders (row 20): by name, on record."""

from collections.abc import Callable
from typing import IO
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash
from apps.core.moves import reason_said
from apps.identity import api as identity

from ..choices import REASON_LENGTH
from ..contracts import Evidence
from ..rules.issue import IN_ARREARS
from ..selectors.evidence import evidence_of
from ..selectors.issues import issue_for
from .issue_moves import issue_record

Render = Callable[[Evidence], tuple[IO[bytes], str]]  # the file, open at its start, and its SHA-256


@use_case
def evidence_export(
    *, issue_id: UUID, reason: str, render: Render, actor: Actor, now: Moment
) -> tuple[Evidence, IO[bytes]]:
    """Every contract, schedule, payment and notice with the lenders' names, made by `render`; who took it, what for and
    the file's hash stand in the trail. Locks nothing.

    Raises NotFound, Conflict NOT_LATE, InvalidInput REASON, StepUpRequired, Unavailable.
    """
    reason = reason_said(reason, "导出用途", REASON_LENGTH)
    issue = issue_for(actor, issue_id)
    if issue.state not in IN_ARREARS:
        raise Conflict("NOT_LATE", "逾期或违约的借款才能导出证据材料。")
    shown = {"导出材料": f"{issue.title}({issue.reference})", "用途": reason}
    identity.require_step_up(
        actor=actor, digest=body_hash({"evidence": issue.pk, "reason": reason}), shown=shown, now=now
    )
    evidence = evidence_of(issue, now)
    file, digest = render(evidence)
    detail = {"reason": reason, "sha256": digest, "lines": len(evidence.loans)}
    issue_record(issue, "tongxinbao.evidence.exported", source=issue.state, actor=actor, now=now, detail=detail)
    return evidence, file
