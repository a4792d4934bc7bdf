"""A natural person is registered once; what contradicts it is not told apart."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.http import HttpRequest

from apps.core.actors import Actor
from apps.core.db import NoTransaction, Unscoped
from apps.core.errors import Conflict, NotFound
from apps.identity import api as identity
from apps.identity.contracts import LoginKind, NewPerson
from apps.identity.models import Person, User
from fixtures.generators import id_number, mobile

from .cast import BIRTH, ID_NUMBER, PHONE, STAFF_NO, Cast, moment

SYSTEM = Actor.system("测试")


def ensure(name: str = "陈晓", number: str = ID_NUMBER, phone: str = PHONE):
    with transaction.atomic():
        return identity.person_ensure(name=name, id_number=number, mobile=phone, actor=SYSTEM, now=moment())


def test_the_same_person_is_found_again(cast: Cast) -> None:
    assert ensure() == ensure(name=" 陈 晓 ", phone="") == cast.chen
    assert Person.objects.system("test").count() == 2


@pytest.mark.parametrize(
    "contradiction",
    [{"name": "陈小"}, {"number": id_number(date(1991, 1, 1), female=True), "name": "李四"}],
    ids=["another name", "another's mobile"],
)
def test_what_contradicts_a_known_person_is_one_error(cast: Cast, contradiction: dict[str, str]) -> None:
    with pytest.raises(Conflict) as refused:
        ensure(**contradiction)
    assert refused.value.code == "PERSON_MISMATCH"


def test_many_at_once_take_ten_statements(cast: Cast, django_assert_max_num_queries) -> None:
    people = [
        NewPerson(f"员工{number}", id_number(date(1988, 3, 4), female=False, sequence=number), mobile(100 + number))
        for number in range(300)
    ]
    with django_assert_max_num_queries(10), transaction.atomic():
        found = identity.persons_ensure(people=people, actor=SYSTEM, now=moment())
        logins = identity.logins_ensure(person_ids=found.values(), kind=LoginKind.EMPLOYEE, now=moment())
    assert len(set(found.values())) == len(set(logins.values())) == 300


def test_the_numbers_are_ciphertext_and_a_brief_is_masked(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM identity_person p WHERE id = %s", [cast.chen])
        (text,) = cursor.fetchone()
    assert ID_NUMBER not in text and PHONE not in text
    brief = identity.person_brief(cast.chen)
    assert (brief.masked_name, brief.masked_mobile, brief.birth) == ("*晓", f"199****{PHONE[-4:]}", BIRTH)
    assert brief.masked_id_number == "8" + "*" * 16 + ID_NUMBER[-1]
    assert identity.person_clear(cast.chen).id_number == ID_NUMBER


def test_people_are_found_by_pinyin_and_initials_among_ones_own(cast: Cast) -> None:
    both = [cast.chen, cast.wang]
    assert identity.persons_by_pinyin(both, "chenx") == {cast.chen}
    assert identity.persons_by_pinyin(both, "WL") == {cast.wang}
    assert identity.persons_by_pinyin([cast.chen], "wl") == set()


def test_persons_are_not_queried_without_a_reason(cast: Cast) -> None:
    with pytest.raises(Unscoped):
        Person.objects.filter(pk=cast.chen)


def test_a_login_is_made_once_and_stays_disabled(cast: Cast) -> None:
    with transaction.atomic():
        identity.login_disable(user_id=cast.employee, reason="离职", actor=SYSTEM, now=moment())
        again = identity.login_ensure(person_id=cast.chen, kind=LoginKind.EMPLOYEE, now=moment())
    assert again == cast.employee
    assert not User.objects.get(pk=cast.employee).is_active


def test_a_staff_number_has_one_holder(cast: Cast) -> None:
    with transaction.atomic(), pytest.raises(Conflict) as refused:
        identity.login_ensure(person_id=cast.chen, kind=LoginKind.STAFF, staff_no=STAFF_NO, now=moment())
    assert refused.value.code == "STAFF_NO"


@pytest.mark.django_db(transaction=True)
def test_registering_needs_the_callers_transaction() -> None:
    with pytest.raises(NoTransaction):
        identity.person_ensure(name="陈晓", id_number=ID_NUMBER, mobile=PHONE, actor=SYSTEM, now=moment())


def test_one_click_sign_in_is_for_the_demos_cast_only(cast: Cast, settings, rf) -> None:
    settings.DEMO_CAST = "tests.identity.test_persons.STORY"
    assert [member.name for member in identity.demo_cast()] == ["王岚"]
    request: HttpRequest = rf.post("/story/switch/")
    with pytest.raises(NotFound):
        identity.demo_sign_in(request, User.objects.get(pk=cast.employee).login_name)
    settings.DEMO = False
    assert identity.demo_cast() == ()
    with pytest.raises(NotFound):
        identity.demo_sign_in(request, STAFF_NO)
    with pytest.raises(NotFound):
        identity.demo_totp_code(cast.staff)


STORY = {STAFF_NO: "银行审核岗", "nobody": "不存在"}
