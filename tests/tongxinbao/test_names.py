"""One verb for one deed: the page's name and address, its view, the service, the template and the audit action."""

from pathlib import Path

import pytest

from apps import tongxinbao
from apps.tongxinbao.choices import AUDIT_ACTIONS
from apps.tongxinbao.permissions import PERMISSIONS
from tests.naming import deeds, misnamed

APP = Path(str(tongxinbao.__file__)).parent
COLLECTIONS = {("api", "quotes"), ("api", "quotes_slashed")}  # POST says the verb by itself, and does nothing
PAST = {"submit": "submitted", "withdraw": "withdrawn", "put": "put", "load": "loaded"}
DEEDS = deeds("tongxinbao")


def test_the_deeds_are_found() -> None:
    assert len(DEEDS) >= 15
    assert {surface for surface, _ in DEEDS} >= {"office", "console", "mobile"}


@pytest.mark.parametrize(("surface", "name"), sorted(set(DEEDS) - COLLECTIONS))
def test_address_view_service_and_audit_action_have_one_name(surface: str, name: str) -> None:
    assert misnamed("tongxinbao", surface, name, DEEDS[surface, name], PAST, AUDIT_ACTIONS) == []


def test_no_permission_is_given_that_nothing_asks_for() -> None:
    asked = "".join(file.read_text() for file in APP.rglob("*.py") if file.name != "permissions.py")
    assert [name for name in PERMISSIONS if f'"{name}"' not in asked] == []
