"""One verb for one deed: the page's name and address, its view, the service, the template and the audit action."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLPattern

from apps import tongxinbao
from apps.tongxinbao.choices import AUDIT_ACTIONS
from apps.tongxinbao.permissions import PERMISSIONS

APP = Path(str(tongxinbao.__file__)).parent
SURFACES = ("office", "mobile", "console", "api")
COLLECTIONS = {("api", "quotes"), ("api", "quotes_slashed")}  # POST says the verb by itself, and does nothing
PAST = {"submit": "submitted", "withdraw": "withdrawn", "put": "put", "load": "loaded"}


def deeds() -> dict[tuple[str, str], URLPattern]:
    """Every address of 同心宝 that takes a POST, by (surface, name)."""
    found = {}
    for surface in SURFACES:
        for pattern in import_module(f"efincloud.urls.{surface}").urlpatterns:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            access = view.access if isinstance(view.access, tuple) else (view.access,)
            writes = any({"POST", "PUT", "DELETE"} & set(one.methods) for one in access)
            if view.__module__.startswith("apps.tongxinbao.") and writes:
                found[surface, pattern.name] = pattern
    return found


DEEDS = deeds()


def past_of(verb: str) -> str:
    return PAST.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed")


def test_the_deeds_are_found() -> None:
    assert len(DEEDS) >= 15
    assert {surface for surface, _ in DEEDS} >= {"office", "console", "mobile"}


@pytest.mark.parametrize(("surface", "name"), sorted(set(DEEDS) - COLLECTIONS))
def test_address_view_service_and_audit_action_have_one_name(surface: str, name: str) -> None:
    pattern = DEEDS[surface, name]
    noun, verb = name.split("_", 1)
    service = getattr(import_module(f"apps.tongxinbao.services.{name}"), name)
    assert service.__name__ == name
    if surface != "api":
        assert pattern.callback.__name__ == name
    assert re.search(rf"/{verb}/$", str(pattern.pattern)), pattern.pattern
    assert f"tongxinbao.{noun}.{past_of(verb)}" in AUDIT_ACTIONS


def test_no_permission_is_given_that_nothing_asks_for() -> None:
    asked = "".join(file.read_text() for file in APP.rglob("*.py") if file.name != "permissions.py")
    assert [name for name in PERMISSIONS if f'"{name}"' not in asked] == []
