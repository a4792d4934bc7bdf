"""Sending an enterprise's application to the bank: complete, proved, signed; from then on it stands still (ID-8)."""

from uuid import UUID

from apps.agreements import api as agreements
from apps.approvals import api as approvals
from apps.core import jobs
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.crypto import Secret
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import InvalidInput
from apps.core.idempotency import body_hash

from ..choices import APPLICATION_FIELDS, SECTION_LABELS, ApplicationKind, CheckResult, PaperKind, Section
from ..contracts import EnterpriseStatus
from ..models import EnterpriseApplication
from ..models.application import WAITING_STATES, nominees_of, owners_of, papers_of
from ..rules import APPLICATION
from ..rules.applications import AGREEMENTS, REQUIRED_ROLES
from .application_edit import KIND, application_record, open_application
from .enterprise_move import enterprise_move
from .review_open import review_open, review_withdraw

CHECK_JOB = "members.application_check"
STEPS = (Role.REVIEWER, Role.APPROVER)


def sections_missing(row: EnterpriseApplication, actor: Actor, now: Moment) -> tuple[Section, ...]:
    """The sections of an application that are not complete yet, in order."""
    roles = set(nominees_of(row).values_list("role", flat=True))
    done = {
        Section.COMPANY: bool(row.legal_name) and owners_of(row).exists(),
        Section.PAPERS: set(papers_of(row).values_list("kind", flat=True)) >= {kind.value for kind in PaperKind},
        Section.ACCOUNT: row.proved_at is not None,
        Section.OPERATORS: roles >= {role.value for role in REQUIRED_ROLES},
        Section.AGREEMENTS: not agreements.unsigned_codes(actor, AGREEMENTS, now),
    }
    return tuple(section for section in Section if not done[section])


@use_case
def application_submit(*, actor: Actor, now: Moment) -> None:
    """Submits the open application, asks for two approvals and for what the machines check.

    Locks the application. Raises NotFound, IllegalMove (submitted already, so that sending it twice has one effect),
    InvalidInput (INCOMPLETE) with a sentence for each missing section, or NOT_MENDED.
    """
    row = open_application(actor)
    move = APPLICATION.check(row.state, "submit")
    missing = sections_missing(row, actor, now)
    if missing:
        faults = {str(section): f"「{SECTION_LABELS[section]}」还没有完成。" for section in missing}
        raise InvalidInput("INCOMPLETE", "还有资料没有完成,完成后才能提交。", fields=faults)
    digest = application_digest(row)
    if row.rejected_field not in ("", "account") and digest == row.digest:  # an account is proved anew instead
        label = APPLICATION_FIELDS[row.rejected_field][0]
        raise InvalidInput(
            "NOT_MENDED", f"「{label}」还没有更正,请先按退回说明修改。", fields={"tasks": f"请先更正「{label}」。"}
        )
    source, row.state, row.digest = row.state, move.target, digest
    row.submitter_person_id, row.submitted_at = actor.person, now.wall
    row.reviewer_person_id = row.reviewed_at = row.decider_person_id = row.decided_at = None
    row.rejected_field = row.rejected_reason = ""
    row.save()
    approvals.request(
        kind=KIND,
        subject_id=row.pk,
        digest=row.digest,
        summary={"企业": row.enterprise.name, "统一社会信用代码": row.enterprise.uscc},
        steps=STEPS,
        actor=actor,
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )
    review_open(subject=row, now=now)
    if {row.legal_check, row.register_check} != {CheckResult.MATCH.value}:
        jobs.add(CHECK_JOB, f"{row.pk}:{row.submitted_at:%s}", {"application_id": str(row.pk)})
    application_record(row, "submitted", actor, now, source=source, detail={"kind": row.kind, "digest": row.digest})
    if row.kind == ApplicationKind.FIRST:
        enterprise_move(row.enterprise, "submit", "submitted", actor, now)


def application_digest(row: EnterpriseApplication) -> str:
    """The hash of all that the enterprise states and the bank is shown."""
    return body_hash(
        {
            "enterprise": row.enterprise.uscc,
            "name": row.enterprise.name,
            "address": row.address,
            "scope": row.business_scope,
            "established": row.established_on,
            "until": row.licence_until,
            "legal": [row.legal_name, _clear(row.legal_id_number)],
            "owners": sorted([o.name, o.id_number.clear(), str(o.percent)] for o in owners_of(row)),
            "papers": sorted(papers_of(row).values_list("kind", "sha256")),
            "account": [_clear(row.account_number), row.account_bank],
            "operators": sorted([n.role, n.name, n.id_number.clear(), n.mobile.clear()] for n in nominees_of(row)),
        }
    )


def _clear(secret: Secret | None) -> str:
    return secret.clear() if secret else ""


def application_lapse(*, application_id: UUID, now: Moment) -> None:
    """Gives an application back that the bank did not decide on in time, in the caller's transaction; nothing of it
    needs to be mended. Locks it; one that is not waiting is left alone."""
    require_transaction()
    waiting = EnterpriseApplication.objects.system("its request lapsed").filter(
        pk=application_id, state__in=WAITING_STATES
    )
    for row in lock_rows(waiting.select_related("enterprise__unit")):
        actor = Actor.system("逾期未办结")
        source, row.state = row.state, APPLICATION.check(row.state, "lapse").target
        row.rejected_reason = "银行逾期未办结,请重新提交。"
        row.save(update_fields=["state", "rejected_reason"])
        review_withdraw(subject=row, now=now)
        application_record(row, "lapsed", actor, now, source=source)
        if row.enterprise.status in (EnterpriseStatus.SUBMITTED, EnterpriseStatus.BANK_REVIEW):
            enterprise_move(row.enterprise, "lapse", "rejected", actor, now)
