"""An empty roster for download: every column is text, so that Excel leaves 18-digit numbers alone."""

from io import BytesIO

import xlsxwriter

from ..choices import CONTRACT_LABELS
from ..rules.roster import COLUMN_LABELS

ROWS = 500  # formatted below the header


def roster_template() -> bytes:
    """The xlsx file."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet.set_column(0, len(COLUMN_LABELS) - 1, 20, text)
        sheet.write_row(0, 0, list(COLUMN_LABELS.values()), head)
        sheet.data_validation(
            1, len(COLUMN_LABELS) - 1, ROWS, len(COLUMN_LABELS) - 1,
            {"validate": "list", "source": list(CONTRACT_LABELS.values())},
        )  # fmt: skip
    return out.getvalue()
