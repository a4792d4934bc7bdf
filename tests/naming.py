"""One verb for one deed: the page's name and address, its view, the service and the audit action."""

import re
from collections.abc import Container, Mapping
from importlib import import_module

from django.urls import URLPattern

SURFACES = ("office", "mobile", "console", "api")
Deeds = dict[tuple[str, str], URLPattern]


def deeds(app: str) -> Deeds:
    """Every address of an app that takes a POST, by (surface, name)."""
    found = {}
    for surface in SURFACES:
        for pattern in import_module(f"efincloud.urls.{surface}").urlpatterns:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            access = getattr(view, "access", ())
            access = access if isinstance(access, tuple) else (access,)
            writes = any({"POST", "PUT", "DELETE"} & set(one.methods) for one in access)
            if view.__module__.startswith(f"apps.{app}.") and writes:
                found[surface, pattern.name] = pattern
    return found


def misnamed(
    app: str, surface: str, name: str, pattern: URLPattern, past: Mapping[str, str], actions: Container[str]
) -> list[str]:
    """What does not bear the deed's name `<noun>_<verb>`; `past` are the verbs that do not take -d or -ed."""
    noun, verb = name.split("_", 1)
    done = past.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed")
    service = import_module(f"apps.{app}.services.{name}")
    view, address = getattr(pattern.callback, "__name__", ""), str(pattern.pattern)
    told = {
        "service": getattr(getattr(service, name, None), "__name__", "") == name,
        f"view {view}": surface == "api" or view == name,
        f"address {address}": re.search(rf"/{verb}/$", address) is not None,
        f"audit action {app}.{noun}.{done}": f"{app}.{noun}.{done}" in actions,
    }
    return [what for what, is_so in told.items() if not is_so]
