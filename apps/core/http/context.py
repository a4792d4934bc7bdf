"""What every template knows: the actor, the surface, the nonce, and the frame that the portal composes."""

from functools import partial
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from .errors import surface_of
from .request import Request

FRAME = ("nav", "tabs", "viewer", "display", "story", "banners")


def page(request: Request) -> dict[str, Any]:
    """Context processor. The frame is made only when a template asks for one of its parts."""
    frame = SimpleLazyObject(lambda: import_string(settings.PAGE_FRAME)(request))
    parts = {name: SimpleLazyObject(partial(getattr, frame, name)) for name in FRAME}
    return parts | {
        "actor": getattr(request, "actor", None),
        "surface": surface_of(request),
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }
