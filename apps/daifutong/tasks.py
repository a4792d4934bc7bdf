"""Jobs of the payroll: each is one call of one service, which ends the job in its own commit."""

from uuid import UUID

from apps.core import clock, jobs
from apps.core.actors import Actor

from .services.batch_decide import RELEASE_JOB
from .services.batch_disburse import batch_disburse
from .services.batch_finish import FINISH_JOB, batch_finish
from .services.batch_read import batch_read
from .services.batch_release import DISBURSE_JOB, SEND_JOB, batch_release
from .services.batch_return import RETURN_JOB, batch_return
from .services.fee_charge import FEE_JOB, fee_take
from .services.rows_send import rows_send
from .services.upload_keep import IMPORT_JOB


@jobs.handler(IMPORT_JOB)
def read(lease: jobs.Lease) -> None:
    batch_read(batch_id=UUID(lease.payload["batch_id"]), lease=lease, now=clock.read())


@jobs.handler(RELEASE_JOB)
def release(lease: jobs.Lease) -> None:
    actor = Actor.system("审批完成,自动扣款")
    batch_release(batch_id=UUID(lease.payload["batch_id"]), actor=actor, now=clock.read(), lease=lease)


@jobs.handler(DISBURSE_JOB)
def disburse(lease: jobs.Lease) -> None:
    part = lease.payload
    batch_disburse(
        batch_id=UUID(part["batch_id"]), first=part["first"], last=part["last"], lease=lease, now=clock.read()
    )


@jobs.handler(SEND_JOB)
def send(lease: jobs.Lease) -> None:
    part = lease.payload
    rows_send(batch_id=UUID(part["batch_id"]), first=part["first"], last=part["last"], lease=lease, now=clock.read())


@jobs.handler(FINISH_JOB)
def finish(lease: jobs.Lease) -> None:
    batch_finish(batch_id=UUID(lease.payload["batch_id"]), lease=lease, now=clock.read())


@jobs.handler(RETURN_JOB)
def pay_out(lease: jobs.Lease) -> None:
    batch_return(batch_id=UUID(lease.payload["batch_id"]), case=lease.payload["case"], lease=lease, now=clock.read())


@jobs.handler(FEE_JOB)
def take_fee(lease: jobs.Lease) -> None:
    fee_take(statement_id=UUID(lease.payload["statement_id"]), lease=lease, now=clock.read())
