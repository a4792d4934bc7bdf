"""Roles are given by another person, never two that exclude each other, and can be taken back (RC-8, RC-9)."""

from dataclasses import replace
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.core.actors import Relation, Role
from apps.core.errors import AppError, Conflict, Forbidden, InvalidInput, NotFound
from apps.identity import api as identity
from apps.identity.contracts import NewPerson
from apps.identity.models import User
from apps.members import api as members
from apps.members.models import BankUnit, Enterprise, OperatorGrant, StaffChange, StaffGrant
from apps.members.selectors.staff import staff_at
from apps.members.services.staff_change import (
    login_reset_propose,
    post_end_propose,
    post_propose,
    staff_change_decide,
)
from apps.members.subscribers import end_staff_change
from apps.notify.models import Notice, SmsMessage
from fixtures.cast import EAST, PIN, WEST
from fixtures.world import World

pytestmark = pytest.mark.django_db


def grant(world: World, key: str, role: Role, *, who: str = "admin") -> UUID:
    return members.operator_grant(person_id=world.person(key), role=role, actor=world.actor(who), now=world.now)


def post(
    world: World, key: str, role: Role, *, who: str = "system_admin", unit: str = EAST, staff_no: str = ""
) -> UUID:
    """Proposes a post."""
    clear = identity.person_clear(world.person(key))
    return post_propose(
        person=NewPerson(clear.name, clear.id_number, clear.mobile),
        staff_no=staff_no or "B9001",
        unit_id=BankUnit.objects.get(path=unit).pk,
        role=role,
        reason="补充人手",
        actor=world.actor(who),
        now=world.now,
    )


def decide(
    world: World, change_id: UUID, *, who: str = "security_admin", verdict: str = "APPROVE", reason: str = ""
) -> None:
    """With the PIN, as the sheet would ask for it."""
    actor = replace(world.actor(who, relation=Relation.UNIT), step_up=True)
    digest = ApprovalRequest.objects.system("test").get(subject_id=change_id, state="PENDING").digest
    identity.step_up_confirm(actor=actor, digest=digest, pin=PIN, now=world.now)
    staff_change_decide(change_id=change_id, verdict=verdict, reason=reason, actor=actor, now=world.now)


def refused(kind: type[AppError], call, *args, **options) -> str:
    before = OperatorGrant.objects.system("test").count(), StaffGrant.objects.system("test").count()
    with pytest.raises(kind) as caught:
        call(*args, **options)
    assert (OperatorGrant.objects.system("test").count(), StaffGrant.objects.system("test").count()) == before
    return caught.value.code


def test_an_employee_becomes_a_maker_with_a_login_of_its_own(world: World) -> None:
    granted = grant(world, "xiaowen", Role.MAKER)
    row = OperatorGrant.objects.system("test").get(pk=granted)
    assert (row.enterprise_id, row.granter_person_id) == (world.morningstar, world.person("admin"))
    kinds = User.objects.filter(person_id=world.person("xiaowen")).values_list("kind", flat=True)
    assert sorted(kinds) == ["EMPLOYEE", "OPERATOR"]
    deed = AuditRow.objects.system("test").get(action="members.operator.granted")
    assert deed.detail == {"role": "maker", "person_id": str(world.person("xiaowen"))}


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("maker", Role.CHECKER),
        ("maker", Role.AUTHORISER),
        ("checker", Role.MAKER),
        ("checker", Role.AUTHORISER),
        ("authoriser", Role.MAKER),
        ("reviewer", Role.HR_PAY),
        ("approver", Role.ENTERPRISE_ADMIN),
    ],
)
def test_roles_that_exclude_each_other_meet_in_no_person(world: World, key: str, role: Role) -> None:
    assert refused(Conflict, grant, world, key, role) == "ROLE_CONFLICT"


def test_the_same_role_of_another_enterprise_is_no_conflict(world: World) -> None:
    admin_elsewhere = replace(world.actor("admin"), enterprise_id=world.bedrock)
    made = members.operator_grant(
        person_id=world.person("maker"), role=Role.CHECKER, actor=admin_elsewhere, now=world.now
    )
    assert OperatorGrant.objects.system("test").get(pk=made).enterprise_id == world.bedrock


def test_nobody_grants_to_oneself_says_the_service_and_the_database(world: World) -> None:
    assert refused(Forbidden, grant, world, "admin", Role.HR_PAY) == "SAME_PERSON"
    row = OperatorGrant.objects.system("test").first()
    with pytest.raises(IntegrityError, match="members_operator_grant_by_another"), transaction.atomic():
        OperatorGrant.objects.system("test").filter(pk=row.pk).update(granter_person_id=row.person_id)


