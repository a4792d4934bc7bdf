"""A payroll file becomes a batch: parsed outside any transaction, checked set-based, loaded by COPY. A large one, and
what a program sends line by line, is kept for a job that does the same."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.calendar import payday
from apps.core.clock import Moment
from apps.core.collector import collector_paused
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.files import Limits, Table, read_table
from apps.core.idempotency import once
from apps.core.ids import new_ids

from ..choices import LARGE_KB, LARGE_ROWS, SCHEDULE_DAYS, BatchKind
from ..contracts import ImportAnswer, PayLine
from ..rules.lines import Line
from .batch_open import batch_store
from .file_read import Template, file_read, lines_packed
from .upload_keep import upload_keep

ROUTE = "daifutong.batch_import"
SENT_BY_PROGRAM = "接口提交"  # stands where a file's name would
PERIOD = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
KB = 1024


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

    A file above the bank's size or number of lines (LARGE_KB, LARGE_ROWS) is kept instead, in a batch in UPLOADED that
    has no lines yet: a job reads it (batch_read), and what is wrong with it stands on the batch.
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
    known = params.values((LARGE_KB, LARGE_ROWS), now.business_date)
    given = {
        "file_sha256": hashlib.sha256(content).hexdigest(),
        "filename": filename,
        "pay_period": pay_period,
        "title": title.strip(),
        "kind": kind,
        "wanted_on": wanted_on,
        "is_confidential": is_confidential,
        "payer_account_id": payer_account_id,
    }
    is_kept = known[LARGE_KB] * KB < len(content) <= Limits().file_bytes  # one beyond that is refused at once
    table = None if is_kept else read_table(content, filename)
    if table is None or _lines(table) > known[LARGE_ROWS]:
        return upload_keep(
            route=ROUTE, content=content, columns=tuple(columns), given=given, key=key, actor=actor, now=now
        )
    file, template = file_read(table, columns, enterprise_id=actor.enterprise, on=now.business_date)
    lines = list(map(Line.read, file.rows, new_ids(file.count)))
    return _store(template=template, lines=lines, key=key, actor=actor, now=now, **given)


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
    """Keeps what a program sends line by line, few lines or many, in a batch in UPLOADED; a job checks and writes them
    as it does those of a large file: the same checks, errors and duplicates (PY-11). Key and errors as batch_import."""
    _check_inputs(pay_period, title, wanted_on, now)
    content = lines_packed(lines)
    given = {
        "file_sha256": hashlib.sha256(content).hexdigest(),
        "filename": SENT_BY_PROGRAM,
        "pay_period": pay_period,
        "title": title.strip(),
        "kind": kind,
        "wanted_on": wanted_on,
        "is_confidential": is_confidential,
        "payer_account_id": payer_account_id,
    }
    return upload_keep(
        route=ROUTE, content=content, columns=(), given=given, key=key, actor=actor, now=now, is_listed=True
    )


def _lines(table: Table) -> int:
    """How many rows the fullest sheet has, header and totals included."""
    return max((len(sheet.rows) for sheet in table.sheets), default=0)


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
