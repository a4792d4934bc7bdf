"""A payroll file, or a program's list, becomes a batch: parsed outside any transaction, checked set-based, loaded by
COPY."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from apps.bankaccounts.contracts import AccountBrief
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.collector import collector_paused
from apps.core.db import use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.files import FileRefused, read_table
from apps.core.idempotency import once
from apps.core.ids import new_id
from apps.core.money import plain_yuan
from apps.members import api as members

from ..choices import DUPLICATE_FILE_DAYS
from ..contracts import ImportAnswer, PayLine
from ..models import Batch
from ..rules.lines import Line
from ..rules.payroll_file import check_sent, check_table
from ..selectors.batches import enterprise_accounts
from ..selectors.figures import overlap, totals
from ..selectors.registry import check_lines
from .batch_moves import batch_move, batch_record, duplicates_refused
from .batch_repeat import repeat_permit, wages_marked
from .rows_load import rows_load

ROUTE = "daifutong.batch_import"
SENT_BY_PROGRAM = "接口提交"  # stands where a file's name would
PERIOD = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


@collector_paused()
def batch_import(
    *,
    content: bytes,
    filename: str,
    pay_period: str,
    title: str,
    payer_account_id: UUID,
    key: str,
    actor: Actor,
    now: Moment,
) -> ImportAnswer:
    """Reads a file of wages (PY-2 … PY-5) and stores it as a batch in PARSED or HAS_ERRORS.

    Key: (enterprise, person, key), bound to the file's hash and the other inputs. Raises FileRefused (F_*) for a file
    that cannot be taken, InvalidInput for the inputs beside it, Conflict DUP_BATCH (PY-11, unless an authoriser has
    permitted one more) or ENTERPRISE_SUSPENDED, NotFound for a foreign account. Locks nothing but the key: uniqueness
    is the database's.
    """
    _check_inputs(pay_period, title)
    file = check_table(read_table(content, filename), today=now.business_date)
    if file.file_errors:
        raise FileRefused(file.file_errors[0].code, ";".join(error.message for error in file.file_errors))
    return _store(
        lines=[Line.read(row, new_id()) for row in file.rows],
        file_sha256=hashlib.sha256(content).hexdigest(),
        filename=filename,
        pay_period=pay_period,
        title=title.strip(),
        payer_account_id=payer_account_id,
        key=key,
        actor=actor,
        now=now,
    )


@collector_paused()
def batch_import_lines(
    *,
    lines: Sequence[PayLine],
    pay_period: str,
    title: str,
    payer_account_id: UUID,
    key: str,
    actor: Actor,
    now: Moment,
) -> ImportAnswer:
    """Stores what a program sends line by line, like a file: the same checks, key, errors and duplicates (PY-11)."""
    _check_inputs(pay_period, title)
    cells = [(line.name, line.account, plain_yuan(line.amount_fen), line.remark, None, line.emp_no) for line in lines]
    return _store(
        lines=[Line.read(row, new_id()) for row in check_sent(cells, today=now.business_date)],
        file_sha256=hashlib.sha256(json.dumps([asdict(line) for line in lines]).encode()).hexdigest(),
        filename=SENT_BY_PROGRAM,
        pay_period=pay_period,
        title=title.strip(),
        payer_account_id=payer_account_id,
        key=key,
        actor=actor,
        now=now,
    )


def _check_inputs(pay_period: str, title: str) -> None:
    if not PERIOD.fullmatch(pay_period):
        raise InvalidInput("E_PERIOD", "请选择工资所属月份。", fields={"pay_period": "请选择工资所属月份"})
    if not 1 <= len(title.strip()) <= 60:
        raise InvalidInput("E_TITLE", "请填写 60 字以内的批次名称。", fields={"title": "请填写 60 字以内的批次名称"})


@use_case
def _store(*, lines: list[Line], key: str, actor: Actor, now: Moment, **given: Any) -> ImportAnswer:
    answer, _ = once(
        actor=actor,
        route=ROUTE,
        key=key,
        body=given,
        effect=lambda: _import(lines=lines, actor=actor, now=now, **given),
    )
    return ImportAnswer(**answer | {"batch_id": UUID(answer["batch_id"])})


def _import(
    *,
    lines: list[Line],
    file_sha256: str,
    filename: str,
    pay_period: str,
    title: str,
    payer_account_id: UUID,
    actor: Actor,
    now: Moment,
) -> dict[str, Any]:
    members.require_certified(actor.enterprise)
    payer = payer_account(actor, payer_account_id)
    _free_old_files(file_sha256, actor, now)
    permit = repeat_permit(actor, batch__file_sha256=file_sha256)
    with duplicates_refused():
        batch = Batch.objects.create(
            reference=_reference(now),
            enterprise_id=actor.enterprise,
            pay_period=pay_period,
            title=title,
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
    check_lines(lines, enterprise_id=batch.enterprise_id, now=now)
    rows_load(batch_id=batch.pk, lines=lines)
    figures = asdict(totals(batch.pk)) | asdict(overlap(batch, now.business_date))
    name = "parse_with_errors" if figures["error_count"] else "parse"
    with duplicates_refused():
        move = batch_move(batch, name, **wages_marked(batch, actor), **figures)
    detail = {"file": file_sha256} | ({"permit": str(batch.permit_id)} if batch.permit_id else {})
    batch_record(batch, "daifutong.batch.imported", source=move.source, actor=actor, now=now, detail=detail)
    return {"batch_id": str(batch.pk), "reference": batch.reference, "state": batch.state, **figures}


def payer_account(actor: Actor, account_id: UUID) -> AccountBrief:
    """The account if it belongs to the actor's enterprise. Raises NotFound."""
    for account in enterprise_accounts(actor):
        if account.id == account_id:
            return account
    raise NotFound("没有找到这个付款账户。")


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
