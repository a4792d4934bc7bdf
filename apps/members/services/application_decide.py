"""The bank's decision on an enterprise's application: a reviewer, then an approver, two persons (ID-8, RC-8)."""

from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.outbox import publish
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..choices import APPLICATION_FIELDS, HIGH, ApplicationKind, ApplicationState, CheckResult, ReviewState, Word
from ..contracts import EnterpriseStatus
from ..events import EnterpriseMoved
from ..models import EnterpriseApplication, Nominee, OperatorGrant, StaffGrant
from ..models.application import nominees_of
from ..rules import APPLICATION, conflicting_role
from .application_edit import KIND, application_of, application_record
from .application_submit import application_digest
from .enterprise_move import enterprise_move
from .operator_grant import KIND as GRANT
from .operator_grant import record_grant
from .review_decide import review_decide

_ENDS = {ReviewState.APPROVED: "approve", ReviewState.REJECTED: "reject"}
_DEEDS = {ReviewState.REVIEWED: "reviewed", ReviewState.APPROVED: "approved", ReviewState.REJECTED: "rejected"}


@use_case
def application_approve(*, application_id: UUID, actor: Actor, now: Moment) -> ReviewState:
    """Passes the review (SUBMITTED) or approves (REVIEWED); gives the case's new state.

    An approval certifies the enterprise, gives its operators their roles and it an account here where it has none.
    Locks the application, its case, the enterprise. Needs a step-up bound to the digest. Raises NotFound (another
    unit's), Conflict (CLAIMED, ASSIGNED, NO_MATCH, STALE, ROLE_CONFLICT), IllegalMove, Forbidden (role,
    SAME_PERSON), StepUpRequired.
    """
    row = application_of(application_id, actor)
    APPLICATION.check(row.state, "approve" if row.state == ApplicationState.REVIEWED else "review")
    if row.legal_check != CheckResult.MATCH:
        raise Conflict("NO_MATCH", "法定代表人联网核查结果不是「一致」,不能通过。")
    if row.register_check != CheckResult.MATCH:
        raise Conflict("NO_MATCH", "工商登记核查结果不是「一致」,不能通过。")
    return _decide(row, Word.ACCEPT, "", "", actor, now)


@use_case
def application_reject(*, application_id: UUID, field: str, reason: str, actor: Actor, now: Moment) -> ReviewState:
    """Sends an application back: `field` (a key of APPLICATION_FIELDS) is wrong, `reason` says what to do.

    Only that field's section is open again; at high risk that is one word of two. Locks the application, its case, the
    enterprise. Raises as application_approve, and InvalidInput (FIELD, REASON).
    """
    if field not in APPLICATION_FIELDS:
        raise InvalidInput("FIELD", "请选择需要更正的内容。", fields={"field": "请选择需要更正的内容。"})
    if not reason.strip():
        raise InvalidInput("REASON", "请填写退回原因。", fields={"reason": "请填写退回原因和更正办法。"})
    row = application_of(application_id, actor)
    APPLICATION.check(row.state, "reject")
    return _decide(row, Word.REJECT, field, reason.strip(), actor, now)


def _decide(row: EnterpriseApplication, word: Word, field: str, reason: str, actor: Actor, now: Moment) -> ReviewState:
    digest = application_digest(row)
    case = review_decide(
        subject=row, approval=KIND, digest=digest, word=word, field=field, reason=reason, actor=actor, now=now
    )
    _take(row, actor, now)
    source, state = row.state, ReviewState(case.state)
    if state == ReviewState.REVIEWED:
        row.state = APPLICATION.check(source, "review").target
        row.reviewer_person_id, row.reviewed_at = actor.person_id, now.wall
    elif state in _ENDS:
        row.state = APPLICATION.check(source, _ENDS[state]).target
        row.decider_person_id, row.decided_at = actor.person_id, now.wall
    detail = {}
    if state == ReviewState.APPROVED:
        _certify(row, actor, now)
    elif state == ReviewState.REJECTED:
        detail = {"field": field, "reason": reason}
        _turn_back(row, field, reason)
    row.save()
    is_open = state not in _ENDS
    deed = "opined" if is_open and case.risk == HIGH else _DEEDS[state]
    application_record(row, deed, actor, now, source=source, detail=detail)
    if state == ReviewState.REJECTED and row.kind == ApplicationKind.FIRST:
        enterprise_move(row.enterprise, "reject", "rejected", actor, now, reason)
    if not is_open:
        publish(EnterpriseMoved(row.enterprise_id, "certified" if state == ReviewState.APPROVED else "rejected"))
    return state


def _turn_back(row: EnterpriseApplication, field: str, reason: str) -> None:
    row.rejected_field, row.rejected_reason = field, reason
    if field == "account":
        row.proved_at, row.proof_sent_at, row.proof_starts = None, None, 0


def _take(row: EnterpriseApplication, actor: Actor, now: Moment) -> None:
    """The first decision of the bank takes the enterprise into review."""
    if row.enterprise.status == EnterpriseStatus.SUBMITTED:
        enterprise_move(row.enterprise, "take", "taken", actor, now)


def _certify(row: EnterpriseApplication, actor: Actor, now: Moment) -> None:
    enterprise = row.enterprise
    if row.kind == ApplicationKind.FIRST:
        enterprise_move(enterprise, "certify", "certified", actor, now)
    else:
        enterprise.certified_on = now.business_date
        enterprise.save(update_fields=["certified_on"])
    for nominee in nominees_of(row).order_by("role"):
        _appoint(row, nominee, actor, now)
    if not bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=enterprise.pk):
        bankaccounts.account_open(
            account=NewAccount(
                holder_kind=HolderKind.ENTERPRISE,
                holder_id=enterprise.pk,
                holder_name=enterprise.name,
                account_class=AccountClass.CORPORATE,
                number=bankaccounts.number_allot(AccountClass.CORPORATE, now=now),
                unit_path=enterprise.unit.path,
                is_face_verified=True,
            ),
            actor=actor,
            now=now,
        )


def _appoint(row: EnterpriseApplication, nominee: Nominee, actor: Actor, now: Moment) -> None:
    """Gives one nominee the role, unless the person has it; whoever had it before keeps it until it is taken back."""
    role = Role(nominee.role)
    person_id = identity.person_ensure(
        name=nominee.name,
        id_number=nominee.id_number.clear(),
        mobile=nominee.mobile.clear(),
        actor=actor,
        now=now,
    )
    grants = OperatorGrant.objects.system("the enterprise's own").filter(
        enterprise_id=row.enterprise_id, person_id=person_id, revoked_at=None
    )
    at_bank = StaffGrant.objects.system("conflicts").filter(person_id=person_id, revoked_at=None)
    held = frozenset(Role(name) for rows in (grants, at_bank) for name in rows.values_list("role", flat=True))
    if role in held:
        return
    if conflicting_role(role, held):
        raise Conflict("ROLE_CONFLICT", "拟任操作员在本行或本企业已有不相容的角色,请退回更换人选。")
    user_id = identity.login_ensure(person_id=person_id, kind=LoginKind.OPERATOR, actor=actor, now=now)
    grant = OperatorGrant.objects.create(
        user_id=user_id,
        person_id=person_id,
        enterprise=row.enterprise,
        role=role,
        granter_person_id=actor.person_id,
        granted_at=now.wall,
    )
    path = row.enterprise.unit.path
    record_grant(grant.pk, "members.operator.granted", GRANT, role, person_id, path, actor, now)
