"""The income of a day of a cash-management product, for every holder in two statements (WM-9)."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection

from apps.core.clock import SHANGHAI
from apps.core.db import require_transaction

from ..choices import IncomeMethod
from ..choices.order import OrderKind
from ..rules.income import BASE
from ..rules.yields import INCOME_PLACES

# `parts`: hundredths of a unit x ten-thousandths of the income of 10,000 units, BASE of them to a 分: the whole numbers
# of `rules.income`, so that both agree to the last of them. What a quick redemption took after this day had still
# earned on it; what it took on this day has not (WM-8). A loss takes no unit that is promised to a redemption.
_EARNED = """
    INSERT INTO shenhuobao_income ("on", holding_id, units, income_fen, carry)
    SELECT %(day)s, id, units, greatest(__FEN__, (-100 * free)::bigint), __CARRY__
      FROM (SELECT h.id, h.units + coalesce(d.units, 0) AS units, h.units - h.aside AS free,
                   ((h.units + coalesce(d.units, 0)) * 100)::bigint * %(income)s + %(carries)s * h.carry AS parts
              FROM shenhuobao_holding h
              LEFT JOIN (SELECT holding_id, sum(units) AS units FROM shenhuobao_order
                          WHERE product_id = %(product)s AND kind = %(quick)s AND ordered_at >= %(next_day)s
                          GROUP BY holding_id) d ON d.holding_id = h.id
             WHERE h.product_id = %(product)s AND h.units + coalesce(d.units, 0) > 0) grown
"""
_ADDED = """
    UPDATE shenhuobao_holding h
       SET units = h.units + i.income_fen * 0.01, carry = i.carry, income_fen = h.income_fen + i.income_fen
      FROM shenhuobao_income i
     WHERE i."on" = %(day)s AND i.holding_id = h.id AND h.product_id = %(product)s
"""
METHODS = {
    IncomeMethod.ROUND_DAILY: ("(sign(parts)::int * ((2 * abs(parts) + %(base)s) / (2 * %(base)s)))", "0"),
    IncomeMethod.CARRY: (
        "((parts - ((parts %% %(base)s) + %(base)s) %% %(base)s) / %(base)s)",
        "((parts %% %(base)s) + %(base)s) %% %(base)s",
    ),
}


def income_accrue(*, product_id: UUID, method: IncomeMethod, day: date, income_per_10k: Decimal) -> int:
    """Adds a day's income to every holding of a product and keeps a row of it; gives how many holders earned.

    In the caller's transaction, which holds the agent's name: the days come in their order. Key: (day, holding), so a
    second run of a day is refused by the database. Locks the holdings as it updates them.
    """
    require_transaction()
    fen, carry = METHODS[method]
    said = {
        "product": product_id,
        "quick": OrderKind.QUICK,
        "day": day,
        "next_day": datetime.combine(day + timedelta(days=1), time(), SHANGHAI),
        "income": int(income_per_10k.scaleb(INCOME_PLACES)),
        "carries": int(method == IncomeMethod.CARRY),
        "base": BASE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EARNED.replace("__FEN__", fen).replace("__CARRY__", carry), said)
        cursor.execute(_ADDED, said)
        return cursor.rowcount
