"""Our clearing accounts beside the bank's day-end file, both ways: every reference on which they differ is a case."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings

from apps.audit import api as audit
from apps.cases import api as cases
from apps.core import calendar, clock, jobs
from apps.core.actors import Actor
from apps.core.bankday import Report, closing_day
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.jobs import Lease
from apps.core.money import format_yuan
from apps.corebank import api as corebank

from ..choices import CLEARING_LABELS, ClearingKind, ClearingState
from ..models import ClearingDay, ClearingResult
from ..rules import CLEARING_CALL, CLEARING_DAY, CLEARING_RETRY
from ..selectors import clearing_codes, house_account

CLEARING_JOB = "ledger.clearing"
CASE, NO_FILE, RESULT = "ledger.clearing.difference", "ledger.clearing.no_file", "ledger.clearing_result"
GAP = "ledger.clearing.gap"
MANY = "ledger.clearing.many"  # stands for all differences that got no case of their own: none of them is booked
CASES_A_DAY = 200  # differences with a case of their own; a whole file gone wrong is one more
WORKDAYS_TO_CLEAR = 5  # domain.md §8: error suspense
SYSTEM = Actor.system("清算对账")


def files_fetch() -> None:
    """Asks for the files of the day that is being closed, outside any transaction, and ends what they tell of payments
    in doubt; a silent bank stops nothing."""
    day = closing_day()
    if day is not None:
        for gl_code in clearing_codes(day):
            _fetch(gl_code, day)


def _fetch(gl_code: str, day: date) -> None:
    if corebank.fetch_statement(account=gl_code, day=day, now=clock.read()):
        corebank.resolve_by_statement(account=gl_code, day=day, now=clock.read())


def accounts_reconcile(now: Moment, partition: int) -> Report:
    """The step of a day's close: reconciles what there is a file for, and leaves the rest to a job that asks on."""
    day = now.business_date
    days = [clearing_reconcile(gl_code=code, day=day, now=now) for code in clearing_codes(day)]
    told = {
        "matched": sum(day.matched for day in days),
        "differences": sum(day.differences for day in days),
        "waiting": sum(day.state == ClearingState.WAITING for day in days),
    }
    if told["waiting"]:
        return Report(f"尚未对账:{told['waiting']} 个清算账户未取得银行日终文件,系统继续获取", told)
    return Report(f"{told['matched']} 笔相符,{told['differences']} 笔差异", told)


def clearing_advance(*, gl_code: str, day: date, lease: Lease) -> None:
    """The job of a day that had no file at its close: asks for it outside any transaction, then catches up."""
    _fetch(gl_code, day)
    clearing_catch_up(gl_code=gl_code, day=day, lease=lease, now=clock.read())


@use_case
def clearing_catch_up(*, gl_code: str, day: date, lease: Lease, now: Moment) -> None:
    """Reconciles a day that had to wait and ends its job, or hands that back; calls people after a day.

    Locks the clearing day, then cases.
    """
    key = f"{NO_FILE}:{gl_code}:{day}"
    row = clearing_reconcile(gl_code=gl_code, day=day, now=now)
    if row.state == ClearingState.RECONCILED:
        cases.close_case(key=key, resolution="已取得银行日终文件并完成对账", actor=SYSTEM, now=now)
        return lease.finish()
    if now.wall - row.waiting_since >= CLEARING_CALL:
        cases.open_case(
            kind=NO_FILE,
            subject_kind="core.job",
            subject_id=lease.job_id,
            title=f"{day} 清算账户 {gl_code} 未能对账",
            detail="银行日终文件一直未取得,或更早一天尚未对账。系统继续获取,请联系清算中心。",
            unit_path=settings.HEAD_UNIT_PATH,
            key=key,
            now=now,
        )
    return lease.again(now.wall + CLEARING_RETRY)


