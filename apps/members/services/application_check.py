"""What machines say of an enterprise's application: its legal representative (ID-7, two elements) and its entry in the
register of enterprises (ID-8)."""

from uuid import UUID

from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.corebank import api as corebank
from apps.corebank.contracts import EnterpriseElements, IdentityAnswer, IdentityResult

from ..choices import CheckResult
from ..models import EnterpriseApplication
from ..models.application import WAITING_STATES
from .application_edit import application_record
from .identity_ask import identity_ask, lease_end
from .review_open import review_weigh

WHY = "machine checks"


def application_check(*, lease: jobs.Lease, now: Moment) -> None:
    """The job: asks what is not known to match yet, outside any transaction, and writes it down."""
    application_id = UUID(lease.payload["application_id"])
    rows = EnterpriseApplication.objects.system(WHY).select_related("enterprise")
    row = rows.get(pk=application_id)
    legal = register = None
    if row.legal_check != CheckResult.MATCH:
        number = row.legal_id_number.clear() if row.legal_id_number else ""
        legal = identity_ask(name=row.legal_name, id_number=number, now=now)
    if row.register_check != CheckResult.MATCH:
        elements = EnterpriseElements(row.enterprise.uscc, row.enterprise.name, row.legal_name)
        register = corebank.check_enterprise(elements=elements)
    _application_check_write(application_id=application_id, legal=legal, register=register, lease=lease, now=now)


@use_case
def _application_check_write(
    *,
    application_id: UUID,
    legal: IdentityAnswer | None,
    register: IdentityAnswer | None,
    lease: jobs.Lease,
    now: Moment,
) -> None:
    """An answer of None is one that was not asked for: what is known stays."""
    answers = {"legal": legal, "register": register}
    waiting = EnterpriseApplication.objects.system(WHY).filter(pk=application_id, state__in=WAITING_STATES)
    for row in lock_rows(waiting.select_related("enterprise__unit")):
        if legal is not None:
            row.legal_check, row.legal_check_reference = CheckResult(legal.result.value), legal.reference[:40]
            row.legal_checked_at = now.wall
        if register is not None:
            row.register_check, row.register_reference = CheckResult(register.result.value), register.reference[:40]
            row.register_checked_at = now.wall
        row.save()
        review_weigh(subject=row, now=now)
        said = {name: [one.result, one.reference] for name, one in answers.items() if one is not None}
        application_record(row, "checked", Actor.system("联网核查"), now, detail=said)
    is_silent = any(one is not None and one.result == IdentityResult.CHANNEL_ERROR for one in answers.values())
    lease_end(is_silent=is_silent, lease=lease, now=now)
