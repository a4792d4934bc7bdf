"""The lives of 同心宝 against the table of domain.md §3.3, written again by hand."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest

from apps.core.lifecycle import Lifecycle
from apps.tongxinbao.choices import EntrustedState, HoldingState, IssueState, OrderState, QuoteState
from apps.tongxinbao.rules.entrusted import ENTRUSTED
from apps.tongxinbao.rules.issue import ISSUE
from apps.tongxinbao.rules.lpr import QUOTE
from apps.tongxinbao.rules.order import HOLDING, ORDER
from tests.lives import only_the_table_holds, other_states_refuse, states_written, texts_of

ACTORS = (
    "企业经办", "企业复核", "企业复核和授权", "企业复核,银行审批岗", "银行审核岗", "银行审批岗", "银行合规岗",
    "银行运营岗", "系统", "员工",
)  # fmt: skip

ISSUE_MOVES = """
                     → DRAFT             企业经办
    DRAFT            → ENT_CHECK         企业经办
    ENT_CHECK        → DRAFT             企业复核
    ENT_CHECK        → BANK_REVIEW       企业复核
    BANK_REVIEW      → REJECTED          银行审核岗
    BANK_REVIEW      → BANK_APPROVE      银行审核岗
    BANK_APPROVE     → LISTED            银行审批岗
    BANK_APPROVE     → BANK_REVIEW       银行审批岗
    LISTED           → SUBSCRIBING       系统
    SUBSCRIBING      → SUSPENDED         银行合规岗
    SUSPENDED        → SUBSCRIBING       银行合规岗
    DRAFT            → CANCELLED         企业复核,银行审批岗
    ENT_CHECK        → CANCELLED         企业复核,银行审批岗
    BANK_REVIEW      → CANCELLED         企业复核,银行审批岗
    BANK_APPROVE     → CANCELLED         企业复核,银行审批岗
    LISTED           → CANCELLED         企业复核,银行审批岗
    SUBSCRIBING      → CANCELLED         企业复核,银行审批岗
    SUSPENDED        → CANCELLED         企业复核,银行审批岗
    SUBSCRIBING      → CLOSED            系统
    SUSPENDED        → CLOSED            系统
    CLOSED           → FAILED            系统
    CLOSED           → SETTLING          银行审批岗
    SETTLING         → ACTIVE            系统
    SETTLING         → SETTLE_EXCEPTION  系统
    SETTLE_EXCEPTION → SETTLING          系统
    SETTLE_EXCEPTION → FAILED            系统
    ACTIVE           → ACTIVE            系统
    ACTIVE           → OVERDUE           系统
    ACTIVE           → EARLY_REPAYING    企业复核和授权
    EARLY_REPAYING   → ACTIVE            系统
    ACTIVE           → REPAYING          系统
    REPAYING         → REPAID            系统
    EARLY_REPAYING   → REPAID            系统
    REPAYING         → PARTIALLY_REPAID  系统
    REPAYING         → OVERDUE           系统
    PARTIALLY_REPAID → PARTIALLY_REPAID  系统
    OVERDUE          → OVERDUE           系统
    DEFAULTED        → DEFAULTED         系统
    PARTIALLY_REPAID → REPAID            系统
    OVERDUE          → REPAID            系统
    OVERDUE          → ACTIVE            系统
    PARTIALLY_REPAID → DEFAULTED         银行合规岗
    OVERDUE          → DEFAULTED         银行合规岗
    REPAID           → ARCHIVED          系统
    FAILED           → ARCHIVED          系统
    CANCELLED        → ARCHIVED          系统
    REJECTED         → ARCHIVED          系统
    DEFAULTED        → ARCHIVED          系统
"""
ORDER_MOVES = """
                  → CREATED        员工
    CREATED       → HELD           系统
    CREATED       → FAILED         系统
    HELD          → WITHDRAWN      员工
    HELD          → RELEASED       系统
    ALLOTTED      → RELEASED       系统
    PART_ALLOTTED → RELEASED       系统
    HELD          → ALLOTTED       系统
    HELD          → PART_ALLOTTED  系统
    HELD          → UNALLOTTED     系统
    ALLOTTED      → SETTLED        系统
    PART_ALLOTTED → SETTLED        系统
"""
HOLDING_MOVES = """
                   → ACTIVE          系统
    ACTIVE         → OVERDUE         系统
    OVERDUE        → ACTIVE          系统
    ACTIVE         → MATURED         系统
    ACTIVE         → EARLY_REDEEMED  系统
    MATURED        → CLOSED          系统
    EARLY_REDEEMED → CLOSED          系统
    OVERDUE        → CLOSED          系统
"""
QUOTE_MOVES = """
             → PROPOSED  银行运营岗
    PROPOSED → ACTIVE    银行审批岗
    PROPOSED → REJECTED  银行审批岗
    PROPOSED → REJECTED  系统
"""
ENTRUSTED_MOVES = """
              → CHECKED    企业经办
    CHECKED   → SUBMITTED  企业经办
    SUBMITTED → CHECKED    企业复核
    SUBMITTED → RELEASED   企业复核
    RELEASED  → PLACED     系统
    CHECKED   → DISCARDED  企业经办
    CHECKED   → LAPSED     系统
    SUBMITTED → LAPSED     系统
    RELEASED  → LAPSED     系统
"""
LIVES = [
    (ENTRUSTED, ENTRUSTED_MOVES, EntrustedState),
    (ISSUE, ISSUE_MOVES, IssueState),
    (ORDER, ORDER_MOVES, OrderState),
    (HOLDING, HOLDING_MOVES, HoldingState),
    (QUOTE, QUOTE_MOVES, QuoteState),
]


@pytest.mark.parametrize(("life", "table", "states"), LIVES, ids=lambda v: getattr(v, "name", ""))
def test_from_to_and_actor_are_those_of_the_rule_book_and_no_others(
    life: Lifecycle, table: str, states: type[StrEnum]
) -> None:
    tried = only_the_table_holds(life, table, states, ACTORS)
    assert tried == (len(states) + 1) * len(states) * len(ACTORS)


@pytest.mark.parametrize(("life", "table", "states"), LIVES, ids=lambda v: getattr(v, "name", ""))
def test_a_move_from_any_other_state_is_refused(life: Lifecycle, table: str, states: type[StrEnum]) -> None:
    other_states_refuse(life, states)


def test_what_is_final_stays_final() -> None:
    assert ISSUE.final_states == {IssueState.ARCHIVED}
    assert ORDER.final_states == {
        OrderState.FAILED, OrderState.WITHDRAWN, OrderState.RELEASED, OrderState.UNALLOTTED, OrderState.SETTLED
    }  # fmt: skip
    assert HOLDING.final_states == {HoldingState.CLOSED}


SERVICES = sorted((Path(__file__).parents[2] / "apps/tongxinbao/services").glob("*.py"))
WORDS = re.compile(rf"\b({'|'.join([*OrderState, *HoldingState, *EntrustedState])})\b")


def test_the_services_write_no_state_but_the_target_of_a_move() -> None:
    trees = {path.name: ast.parse(path.read_text()) for path in SERVICES}
    assert [(name, text) for name, tree in trees.items() for text in texts_of(tree) if WORDS.search(text)] == []
    written = [(name, value) for name, tree in trees.items() for value in states_written(tree)]
    assert written, "a service writes a state"
    assert [value for value in written if not value[1].endswith(".target")] == []
