"""An empty roster for download."""

from apps.core.files import empty_sheet

from ..contracts import CONTRACT_LABELS
from ..rules.roster import COLUMN_LABELS


def roster_template() -> bytes:
    """The xlsx file; the contract type is chosen from a list."""
    contract = tuple(CONTRACT_LABELS.values())
    return empty_sheet("花名册", tuple(COLUMN_LABELS.values()), {COLUMN_LABELS["contract_type"]: contract})
