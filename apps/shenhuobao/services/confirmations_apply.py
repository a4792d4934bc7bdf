"""The transfer agent confirms a dispatch: money and units change hands, line by line checked against ours (WM-10)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.moves import found_locked, move_make
from apps.ledger import api as ledger

from ..choices.order import DISPATCH_SUBJECT, GL_AGENT, GL_BUYING, OrderKind, OrderState, TaFileKind
from ..models import Dispatch, Order, Price, Product
from ..rules.agent_files import ConfirmationLine, Malformed, confirmation_faults, read_confirmations
from ..rules.lives import DISPATCH
from .dispatch_make import dispatch_record
from .large_redemptions import large_settle, unfair_products
from .order_confirm import Confirming, order_confirm
from .ta_file_keep import AGENT_ACTOR, ta_file_keep


@use_case
def confirmations_apply(*, dispatch_id: UUID, content: Mapping[str, Any], now: Moment) -> bool:
    """Takes in what the agent says of a dispatch; True when it is in. Key: (agent, trade date).

    A line that does not agree with our own arithmetic, or whose money a freeze has taken, stays SENT_TA under a case;
    the others go on. Of one holder the lines are carried out by their references, as the agent does. Locks the agent's
    name, the dispatch, the products, the orders, the holdings, then the accounts of the books.
    """
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    orders = Order.objects.system("the dispatch's own").filter(dispatch_id=dispatch_id)
    asked = set(orders.values_list("reference", flat=True))
    try:
        lines, unreadable = read_confirmations(content), []
    except Malformed as error:
        lines, unreadable = (), [str(error)]
    return ta_file_keep(
        agent=dispatch.agent,
        kind=TaFileKind.CONFIRMATIONS,
        on=dispatch.on,
        content=content,
        faults_of=lambda: unreadable or confirmation_faults(content, lines, dispatch.on, asked),
        apply=lambda _file: _apply(dispatch_id, {line.order: line for line in lines}, now),
        now=now,
    )


def _apply(dispatch_id: UUID, lines: Mapping[str, ConfirmationLine], now: Moment) -> None:
    dispatch = found_locked(Dispatch.objects.all(), dispatch_id, "没有这份报送。")
    sent = Order.objects.system("the dispatch's own").filter(dispatch=dispatch, state=OrderState.SENT_TA)
    products = lock_rows(
        Product.objects.filter(Q(pk__in=sent.values("product_id")) | Q(pk__in=sent.values("target_id")))
    )
    orders = lock_rows(sent.select_related("product", "terms", "target", "target_terms"))
    transit = ledger.open_account(
        owner_kind=DISPATCH_SUBJECT, owner_id=dispatch.pk, gl_code=GL_BUYING, on=now.business_date
    )
    navs = dict(Price.objects.filter(product__in=products, on=dispatch.on).values_list("product_id", "nav"))
    confirming = Confirming(dispatch, transit, navs, unfair_products(orders, lines, dispatch.on))
    bought = 0
    for order in sorted(orders, key=lambda one: (one.account_ledger_id, one.reference)):
        taken = order_confirm(order, lines[order.reference], confirming, now=now)
        bought += taken if order.kind == OrderKind.PURCHASE else 0
    if bought:
        ledger.post(
            key=f"shenhuobao.remit:{dispatch.pk}",
            kind="shenhuobao.remit",
            summary=f"理财申购款划付 {dispatch.reference}",
            legs=[(transit, -bought), (ledger.house_account(GL_AGENT), bought)],
            now=now,
        )
    large_settle(orders, dispatch.on, now)
    move = move_make(dispatch, DISPATCH, "confirm", answered_at=now.business_at)
    dispatch_record(dispatch, "shenhuobao.dispatch.confirmed", source=move.source, actor=AGENT_ACTOR, now=now)
