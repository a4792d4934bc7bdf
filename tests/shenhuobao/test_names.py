"""One verb for one deed: the page's name and address, its view, the service and the audit action."""

import re
from importlib import import_module

import pytest
from django.urls import URLPattern

from apps.shenhuobao.choices import AUDIT_ACTIONS

SURFACES = ("office", "mobile", "console", "api")
COLLECTIONS = {("api", "wealth_quotes"), ("api", "wealth_quotes_slashed")}  # POST says the verb by itself
PAST = {"choose": "chosen", "cancel": "cancelled", "take": "taken"}


def deeds() -> dict[tuple[str, str], URLPattern]:
    """Every address of 申活宝 that takes a POST, by (surface, name)."""
    found = {}
    for surface in SURFACES:
        for pattern in import_module(f"efincloud.urls.{surface}").urlpatterns:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            access = getattr(view, "access", ())
            access = access if isinstance(access, tuple) else (access,)
            writes = any({"POST", "PUT", "DELETE"} & set(one.methods) for one in access)
            if view.__module__.startswith("apps.shenhuobao.") and writes:
                found[surface, pattern.name] = pattern
    return found


DEEDS = deeds()


def past_of(verb: str) -> str:
    return PAST.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed")


def test_the_deeds_are_found() -> None:
    assert {("console", "product_propose"), ("mobile", "assessment_take"), ("api", "assessment_take")} <= set(DEEDS)
    assert set(DEEDS) > COLLECTIONS


@pytest.mark.parametrize(("surface", "name"), sorted(set(DEEDS) - COLLECTIONS))
def test_address_view_service_and_audit_action_have_one_name(surface: str, name: str) -> None:
    pattern = DEEDS[surface, name]
    noun, verb = name.split("_", 1)
    service = getattr(import_module(f"apps.shenhuobao.services.{name}"), name)
    assert service.__name__ == name
    if surface != "api":
        assert pattern.callback.__name__ == name
    assert re.search(rf"/{verb}/$", str(pattern.pattern)), pattern.pattern
    assert f"shenhuobao.{noun}.{past_of(verb)}" in AUDIT_ACTIONS
