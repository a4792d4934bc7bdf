"""The lives of the payroll against tables written by hand from the rule book (PY-6, PY-7, PY-13)."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest

from apps.core.actors import Role
from apps.core.lifecycle import Lifecycle
from apps.daifutong.choices import (
    BatchState,
    ContractState,
    FeeState,
    OpeningState,
    PayslipState,
    ReclaimState,
    RowState,
    WageCardState,
)
from apps.daifutong.rules.batch import BATCH, PAYSLIP, ROW, approval_steps
from apps.daifutong.rules.contract import CONTRACT
from apps.daifutong.rules.fee import FEE
from apps.daifutong.rules.opening import OPENING
from apps.daifutong.rules.reclaim import RECLAIM
from apps.daifutong.rules.wagecard import WAGE_CARD
from tests.lives import only_the_table_holds, other_states_refuse, states_written, texts_of

MAKER, CHECKER, AUTHORISER, SYSTEM, EMPLOYEE, SPECIALIST = "经办", "复核", "授权", "系统", "员工", "薪酬专员"

BATCH_MOVES = """
                → UPLOADED     经办
    UPLOADED    → PARSED       系统
    UPLOADED    → HAS_ERRORS   系统
    UPLOADED    → CANCELLED    系统
    UPLOADED    → CANCELLED    经办
    PARSED      → PARSED       经办
    PARSED      → HAS_ERRORS   经办
    HAS_ERRORS  → PARSED       经办
    HAS_ERRORS  → HAS_ERRORS   经办
    REJECTED    → PARSED       经办
    REJECTED    → HAS_ERRORS   经办
    PARSED      → SUBMITTED    经办
    REJECTED    → SUBMITTED    经办
    SUBMITTED   → PARSED       经办
    CHECKED     → PARSED       经办
    SUBMITTED   → PARSED       系统
    CHECKED     → PARSED       系统
    SUBMITTED   → CHECKED      复核
    SUBMITTED   → REJECTED     复核
    CHECKED     → CHECKED      授权
    CHECKED     → AUTHORISED   授权
    CHECKED     → REJECTED     授权
    CHECKED     → SCHEDULED    系统
    AUTHORISED  → SCHEDULED    系统
    PARSED      → CANCELLED    经办
    HAS_ERRORS  → CANCELLED    经办
    REJECTED    → CANCELLED    经办
    SCHEDULED   → CANCELLED    经办
    SCHEDULED   → DEBITING     系统
    DEBITING    → SCHEDULED    系统
    DEBITING    → DISBURSING   系统
    DISBURSING  → DONE         系统
    DISBURSING  → PART_FAILED  系统
    DISBURSING  → IN_DOUBT     系统
    IN_DOUBT    → DONE         系统
    IN_DOUBT    → PART_FAILED  系统
    DONE        → PART_FAILED  系统
"""
ROW_MOVES = """
                → PENDING      经办
    PENDING     → PENDING      经办
    PENDING     → DROPPED      经办
    PENDING     → WAITING      经办
    PENDING     → PAID         系统
    PENDING     → FAILED       系统
    PENDING     → SENT         系统
    SENT        → IN_DOUBT     系统
    SENT        → PAID         系统
    SENT        → FAILED       系统
    IN_DOUBT    → PAID         系统
    IN_DOUBT    → FAILED       系统
    FAILED      → RETURNED     系统
    FAILED      → HELD         系统
    HELD        → RETURNED     系统
    PAID        → FAILED       系统
"""
PAYSLIP_MOVES = """
                → NEW          系统
    NEW         → VIEWED       员工
    VIEWED      → VIEWED       员工
    CONFIRMED   → CONFIRMED    员工
    DISPUTED    → DISPUTED     员工
    VIEWED      → CONFIRMED    员工
    VIEWED      → DISPUTED     员工
    DISPUTED    → CONFIRMED    员工
    DISPUTED    → REPLIED      薪酬专员
    REPLIED     → REPLIED      员工
    REPLIED     → DISPUTED     员工
    REPLIED     → CONFIRMED    员工
    NEW         → WITHDRAWN    薪酬专员
    VIEWED      → WITHDRAWN    薪酬专员
    CONFIRMED   → WITHDRAWN    薪酬专员
    DISPUTED    → WITHDRAWN    薪酬专员
    REPLIED     → WITHDRAWN    薪酬专员
    NEW         → WITHDRAWN    系统
    VIEWED      → WITHDRAWN    系统
    CONFIRMED   → WITHDRAWN    系统
    DISPUTED    → WITHDRAWN    系统
    REPLIED     → WITHDRAWN    系统
    WITHDRAWN   → WITHDRAWN    员工
    WITHDRAWN   → NEW          薪酬专员
"""
WAGE_CARD_MOVES = """
                → SUBMITTED    员工
    SUBMITTED   → WITHDRAWN    员工
    SUBMITTED   → CONFIRMED    薪酬专员
    SUBMITTED   → REJECTED     薪酬专员
    CONFIRMED   → REPLACED     系统
