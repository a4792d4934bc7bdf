"""A payroll file, or a program's list, becomes a batch: parsed outside any transaction, checked set-based, loaded by
COPY."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core import params
from apps.core.actors import Actor
from apps.core.calendar import payday
from apps.core.clock import Moment
from apps.core.collector import collector_paused
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.files import FileRefused, read_table
from apps.core.idempotency import once
from apps.core.ids import new_id
from apps.core.money import plain_yuan
from apps.members import api as members

from ..choices import DUPLICATE_FILE_DAYS, SCHEDULE_DAYS, BatchKind
from ..contracts import ImportAnswer, PayLine
from ..models import Batch, ColumnTemplate
from ..rules.lines import Line
from ..rules.payroll_contract import FIELD_TITLES, FIELDS, REQUIRED, FileError, PayrollFile
from ..rules.payroll_file import check_sent
from ..rules.payroll_question import ASKED, ColumnsAsked
from ..rules.payroll_question import COLUMNS as ASKED_COLUMNS
from ..selectors.batches import payer_account
from ..selectors.columns import table_checked
from ..selectors.contracts import confidential_allow, contract_keep, contract_required
from ..selectors.figures import overlap, totals
from ..selectors.registry import check_lines
from .batch_moves import batch_move, batch_record, duplicates_refused
from .batch_repeat import repeat_permit, wages_marked
from .rows_load import rows_load

ROUTE = "daifutong.batch_import"
SENT_BY_PROGRAM = "接口提交"  # stands where a file's name would
Template = tuple[str, dict[str, int]]  # the signature of a kind of file, and its columns by field
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
    kind: BatchKind = BatchKind.SALARY,
    wanted_on: date | None = None,
    is_confidential: bool = False,
    columns: Sequence[tuple[str, int]] = (),
) -> ImportAnswer:
    """Reads a file of wages (PY-2 … PY-5) and stores it as a batch in PARSED or HAS_ERRORS.

    Only the operators named in the contract see the lines of one that `is_confidential`.
    `wanted_on` is the day on which it shall be paid, moved to the nearest earlier workday (PY-8); None: when approved.
    `columns` answers ColumnsAsked: (field, column from 0), remembered for the enterprise's next file of this kind.
    Key: (enterprise, person, key), bound to the file's hash and the other inputs. Raises FileRefused (F_*) for a file
    that cannot be taken, ColumnsAsked for one whose header does not say which column is which, InvalidInput for the
    inputs beside it (E_PERIOD, E_TITLE, E_PAY_ON), Conflict DUP_BATCH (PY-11, unless an authoriser has permitted one
    more) or ENTERPRISE_SUSPENDED, NotFound for a foreign account, CalendarYearNotLoaded. Locks nothing but the key:
    uniqueness is the database's.
    """
    _check_inputs(pay_period, title, wanted_on, now)
    file, template = _read(content, filename, columns, actor, now)
    return _store(
        template=template,
        lines=[Line.read(row, new_id()) for row in file.rows],
        file_sha256=hashlib.sha256(content).hexdigest(),
        filename=filename,
        pay_period=pay_period,
        title=title.strip(),
        kind=kind,
        wanted_on=wanted_on,
        is_confidential=is_confidential,
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
    kind: BatchKind = BatchKind.SALARY,
    wanted_on: date | None = None,
    is_confidential: bool = False,
) -> ImportAnswer:
    """Stores what a program sends line by line, like a file: the same checks, key, errors and duplicates (PY-11)."""
    _check_inputs(pay_period, title, wanted_on, now)
    cells = [(line.name, line.account, plain_yuan(line.amount_fen), line.remark, None, line.emp_no) for line in lines]
    return _store(
        lines=[Line.read(row, new_id()) for row in check_sent(cells, today=now.business_date)],
        file_sha256=hashlib.sha256(json.dumps([asdict(line) for line in lines]).encode()).hexdigest(),
        filename=SENT_BY_PROGRAM,
        pay_period=pay_period,
        title=title.strip(),
        kind=kind,
        wanted_on=wanted_on,
        is_confidential=is_confidential,
        payer_account_id=payer_account_id,
        key=key,
        actor=actor,
        now=now,
    )


def _read(
    content: bytes, filename: str, columns: Sequence[tuple[str, int]], actor: Actor, now: Moment
) -> tuple[PayrollFile, Template | None]:
    """The file, and what is to be remembered of its columns."""
    wrong, places = _fault(columns), {} if _fault(columns) else dict(columns)
    file, question = table_checked(
        read_table(content, filename), enterprise_id=actor.enterprise, today=now.business_date, places=places
    )
    if question is not None and wrong:
        raise ColumnsAsked(FileError("F_HEADER", wrong), question)
    if file.file_errors:
        error = FileError(file.file_errors[0].code, ";".join(error.message for error in file.file_errors))
        if question is not None and not places and error.code in ASKED:
            raise ColumnsAsked(error, question)
        raise FileRefused(error.code, error.message)
    return file, (question.signature, places) if question is not None and places else None


def _fault(columns: Sequence[tuple[str, int]]) -> str:
    """What is wrong with an answer, in a sentence; "" for a whole one, and for none at all."""
    places = dict(columns)
    missing = [FIELD_TITLES[field] for field in REQUIRED if field not in places]
    if columns and missing:
        return f"请指明哪一列是{'、'.join(missing)}。"
    if len(places) < len(columns):
        return "同一项内容只能指定一列,请重新选择。"
    if not set(places) <= set(FIELDS) or any(not 0 <= place < ASKED_COLUMNS for place in places.values()):
        return "列的选择有误,请重新选择。"
    return ""


def _check_inputs(pay_period: str, title: str, wanted_on: date | None, now: Moment) -> None:
    if not PERIOD.fullmatch(pay_period):
        raise InvalidInput("E_PERIOD", "请选择工资所属月份。", fields={"pay_period": "请选择工资所属月份"})
    if not 1 <= len(title.strip()) <= 60:
        raise InvalidInput("E_TITLE", "请填写 60 字以内的批次名称。", fields={"title": "请填写 60 字以内的批次名称"})
    if fault := wanted_on and _day_fault(wanted_on, now):
        raise InvalidInput("E_PAY_ON", fault, fields={"wanted_on": fault})


def _day_fault(wanted_on: date, now: Moment) -> str:
    """What is wrong with a wanted pay day, in a sentence; "" for one on which, or before which, wages can be paid."""
    days = params.get(SCHEDULE_DAYS, now.business_date)
    if not now.business_date <= wanted_on <= now.business_date + timedelta(days=days):
        return f"请选择今天起 {days} 天以内的发放日期,或留空,审批完成后立即发放。"
    paid_on = payday(wanted_on)
    if paid_on < now.business_date:
        return f"{wanted_on:%m月%d日}是休息日,应提前到{paid_on:%m月%d日}发放,这一天已过;请留空,审批完成后立即发放。"
    return ""


@use_case
def _store(
    *,
    lines: list[Line],
    key: str,
    actor: Actor,
    now: Moment,
    template: Template | None = None,
    **given: Any,
) -> ImportAnswer:
    answer, _ = once(
        actor=actor,
        route=ROUTE,
        key=key,
        body=given | ({"columns": template} if template else {}),
        effect=lambda: batch_store(lines=lines, actor=actor, now=now, template=template, **given),
    )
    return ImportAnswer(**answer | {"batch_id": UUID(answer["batch_id"])})


def batch_store(
    *,
    lines: list[Line],
    actor: Actor,
    now: Moment,
    template: Template | None = None,
    mark: Callable[[Batch, Actor], dict[str, Any]] = wages_marked,
    **given: Any,
) -> dict[str, Any]:
    """Checks and stores the lines as a new batch, in the caller's transaction; `given` is what `_batch` takes, `mark`
    says under which fingerprint it blocks its like.

    The answer is that of an ImportAnswer, its id as text. Raises NotFound, Conflict DUP_BATCH, ENTERPRISE_SUSPENDED.
    """
    batch = _batch(actor=actor, now=now, **given)
    check_lines(lines, enterprise_id=batch.enterprise_id, now=now)
    rows_load(batch_id=batch.pk, lines=lines)
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


def _batch(
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
    """The batch without its lines, UPLOADED."""
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