def test_a_role_held_is_not_given_twice(world: World) -> None:
    assert refused(Conflict, grant, world, "hr", Role.HR_PAY) == "ROLE_HELD"


def test_a_suspended_enterprise_grants_nothing_and_its_operators_read_on(world: World) -> None:
    Enterprise.objects.system("test").filter(pk=world.morningstar).update(status="SUSPENDED")
    with pytest.raises(Conflict) as refusal:
        grant(world, "xiaowen", Role.MAKER)
    assert refusal.value.code == "ENTERPRISE_SUSPENDED"
    assert world.actor("maker").enterprise_id == world.morningstar


def test_a_post_of_the_bank_is_no_role_of_an_enterprise(world: World) -> None:
    assert refused(InvalidInput, grant, world, "xiaowen", Role.REVIEWER) == "ROLE"
    assert refused(InvalidInput, post, world, "service", Role.MAKER, staff_no="B1006") == "ROLE"


def test_a_role_taken_back_is_gone_with_its_sessions(world: World) -> None:
    row = OperatorGrant.objects.system("test").get(person_id=world.person("maker"))
    before = User.objects.get(pk=row.user_id).session_epoch
    members.operator_revoke(grant_id=row.pk, actor=world.actor("admin"), now=world.now)
    assert world.actor("maker").roles == frozenset()
    assert User.objects.get(pk=row.user_id).session_epoch == before + 1
    deed = AuditRow.objects.system("test").get(action="members.operator.revoked", subject_id=row.pk)
    assert deed.unit_path == EAST
    grant(world, "maker", Role.CHECKER)
    assert world.actor("maker").roles == {Role.CHECKER}


def test_another_enterprises_grant_cannot_be_taken_back(world: World) -> None:
    row = OperatorGrant.objects.system("test").get(person_id=world.person("maker"))
    with pytest.raises(NotFound):
        members.operator_revoke(grant_id=row.pk, actor=world.actor("foreign_hr"), now=world.now)
    assert world.actor("maker").roles == {Role.MAKER}


def test_a_post_is_given_by_two_people_and_comes_with_a_login_and_a_password_for_its_owner_alone(world: World) -> None:
    change = post(world, "guilan", Role.SERVICE_AGENT)
    assert not User.objects.filter(person_id=world.person("guilan"), kind="STAFF").exists()
    decide(world, change)
    user = User.objects.get(person_id=world.person("guilan"), kind="STAFF")
    assert user.login_name == "B9001"
    row = StaffGrant.objects.system("test").get(user=user)
    assert (row.role, row.granter_person_id) == (Role.SERVICE_AGENT, world.person("system_admin"))
    assert user.password_due_at is not None and user.password_due_at <= world.now.wall
    texts = [message.text.clear() for message in SmsMessage.objects.system("test")]
    assert sum("初始密码为" in text for text in texts) == 1
    notice = Notice.objects.system("test").get(person_id=world.person("guilan"), kind="members.grant")
    assert notice.body == "您已被授予「银行客服岗」。"


def test_what_was_returned_gives_nothing(world: World) -> None:
    change = post(world, "guilan", Role.SERVICE_AGENT)
    with pytest.raises(InvalidInput, match="REASON"):
        decide(world, change, verdict="RETURN")
    decide(world, change, verdict="RETURN", reason="编制已满")
    assert not User.objects.filter(person_id=world.person("guilan"), kind="STAFF").exists()
    assert StaffChange.objects.system("test").get(pk=change).state == "RETURNED"


def test_neither_the_maker_nor_whom_it_is_about_decides_by_whatever_login(world: World) -> None:
    """RC-8: the person counts. A second login of the same person is the same person."""
    change = post(world, "guilan", Role.SERVICE_AGENT)
    approver = replace(world.actor("security_admin", relation=Relation.UNIT), step_up=True)
    for person in ("system_admin", "guilan"):
        with pytest.raises(Forbidden, match="SAME_PERSON"):
            staff_change_decide(
                change_id=change, verdict="APPROVE", reason="", now=world.now,
                actor=replace(approver, person_id=world.person(person)),
            )  # fmt: skip
    assert refused(Forbidden, post, world, "system_admin", Role.BANK_OPERATOR, staff_no="B1008") == "SAME_PERSON"
    row = StaffChange.objects.system("test").get(pk=change)
    for column in ("maker_person_id", "person_id"):
        with pytest.raises(IntegrityError, match="members_staff_change_persons"), transaction.atomic():
            StaffChange.objects.system("test").filter(pk=change).update(decider_person_id=getattr(row, column))


