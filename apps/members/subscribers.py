"""What members do when something has happened elsewhere. Repeats change nothing."""

from typing import Any
from uuid import UUID

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.outbox import subscriber
from apps.corebank.events import PaymentBounced, PaymentResolved
from apps.identity.contracts import SecurityChange
from apps.identity.events import SecurityChanged

from .choices import PROOF_REFERENCE
from .events import EnterpriseMoved
from .services.application_edit import KIND as APPLICATION
from .services.application_open import reverify_plan
from .services.application_proof import proof_resolve
from .services.application_submit import application_lapse
from .services.certification_lapse import certification_lapse
from .services.certification_submit import KIND
from .services.enterprise_tell import enterprise_tell
from .services.mobile_follow import mobile_follow
from .services.staff_change import KIND as STAFF_KIND
from .services.staff_change import staff_change_lapse


@subscriber(RequestLapsed.name, "members.certification_lapse", kind=KIND)
def take_certification_back(event: dict[str, Any]) -> None:
    certification_lapse(certification_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "members.staff_change_lapse", kind=STAFF_KIND)
def end_staff_change(event: dict[str, Any]) -> None:
    staff_change_lapse(change_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "members.application_lapse", kind=APPLICATION)
def give_application_back(event: dict[str, Any]) -> None:
    application_lapse(application_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(PaymentResolved.name, "members.proof_resolve", reference=PROOF_REFERENCE)
def resolve_proof(event: dict[str, Any]) -> None:
    proof_resolve(reference=event["reference"], state=event["state"], code=event["code"], now=clock.read())


@subscriber(PaymentBounced.name, "members.proof_bounce", reference=PROOF_REFERENCE)
def bounce_proof(event: dict[str, Any]) -> None:
    proof_resolve(reference=event["reference"], state="BOUNCED", code="P99", now=clock.read())


@subscriber(SecurityChanged.name, "members.mobile_follow")
def follow_number(event: dict[str, Any]) -> None:
    if event["change"] in (SecurityChange.MOBILE_CHANGED, SecurityChange.MOBILE_RECOVERED):
        mobile_follow(person_id=UUID(event["person_id"]), now=clock.read())


@subscriber(EnterpriseMoved.name, "members.enterprise_tell")
def tell_operators(event: dict[str, Any]) -> None:
    enterprise_tell(
        enterprise_id=UUID(event["enterprise_id"]), deed=event["deed"], key=event["event_id"], now=clock.read()
    )


@subscriber(EnterpriseMoved.name, "members.reverify_plan")
def plan_reverification(event: dict[str, Any]) -> None:
    if event["deed"] == "certified":
        reverify_plan(enterprise_id=UUID(event["enterprise_id"]), now=clock.read())
