"""代办: a role lent to a colleague for some days, and what it does to approvals (PY-6, RC-9)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from apps.approvals.models import Decision
from apps.audit.models import AuditRow
from apps.core import clock
from apps.core.actors import Actor, Behalf, Role
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound, StepUpRequired
from apps.daifutong.models import Batch
from apps.daifutong.services.batch_check import batch_check
from apps.identity.models import StepUp
from apps.members import api as members
from apps.members.models import EmployeeMember, OperatorGrant
from apps.members.selectors.holders import roles_lent
from apps.members.services.role_lend import role_lend, role_take_back
from apps.notify.models import Notice
from fixtures.actors import actor
from fixtures.reference import on_day
from fixtures.world import World

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 4)
CHECKER = Role.CHECKER


@pytest.fixture
def colleague(world: World) -> Iterator[EmployeeMember]:
    """The pay specialist, who is an employee of the enterprise as well."""
    hr = actor("hr")
    yield EmployeeMember.objects.system("test").get(enterprise_id=hr.enterprise, person_id=hr.person)


def confirm(who: Actor, digest: str) -> None:
    StepUp.objects.create(
        user_id=who.user, digest=digest, method="PIN", at=clock.wall(), expires_at=clock.wall() + timedelta(minutes=5)
    )


def lend(emp_no: str, *, first: date = FIRST, last: date = LAST, who: str = "checker") -> None:
    lender = actor(who, step_up=True)
    said = {"emp_no": emp_no, "role": CHECKER, "first_on": first, "last_on": last, "actor": lender}
    with pytest.raises(StepUpRequired) as asked:
        role_lend(**said, now=clock.read())  # type: ignore[arg-type]
    confirm(lender, asked.value.digest)
    role_lend(**said, now=clock.read())  # type: ignore[arg-type]


def test_a_colleague_has_the_role_on_its_days_and_not_after(colleague: EmployeeMember) -> None:
    lend(colleague.emp_no)
    checker = actor("checker")
    for day, has in ((FIRST, True), (LAST, True), (LAST + timedelta(days=1), False)):
        with on_day(day):
            assert (CHECKER in actor("hr").roles) is has
            known = {one.person_id for one in members.operators(checker.enterprise) if CHECKER in one.roles}
            assert (colleague.person_id in known) is has
            assert checker.person in known
    assert actor("hr").behalf == (Behalf(CHECKER, checker.person, checker.display),)
    assert [holder.grants[0].last_on for holder in roles_lent(checker)] == [LAST]
    assert Notice.objects.system("test").filter(person_id=colleague.person_id, title="审批代办").exists()
    assert AuditRow.objects.system("test").filter(action="members.role.lent").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first_on": FIRST - timedelta(days=1)}, "DAYS"),
        ({"last_on": FIRST - timedelta(days=1)}, "DAYS"),
        ({"last_on": FIRST + timedelta(days=31)}, "DAYS"),
        ({"emp_no": "没有"}, "EMP_NO"),
        ({"role": Role.AUTHORISER}, "NOT_OWN"),
        ({"role": Role.MAKER}, "NOT_OWN"),
    ],
)
def test_what_cannot_be_lent_says_why(colleague: EmployeeMember, change: dict[str, object], code: str) -> None:
    said = {"emp_no": colleague.emp_no, "role": CHECKER, "first_on": FIRST, "last_on": LAST} | change
    with pytest.raises((InvalidInput, Forbidden)) as refused:
        role_lend(**said, actor=actor("checker", step_up=True), now=clock.read())  # type: ignore[arg-type]
    assert refused.value.code == code


def test_who_makes_does_not_check_for_another_either(colleague: EmployeeMember) -> None:
    OperatorGrant.objects.system("test").filter(person_id=colleague.person_id).update(role="maker")
    with pytest.raises(Conflict) as refused:
        role_lend(
            emp_no=colleague.emp_no, role=CHECKER, first_on=FIRST, last_on=LAST,
            actor=actor("checker", step_up=True), now=clock.read(),
        )  # fmt: skip
    assert refused.value.code == "ROLE_CONFLICT"


def test_a_lent_role_is_not_lent_on_and_not_twice(colleague: EmployeeMember) -> None:
    lend(colleague.emp_no)
    with pytest.raises(Conflict) as refused:
        lend(colleague.emp_no, first=LAST, last=LAST)
    assert refused.value.code == "LENT"
    with pytest.raises(Forbidden) as hidden:
        role_lend(
            emp_no="x", role=CHECKER, first_on=FIRST, last_on=LAST, actor=actor("hr", step_up=True), now=clock.read()
        )
    assert hidden.value.code == "NOT_OWN"


def test_the_lender_takes_it_back_and_nobody_else(colleague: EmployeeMember) -> None:
    lend(colleague.emp_no)
    grant = OperatorGrant.objects.system("test").get(first_on__isnull=False)
    for other, refusal in (("authoriser", Forbidden), ("foreign_hr", NotFound)):
        with pytest.raises(refusal):
            role_take_back(grant_id=grant.pk, actor=actor(other), now=clock.read())
    role_take_back(grant_id=grant.pk, actor=actor("checker"), now=clock.read())
    assert CHECKER not in actor("hr").roles
    with pytest.raises(NotFound):
        role_take_back(grant_id=grant.pk, actor=actor("checker"), now=clock.read())


def test_an_approval_says_for_whom_it_was_given_and_counts_as_both_peoples_word(colleague: EmployeeMember) -> None:
    lend(colleague.emp_no)
    batch = Batch.objects.system("test").get(enterprise_id=colleague.enterprise_id, state="SUBMITTED")
    stand_in, checker = actor("hr", step_up=True), actor("checker")
    confirm(stand_in, batch.content_hash)
    batch_check(batch_id=batch.pk, digest=batch.content_hash, key="k", actor=stand_in, now=clock.read())
    word = Decision.objects.system("test").get(request__subject_id=batch.pk)
    assert (word.person_id, word.lender_person_id) == (colleague.person_id, checker.person)
    assert word.display == f"{stand_in.display}(代{checker.display})"


def test_lender_and_stand_in_are_no_two_people(world: World) -> None:
    lender = actor("authoriser")
    stand_in = replace(
        actor("hr"), roles=frozenset({Role.AUTHORISER}), behalf=(Behalf(Role.AUTHORISER, lender.person, "何*山"),)
    )
    assert stand_in.display_as(Role.AUTHORISER).endswith("(代何*山)")
    assert stand_in.display_as(Role.HR_PAY) == stand_in.display
