"""One verb for one deed: the page's name and address, its view, the service and the audit action."""

import pytest

from apps.shenhuobao.choices import AUDIT_ACTIONS
from tests.naming import deeds, misnamed

COLLECTIONS = {("api", "wealth_quotes"), ("api", "wealth_quotes_slashed")}  # POST says the verb by itself
PAST = {"choose": "chosen", "cancel": "cancelled", "stop": "stopped", "take": "taken"}
DEEDS = deeds("shenhuobao")


def test_the_deeds_are_found() -> None:
    assert {("console", "product_propose"), ("mobile", "assessment_take"), ("api", "assessment_take")} <= set(DEEDS)
    assert set(DEEDS) > COLLECTIONS


@pytest.mark.parametrize(("surface", "name"), sorted(set(DEEDS) - COLLECTIONS))
def test_address_view_service_and_audit_action_have_one_name(surface: str, name: str) -> None:
    assert misnamed("shenhuobao", surface, name, DEEDS[surface, name], PAST, AUDIT_ACTIONS) == []
