"""The withholding register with id numbers in clear, for the tax office: for a reason, confirmed, on record (TX-23)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash
from apps.core.moves import reason_said
from apps.identity import api as identity

from ..choices import REASON_LENGTH
from ..contracts import Register
from ..selectors.dashboard import register_clear
from ..selectors.issues import issue_for
from .issue_moves import issue_record


@use_case
def register_export(*, issue_id: UUID, reason: str, actor: Actor, now: Moment) -> Register:
    """Every payment of the issue by lender, with full numbers. Locks nothing.

    Raises NotFound, InvalidInput REASON, Conflict NOTHING, StepUpRequired bound to this issue and reason.
    """
    reason = reason_said(reason, "导出用途", REASON_LENGTH)
    issue = issue_for(actor, issue_id)
    shown = {"代扣税登记": f"{issue.title}({issue.reference})", "证件号码": "完整显示", "用途": reason}
    register = register_clear(issue)
    if not register.lines:
        raise Conflict("NOTHING", "还没有支付过利息,没有可以导出的记录。")
    digest = body_hash({"register": issue.pk, "reason": reason})
    identity.require_step_up(actor=actor, digest=digest, shown=shown, now=now)
    detail = {"reason": reason, "lines": len(register.lines), "fields": "id_number"}
    issue_record(issue, "tongxinbao.register.exported", source=issue.state, actor=actor, now=now, detail=detail)
    return register
