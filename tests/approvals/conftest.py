import pytest
from django.db import transaction

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from fixtures import reference

from .people import DIGEST, ENTERPRISE, KIND, NOW, SUBJECT, somebody


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    """The dated parameters and the open day."""
    with transaction.atomic():
        reference.load()


@pytest.fixture
def maker() -> Actor:
    maker = somebody(0, Role.MAKER, Role.CHECKER)
    with transaction.atomic():
        approvals.request(
            kind=KIND, subject_id=SUBJECT, digest=DIGEST, summary={"合计": "¥1.00"},
            steps=(Role.CHECKER, Role.AUTHORISER), actor=maker, enterprise_id=ENTERPRISE, now=NOW,
        )  # fmt: skip
    return maker


@pytest.fixture
def checker(maker: Actor) -> Actor:
    return somebody(1, Role.CHECKER, Role.AUTHORISER)


@pytest.fixture
def authoriser(maker: Actor) -> Actor:
    return somebody(2, Role.AUTHORISER)
