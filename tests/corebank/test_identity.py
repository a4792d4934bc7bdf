"""Identity checks by two to five elements, and the limit on guessing (ID-7)."""

from datetime import date

import pytest
from django.db import connection, transaction

from apps.core.db import OpenTransaction
from apps.core.errors import TooMany
from apps.corebank import api
from apps.corebank.contracts import EnterpriseElements, IdentityElements, IdentityResult
from apps.corebank.models import IdentityCheck
from fixtures import generators

from .conftest import MONDAY, later

pytestmark = pytest.mark.django_db

CARD = generators.card_number(1)
MOBILE = generators.mobile(1)


def person(sequence: int = 0) -> str:
    return generators.id_number(date(1990, 5, 4), female=True, sequence=sequence)


def check(factors: int = 2, *, id_number: str | None = None, account: str = CARD, mobile: str = MOBILE, now=MONDAY):
    elements = IdentityElements(
        factors=factors, name="张三", id_number=id_number or person(), account=account, mobile=mobile
    )
    return api.check_identity(elements=elements, now=now)


@pytest.mark.parametrize("factors", [2, 3, 4, 5])
def test_what_belongs_together_matches(simulator, factors):
    answer = check(factors)
    assert answer.result == IdentityResult.MATCH
    assert answer.reference.startswith("ID")
    kept = IdentityCheck.objects.system("test").get()
    assert (kept.state, kept.bank_reference, kept.factors) == ("MATCH", answer.reference, factors)


@pytest.mark.parametrize(
    "sequence, result", [(495, "MISMATCH"), (496, "UNABLE"), (497, "CHANNEL_ERROR"), (494, "MATCH")]
)
def test_people_whose_answer_is_known(simulator, sequence, result):
    assert check(id_number=person(sequence)).result == result


@pytest.mark.parametrize(
    "factors, name, mobile, result",
    [
        (2, "李四", MOBILE, "MATCH"),
        (3, "张三", MOBILE, "MATCH"),
        (3, "李四", MOBILE, "MISMATCH"),
        (3, "张三", "19911111111", "MATCH"),
        (4, "张三", "19911111111", "MISMATCH"),
        (4, "张三", MOBILE, "MATCH"),
    ],
)
def test_a_registered_card_is_compared_element_by_element(simulator, factors, name, mobile, result):
    simulator.register(account=CARD, name="张三", id_number=person(), mobile=MOBILE)
    elements = IdentityElements(factors=factors, name=name, id_number=person(), account=CARD, mobile=mobile)
    assert api.check_identity(elements=elements, now=MONDAY).result == result


@pytest.mark.parametrize("marker, result", [(99906, "MISMATCH"), (99908, "MATCH"), (99901, "MISMATCH")])
def test_the_fifth_element_wants_class_one_or_a_credit_card(simulator, marker, result):
    assert check(5, account=generators.card_number(marker)).result == result


def test_a_mismatch_looks_the_same_whatever_is_wrong(simulator):
    card, phone, number = generators.card_number(40), generators.mobile(40), person(40)
    simulator.register(account=card, name="张三", id_number=number, mobile=phone)
    wrong = [
        check(4, id_number=person(41), account=card, mobile=phone),
        check(4, id_number=number, account=card, mobile=generators.mobile(41)),
    ]
    assert {answer.result for answer in wrong} == {IdentityResult.MISMATCH}
    assert {len(answer.reference) for answer in wrong} == {22}


def test_the_sixth_try_for_one_person_waits_a_day_whatever_the_card(simulator):
    for number in range(5):
        check(3, account=generators.card_number(number), now=later(MONDAY, seconds=number))
    with pytest.raises(TooMany) as caught:
        check(2, now=later(MONDAY, seconds=5))
    assert caught.value.retry_after == 86_400  # one second of the 24 hours since the fifth has gone
    assert check(id_number=person(1)).result == "MATCH"
    assert check(now=later(MONDAY, days=1, seconds=4)).result == "MATCH"


def test_the_sixth_try_for_one_card_waits_too_whoever_asks(simulator):
    for number in range(5):
        check(3, id_number=person(number))
    with pytest.raises(TooMany):
        check(3, id_number=person(6))
    assert check(2, id_number=person(6)).result == "MATCH"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", None])
def test_a_channel_that_fails_is_an_answer_and_no_try(simulator, settings, wilful_bank, address):
    settings.COREBANK_URL = address or settings.COREBANK_URL  # the wilful bank says nothing
    for _ in range(7):
        assert check().result == IdentityResult.CHANNEL_ERROR


def test_nonsense_from_the_bank_is_a_channel_error(wilful_bank):
    for status, body in ((200, {"result": "PERHAPS"}), (500, {"result": "MATCH"}), (200, {})):
        wilful_bank.says = lambda asked, s=status, b=body: wilful_bank.signed(asked, s, b)
        assert check().result == IdentityResult.CHANNEL_ERROR


def test_only_the_result_is_kept(simulator):
    check(4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT corebank_identitycheck::text FROM corebank_identitycheck")
        (row,) = cursor.fetchone()
    for secret in (person(), CARD, MOBILE, "张三"):
        assert secret not in row
        assert secret not in repr(
            IdentityElements(factors=4, name="张三", id_number=person(), account=CARD, mobile=MOBILE)
        )


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_bank_inside_a_transaction(simulator):
    with transaction.atomic(), pytest.raises(OpenTransaction):
        check()
    assert IdentityCheck.objects.system("test").count() == 0


@pytest.mark.parametrize(
    ("serial", "result"), [(5, "MATCH"), (990, "MISMATCH"), (992, "UNABLE"), (994, "CHANNEL_ERROR")]
)
def test_the_register_of_enterprises_answers_by_code_and_names(simulator, serial, result):
    elements = EnterpriseElements(generators.uscc_code(serial), "演示制造有限公司", "张三")
    first, again = (api.check_enterprise(elements=elements) for _ in range(2))
    assert (first.result, first.reference[:2]) == (result, "ER")
    assert first == again


def test_a_register_that_is_silent_says_nothing_of_the_enterprise(bank_address, settings):
    settings.COREBANK_URL = "http://127.0.0.1:9"
    elements = EnterpriseElements(generators.uscc_code(5), "演示制造有限公司", "张三")
    assert api.check_enterprise(elements=elements).result == IdentityResult.CHANNEL_ERROR


@pytest.mark.django_db(transaction=True)
def test_the_register_is_asked_outside_any_transaction():
    with pytest.raises(OpenTransaction), transaction.atomic():
        api.check_enterprise(elements=EnterpriseElements(generators.uscc_code(5), "演示制造有限公司", "张三"))