def test_who_holds_no_approving_post_or_is_elsewhere_decides_nothing(world: World) -> None:
    change = post(world, "guilan", Role.SERVICE_AGENT, unit=WEST)
    elsewhere = replace(world.actor("security_admin", relation=Relation.UNIT), step_up=True, unit_path=EAST)
    with pytest.raises(NotFound):
        staff_change_decide(change_id=change, verdict="APPROVE", reason="", actor=elsewhere, now=world.now)
    for who in ("head_approver", "compliance", "system_admin", "auditor"):
        with pytest.raises(Forbidden):
            decide(world, change, who=who)


def test_the_same_proposal_waits_once(world: World) -> None:
    post(world, "guilan", Role.SERVICE_AGENT)
    assert refused(Conflict, post, world, "guilan", Role.SERVICE_AGENT) == "ALREADY_REQUESTED"


def test_a_proposal_that_nobody_decides_lapses(world: World) -> None:
    change = post(world, "guilan", Role.SERVICE_AGENT)
    end_staff_change({"kind": "members.staff_change", "subject_id": str(change)})
    assert StaffChange.objects.system("test").get(pk=change).state == "LAPSED"


def test_a_reset_by_two_people_takes_the_factors_and_sends_a_password(world: World) -> None:
    row = StaffGrant.objects.system("test").get(person_id=world.person("reviewer"))
    actor = world.actor("system_admin", relation=Relation.UNIT)
    change = login_reset_propose(grant_id=row.pk, reason="手机丢失", actor=actor, now=world.now)
    assert Authenticator.objects.filter(user_id=row.user_id).exists()
    decide(world, change)
    assert not Authenticator.objects.filter(user_id=row.user_id).exists()
    assert any("初始密码为" in message.text.clear() for message in SmsMessage.objects.system("test"))


@pytest.mark.parametrize(
    ("key", "staff_no", "role"),
    [
        ("reviewer", "B1001", Role.APPROVER),
        ("auditor", "B1004", Role.SERVICE_AGENT),
        ("auditor", "B1004", Role.SYSTEM_ADMIN),
        ("auditor", "B1004", Role.SECURITY_ADMIN),
        ("security_admin", "B1009", Role.SYSTEM_ADMIN),
        ("security_admin", "B1009", Role.APPROVER),
        ("service", "B1006", Role.SYSTEM_ADMIN),
        ("service", "B1006", Role.AUDITOR),
        ("hr", "B9001", Role.REVIEWER),
        ("foreign_hr", "B9001", Role.APPROVER),
    ],
)
def test_posts_that_exclude_each_other(world: World, key: str, staff_no: str, role: Role) -> None:
    assert refused(Conflict, post, world, key, role, staff_no=staff_no) == "ROLE_CONFLICT"


def test_all_posts_of_a_person_are_at_one_unit(world: World) -> None:
    assert refused(Conflict, post, world, "reviewer", Role.COMPLIANCE, staff_no="B1001", unit=WEST) == "OTHER_UNIT"


def test_a_unit_outside_ones_own_is_not_found(world: World) -> None:
    of_the_east = replace(world.actor("system_admin"), unit_path=EAST)
    clear = identity.person_clear(world.person("guilan"))
    with pytest.raises(NotFound):
        post_propose(
            person=NewPerson(clear.name, clear.id_number, clear.mobile), staff_no="B9001", reason="补充人手",
            unit_id=BankUnit.objects.get(path=WEST).pk, role=Role.SERVICE_AGENT, actor=of_the_east, now=world.now,
        )  # fmt: skip


def test_a_post_taken_back_by_two_people_leaves_no_role(world: World) -> None:
    row = StaffGrant.objects.system("test").get(person_id=world.person("reviewer"))
    actor = world.actor("system_admin", relation=Relation.UNIT)
    change = post_end_propose(grant_id=row.pk, reason="调岗", actor=actor, now=world.now)
    assert world.actor("reviewer").roles == {Role.REVIEWER}
    decide(world, change)
    assert world.actor("reviewer").roles == frozenset()


def test_who_may_work_for_a_unit_stands_at_it_or_above(world: World) -> None:
    """Colleagues are named to each other: masked, and none of another branch."""
    reviewers = frozenset({Role.REVIEWER})
    head = "/head/"
    assert staff_at(head, frozenset({Role.BANK_OPERATOR})) == ((world.person("bank_operator"), "韩*舟"),)
    assert staff_at(head, reviewers) == ()
    assert staff_at(EAST, reviewers) == ((world.person("reviewer"), "*敏"),)
    assert staff_at(WEST, reviewers) == ((world.person("other_reviewer"), "罗*宁"),)
    assert staff_at("/headless/", frozenset(Role)) == ()
    StaffGrant.objects.system("test").filter(person_id=world.person("reviewer")).update(revoked_at=world.now.wall)
    assert staff_at(EAST, reviewers) == ()
