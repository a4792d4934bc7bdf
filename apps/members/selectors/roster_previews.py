"""A roster that waits to be confirmed: its rows with their faults, and what it would change. Numbers are masked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from apps.core.actors import Actor

from ..choices import ROSTER_LABELS, SCOPE_LABELS, RosterScope, RosterState
from ..contracts import CONTRACT_LABELS, MEMBER_LABELS, ContractType
from ..models import RosterUpload
from ..rules.roster import COLUMN_LABELS, Alike, RosterRow, alike_faults
from ..rules.roster_difference import Change, Difference, Known
from ..rules.roster_sheet import shown_text
from .roster_compare import difference_of

PAGE_SIZE = 50
ERRORS, JOINERS, CHANGED, LEAVERS, UNCHANGED, ALL = "errors", "joiners", "changed", "leavers", "unchanged", ""
VIEW_LABELS = {
    ERRORS: "有错误", JOINERS: "新增", CHANGED: "变更", LEAVERS: "离职", UNCHANGED: "不变", ALL: "全部",
}  # fmt: skip


class PreviewCell(NamedTuple):
    name: str
    label: str
    text: str  # masked where it is personal
    error: str
    before: str = ""  # of a cell that changes


@dataclass(frozen=True, slots=True)
class PreviewRow:
    number: int
    cells: tuple[PreviewCell, ...]
    outcome: str  # one of ERRORS, JOINERS, CHANGED and UNCHANGED

    @property
    def is_bad(self) -> bool:
        return self.outcome == ERRORS

    @property
    def outcome_label(self) -> str:
        return VIEW_LABELS[self.outcome]


class LeaverLine(NamedTuple):
    emp_no: str
    name: str
    department: str
    status_label: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`counts` has the number of rows (of LEAVERS: of members) by view; `rows` and `leavers` are those of one page."""

    id: UUID
    file_name: str
    uploaded_at: datetime
    scope: RosterScope
    scope_label: str
    state: RosterState
    state_label: str
    counts: dict[str, int]
    digest: str
    columns: tuple[str, ...]
    alike: tuple[Alike, ...]
    show: str
    rows: tuple[PreviewRow, ...]
    leavers: tuple[LeaverLine, ...]
    number: int
    pages: int

    @property
    def is_open(self) -> bool:
        return self.state == RosterState.PREVIEW

    @property
    def row_count(self) -> int:
        return self.counts[ALL]

    @property
    def bad_count(self) -> int:
        return self.counts[ERRORS]

    @property
    def good_count(self) -> int:
        return self.row_count - self.bad_count

    @property
    def effects(self) -> int:
        """How many people join, change or leave when this is confirmed."""
        return self.counts[JOINERS] + self.counts[CHANGED] + self.counts[LEAVERS]

    @property
    def may_import(self) -> bool:
        """A full list is taken whole: somebody whose row is wrong must not count as having left."""
        return self.is_open and self.effects > 0 and not (self.scope == RosterScope.FULL and self.bad_count)


def rows_of(upload: RosterUpload) -> list[RosterRow]:
    return [RosterRow(**row) for row in json.loads(upload.rows.clear())]


def preview_for_enterprise(actor: Actor, upload_id: UUID, *, show: str | None = None, page: int = 1) -> Preview | None:
    """An uploaded roster, checked against the members as they are now; None for another enterprise's.

    `show` is one of VIEW_LABELS, otherwise the errors while there are any. Empty of rows once it is over.
    """
    upload = RosterUpload.objects.scoped(actor).filter(pk=upload_id).first()
    if upload is None:
        return None
    rows = rows_of(upload)
    is_open = upload.state == RosterState.PREVIEW
    difference = difference_of(actor, rows, RosterScope(upload.scope)) if is_open else Difference((), (), (), ())
    views = _views(rows, difference)
    counts = {name: len(found) for name, found in views.items()} | {LEAVERS: len(difference.leavers)}
    if show not in VIEW_LABELS:
        show = ERRORS if counts[ERRORS] else ALL
    pages = max(1, -(-counts[show] // PAGE_SIZE))
    page = min(max(page, 1), pages)
    part = slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    return Preview(
        id=upload.pk,
        file_name=upload.file_name,
        uploaded_at=upload.uploaded_at,
        scope=RosterScope(upload.scope),
        scope_label=SCOPE_LABELS[RosterScope(upload.scope)],
        state=RosterState(upload.state),
        state_label=ROSTER_LABELS[RosterState(upload.state)],
        counts=counts,
        digest=difference.digest,
        columns=tuple(COLUMN_LABELS.values()),
        alike=alike_faults(rows),
        show=show,
        rows=tuple(views.get(show, ())[part]),
        leavers=tuple(_leaver(member) for member in difference.leavers[part]) if show == LEAVERS else (),
        number=page,
        pages=pages,
    )


def preview_row(actor: Actor, upload_id: UUID, number: int) -> PreviewRow | None:
    """One row of a roster as it is now."""
    upload = RosterUpload.objects.scoped(actor).filter(pk=upload_id).first()
    if upload is None:
        return None
    rows = rows_of(upload)
    views = _views(rows, difference_of(actor, rows, RosterScope(upload.scope)))
    return next((row for row in views[ALL] if row.number == number), None)


def faulty_rows(actor: Actor, upload_id: UUID) -> list[RosterRow] | None:
    """The rows with faults, for the sheet that one mends; None for another enterprise's roster."""
    upload = RosterUpload.objects.scoped(actor).filter(pk=upload_id).first()
    if upload is None:
        return None
    rows = rows_of(upload)
    difference_of(actor, rows, RosterScope(upload.scope))
    return [row for row in rows if row.faults]


def open_uploads(actor: Actor) -> tuple[tuple[UUID, str, datetime], ...]:
    """The rosters that wait: id, file name, when they came; the newest first."""
    rows = RosterUpload.objects.scoped(actor).filter(state=RosterState.PREVIEW).order_by("-uploaded_at")
    return tuple(rows.values_list("pk", "file_name", "uploaded_at")[:5])


def _views(rows: Sequence[RosterRow], difference: Difference) -> dict[str, list[PreviewRow]]:
    """The rows by view; bad ones first where all are shown."""
    changes = {change.row.number: change for change in difference.changed}
    joining = {row.number for row in difference.joiners}
    views: dict[str, list[PreviewRow]] = {name: [] for name in VIEW_LABELS if name != LEAVERS}
    for row in rows:
        change = changes.get(row.number)
        outcome = ERRORS if row.faults else CHANGED if change else JOINERS if row.number in joining else UNCHANGED
        views[outcome].append(_row(row, change, outcome))
    views[ALL] = views[ERRORS] + views[JOINERS] + views[CHANGED] + views[UNCHANGED]
    return views


def _row(row: RosterRow, change: Change | None, outcome: str) -> PreviewRow:
    faults = row.faults
    cells = (
        PreviewCell(name, label, shown_text(row, name), faults.get(name, ""), _before(change, name))
        for name, label in COLUMN_LABELS.items()
    )
    return PreviewRow(row.number, tuple(cells), outcome)


def _before(change: Change | None, name: str) -> str:
    if change is None or name not in change.columns:
        return ""
    value = str(getattr(change.member, name))
    return CONTRACT_LABELS[ContractType(value)] if name == "contract_type" else value


def _leaver(member: Known) -> LeaverLine:
    return LeaverLine(member.emp_no, member.name, member.department, MEMBER_LABELS[member.status])
