"""The roster follows a person's number (ID-3, ID-9)."""

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.core.errors import Conflict
from apps.identity.models import Person
from apps.members.models import Certification
from apps.members.services.certification_decide import certification_reject
from apps.members.services.certification_submit import certification_submit
from apps.members.subscribers import follow_number
from fixtures.generators import mobile
from fixtures.world import World

pytestmark = pytest.mark.django_db
NEW = mobile(94_001_234)


def changed(world: World, key: str, change: str = "MOBILE_CHANGED") -> None:
    """The event comes twice."""
    person = Person.objects.system("test").get(pk=world.person(key))
    person.mobile = NEW
    person.save(update_fields=["mobile"])
    for _ in range(2):
        with transaction.atomic():
            follow_number({"person_id": str(person.pk), "change": change})


def test_the_end_of_the_new_number_stands_on_every_roster(world: World) -> None:
    changed(world, "yiming")
    from apps.members.models import EmployeeMember

    rows = EmployeeMember.objects.system("test").filter(person_id=world.person("yiming"))
    assert list(rows.values_list("mobile_tail", flat=True)) == [NEW[-4:]] * 2
    assert AuditRow.objects.system("test").filter(action="members.member.mended").count() == 2


def test_another_change_of_a_login_changes_nothing(world: World) -> None:
    before = world.member("xiaowen").mobile_tail
    changed(world, "xiaowen", change="PIN_CHANGED")
    assert world.member("xiaowen").mobile_tail == before != NEW[-4:]


def test_a_rejected_number_is_mended_by_its_change(world: World) -> None:
    row = Certification.objects.system("test").get(member=world.member("xujing"))
    certification_reject(
        certification_id=row.pk, field="mobile", reason="停机", actor=world.actor("reviewer"), now=world.now
    )
    hr, ids = world.actor("hr"), [world.member("xujing").pk]
    with pytest.raises(Conflict) as caught:
        certification_submit(member_ids=ids, actor=hr, now=world.now)
    assert caught.value.code == "NOT_MENDED"
    changed(world, "xujing")
    assert len(certification_submit(member_ids=ids, actor=hr, now=world.now)) == 1
