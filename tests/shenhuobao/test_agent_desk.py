"""The agents' files with our totals beside them, what is stuck, quotas and advances, as the bank's people see them."""

import csv
import io
from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from apps.ledger import api as ledger
from apps.shenhuobao.choices.order import GL_ADVANCE, TaFileState
from apps.shenhuobao.choices.product import PRODUCT_SUBJECT
from apps.shenhuobao.models import Product, TaFile
from apps.shenhuobao.selectors.agent_desk import FilesWanted, file_for_staff, files_all, files_for_staff, stuck_orders
from apps.shenhuobao.selectors.quotas import quotas_for_staff
from apps.shenhuobao.services.confirmations_apply import confirmations_apply
from apps.shenhuobao.services.dispatch_send import dispatch_note
from fixtures.world import World

from .cast import TA, Shop, tell
from .test_wealth import browser, read

MARCH_2, MARCH_3, MARCH_4 = (date(2026, 3, day) for day in (2, 3, 4))
FILES, EXCEPTIONS, QUOTAS = (f"/console/wealth/{name}/" for name in ("agents", "exceptions", "quotas"))


def test_a_refused_file_stands_beside_the_one_that_came_right(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    shop.at(MARCH_2)
    order = shop.order(shop.buy(product, who, 10_000_00))
    shop.cut_off()
    tell("confirmations", "wrong_total")
    assert not shop.morning(MARCH_3)
    assert shop.morning(MARCH_3)
    refused, right = sorted(files_all(FilesWanted(kind="CONFIRMATIONS")), key=lambda one: one.state, reverse=True)
    assert (refused.state, refused.said.fen, refused.agrees) == (TaFileState.REFUSED, 10_000_01, False)
    assert (right.state, right.said, right.agrees) == (TaFileState.APPLIED, right.ours, True)
    page = file_for_staff(refused.id)
    assert any("合计" in fault for fault in page.faults)
    (row,) = file_for_staff(right.id).rows
    assert (row.name, row.agrees) == (order.reference, True) and row.said == row.ours
    found = files_for_staff(FilesWanted(agent=TA, state="REFUSED"), page=9)
    assert (found.total, found.number, found.pages) == (1, 1, 1)


def test_an_order_that_does_not_agree_is_stuck_until_people_look(shop: Shop) -> None:
    """The agent reckons with a fee of before: the line waits, and the product's own list has it."""
    product, other, who = shop.product(), shop.product(), shop.stage.house.staff[0]
    shop.at(MARCH_2)
    order = shop.order(shop.buy(product, who, 10_000_00))
    (dispatch,) = shop.cut_off()
    content = {
        "day": "2026-03-02", "count": 1, "total": 10_000_00,
        "lines": [{"order": order.reference, "result": "CONFIRMED", "amount": 10_000_00, "fee": 1, "nav": "1.0000",
                   "units": "9999.99", "code": ""}],
    }  # fmt: skip
    shop.at(MARCH_3)
    dispatch_note(dispatch_id=dispatch.pk, name="take", now=shop.now)
    assert confirmations_apply(dispatch_id=dispatch.pk, content=content, now=shop.now)
    desk = shop.stage.actor("operator")
    (stuck,) = stuck_orders(desk, product.pk)
    assert (stuck.reference, stuck.outcome_label, stuck.amount) == (
        order.reference, "确认结果正在与登记机构核对", "10,000.00 元",
    )  # fmt: skip
    assert stuck_orders(desk, other.pk) == () and stuck_orders(desk) == (stuck,)
    (line,) = files_all(FilesWanted(kind="CONFIRMATIONS"))
    assert not line.agrees and not file_for_staff(line.id).rows[0].agrees


def test_quotas_and_advances_are_those_of_the_books(shop: Shop) -> None:
    cash, who = shop.product("CASH", quota_fen=100_000_00), shop.stage.house.staff[0]
    shop.bought(cash, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    shop.quick(cash, who, "6000.00")
    (line,) = quotas_for_staff(shop.now).lines
    with transaction.atomic():
        advance = ledger.open_account(
            owner_kind=PRODUCT_SUBJECT, owner_id=cash.pk, gl_code=GL_ADVANCE, on=shop.now.business_date
        )
    assert (line.advanced_fen, line.quick_today, line.quick_today_fen) == (6_000_00, 1, 6_000_00)
    assert ledger.balance(advance) == -line.advanced_fen
    assert (line.left_fen, f"{line.used}") == (70_000_00, "30.0")
    shop.cut_off()
    assert shop.morning(MARCH_4)
    (line,) = quotas_for_staff(shop.now).lines
    assert (line.advanced_fen, line.quick_today) == (0, 0) and ledger.balance(advance) == 0


@pytest.mark.django_db
def test_the_pages_and_their_files(world: World) -> None:
    operator = browser("bank_operator")
    page = read(operator, FILES)
    assert "YUNLING" in page and "3,071.10" in page and "有差异" not in page
    assert "20,000.00" not in read(operator, f"{FILES}?kind=PRICES")
    for asked in ("?agent=x", "?kind=x&state=y", "?page=999"):
        assert operator.get(FILES + asked).status_code == 200, asked
    table = rows(operator, f"{FILES}files.csv?kind=CONFIRMATIONS")
    assert len(table) == 1 + TaFile.objects.filter(kind="CONFIRMATIONS").count()
    assert table[1][4:8] == ["1", "1", "3071.10", "3071.10"]
    file = TaFile.objects.get(kind="PRICES", agent="YUNLING", on=date(2026, 2, 27))
    detail = read(operator, f"{FILES}{file.pk}/")
    assert "净值 1.0237" in detail and "有差异" not in detail
    Product.objects.filter(code="YL2001").update(code="YL2009")
    assert "有差异" in read(operator, f"{FILES}{file.pk}/")
    assert "没有待处理的交易" in read(operator, f"{EXCEPTIONS}?product=x")
    quotas = rows(operator, f"{QUOTAS}quotas.csv")
    assert quotas[2][:7] == [
        "JH2001",
        "江海封闭固收 182 天",
        "销售中",
        "20000000.00",
        "10000.00",
        "0.00",
        "19990000.00",
    ]
    assert "/terms/propose/" in read(operator, QUOTAS) and "/terms/propose/" not in read(browser("auditor"), QUOTAS)
    assert browser("reviewer").get(QUOTAS).status_code == 403


def rows(client: Client, url: str) -> list[list[str]]:
    answer = client.get(url)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))
