"""The tax that an employer withholds against 累计预扣法, line by line: a warning and no more (PY-14)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from apps.core.actors import Actor

from ..choices import BatchKind, RowState
from ..contracts import TaxFindings, TaxLine
from ..models import Batch, Row
from ..rules.withholding import Item, TaxField, tax_checked, tax_fields
from .batches import batch_for, line_of
from .contracts import lines_require

TAX_LINES = 5_000  # of a batch that is recomputed on the spot: with the year's other months about a second
WAGES = (BatchKind.SALARY, BatchKind.SUPPLEMENT)  # a year's bonus may be taxed by itself
Fields = dict[TaxField, int]


def tax_findings(actor: Actor, batch_id: UUID) -> TaxFindings:
    """The lines of a batch of wages whose tax differs. Two queries and those of the batch. Raises NotFound, Forbidden
    CONFIDENTIAL."""
    batch = batch_for(actor, batch_id)
    lines_require(batch, actor)
    is_too_large = batch.row_count > TAX_LINES
    rows = [] if is_too_large or batch.kind not in WAGES else _rows(batch)
    fields = {row.pk: tax_fields(_items(row.items)) for row in rows}
    has_tax = any(TaxField.TAX in said for said in fields.values())
    before = _before(batch, [row.person_id for row in rows if row.person_id]) if has_tax else {}
    found, checked = [], 0
    for row in rows if has_tax else ():
        said = _with_tax(fields[row.pk])
        check = tax_checked(batch.pay_period, said, before.get(row.person_id, {}) if row.person_id else {})
        if check is None:
            continue
        checked += 1
        if check.differs:
            found.append(TaxLine(row.number, row.name, row.emp_no, check.said, check.due, check.basis))
    return TaxFindings(line_of(batch), has_tax, is_too_large, checked, len(rows) - checked, tuple(found))


def _rows(batch: Batch) -> list[Row]:
    rows = Row.objects.system("lines of a batch that has been scoped").filter(batch=batch)
    return list(rows.exclude(state=RowState.DROPPED).order_by("number"))


def _before(batch: Batch, people: Sequence[UUID]) -> dict[UUID, dict[str, Fields]]:
    """What the enterprise has said of these people in the months of the year before, by person and month; of batches
    that are as confidential as this one."""
    rows = Row.objects.system("the enterprise's own payrolls of the same year").filter(
        batch__enterprise_id=batch.enterprise_id,
        batch__pay_period__gte=f"{batch.pay_period[:4]}-01",
        batch__pay_period__lt=batch.pay_period,
        batch__kind__in=WAGES,
        batch__is_confidential=batch.is_confidential,
        person_id__in=people,
        state=RowState.PAID,
    )
    found = [
        (person, month, batch_id, tax_fields(_items(items)))
        for person, month, batch_id, items in rows.values_list("person_id", "batch__pay_period", "batch_id", "items")
    ]
    taxed = {batch_id for _, _, batch_id, said in found if TaxField.TAX in said}
    months: dict[UUID, dict[str, Fields]] = defaultdict(dict)
    for person, month, batch_id, said in found:
        if person:
            _add(months[person].setdefault(month, {}), _with_tax(said) if batch_id in taxed else said)
    return months


def _with_tax(said: Fields) -> Fields:
    """A file leaves out what is 0: where others of it have a tax, none means 0."""
    return {TaxField.TAX: 0} | said if TaxField.INCOME in said or TaxField.SUM_INCOME in said else said


def _add(sums: Fields, said: Fields) -> None:
    for field, fen in said.items():
        sums[field] = sums.get(field, 0) + fen


def _items(stored: Iterable[Sequence[object]]) -> list[Item]:
    return [(str(label), int(str(fen))) for label, fen in stored]
