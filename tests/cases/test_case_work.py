"""People at a case: taken by one, proposed by the same, agreed to by another; every illegal move leaves no trace."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import AuditRow
from apps.cases import api as cases
from apps.cases import rules
from apps.cases.models import Case
from apps.cases.selectors import case_for_staff, cases_for_staff
from apps.cases.services import case_work as work
from apps.core import clock
from apps.core.actors import Actor, Relation, Role
from apps.core.clock import Moment
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.core.ids import new_id
from apps.identity import api as identity

pytestmark = pytest.mark.django_db

NOW = Moment(clock.wall(), clock.wall().date())
ANNA, BEN, CARL = (
    Actor(relation=Relation.UNIT, unit_path="/head/", person_id=new_id(), user_id=new_id(), display=name, step_up=True)
    for name in ("甲**", "乙**", "丙**")
)
BRANCH = replace(BEN, unit_path="/head/east/")
DONE: list[tuple[UUID, UUID]] = []


@pytest.fixture(autouse=True)
def kind(monkeypatch) -> None:
    DONE.clear()
    monkeypatch.setattr(rules, "_kinds", {})
    remedies = {
        "book": cases.Remedy("入账", lambda subject, approval, now: DONE.append((subject, approval))),
        "explained": cases.Remedy("核实无误"),
    }
    cases.register_kind(cases.CaseKind("t", "测试", remedies=remedies))


@pytest.fixture
def case() -> UUID:
    with transaction.atomic():
        return cases.open_case(
            kind="t", subject_kind="t", subject_id=new_id(), title="差异", detail="一笔", unit_path="/head/", key="k",
            now=NOW,
        )  # fmt: skip


@pytest.fixture
def agreed(monkeypatch) -> None:
    monkeypatch.setattr(identity, "require_step_up", lambda **asked: None)


def stored() -> Case:
    return Case.objects.system("test").get()


def take(case: UUID, actor: Actor = ANNA) -> None:
    work.case_take(case_id=case, actor=actor, now=NOW)


def propose(case: UUID, remedy: str = "book", actor: Actor = ANNA) -> None:
    work.case_propose(case_id=case, remedy=remedy, text="银行已确认", actor=actor, now=NOW)


def approve(case: UUID, actor: Actor = BEN, digest: str = "") -> None:
    digest = digest or case_for_staff(ANNA, case).digest
    work.case_approve(case_id=case, digest=digest, actor=actor, now=NOW)


def test_from_the_desk_to_the_remedy_by_two_persons(case, agreed) -> None:
    take(case)
    work.case_note(case_id=case, text="已电话核实", actor=ANNA, now=NOW)
    propose(case)
    approve(case)
    row = stored()
    assert (row.state, row.remedy, row.resolution, row.owner_display) == ("CLOSED", "book", "银行已确认", "甲**")
    assert (row.proposer_person_id, row.checker_person_id) == (ANNA.person_id, BEN.person_id)
    assert [(row.subject_id, case)] == DONE
    trail = AuditRow.objects.system("test").filter(subject_id=case).order_by("pk")
    assert list(trail.values_list("action", flat=True)) == [
        "cases.case.opened", "cases.case.taken", "cases.case.noted", "cases.case.proposed", "cases.case.closed"
    ]  # fmt: skip


def test_nobody_agrees_with_himself_not_even_by_sql(case, agreed) -> None:
    take(case)
    propose(case)
    for deed in (approve, lambda case, actor: work.case_return(case_id=case, text="不", actor=actor, now=NOW)):
        with pytest.raises(Forbidden):
            deed(case, actor=ANNA)
    assert not DONE and stored().state == "PROPOSED"
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.system("test").update(checker_person_id=ANNA.person_id)


def test_agreeing_takes_a_fresh_step_up_and_what_was_shown(case) -> None:
    take(case)
    propose(case)
    with pytest.raises(StepUpRequired):
        approve(case)
    with pytest.raises(Conflict, match="STALE"):
        approve(case, digest="0" * 64)
    assert not DONE and stored().state == "PROPOSED"


def test_a_remedy_that_fails_leaves_the_case_as_it_was(case, agreed, monkeypatch) -> None:
    def fails(subject: UUID, approval: UUID, now: Moment) -> None:
        raise Conflict("EXPLAINED", "差异已有变化。")

    cases.register_kind(cases.CaseKind("t", "测试", remedies={"book": cases.Remedy("入账", fails)}))
    take(case)
    propose(case)
    with pytest.raises(Conflict, match="EXPLAINED"):
        approve(case)
    assert stored().state == "PROPOSED"


def test_a_returned_proposal_is_its_owners_again(case) -> None:
    take(case)
    propose(case)
    work.case_return(case_id=case, text="凭证不足", actor=BEN, now=NOW)
    row = stored()
    assert (row.state, row.remedy, row.resolution, row.owner_person_id) == ("TAKEN", "", "", ANNA.person_id)
    propose(case, "explained")


def test_a_case_changes_hands_over_the_desk(case) -> None:
    take(case)
    for deed in (lambda: take(case, BEN), lambda: take(case)):
        with pytest.raises(IllegalMove):
            deed()
    with pytest.raises(Conflict, match="NOT_YOURS"):
        propose(case, actor=BEN)
    work.case_hand_back(case_id=case, text="下班交接:等银行回函", actor=ANNA, now=NOW)
    assert stored().owner_person_id is None
    take(case, BEN)
    assert stored().owner_display == "乙**"


def test_a_case_is_handed_over_to_a_colleague_by_name(case, monkeypatch) -> None:
    monkeypatch.setattr(rules, "_staff", [])
    staff = {ANNA.person_id: "甲**", BEN.person_id: "乙**"}
    asked: list[tuple[str, frozenset[Role]]] = []
    cases.register_staff(lambda unit, roles: asked.append((unit, roles)) or tuple(staff.items()))

    def hand_over(to: Actor, actor: Actor = ANNA, text: str = "等银行回函") -> None:
        work.case_hand_over(case_id=case, to=to.person_id, text=text, actor=actor, now=NOW)

    with pytest.raises(Conflict, match="NOT_YOURS"):
        hand_over(BEN)
    take(case)
    assert case_for_staff(ANNA, case).colleagues == ((BEN.person_id, "乙**"),)
    assert case_for_staff(BEN, case).colleagues == ()
    for nobody in (CARL, ANNA):
        with pytest.raises(InvalidInput, match="PERSON"):
            hand_over(nobody)
    with pytest.raises(InvalidInput, match="TEXT"):
        hand_over(BEN, text=" ")
    hand_over(BEN)
    row = stored()
    assert (row.state, row.owner_person_id, row.owner_display) == ("TAKEN", BEN.person_id, "乙**")
    trail = AuditRow.objects.system("test").get(action="cases.case.handed_over")
    assert trail.detail == {"to": "乙**", "note": "等银行回函"}
    with pytest.raises(Conflict, match="NOT_YOURS"):
        propose(case)
    propose(case, actor=BEN)
    with pytest.raises(IllegalMove):
        hand_over(ANNA, BEN)
    assert set(asked) == {("/head/", frozenset({Role.BANK_OPERATOR}))}


@pytest.mark.parametrize("text", ["", "  ", "长" * 201])
def test_a_note_has_words(case, text) -> None:
    take(case)
    with pytest.raises(InvalidInput, match="TEXT"):
        work.case_note(case_id=case, text=text, actor=ANNA, now=NOW)
    with pytest.raises(InvalidInput, match="REMEDY"):
        propose(case, "magic")


def test_a_branch_finds_no_case_of_head_office(case) -> None:
    assert case_for_staff(BRANCH, case) is None
    with pytest.raises(NotFound):
        take(case, BRANCH)


def test_the_house_closes_a_case_in_any_hands(case) -> None:
    take(case)
    propose(case)
    with transaction.atomic():
        cases.close_case(key="k", resolution="已相符", actor=Actor.system("对账"), now=NOW)
    assert stored().state == "CLOSED"
    with pytest.raises(IllegalMove):
        approve(case)


def test_the_desk_is_filtered_by_kind_owner_and_age(case) -> None:
    def found(actor: Actor = ANNA, **wanted: str) -> int:
        return cases_for_staff(actor, **({"kind": "", "owner": "", "show": "open"} | wanted), page=1, at=NOW.wall).total

    assert (found(), found(kind="t"), found(kind="u"), found(owner="nobody"), found(owner="mine")) == (1, 1, 0, 1, 0)
    take(case)
    assert (found(owner="mine"), found(owner="nobody"), found(BEN, owner="mine")) == (1, 0, 0)
    assert found(show="overdue") == 0
    Case.objects.system("test").update(due_at=NOW.wall.replace(year=2020))
    assert (found(show="overdue"), found(show="closed"), found(BRANCH)) == (1, 0, 0)
