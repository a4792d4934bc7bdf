"""Exceptions become cases: one per key, with an age, until somebody finds the truth."""

import pytest
from django.db import transaction

from apps.audit import api as audit
from apps.cases import api as cases
from apps.core import clock
from apps.core.actors import Actor, Relation
from apps.core.clock import Moment
from apps.core.ids import new_id

pytestmark = pytest.mark.django_db

NOW = Moment(clock.wall(), clock.wall().date())
EAST = Actor(relation=Relation.UNIT, unit_path="/head/east/")
WEST = Actor(relation=Relation.UNIT, unit_path="/head/west/")


def open_case(key: str = "line:1") -> object:
    return cases.open_case(
        kind="daifutong.in_doubt", subject_kind="daifutong.row", subject_id=new_id(), title="付款状态未知",
        detail="跨行代发一笔", unit_path="/head/east/", key=key, now=NOW,
    )  # fmt: skip


def test_the_same_exception_is_one_case() -> None:
    assert open_case() == open_case()
    assert [case.title for case in cases.open_cases_for(EAST)] == ["付款状态未知"]


def test_another_branch_sees_nothing() -> None:
    open_case()
    assert cases.open_cases_for(WEST) == ()
    assert cases.open_count(WEST) == 0


def test_a_closed_case_leaves_the_desk_and_both_deeds_are_on_record() -> None:
    pk = open_case()
    with transaction.atomic():
        cases.close_case(key="line:1", resolution="查询确认已入账", actor=Actor.system("查询"), now=NOW)
        cases.close_case(key="line:1", resolution="再次", actor=Actor.system("查询"), now=NOW)
    assert cases.open_count(EAST) == 0
    assert [line.sentence for line in audit.trail_of(pk)] == ["登记了异常事项", "办结了异常事项"]  # type: ignore[arg-type]


def test_a_parked_job_is_one_case_of_head_office_that_names_no_one() -> None:
    job_id = new_id()
    for _ in range(2):
        cases.job_parked(job_id=job_id, kind="notify.sms", error="TimeoutError", now=NOW)
    (case,) = cases.open_cases_for(Actor(relation=Relation.UNIT, unit_path="/head/"))
    assert case.detail == "任务 notify.sms,错误 TimeoutError"
    assert cases.open_cases_for(EAST) == ()
