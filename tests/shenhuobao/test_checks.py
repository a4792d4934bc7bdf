"""The checks that follow every test find what they are there for: each fault planted once."""

from datetime import date

import pytest
from django.db import transaction

from apps.shenhuobao.checks import CHECKS
from apps.shenhuobao.services.autoinvest_run import autoinvest_run
from tests.planted import found, plant

from .cast import Shop
from .standing import MONTHLY, Standing
from .test_distributions import TERM, choose, dividend, turn

HOLDING, ORDER = "UPDATE shenhuobao_holding SET", "UPDATE shenhuobao_order SET"
PAYOUT = "UPDATE shenhuobao_payout SET"
DISPATCH, BALANCE = "UPDATE shenhuobao_dispatch SET", "UPDATE ledger_account SET balance = balance"
# The check by its name, with what it has to find; each is undone before the next.
FAULTS = {
    "sold_sums": [
        "UPDATE shenhuobao_product SET sold_fen = sold_fen + 1",
        f"{ORDER} amount_fen = amount_fen + 1 WHERE kind = 'PURCHASE' AND state = 'HELD'",
        f"{ORDER} filled_fen = filled_fen - 1 WHERE kind = 'PURCHASE' AND state = 'DONE'",
    ],
    "purchase_holds": [
        f"{ORDER} amount_fen = amount_fen + 1 WHERE kind = 'PURCHASE' AND state = 'HELD'",
        f"{ORDER} state = 'CANCELLED' WHERE kind = 'PURCHASE' AND state = 'HELD'",
        f"{ORDER} account_ledger_id = id WHERE kind = 'PURCHASE' AND state = 'HELD'",
    ],
    "units_held": [
        f"{HOLDING} units = units + 0.01",
        f"{HOLDING} aside = aside + 0.01 WHERE units > aside",
        f"{HOLDING} income_fen = income_fen + 1",
        "UPDATE shenhuobao_lot SET units_left = units_left - 0.01 WHERE units_left > 0",
        "UPDATE shenhuobao_income SET income_fen = income_fen + 1",
        f"{ORDER} state = 'RELEASED' WHERE kind = 'REDEMPTION' AND state = 'HELD'",
    ],
    "incomes_known": [
        "UPDATE shenhuobao_income SET holding_id = gen_random_uuid()",
        'DELETE FROM shenhuobao_price WHERE "on" IN (SELECT "on" FROM shenhuobao_income)',
    ],
    "dispatches_whole": [
        f"{DISPATCH} count = count + 1",
        f"{DISPATCH} purchases_fen = purchases_fen + 1",
        f"{DISPATCH} redemptions = redemptions + 1",
        f"{ORDER} dispatch_id = NULL WHERE dispatch_id IS NOT NULL",
    ],
    "wealth_transit": [
        f"{BALANCE} + 1 WHERE owner_kind = 'shenhuobao.dispatch' AND gl_code = '2241.05'",
        f"{BALANCE} + 1 WHERE owner_kind = 'shenhuobao.dispatch' AND gl_code = '2241.06'",
    ],
    "payouts_sound": [
        f"{BALANCE} + 1 WHERE owner_kind = 'shenhuobao.distribution'",
        f"{PAYOUT} due_fen = due_fen + 1, cash_fen = cash_fen + 1 WHERE mode = 'CASH'",
        f"{PAYOUT} added = added + 0.01 WHERE mode = 'REINVEST'",
        f"{PAYOUT} units = units + 1",
        "UPDATE shenhuobao_distribution SET state = 'ANNOUNCED'",
    ],
    "nobody_left": [
        "UPDATE shenhuobao_product SET state = 'ENDED'",
        f"{HOLDING} units = units + 1 WHERE units = 0",
    ],
    "advances_owed": [
        f"{BALANCE} - 1 WHERE owner_kind = 'shenhuobao.product'",
        f"{ORDER} state = 'DONE', nav = 1, filled_fen = 1, filled_units = 1, fee_fen = 0 WHERE kind = 'QUICK'",
    ],
    "runs_bought": [
        "UPDATE shenhuobao_run SET fen = fen - 1",
        *(f"UPDATE shenhuobao_instruction SET {column} = id" for column in ("person_id", "account_id")),
        "UPDATE shenhuobao_instruction SET ended_at = signed_at, state = 'STOPPED'",
    ],
}


@pytest.fixture
def played(shop: Shop) -> Shop:
    """Units bought, redeemed and paid, some promised, some paid in advance, a purchase and a 定投 on their way; a
    dividend in money and in units, and a fixed term that has ended."""
    fund, cash, (who, other, *_) = shop.product(), shop.product("CASH"), shop.stage.house.staff
    term = shop.product("FIXED_TERM", **TERM | {"maturity_date": date(2026, 3, 4)})
    shop.at(date(2026, 3, 2))
    for product in (fund, cash, term):
        shop.buy(product, who, 30_000_00)
    shop.buy(fund, other, 20_000_00)
    shop.cut_off()
    turn(shop, date(2026, 3, 3))
    assert shop.morning(date(2026, 3, 3))
    turn(shop, date(2026, 3, 4))
    shop.at(date(2026, 3, 3))
    dividend(fund, date(2026, 3, 4), date(2026, 3, 4))
    choose(shop, fund, other, "REINVEST")
    shop.redeem(fund, who, "100.00")
    shop.cut_off()
    assert shop.morning(date(2026, 3, 5))
    shop.redeem(fund, who, "200.00")
    shop.quick(cash, who, "300.00")
    shop.buy(fund, who, 1_000_00)
    signed = Standing(shop).sign(fund, who, MONTHLY)
    shop.at(date(2026, 3, 16))
    autoinvest_run(instruction_id=signed, now=shop.now)
    assert found(CHECKS) == set()
    return shop


def test_a_planted_fault_is_found_and_named(played: Shop) -> None:
    for name, plants in FAULTS.items():
        for sql in plants:
            with transaction.atomic():
                assert plant(sql) > 0, sql
                assert name in found(CHECKS), sql
                assert all("理财" in sentence for check in CHECKS for sentence in check())
                transaction.set_rollback(True)


def test_every_check_has_its_fault() -> None:
    assert {check.__name__ for check in CHECKS} == FAULTS.keys()
