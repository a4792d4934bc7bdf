"""Thin entries: a page, endpoint, task, subscriber or command does one deed (architecture.md §3)."""

import ast
from textwrap import dedent

import pytest

from .entries import Entries, doors, entry_modules

PLACE = ("apps", "shop", "web", "office")
HEAD = """
    from apps.notify import api as notify
    from ..services.order_pay import order_pay
    from ..services.order_ship import order_ship as ship
    from ..selectors import order
"""


def deeds(body: str, *, more: str = "") -> int:
    source = (
        dedent(HEAD)
        + dedent(more)
        + "def view(request):\n"
        + "\n".join(f"    {line}" for line in dedent(body).splitlines())
    )
    return Entries({PLACE: ast.parse(source)}, {"notify": frozenset({"tell"})}).deeds()["apps.shop.web.office.view"]


MANY = {  # each step of a bank day is a use case with a key of its own
    "apps.ledger.tasks.close_days": "goes on step by step until its time is over, then rests",
    "apps.ledger.management.commands.close_day.handle": "goes on step by step until the wanted day is open",
}


def test_every_entry_does_at_most_one_deed() -> None:
    found = Entries(entry_modules(), doors()).deeds()
    assert sum(count == 1 for count in found.values()) > 60, "this test must look at the whole house"
    assert {name for name, count in found.items() if count > 1} == MANY.keys()


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("return order(1)", 0),
        ("notify.unread(1)", 0),
        ("order_pay(); return order(1)", 1),
        ("order_pay(); notify.tell()", 2),
        ("order_pay(); order_pay()", 2),
        ("return ship(order_pay())", 2),
        ("for one in order(1):\n    order_pay()", 2),
        ("[order_pay() for one in order(1)]", 2),
        ("while order(1):\n    order_pay()", 2),
        ("if order(1):\n    order_pay()\n    return\nship()", 1),
        ("if order(1):\n    order_pay()\nship()", 2),
        ("if order(1):\n    order_pay()\nelse:\n    ship()", 1),
        ("try:\n    order_pay()\nexcept ValueError:\n    return\nship()", 2),
        ("try:\n    order_pay()\nexcept ValueError:\n    ship()", 1),
        ("with order(1):\n    order_pay()\nship()", 2),
        ("match order(1):\n    case 1:\n        order_pay()\n    case _:\n        ship()", 1),
        ("def later():\n    order_pay()\nship()", 2),
        ("_both()", 2),
        ("order_pay(); _one()", 2),
        ("if order(1):\n    return _one()\norder_pay()", 1),
    ],
)
def test_the_count_of_planted_entries(body: str, count: int) -> None:
    helpers = """
        def _both(): order_pay(); ship()
        def _one(): ship()
    """
    assert deeds(body, more=helpers) == count
