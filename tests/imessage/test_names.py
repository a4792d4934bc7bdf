"""One verb for one deed: the page's name and address, its view, the service and the audit action."""

import re
from importlib import import_module

import pytest
from django.urls import URLPattern

from apps.core.access import Access
from apps.imessage.choices import AUDIT_ACTIONS
from efincloud.urls.ws import socket_patterns

SURFACES = ("office", "mobile", "console", "api")
PAST = {
    "read": "read",
    "send": "sent",
    "set": "set",
    "withdraw": "withdrawn",
    "give": "given",
    "hide": "hidden",
    "show": "shown",
    "take": "taken",
    "transfer": "transferred",
    "reply": "replied",
}
OWN_RECORD = {
    "message_send",
    "cursor_move",
    "bulletin_read",
    "message_forward",
    "seat_set",
    "file_send",
}  # no audit row: docs/adr/0019


def deeds() -> dict[tuple[str, str], URLPattern]:
    """Every address of iMessage that takes a POST, by (surface, name)."""
    found = {}
    for surface in SURFACES:
        for pattern in import_module(f"efincloud.urls.{surface}").urlpatterns:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            access = getattr(view, "access", ())
            access = access if isinstance(access, tuple) else (access,)
            if view.__module__.startswith("apps.imessage.") and any("POST" in one.methods for one in access):
                found[surface, pattern.name] = pattern
    return found


DEEDS = deeds()


def test_the_deeds_are_found() -> None:
    assert {("mobile", "direct_open"), ("api", "cursor_move")} <= set(DEEDS)


def test_every_socket_declares_its_access() -> None:
    consumers = [pattern.callback.consumer_class for pattern in socket_patterns]
    assert [one.__name__ for one in consumers] == ["TalkSocket", "Absent"]
    assert all(isinstance(one.access, Access) for one in consumers)


@pytest.mark.parametrize(("surface", "name"), sorted(DEEDS))
def test_address_view_service_and_audit_action_have_one_name(surface: str, name: str) -> None:
    pattern = DEEDS[surface, name]
    name = name.removeprefix("bank_")  # the bank's door to a deed that enterprises have, too
    noun, verb = name.split("_", 1)
    assert getattr(import_module(f"apps.imessage.services.{name}"), name).__name__ == name
    if surface != "api":
        assert pattern.callback.__name__ == name
    assert re.search(rf"/{verb}/$", str(pattern.pattern)), pattern.pattern
    past = PAST.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed")
    assert (f"imessage.{noun}.{past}" in AUDIT_ACTIONS) != (name in OWN_RECORD)