"""
OPENING_MOVES = """
                → ASKED        薪酬专员
    ASKED       → ACCEPTED     银行运营
    ASKED       → DECLINED     银行运营
    ASKED       → TAKEN_BACK   薪酬专员
    ACCEPTED    → INVITED      银行审批
    ACCEPTED    → DECLINED     银行审批
"""
RECLAIM_MOVES = """
                → ASKED        经办
    ASKED       → WAITS        复核
    ASKED       → SENT_BACK    复核
    ASKED       → LAPSED       系统
    ASKED       → TAKEN_BACK   经办
    WAITS       → TAKEN_BACK   经办
    WAITS       → PAID_BACK    员工
    WAITS       → REFUSED      员工
    WAITS       → LAPSED       系统
"""
CONTRACT_MOVES = """
                → REQUESTED    企业管理员
    REQUESTED   → PROPOSED     银行审核岗
    REQUESTED   → DECLINED     银行审核岗
    PROPOSED    → OFFERED      银行审批岗
    PROPOSED    → REQUESTED    银行审批岗
    REQUESTED   → WITHDRAWN    企业管理员
    PROPOSED    → WITHDRAWN    企业管理员
    OFFERED     → WITHDRAWN    企业管理员
    OFFERED     → ACTIVE       企业管理员
    ACTIVE      → REPLACED     系统
    ACTIVE      → SUSPENDED    银行合规岗
    SUSPENDED   → ACTIVE       银行审批岗
    ACTIVE      → ENDED        银行审批岗
    ACTIVE      → ENDED        企业管理员
    SUSPENDED   → ENDED        银行审批岗
    SUSPENDED   → ENDED        企业管理员
"""
FEE_MOVES = """
                → DUE          系统
    DUE         → PAID         系统
"""
LIVES = [
    (CONTRACT, CONTRACT_MOVES, ContractState),
    (FEE, FEE_MOVES, FeeState),
    (RECLAIM, RECLAIM_MOVES, ReclaimState),
    (OPENING, OPENING_MOVES, OpeningState),
    (WAGE_CARD, WAGE_CARD_MOVES, WageCardState),
    (BATCH, BATCH_MOVES, BatchState),
    (ROW, ROW_MOVES, RowState),
    (PAYSLIP, PAYSLIP_MOVES, PayslipState),
]


ACTORS = (
    MAKER,
    CHECKER,
    AUTHORISER,
    SYSTEM,
    EMPLOYEE,
    SPECIALIST,
    "银行运营",
    "银行审批",
    "企业管理员",
    "银行审核岗",
    "银行审批岗",
    "银行合规岗",
)


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
    """But for what another bank sends back (退票): a batch that was done has a failure then."""
    assert BATCH.final_states == {BatchState.PART_FAILED, BatchState.CANCELLED}
    assert ROW.final_states == {RowState.RETURNED, RowState.DROPPED, RowState.WAITING}
    assert [move.name for move in (*BATCH.leaving(BatchState.DONE), *ROW.leaving(RowState.PAID))] == ["bounce"] * 2


@pytest.mark.parametrize(
    ("total", "authorisers"),
    [(1, 0), (50_000_000, 0), (50_000_001, 1), (500_000_000, 1), (500_000_001, 2)],
)
def test_the_tiers_of_py6_include_their_limits(total: int, authorisers: int) -> None:
    steps = approval_steps(total, tier_one=50_000_000, tier_two=500_000_000)
    assert steps == (Role.CHECKER, *(Role.AUTHORISER,) * authorisers)


SERVICES = sorted((Path(__file__).parents[2] / "apps/daifutong/services").glob("*.py"))
WORDS = re.compile(rf"\b({'|'.join(RowState)}|{'|'.join(PayslipState)})\b")


def test_the_services_write_no_state_but_the_target_of_a_move() -> None:
    trees = {path.name: ast.parse(path.read_text()) for path in SERVICES}
    assert sum("daifutong_row" in text for tree in trees.values() for text in texts_of(tree)) >= 3, "SQL is looked at"
    assert [(name, text) for name, tree in trees.items() for text in texts_of(tree) if WORDS.search(text)] == []
    written = [(name, value) for name, tree in trees.items() for value in states_written(tree)]
    assert len(written) > 5
    assert [value for value in written if not value[1].endswith(".target")] == []


def test_a_literal_state_would_be_found() -> None:
    sql = "UPDATE daifutong_row SET state = 'PAID'"
    assert WORDS.search(texts_of(ast.parse(f'cursor.execute("{sql}")'))[0])
    source = "rows.update(state=RowState.PAID)\nrow.state, row.n = S.PAID, 1"
    assert sorted(states_written(ast.parse(source))) == [
        "RowState.PAID",
        "S.PAID",
    ]
