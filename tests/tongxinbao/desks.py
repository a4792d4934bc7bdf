"""Somebody at a desk, of the enterprise or of the bank: signed in, and asking for pages at the stage's hour."""

from django.test import Client

from apps.identity.models import User
from apps.members.models import BankUnit, OperatorGrant, StaffGrant

from .cast import Stage
from .phones import Phone

ROLES = {"reviewer": "reviewer", "approver": "approver", "compliance": "compliance", "operator": "bank_operator"}


def desk_of(stage: Stage, who: str) -> Phone:
    """With the grant that the actor of this name stands for."""
    actor = stage.actor(who)
    user, client = User.objects.get(pk=actor.user_id), Client()
    User.objects.filter(pk=user.pk).update(pin_hash="set")  # never asked for: `confirmed` stands in for it
    given = {"user": user, "person_id": user.person_id, "granted_at": stage.now.wall}
    if who in stage.bank:
        unit = BankUnit.objects.get(path=stage.house.unit_path)
        StaffGrant.objects.system("test").get_or_create(user=user, unit=unit, role=ROLES[who], defaults=given)
    else:
        firm = stage.house.enterprise_id
        OperatorGrant.objects.system("test").get_or_create(user=user, enterprise_id=firm, role=who, defaults=given)
    client.force_login(user)
    return Phone(stage, client, user)
