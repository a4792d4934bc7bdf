"""One verb for one deed: the page's name and address, its view, the service, the template and the audit action."""

import pytest

from apps.daifutong.choices import AUDIT_ACTIONS
from tests.naming import SURFACES, deeds, misnamed

COLLECTIONS = {  # POST, PUT and DELETE say the verb by themselves
    ("api", "batches"),
    ("api", "openings"),
    ("api", "payroll_contract"),
    ("api", "reclaims"),
    ("api", "row"),
    ("api", "wage_proof"),
    ("api", "wage_proofs"),
    ("api", "wagecards"),
    # The same deed once more, its answer or its body a file.
    ("api", "batch_receipt"),
    ("api", "payslip_receipt"),
    ("api", "row_receipt"),
    ("api", "rows_sheet"),
}
PAST = {
    "recall": "recalled",
    "retry": "retried",
    "reply": "replied",
    "permit": "permitted",
    "cancel": "cancelled",
    "submit": "submitted",
    "withdraw": "withdrawn",
    "drop": "dropped",
    "give": "given",
}
DEEDS = deeds("daifutong")


def test_the_deeds_of_the_payroll_are_found() -> None:
    assert len(DEEDS) > 20
    assert {surface for surface, _ in DEEDS} == set(SURFACES)


@pytest.mark.parametrize(("surface", "name"), sorted(set(DEEDS) - COLLECTIONS))
def test_address_view_service_and_audit_action_have_one_name(surface: str, name: str) -> None:
    assert misnamed("daifutong", surface, name, DEEDS[surface, name], PAST, AUDIT_ACTIONS) == []
