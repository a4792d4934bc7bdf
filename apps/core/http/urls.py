"""`path` for the surfaces' URL files: a view that does not declare its access stops the start."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.urls import path as django_path

from ..access import Access


def path(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Raises ImproperlyConfigured for an undeclared view."""
    if not accesses(view):
        raise ImproperlyConfigured(f"the view of {route!r} ({name}) declares no access")
    return django_path(route, view, name=name)


def accesses(view: Callable[..., HttpResponseBase]) -> tuple[Access, ...]:
    """What a view declares: one access for a page, one for each method of an endpoint, none for a stranger."""
    declared: Any = getattr(getattr(view, "view_class", view), "access", None)
    return (declared,) if isinstance(declared, Access) else tuple(declared or ())
