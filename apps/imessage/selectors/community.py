"""企业社区 on the phone: what is new, who works where, what colleagues ask."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.members import api as members
from apps.members.contracts import DepartmentCount

from ..choices import PostState
from ..contracts import Colleague
from ..models import Answer, PostReport, Question
from .bulletins import bulletins_for_member
from .community_lines import AnswerLine, CommunityHome, DepartmentPage, QuestionDetail, QuestionLine, QuestionPage

WHY = "a colleague of the same enterprise"
NEWEST, PAGE_ROWS, PEOPLE = 3, 20, 60
ALL, OPEN, MINE = "", "OPEN", "MINE"
SHOWS = {ALL: "最新", OPEN: "待回答", MINE: "我的提问"}
MISSING = "没有找到这个问题。"


def community_for_member(actor: Actor) -> CommunityHome:
    """The first page: the newest bulletins and questions, and the departments. Five queries."""
    found = bulletins_for_member(actor)
    return CommunityHome(
        found.lines[:NEWEST], found.unread, departments_for_member(actor),
        questions_for_member(actor).lines[:NEWEST],
    )  # fmt: skip


def departments_for_member(actor: Actor) -> tuple[DepartmentCount, ...]:
    """The directory: where somebody is in service, and how many. One query."""
    return members.department_counts(actor.enterprise)


def department_for_member(actor: Actor, department_id: UUID, number: int = 1) -> DepartmentPage:
    """Those in service in one department of the actor's enterprise; the actor among them. Raises NotFound."""
    start = (number - 1) * PEOPLE
    found = members.colleagues_in(actor.enterprise, department_id, start=start, most=PEOPLE + 1)
    if not found:
        raise NotFound("没有找到这个部门。")
    people = tuple(Colleague(one.member_id, one.name, one.department) for one in found[:PEOPLE])
    own = next((one.member_id for one in found if one.person_id == actor.person), None)
    return DepartmentPage(found[0].department, people, own, number, len(found) > PEOPLE)


def questions_for_member(actor: Actor, show: str = ALL, number: int = 1) -> QuestionPage:
    """A page of the board, the last moved first: all, those nobody has answered, or the actor's own. One query."""
    rows = _board(actor)
    if show == OPEN:
        rows = rows.filter(answers=0)
    elif show == MINE:
        rows = rows.filter(person_id=actor.person)
    start = (number - 1) * PAGE_ROWS
    found = list(rows.order_by("-last_at", "-pk")[start : start + PAGE_ROWS + 1])
    return QuestionPage(tuple(_line(row) for row in found[:PAGE_ROWS]), number, len(found) > PAGE_ROWS)


def question_for_member(actor: Actor, question_id: UUID) -> QuestionDetail:
    """One question with its answers, the helpful one first. Raises NotFound. Two queries."""
    row = _board(actor).filter(pk=question_id).first()
    if row is None:
        raise NotFound(MISSING)
    answers = Answer.objects.system(WHY).filter(question=row, state=PostState.SHOWN).order_by("answered_at", "pk")
    return _detail(row, answers, is_own=row.person_id == actor.person)


def questions_for_enterprise(actor: Actor, show: str = "", number: int = 1) -> QuestionPage:
    """The board as the office sees it: all, the REPORTED or the HIDDEN ones. One query."""
    rows = Question.objects.scoped(actor).annotate(reported=Count("reports"))
    if show == "REPORTED":
        rows = rows.filter(reported__gt=0)
    elif show == "HIDDEN":
        rows = rows.filter(Q(state=PostState.HIDDEN) | Q(given__state=PostState.HIDDEN)).distinct()
    start = (number - 1) * PAGE_ROWS
    found = list(rows.order_by("-last_at", "-pk")[start : start + PAGE_ROWS + 1])
    lines = tuple(_line(row, row.reported) for row in found[:PAGE_ROWS])
    return QuestionPage(lines, number, len(found) > PAGE_ROWS)


def question_for_enterprise(actor: Actor, question_id: UUID) -> QuestionDetail:
    """One question with all its answers, hidden ones too, and what was reported of them. Raises NotFound."""
    row = Question.objects.scoped(actor).filter(pk=question_id).first()
    if row is None:
        raise NotFound(MISSING)
    answers = Answer.objects.scoped(actor).filter(question=row).order_by("answered_at", "pk")
    reports = PostReport.objects.scoped(actor).filter(question=row).order_by("reported_at")
    told: dict[UUID, list[str]] = {}
    for answer_id, reason in reports.values_list("answer_id", "reason"):
        told.setdefault(answer_id or row.pk, []).append(reason)
    return _detail(row, answers, is_own=False, told=told)


def _board(actor: Actor) -> "QuerySet[Question]":
    return Question.objects.system(WHY).filter(enterprise_id=actor.enterprise, state=PostState.SHOWN)


def _line(row: Any, reported: int = 0) -> QuestionLine:
    return QuestionLine(
        row.pk, row.title, row.display, row.asked_at, row.answers, row.helpful_id is not None,
        row.state == PostState.HIDDEN, reported,
    )  # fmt: skip


def _detail(
    row: Question, answers: "QuerySet[Answer]", *, is_own: bool, told: dict[UUID, list[str]] | None = None
) -> QuestionDetail:
    told = told or {}
    lines = [
        AnswerLine(
            one.pk, one.display, one.text, one.answered_at, one.pk == row.helpful_id, one.state == PostState.HIDDEN,
            one.hidden_reason, tuple(told.get(one.pk, ())),
        )
        for one in answers
    ]  # fmt: skip
    lines.sort(key=lambda one: not one.is_helpful)
    return QuestionDetail(
        _line(row, len(told.get(row.pk, ()))), row.text, is_own, row.hidden_reason, tuple(told.get(row.pk, ())),
        tuple(lines),
    )  # fmt: skip
