"""The lives of a product and its terms, written again by hand."""

import ast
from enum import StrEnum
from pathlib import Path

import pytest

from apps.core.lifecycle import Lifecycle
from apps.shenhuobao.choices.instruction import InstructionState
from apps.shenhuobao.choices.plan import PlanState
from apps.shenhuobao.choices.product import ProductState, TermsState
from apps.shenhuobao.rules.lives import INSTRUCTION, PLAN, PRODUCT, TERMS
from tests.lives import only_the_table_holds, other_states_refuse, states_written, texts_of

ACTORS = ("银行经办", "银行复核", "员工", "系统")
PRODUCT_MOVES = """
              → DRAFT      银行经办
    DRAFT     → LISTED     银行复核
    DRAFT     → ON_SALE    银行复核
    LISTED    → ON_SALE    系统
    ON_SALE   → SUSPENDED  银行经办
    SUSPENDED → ON_SALE    银行复核
    ON_SALE   → CLOSED     系统
    SUSPENDED → CLOSED     系统
    CLOSED    → MATURED    系统
    MATURED   → ENDED      系统
"""
TERMS_MOVES = """
             → PROPOSED  银行经办
    PROPOSED → REFUSED   银行复核
    PROPOSED → REFUSED   系统
    PROPOSED → IN_FORCE  银行复核
    IN_FORCE → REPLACED  系统
"""
PLAN_MOVES = """
            → ACTIVE   员工
    ACTIVE  → ACTIVE   员工
    PAUSED  → PAUSED   员工
    ACTIVE  → PAUSED   员工
    PAUSED  → ACTIVE   员工
    ACTIVE  → STOPPED  员工
    PAUSED  → STOPPED  员工
"""
INSTRUCTION_MOVES = """
            → ACTIVE   员工
    ACTIVE  → ACTIVE   员工
    PAUSED  → PAUSED   员工
    ACTIVE  → PAUSED   员工
    PAUSED  → ACTIVE   员工
    ACTIVE  → STOPPED  员工
    PAUSED  → STOPPED  员工
    ACTIVE  → ENDED    系统
"""
LIVES = [
    (PRODUCT, PRODUCT_MOVES, ProductState),
    (TERMS, TERMS_MOVES, TermsState),
    (PLAN, PLAN_MOVES, PlanState),
    (INSTRUCTION, INSTRUCTION_MOVES, InstructionState),
]


@pytest.mark.parametrize(("life", "table", "states"), LIVES, ids=lambda v: getattr(v, "name", ""))
def test_from_to_and_actor_are_those_of_the_table(life: Lifecycle, table: str, states: type[StrEnum]) -> None:
    tried = only_the_table_holds(life, table, states, ACTORS)
    assert tried == (len(states) + 1) * len(states) * len(ACTORS)
    other_states_refuse(life, states)


SERVICES = sorted((Path(__file__).parents[2] / "apps/shenhuobao/services").glob("*.py"))


def test_the_services_write_no_state_but_the_target_of_a_move() -> None:
    trees = {path.name: ast.parse(path.read_text()) for path in SERVICES}
    states = {*ProductState, *TermsState}
    assert [(name, text) for name, tree in trees.items() for text in texts_of(tree) if text in states] == []
    written = [(name, value) for name, tree in trees.items() for value in states_written(tree)]
    assert [value for value in written if not value[1].endswith(".target")] == []
