"""The request as the house's middlewares hand it to views; a type, nothing more."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from ..actors import Actor
from ..errors import StepUpRequired

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """`id` names it in logs, `actor` says who asks, `csp_nonce` and `htmx` serve the templates."""

    id: str
    actor: Actor
    csp_nonce: str
    htmx: "HtmxDetails"
    step_up_failure: StepUpRequired  # only after a wrong PIN: what the sheet says when it is shown again
    step_up_code: UUID | None  # only with a step-up: the code that was sent for it
