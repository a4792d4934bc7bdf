"""The checks that follow every test find what they are there for: each fault planted once."""

import pytest
from django.db import transaction

from apps.ledger import api as ledger
from apps.tongxinbao.checks import CHECKS
from apps.tongxinbao.models import Holding, Issue
from tests.planted import found, plant

from .cast import Stage, relax
from .lists import mandate, placed
from .test_repaying import leave_on_account

ONE_HELD = "(SELECT hold_id FROM tongxinbao_order WHERE state = 'HELD' LIMIT 1)"
ISSUE, ORDER = "UPDATE tongxinbao_issue SET", "UPDATE tongxinbao_order SET"
LINE = "UPDATE tongxinbao_payoutline SET"
NET = "interest_fen = interest_fen + 1, net_fen = net_fen + 1"
# The check by its name, with what it has to find; each is undone before the next.
FAULTS = {
    "taken_sums": [
        f"{ISSUE} taken_fen = taken_fen - 1 WHERE state = 'SUBSCRIBING'",
        f"{ORDER} state = 'RELEASED' WHERE state = 'HELD'",
        f"{ORDER} allotted_fen = allotted_fen - 1 WHERE state = 'SETTLED'",
    ],
    "order_holds": [
        f"{ORDER} amount_fen = amount_fen + 1 WHERE state = 'HELD'",
        f"{ORDER} state = 'WITHDRAWN' WHERE state = 'HELD'",
        f"{ORDER} account_ledger_id = id WHERE state = 'HELD'",
        f"{ORDER} hold_id = {ONE_HELD} WHERE state = 'SETTLED'",
    ],
    "loans_lent": [
        f"{ISSUE} raised_fen = raised_fen - 1 WHERE raised_fen > 0",
        f"{ORDER} allotted_fen = allotted_fen - 1 WHERE state = 'SETTLED'",
        f"{ORDER} state = 'RELEASED' WHERE state = 'SETTLED'",
    ],
    "loans_repaid": [
        "UPDATE tongxinbao_holding SET left_fen = left_fen - 1",
        "UPDATE tongxinbao_due SET paid_interest_fen = paid_interest_fen - 1",
        "UPDATE tongxinbao_due SET principal_fen = principal_fen + 1",
    ],
    "payout_sums": [
        "UPDATE tongxinbao_payout SET net_fen = net_fen - 1, tax_fen = tax_fen + 1",
        "UPDATE tongxinbao_payout SET gross_fen = gross_fen - 1, net_fen = net_fen - 1",
        "UPDATE tongxinbao_payout SET journal_id = id",
    ],
    "lines_paid": [
        f"{LINE} is_returned = true",
        f"{LINE} {NET}",
        "UPDATE tongxinbao_holding SET account_ledger_id = id",
    ],
    "transit_balances": [
        f"{LINE} is_returned = true",
        f"{ISSUE} transit_ledger_id = account_ledger_id WHERE transit_ledger_id IS NOT NULL",
    ],
    "reserved_sums": [
        f"{ISSUE} reserved_fen = reserved_fen - 1 WHERE reserved_fen > 0",
        f"{ISSUE} state = 'CLOSED' WHERE reserved_fen > 0",
        f"{ORDER} state = 'WITHDRAWN' WHERE is_entrusted",
        "UPDATE tongxinbao_entrustedlist SET state = 'LAPSED'",
    ],
    "lists_answered": [
        "UPDATE tongxinbao_entrustedlist SET total_fen = total_fen + 1",
        "UPDATE tongxinbao_entrustedline SET amount_fen = amount_fen + 1",
        "DELETE FROM tongxinbao_entrustedanswer WHERE order_id IS NULL",
        "UPDATE tongxinbao_entrustedlist SET state = 'RELEASED'",
    ],
    "orders_mandated": [
        "DELETE FROM tongxinbao_entrustedanswer WHERE order_id IS NOT NULL",
        f"{ORDER} mandate_id = id WHERE is_entrusted",
        f"{ORDER} is_entrusted = false WHERE is_entrusted",
        f"{ORDER} account_ledger_id = id WHERE is_entrusted",
        f"{ORDER} amount_fen = amount_fen + 1 WHERE is_entrusted",
        "UPDATE tongxinbao_loanmandate SET max_fen = 1",
        "UPDATE tongxinbao_loanmandate SET person_id = id",
        "UPDATE tongxinbao_entrustedline SET person_id = id",
    ],
}  # fmt: skip


@pytest.fixture
def played(stage: Stage) -> Stage:
    """One issue lent and paid back in part, another one that somebody has just ordered of, and one of a list."""
    issue = stage.lent([30_000_00, 45_000_00])
    leave_on_account(stage, 40_000_00)
    stage.morning(issue.due_on)  # type: ignore[arg-type]
    stage.midnight()
    Issue.objects.system("test").filter(pk=issue.pk).update(state="REPAID")  # or its arrears keep the next one out
    other = stage.open(maturity_date=stage.day.replace(month=12, day=31))
    Issue.objects.system("test").filter(pk=issue.pk).update(state="PARTIALLY_REPAID")
    relax(other)
    assert stage.place(other, stage.house.staff[2], 5_000_00).state == "HELD"
    mandate(stage, other, stage.house.staff[3])
    placed(stage, other, [(stage.house.staff[3], "2000"), (stage.house.staff[4], "1000")])
    assert found(CHECKS) == set()
    return stage


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_named(played: Stage, name: str) -> None:
    for sql in FAULTS[name]:
        before = transaction.savepoint()
        assert plant(sql) > 0, sql
        assert name in found(CHECKS), sql
        assert all("同心宝 TX" in sentence or "借款合同 TX" in sentence for check in CHECKS for sentence in check())
        transaction.savepoint_rollback(before)


def test_every_check_has_its_fault() -> None:
    assert {check.__name__ for check in CHECKS} == FAULTS.keys()


def test_the_memo_figures_of_the_day_are_those_of_the_loans(played: Stage) -> None:
    """9101 同心宝存量 and 9102 同心宝逾期 (AT-05): what the day's proof keeps, by the loans and by the books."""
    from apps.tongxinbao.services.dues_close import dues_close

    with transaction.atomic():
        figures = dues_close(played.now, 0).figures
    left = sum(Holding.objects.system("test").values_list("left_fen", flat=True))
    late = sum(Holding.objects.system("test").filter(state="OVERDUE").values_list("left_fen", flat=True))
    assert (figures["9101"], figures["9102"]) == (left, late)
    assert 0 < late == left < 75_000_00
    assert ledger.balance(played.issue(Issue.objects.system("test").get(raised_fen__gt=0).pk).transit_ledger_id) == 0  # type: ignore[arg-type]
