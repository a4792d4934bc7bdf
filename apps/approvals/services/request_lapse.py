"""What nobody decides in time lapses: the request, the parameter that it was about, and the maker hears of it."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.jobs import Lease
from apps.core.models import Parameter
from apps.core.outbox import publish
from apps.notify import api as notify

from ..choices import RequestState
from ..events import RequestLapsed
from ..models import ApprovalRequest
from ..rules import REQUEST
from ..selectors import subject_label
from .parameter_change import KIND
from .request_decide import request_move

REASON = "逾期未办结"


@use_case
def request_lapse(*, request_id: UUID, lease: Lease, now: Moment) -> None:
    """The job of a request whose days are over. Locks the request; one that was decided meanwhile is left alone."""
    (request,) = lock_rows(ApprovalRequest.objects.system("the job's own request").filter(pk=request_id))
    if request.state == RequestState.PENDING and request.expires_at > now.wall:
        lease.again(request.expires_at)
        return
    if request.state == RequestState.PENDING:
        target = REQUEST.check(request.state, "lapse").target
        request_move(request, target, "approvals.request.lapsed", REASON, Actor.system(REASON), now)
        publish(RequestLapsed(request.pk, request.kind, request.subject_id, request.maker_person_id))
    lease.finish()


def parameter_lapse(*, parameter_id: UUID, now: Moment) -> None:
    """Takes a proposed value back whose request has lapsed, in the caller's transaction. Locks the row; a repeat is
    nothing."""
    require_transaction()
    for row in lock_rows(Parameter.objects.filter(pk=parameter_id, state=Parameter.State.PROPOSED)):
        row.state, row.decided_at = Parameter.State.LAPSED, now.wall
        row.save(update_fields=["state", "decided_at"])
        audit.record(
            actor=Actor.system(REASON),
            action="core.parameter.lapsed",
            subject_kind=KIND,
            subject_id=row.pk,
            from_state=Parameter.State.PROPOSED,
            to_state=row.state,
            detail={"key": row.key, "value": row.value},
            now=now,
        )


def maker_tell(*, request_id: UUID, kind: str, maker_person_id: UUID, now: Moment) -> None:
    """Tells the maker, in the caller's transaction, what kind of thing lapsed; no amount, no name."""
    notify.tell(
        person_id=maker_person_id,
        kind="approvals.lapsed",
        title="审批申请已失效",
        body=f"您提交的{subject_label(kind)}逾期没有办结审批,已自动失效,如仍需办理请重新提交。",
        link="",
        key=f"approvals.lapsed:{request_id}",
        sms=True,
        now=now,
    )
