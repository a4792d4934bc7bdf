"""A payroll file read with what the enterprise has said of its columns before (PY-2)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from apps.core.files import Table

from ..models import ColumnTemplate
from ..rules.payroll_contract import PayrollColumns, PayrollFile
from ..rules.payroll_file import check_table
from ..rules.payroll_question import ASKED, Question, question_of


def table_checked(
    table: Table,
    *,
    enterprise_id: UUID,
    today: date,
    sheet: str | None = None,
    places: Mapping[str, int] | None = None,
) -> tuple[PayrollFile, Question | None]:
    """The file checked by its own header, else by `places`, else by the enterprise's template; and, where the header
    did not do, the question that was open. The file still has its errors when nobody has answered it."""
    file = check_table(table, today=today, sheet=sheet)
    codes = {error.code for error in file.file_errors}
    question = question_of(table) if codes and codes <= ASKED else None
    if question is None:
        return file, None
    known = dict(places) if places else _template(enterprise_id, question.signature)
    if known is None:
        return file, question
    return check_table(table, today=today, columns=PayrollColumns(known, question.header_row)), question


def _template(enterprise_id: UUID, signature: str) -> dict[str, int] | None:
    rows = ColumnTemplate.objects.system("the caller works for this enterprise").filter(
        enterprise_id=enterprise_id, signature=signature
    )
    return rows.values_list("places", flat=True).first()
