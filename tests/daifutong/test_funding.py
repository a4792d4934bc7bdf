"""Wages that wait for more money than there is: who sees the balance is told how much lacks, the maker is reminded."""

from dataclasses import replace

import pytest
from django.db import transaction

from apps.core.actors import Role
from apps.daifutong.selectors import batch_detail
from apps.daifutong.services.funding_remind import funding_remind
from apps.ledger import api as ledger
from apps.notify.models import Notice

from .cast import House

pytestmark = pytest.mark.django_db
HELD = 1_000_000_00


def submitted(house: House, period: str, *amounts: str):
    answer = house.upload(house.file(amounts), period=period)
    house.submit(answer.batch_id)
    return answer.batch_id


def short(house: House, batch_id, who: str = "checker") -> int:
    return batch_detail(house.as_(who), batch_id).short_fen


def reminded(house: House) -> int:
    with transaction.atomic():
        funding_remind(house.now, 0)
    rows = Notice.objects.system("test").filter(title="付款账户余额不足以发放工资")
    assert not any("600" in row.body for row in rows), "no amount"
    return rows.count()


def test_two_batches_that_together_want_more_than_there_is(house: House) -> None:
    assert ledger.balance(house.payer_ledger_id) == HELD
    first = submitted(house, "2026-01", *["150000.00"] * 4)
    assert (short(house, first), reminded(house)) == (0, 0)
    second = submitted(house, "2026-02", *["125000.00"] * 4)
    assert short(house, first) == short(house, second) == 100_000_00
    assert reminded(house) == 2
    assert reminded(house) == 2, "once a day"


def test_who_does_not_see_the_balance_does_not_see_what_lacks(house: House) -> None:
    batch_id = submitted(house, "2026-01", *["190000.00"] * 6)
    assert short(house, batch_id) == 140_000_00
    clerk = replace(house.as_("checker"), roles=frozenset({Role.HR_PAY}))
    assert batch_detail(clerk, batch_id).short_fen == 0
