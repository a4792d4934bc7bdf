"""Jobs of members."""

from apps.core import clock, jobs

from .services.application_check import application_check
from .services.application_open import REVERIFY_JOB, reverify_open
from .services.application_submit import CHECK_JOB as APPLICATION_JOB
from .services.certification_check import certification_check
from .services.certification_submit import CHECK_JOB
from .services.member_invite import INVITE_JOB
from .services.member_invite import roster_invite as invite


@jobs.handler(CHECK_JOB)
def check_identity(lease: jobs.Lease) -> None:
    certification_check(lease=lease, now=clock.read())


@jobs.handler(APPLICATION_JOB)
def check_application(lease: jobs.Lease) -> None:
    application_check(lease=lease, now=clock.read())


@jobs.handler(REVERIFY_JOB)
def reverify(lease: jobs.Lease) -> None:
    reverify_open(lease=lease, now=clock.read())


@jobs.handler(INVITE_JOB)
def roster_invite(lease: jobs.Lease) -> None:
    invite(lease=lease, now=clock.read())
