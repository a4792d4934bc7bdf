"""The fee of a month: stated when the next one opens, and taken from the account by a job (PY-16)."""

from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction

from apps.audit import api as audit
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core import jobs, params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.jobs import Lease
from apps.ledger import api as ledger
from apps.members import api as members

from ..choices import FEE_SUBJECT, VAT, FeeState
from ..models import Batch, FeeStatement
from ..rules.contract import vat_of
from ..rules.fee import FEE
from ..selectors.fees import charged, fee_of

FEE_JOB = "daifutong.fee"
GL_FEE, GL_VAT = "6021.01", "2221.01"
LOOK_AGAIN = timedelta(hours=12)  # how long until an account that had too little is looked at anew
WHY = "the month is over"


def fees_state(*, day: date, now: Moment) -> None:
    """Writes, for each enterprise with paid lines in the month before `day`, what it owes, and the job that takes it.

    In the caller's transaction; a repeat, or another day of the month, changes nothing.
    """
    require_transaction()
    month = f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
    stated = FeeStatement.objects.system(WHY).filter(month=month).values("enterprise_id")
    batches = charged(Batch.objects.system(WHY).exclude(enterprise_id__in=stated), month)
    for enterprise_id, group in groupby(
        batches.order_by("enterprise_id", "finished_at", "pk"), lambda b: b.enterprise_id
    ):
        _state(enterprise_id, month, list(group), now)


def _state(enterprise_id: UUID, month: str, batches: list[Batch], now: Moment) -> None:
    last, fen = batches[-1], fee_of(batches)
    own, other = sum(batch.own for batch in batches), sum(batch.other for batch in batches)  # type: ignore[attr-defined]
    if not own and not other:
        return
    statement = FeeStatement.objects.create(
        enterprise_id=enterprise_id,
        month=month,
        own_count=own,
        other_count=other,
        fen=fen,
        vat_fen=vat_of(fen, params.get(VAT, now.business_date)),
        state=FEE.check("", "state").target,
        payer_account_id=last.payer_account_id,
        payer_ledger_id=last.payer_ledger_id,
        payer_masked=last.payer_masked,
        made_at=now.wall,
    )
    _record(statement, "daifutong.fee.stated", source="", actor=Actor.system(WHY), now=now)
    jobs.add(FEE_JOB, str(statement.pk), {"statement_id": str(statement.pk)})


@use_case
def fee_take(*, statement_id: UUID, lease: Lease, now: Moment) -> None:
    """Takes the fee whole from the payer's account, or comes back later while that has too little or may not pay.

    Key: the statement in the ledger, and the lease. Locks the statement, the payer's account, then ledger accounts.
    Dr 2011.01 of the payer, Cr 6021.01 without and 2221.01 with the VAT. Nothing is posted for a fee of 0.
    """
    actor = Actor.system("代发手续费")
    (statement,) = lock_rows(FeeStatement.objects.system("the job names it").filter(pk=statement_id))
    if statement.state == FeeState.DUE:
        if statement.fen and not _post(statement, now):
            lease.again(now.wall + LOOK_AGAIN)
            return
        move = FEE.check(statement.state, "take")
        statement.state, statement.paid_at = move.target, now.business_at
        statement.save(update_fields=["state", "paid_at"])
        _record(statement, "daifutong.fee.taken", source=move.source, actor=actor, now=now)
    lease.finish()


def _post(statement: FeeStatement, now: Moment) -> bool:
    if bankaccounts.payer_hold(statement.payer_account_id) != AccountStatus.NORMAL:
        return False
    legs = [
        (statement.payer_ledger_id, -statement.fen),
        (ledger.house_account(GL_FEE), statement.fen - statement.vat_fen),
        (ledger.house_account(GL_VAT), statement.vat_fen),
    ]
    try:
        with transaction.atomic():
            ledger.post(
                key=f"daifutong.fee:{statement.pk}",
                kind="daifutong.fee",
                summary=f"代发手续费 {statement.month}",
                legs=[leg for leg in legs if leg[1]],
                now=now,
            )
    except ledger.InsufficientFunds:
        return False
    return True


def _record(statement: FeeStatement, action: str, *, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_kind=FEE_SUBJECT,
        subject_id=statement.pk,
        from_state=source,
        to_state=statement.state,
        detail={"month": statement.month, "fen": statement.fen, "vat": statement.vat_fen},
        enterprise_id=statement.enterprise_id,
        unit_path=members.enterprise_brief(statement.enterprise_id).unit_path,
        now=now,
    )
