"""The birth of a batch: opened without lines, given its lines, settled with its totals and what marks its wages."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core import params
from apps.core.actors import Actor
from apps.core.calendar import payday
from apps.core.clock import Moment
from apps.members import api as members

from ..choices import DUPLICATE_FILE_DAYS, BatchKind
from ..models import Batch, ColumnTemplate
from ..rules.lines import Line
from ..selectors.batches import payer_account
from ..selectors.contracts import confidential_allow, contract_keep, contract_required
from ..selectors.figures import overlap, totals
from ..selectors.registry import check_lines
from .batch_moves import batch_move, batch_record, duplicates_refused
from .batch_repeat import repeat_permit, wages_marked
from .file_read import Template
from .rows_load import rows_load

Mark = Callable[[Batch, Actor], dict[str, Any]]


def batch_store(
    *,
    lines: list[Line],
    actor: Actor,
    now: Moment,
    template: Template | None = None,
    mark: Mark = wages_marked,
    **given: Any,
) -> dict[str, Any]:
    """Checks and stores the lines as a new batch, in the caller's transaction; `given` is what batch_open takes, `mark`
    says under which fingerprint it blocks its like.

    The answer is that of an ImportAnswer, its id as text. Raises NotFound, Conflict DUP_BATCH, ENTERPRISE_SUSPENDED.
    """
    batch = batch_open(actor=actor, now=now, **given)
    check_lines(lines, enterprise_id=batch.enterprise_id, now=now)
    rows_load(batch_id=batch.pk, lines=lines)
    return batch_settle(batch, template=template, mark=mark, actor=actor, now=now)


def batch_settle(
    batch: Batch, *, template: Template | None = None, mark: Mark = wages_marked, actor: Actor, now: Moment
) -> dict[str, Any]:
    """Whose lines are all there gets its totals, its marks and its next state, in the caller's transaction, which has
    made the batch or holds its lock. Gives and raises as batch_store."""
    figures = asdict(totals(batch.pk)) | asdict(overlap(batch, now.business_date))
    name = "parse_with_errors" if figures["error_count"] else "parse"
    with duplicates_refused():
        move = batch_move(batch, name, **mark(batch, actor), **figures)
    if template is not None:
        _remember(*template, actor=actor, now=now)
    detail = (
        {"file": batch.file_sha256}
        | ({"columns": template[1]} if template else {})
        | ({"permit": str(batch.permit_id)} if batch.permit_id else {})
    )
    batch_record(batch, "daifutong.batch.imported", source=move.source, actor=actor, now=now, detail=detail)
    return {"batch_id": str(batch.pk), "reference": batch.reference, "state": batch.state, **figures}


def batch_open(
    *,
    file_sha256: str,
    filename: str,
    pay_period: str,
    title: str,
    kind: BatchKind,
    is_confidential: bool,
    wanted_on: date | None,
    payer_account_id: UUID,
    actor: Actor,
    now: Moment,
) -> Batch:
    """The batch without its lines, UPLOADED, in the caller's transaction.

    Raises NotFound for a foreign account, InvalidInput E_KIND, E_PAYER, E_CONFIDENTIAL, Conflict DUP_BATCH (the same
    file), NO_CONTRACT, CONTRACT_SUSPENDED, ENTERPRISE_SUSPENDED, CalendarYearNotLoaded.
    """
    members.require_certified(actor.enterprise)
    payer = payer_account(actor, payer_account_id)
    contract = contract_required(actor.enterprise)
    contract_keep(contract, kind=kind, payer_account_id=payer.id)
    if is_confidential:
        confidential_allow(contract, actor)
    _free_old_files(file_sha256, actor, now)
    permit = repeat_permit(actor, batch__file_sha256=file_sha256)
    with duplicates_refused():
        return Batch.objects.create(
            reference=_reference(now),
            enterprise_id=actor.enterprise,
            pay_period=pay_period,
            title=title,
            kind=kind,
            is_confidential=is_confidential,
            wanted_on=wanted_on,
            pay_on=payday(wanted_on) if wanted_on else None,
            file_name=filename[-120:],
            file_sha256=file_sha256,
            file_guard=None if permit else file_sha256,
            permit=permit,
            payer_account_id=payer.id,
            payer_ledger_id=payer.ledger_account_id,
            payer_name=payer.holder_name,
            payer_masked=payer.masked_number,
            maker_person_id=actor.person,
            maker_display=actor.display,
            created_at=now.business_at,
        )


def _remember(signature: str, places: dict[str, int], *, actor: Actor, now: Moment) -> None:
    """What was said last counts."""
    said = ColumnTemplate(
        enterprise_id=actor.enterprise, signature=signature, places=places, person_id=actor.person, mapped_at=now.wall
    )
    ColumnTemplate.objects.bulk_create(
        [said],
        update_conflicts=True,
        unique_fields=["enterprise", "signature"],
        update_fields=["places", "person_id", "mapped_at"],
    )


def _free_old_files(file_sha256: str, actor: Actor, now: Moment) -> None:
    """The same file may come again after the days of PY-11."""
    days = params.get(DUPLICATE_FILE_DAYS, now.business_date)
    Batch.objects.scoped(actor).filter(
        file_guard=file_sha256, created_at__lt=now.business_at - timedelta(days=days)
    ).update(file_guard=None)


def _reference(now: Moment) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('daifutong_batch_number')")
        return f"DF{now.business_date:%Y%m%d}{cursor.fetchone()[0]:06d}"
