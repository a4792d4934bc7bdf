"""The income of a day of a cash-management product, for every holder in one statement (WM-9)."""

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

# `grown` is hundredths of a unit x ten-thousandths of the income of 10,000 units, in parts of BASE to a 分: the whole
# numbers of `rules.income`, so that both agree to the last of them. What a quick redemption took after this day had
# still earned on it; what it took on this day has not (WM-8). A loss takes no unit that is promised to a redemption.
_EARNED = """
    WITH drawn AS (
        SELECT holding_id, sum(units) AS units FROM shenhuobao_order
         WHERE product_id = %(product)s AND kind = %(quick)s AND ordered_at >= %(next_day)s
         GROUP BY holding_id
    ), grown AS (
        SELECT h.id, h.units + coalesce(d.units, 0) AS units, h.units - h.aside AS free,
               ((h.units + coalesce(d.units, 0)) * 100)::bigint * %(income)s + %(carries)s * h.carry AS parts
          FROM shenhuobao_holding h LEFT JOIN drawn d ON d.holding_id = h.id
         WHERE h.product_id = %(product)s AND h.units + coalesce(d.units, 0) > 0
    ), earned AS (
        SELECT id, units, greatest(__FEN__, (-100 * free)::bigint) AS fen, __CARRY__ AS carry FROM grown
    ), kept AS (
        INSERT INTO shenhuobao_income ("on", holding_id, units, income_fen, carry)
        SELECT %(day)s, id, units, fen, carry FROM earned ORDER BY id
    )
    UPDATE shenhuobao_holding h
       SET units = h.units + e.fen / 100.0, carry = e.carry, income_fen = h.income_fen + e.fen
      FROM earned e WHERE h.id = e.id
"""
_FLOOR = "((parts - ((parts %% %(base)s) + %(base)s) %% %(base)s) / %(base)s)"
METHODS = {
    IncomeMethod.ROUND_DAILY: ("(sign(parts)::int * ((2 * abs(parts) + %(base)s) / (2 * %(base)s)))", "0"),
    IncomeMethod.CARRY: (_FLOOR, "((parts %% %(base)s) + %(base)s) %% %(base)s"),
}


def income_accrue(*, product_id: UUID, method: IncomeMethod, day: date, income_per_10k: Decimal) -> int:
    """Adds a day's income to every holding of a product and keeps a row of it; gives how many holders earned.

    In the caller's transaction, which holds the agent's name: the days come in their order. Key: (day, holding), so a
    second run of a day is refused by the database. Locks the holdings as it updates them.
    """
    require_transaction()
    fen, carry = METHODS[method]
    with connection.cursor() as cursor:
        cursor.execute(
            _EARNED.replace("__FEN__", fen).replace("__CARRY__", carry),
            {
                "product": product_id,
                "quick": OrderKind.QUICK,
                "day": day,
                "next_day": datetime.combine(day + timedelta(days=1), time(), SHANGHAI),
                "income": int(income_per_10k.scaleb(INCOME_PLACES)),
                "carries": int(method == IncomeMethod.CARRY),
                "base": BASE,
            },
        )
        return cursor.rowcount
