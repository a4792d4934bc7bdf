"""An enterprise that has just registered, and what becomes of it."""

from datetime import date

import pytest
from django.db import transaction

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import Moment
from apps.core.errors import StepUpRequired
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.members.models import BankUnit, EnterpriseApplication, OperatorGrant
from apps.members.services.application_decide import application_approve
from apps.members.services.application_submit import application_submit
from apps.members.services.enterprise_register import Registration, enterprise_register
from fixtures.cast import EAST
from fixtures.generators import id_number, mobile, uscc_code
from fixtures.world import World
from fixtures.world_applications import fill_in, matched

NAME = "新禾农业(演示)有限公司"
OTHER_BANK, OTHER_ACCOUNT = "999890100017", "6291000000000001"


def registered(unit_path: str, now: Moment) -> Actor:
    """The administrator of an enterprise that has just registered at a branch."""
    unit = BankUnit.objects.get(path=unit_path)
    registration = Registration(
        uscc=uscc_code(77), name=NAME, short_name="新禾农业(演示)", unit_id=unit.pk, applicant_name="苏禾",
        applicant_id_number=id_number(date(1990, 3, 3), female=True, sequence=70), applicant_mobile=mobile(8_000),
    )  # fmt: skip
    enterprise_id, user_id = enterprise_register(registration=registration, actor=Actor.system("注册"), now=now)
    grant = OperatorGrant.objects.system("test").get(enterprise_id=enterprise_id)
    assert (grant.role, grant.user_id) == (Role.ENTERPRISE_ADMIN, user_id)
    return Actor(
        person_id=grant.person_id, user_id=user_id, surface=Surface.OFFICE, roles=frozenset({Role.ENTERPRISE_ADMIN}),
        enterprise_id=enterprise_id, relation=Relation.ENTERPRISE, step_up=True, display="苏*", device="测试",
    )  # fmt: skip


@pytest.fixture
def admin(world: World) -> Actor:
    """At the branch of reviewer and approver."""
    return registered(EAST, world.now)


def row_of(admin: Actor) -> EnterpriseApplication:
    return EnterpriseApplication.objects.scoped(admin).select_related("enterprise").latest("pk")


def own_account(unit_path: str, now: Moment) -> str:
    """An account at this bank under the enterprise's name, as the counter opened it."""
    with transaction.atomic():
        number = bankaccounts.number_allot(AccountClass.CORPORATE, now=now)
        account = NewAccount(
            holder_kind=HolderKind.ENTERPRISE, holder_id=new_id(), holder_name=NAME,
            account_class=AccountClass.CORPORATE, number=number, unit_path=unit_path, is_face_verified=True,
        )  # fmt: skip
        bankaccounts.account_open(account=account, actor=Actor.system("柜面开户"), now=now)
    return number


def submitted(world: World, admin: Actor) -> EnterpriseApplication:
    fill_in(admin, NAME, own_account(EAST, world.now), world.now)
    application_submit(actor=admin, now=world.now)
    matched(admin, world.now)
    return row_of(admin)


def decide(world: World, who: str, row: EnterpriseApplication) -> str:
    actor = world.actor(who)
    try:
        return application_approve(application_id=row.pk, actor=actor, now=world.now)
    except StepUpRequired as asked:
        identity.step_up_confirm(actor=actor, digest=asked.digest, pin=world.pin, now=world.now)
        return application_approve(application_id=row.pk, actor=actor, now=world.now)
