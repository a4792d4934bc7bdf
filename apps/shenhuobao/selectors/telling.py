"""Who is told of a product, an order or a standing instruction, and by what name."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from ..choices.product import TermsState
from ..models import Distribution, Holding, Order, Payout, Run, Terms


def product_name(product_id: UUID) -> str:
    """As the terms in force name it."""
    return str(Terms.objects.values_list("name", flat=True).get(product=product_id, state=TermsState.IN_FORCE))


def holders_told(product_id: UUID) -> list[UUID]:
    """The persons who hold units of it."""
    rows = Holding.objects.system("holders are told").filter(product=product_id, units__gt=0)
    return list(rows.order_by("person_id").values_list("person_id", flat=True))


class OrderTold(NamedTuple):
    person_id: UUID
    kind: str
    product: str


def order_told(order_id: UUID) -> OrderTold:
    """Whose order it is, and what of. One query."""
    order = Order.objects.system("its person is told").select_related("terms").get(pk=order_id)
    return OrderTold(order.person_id, order.kind, order.terms.name)


class DistributionTold(NamedTuple):
    product_id: UUID
    product: str
    record_on: date
    ex_on: date


def distribution_told(distribution_id: UUID) -> DistributionTold:
    """What is paid out, and by which days."""
    made = Distribution.objects.get(pk=distribution_id)
    return DistributionTold(made.product_id, product_name(made.product_id), made.record_on, made.ex_on)


class PayoutTold(NamedTuple):
    person_id: UUID
    kind: str
    mode: str
    product: str


def payout_told(payout_id: UUID) -> PayoutTold:
    """Whose payout it is, and what of."""
    rows = Payout.objects.system("its holder is told").select_related("holding", "distribution")
    made = rows.get(pk=payout_id)
    return PayoutTold(
        made.holding.person_id, made.distribution.kind, made.mode, product_name(made.distribution.product_id)
    )


class RunTold(NamedTuple):
    person_id: UUID
    instruction_id: UUID
    order_id: UUID | None
    kind: str
    product: str
    outcome: str


def run_told(run_id: UUID) -> RunTold:
    """Whose occasion it was, and what came of it. Two queries."""
    run = Run.objects.system("its person is told").select_related("instruction").get(pk=run_id)
    one = run.instruction
    return RunTold(one.person_id, one.pk, run.order_id, one.kind, product_name(one.product_id), run.outcome)


def runs_of_line(line_id: UUID) -> list[RunTold]:
    """What was bought out of a wage. One query, and one for each."""
    runs = Run.objects.system("people are told that a wage is asked back").filter(line_id=line_id, outcome="")
    return [run_told(pk) for pk in runs.values_list("pk", flat=True)]