def clearing_reconcile(*, gl_code: str, day: date, now: Moment) -> ClearingDay:
    """Reconciles a clearing account of a day that takes no more postings, in the caller's transaction.

    Key: (account, day); a second time it changes nothing. Without the bank's file, or with an earlier day still
    waiting, the day waits and a job asks on. A reference that differed and now agrees closes its case; one that still
    differs has its case closed for a new one. Locks the clearing day, then cases.
    """
    require_transaction()
    row = _locked(gl_code, day, now)
    if row.state == ClearingState.RECONCILED:
        return row
    earlier = ClearingDay.objects.filter(gl_code=gl_code, business_date__lt=day, state=ClearingState.WAITING)
    if earlier.exists() or not corebank.statement_is_here(gl_code, day):
        jobs.add(CLEARING_JOB, f"{gl_code}:{day}", {"gl_code": gl_code, "day": day.isoformat()})
        return row
    results = _match(gl_code, day)
    differences = [result for result in results if result.kind != ClearingKind.MATCHED]
    _follow_up(results, differences, now)
    _require_continuity(gl_code, day, now)
    source, row.state = row.state, CLEARING_DAY.check(row.state, "reconcile").target
    row.matched, row.differences = len(results) - len(differences), len(differences)
    row.gap, row.reconciled_at = sum(result.theirs - result.ours for result in differences), now.wall
    row.save(update_fields=["state", "matched", "differences", "gap", "reconciled_at"])
    audit.record(
        actor=SYSTEM,
        action="ledger.clearing.reconciled",
        subject_kind="ledger.clearing_day",
        from_state=source,
        to_state=row.state,
        detail={"account": gl_code, "day": day.isoformat(), "matched": row.matched, "differences": row.differences},
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
    return row


def _locked(gl_code: str, day: date, now: Moment) -> ClearingDay:
    state = CLEARING_DAY.check("", "wait").target
    new = ClearingDay(gl_code=gl_code, business_date=day, state=state, waiting_since=now.wall)
    ClearingDay.objects.bulk_create([new], ignore_conflicts=True)
    [row] = lock_rows(ClearingDay.objects.filter(gl_code=gl_code, business_date=day))
    return row


def _match(gl_code: str, day: date) -> list[ClearingResult]:
    entries = corebank.statement_entries(gl_code, day)
    parameters = [gl_code, house_account(gl_code), day, [e.reference for e in entries], [e.amount for e in entries]]
    made = ClearingResult.objects.raw(
        "SELECT * FROM ledger_clear(%s, %s, %s, %s::text[], %s::bigint[]) ORDER BY reference", parameters
    )
    return list(made)


def _follow_up(results: Iterable[ClearingResult], differences: list[ClearingResult], now: Moment) -> None:
    for result in results:
        if result.follows:
            agrees = result.kind == ClearingKind.MATCHED
            told = f"{result.business_date} 的记录到齐,双方已相符" if agrees else "差异有变化,已另行登记"
            key = _case_key(result.gl_code, result.follows, result.reference)
            cases.close_case(key=key, resolution=told, actor=SYSTEM, now=now)
    for result in differences[:CASES_A_DAY]:
        _case_open(result, CLEARING_LABELS[ClearingKind(result.kind)], _told(result), result.reference, now)
    if rest := differences[CASES_A_DAY:]:
        _case_open(rest[0], f"另有 {len(rest)} 笔差异", "差异过多,请先核对银行日终文件是否完整。", "", now, kind=MANY)


def _require_continuity(gl_code: str, day: date, now: Moment) -> None:
    """A file that does not open where the last one ended is a case: something is missing between the two."""
    file = corebank.statement_balances(gl_code, day)
    if file is None or file.before is None or file.opening == file.before:
        return
    ended, opens, gap = map(format_yuan, (file.before, file.opening, abs(file.opening - file.before)))
    cases.open_case(
        kind=GAP,
        subject_kind="corebank.statement",
        subject_id=file.id,
        title=f"{day} 清算 {gl_code}:日终文件余额不连续",
        detail=f"上一份日终文件期末 {ended} 元,本日期初 {opens} 元,相差 {gap} 元。请向清算中心索取缺失的记录。",
        unit_path=settings.HEAD_UNIT_PATH,
        key=f"{GAP}:{gl_code}:{day}",
        due_at=_due(now.business_date),
        now=now,
    )


def _case_open(
    result: ClearingResult, what: str, detail: str, reference: str, now: Moment, *, kind: str = CASE
) -> None:
    cases.open_case(
        kind=kind,
        subject_kind=RESULT,
        subject_id=result.pk,
        title=f"{result.business_date} 清算 {result.gl_code}:{what}",
        detail=detail,
        unit_path=settings.HEAD_UNIT_PATH,
        key=_case_key(result.gl_code, result.business_date, reference),
        due_at=_due(now.business_date),
        now=now,
    )


def _told(result: ClearingResult) -> str:
    ours, theirs = told_side(result.ours_count, result.ours), told_side(result.theirs_count, result.theirs)
    return f"参考号 {result.reference[:64]}:我方 {ours},对方 {theirs}"


def told_side(count: int, fen: int) -> str:
    """What one side knows of a reference; `fen` > 0 went out by clearing."""
    way = "付出" if fen > 0 else "收到" if fen < 0 else "合计"
    return f"{count} 笔{way} {format_yuan(abs(fen))} 元"


def _case_key(gl_code: str, day: date, reference: str) -> str:
    return f"{CASE}:{gl_code}:{day}:{reference}"[:120]


def _due(day: date) -> datetime:
    """The end of the last of the workdays in which a difference is to be cleared."""
    try:
        for _ in range(WORKDAYS_TO_CLEAR):
            day = calendar.next_workday(day)
    except calendar.CalendarYearNotLoaded:  # no reason to stop a day's close
        day += timedelta(days=1)
    return datetime.combine(day, time.max, SHANGHAI)
