"""What a phone keeps for the time without a network: one page about nobody, and the worker that shows it."""

import hashlib

from django.http import HttpResponse
from django.template.loader import render_to_string

from apps.core.access import PUBLIC, page
from apps.core.actors import Relation
from apps.core.http.request import Request


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC)
def offline(request: Request) -> HttpResponse:
    return HttpResponse(_page())


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC)
def worker(request: Request) -> HttpResponse:
    """The service worker, at an address that gives it the surface as its scope; another page makes another worker."""
    version = hashlib.sha256(_page().encode()).hexdigest()[:12]
    script = render_to_string("mobile/portal/worker.js", {"version": version})
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def _page() -> str:
    """Drawn without the request: neither the person nor their session can get into it."""
    return render_to_string("mobile/portal/offline.html", {"surface": "mobile"})
