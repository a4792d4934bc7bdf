"""定投, 工资日自动转入 and 利民宝 on the phone: read, signed with a step-up, changed, seen with what they did."""

from datetime import date, time

import pytest

from apps.shenhuobao.choices.product import BANNER
from apps.shenhuobao.models import Instruction, Order, Product
from tests.daifutong.cast import Colleague
from tests.tongxinbao.phones import Phone

from .cast import Shop
from .standing import Standing
from .test_idle_and_paydays import paid

INSTRUCTIONS = "/mobile/wealth/instructions/"


@pytest.fixture
def standing(shop: Shop) -> Standing:
    return Standing(shop)


def sign_url(product: Product, kind: str) -> str:
    return f"/mobile/wealth/{product.pk}/instruction/sign/?kind={kind}"


def sent(phone: Phone, url: str, who: Colleague, *, seconds: int = 60, **terms: str) -> dict[str, str]:
    form = phone.hidden(url)
    phone.wait(seconds)
    return (
        {name: value for name, value in form.items() if value}
        | {"account_id": str(who.account_id), "agreed": "on"}
        | terms
    )


def test_an_auto_invest_is_signed_seen_changed_and_ended(standing: Standing) -> None:
    shop = standing.shop
    product, (who, other, *_) = shop.product(), shop.stage.house.staff
    phone, url = Phone.of(shop.stage, who), sign_url(product, "AUTO_INVEST")
    sheet = phone.text(url)
    for said in (
        BANNER,
        "本行代理销售",
        "理财自动申购授权书",
        "产品说明书",
        "风险揭示书",
        "每月 28 日",
        "每两周星期日",
    ):
        assert said in sheet, said
    for changes, said in (
        ({"seconds": 1}, "至少需要阅读"),
        ({"when": "MONTHLY-29"}, "请选择"),
        ({"amount": "0"}, "大于零"),
    ):
        form = sent(phone, url, who, **{"when": "MONTHLY-15", "amount": "500"} | changes)  # type: ignore[arg-type]
        answer = phone.post(url, form)
        assert answer.status_code == 422 and said in answer.content.decode(), said
    answer = phone.confirmed(url, sent(phone, url, who, when="MONTHLY-15", amount="500"))
    one = Instruction.objects.system("test").get()
    own = f"{INSTRUCTIONS}{one.pk}/"
    assert (answer.status_code, answer["Location"]) == (302, own)
    page = phone.text(own)
    assert "每月 15 日" in page and "2026-03-16" in page and "约定日 03-15 非交易日,顺延" in page
    change = f"{own}change/"
    assert 'value="500.00"' in phone.text(change)
    form = sent(phone, change, who, when="WEEKLY-3", amount="600")
    assert phone.confirmed(change, form).status_code == 302
    assert "每周星期三" in phone.text(own)
    standing.opens(date(2026, 3, 4))
    page = phone.text(own)
    assert "已执行" in page and "600.00" in page
    order = Order.objects.system("test").get()
    stranger = Phone.of(shop.stage, other)
    assert stranger.get(own).status_code == stranger.post(f"{own}stop/").status_code == 404
    assert stranger.get(f"/mobile/wealth/trades/{order.pk}/").status_code == 404
    for verb, said in (("pause", "已暂停"), ("resume", "生效中"), ("stop", "已解约")):
        assert phone.post(f"{own}{verb}/").status_code == 302
        assert said in phone.text(own)


def test_a_wage_leads_to_what_was_bought_and_back(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    plan_id = standing.plan(product, who)
    phone, url = Phone.of(shop.stage, who), sign_url(product, "PAY_DAY")
    assert "单位不知道您是否签约" in phone.text(url)
    phone.confirmed(url, sent(phone, url, who, percent="10", cap="400"))
    paid(standing, "5000.00")
    one = Instruction.objects.system("test").get()
    assert "工资的 10%,每次不超过 ¥400.00" in phone.text(f"/mobile/wealth/plans/{plan_id}/")
    page = phone.text(f"{INSTRUCTIONS}{one.pk}/")
    assert "400.00" in page and "对应的工资入账" in page
    order = Order.objects.system("test").get()
    shown = phone.text(f"/mobile/wealth/trades/{order.pk}/")
    assert "工资日自动转入" in shown and "查看入账" in shown
    entry = shown.split("查看入账")[0].rsplit('href="', 1)[1].split('"')[0]
    assert "5,000.00" in phone.text(entry)


def test_idle_money_is_never_called_a_deposit(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product("CASH", issuer_rating=1, seller_rating=1), shop.stage.house.staff[0]
    phone, url = Phone.of(shop.stage, who), sign_url(product, "SWEEP")
    assert "非存款" in phone.text("/mobile/wealth/plans/") and url in phone.text("/mobile/wealth/plans/").replace(
        "&amp;", "&"
    )
    assert phone.text(url).count("非存款") >= 2
    phone.confirmed(url, sent(phone, url, who, floor="5000"))
    one = Instruction.objects.system("test").get()
    shop.at(date(2026, 3, 2), time(14, 31))
    standing.afternoon()
    page = phone.text(f"{INSTRUCTIONS}{one.pk}/")
    assert "非存款" in page and "已执行" in page and "995,000.00" in page
    assert "非存款" in phone.text("/mobile/wealth/plans/")
    refused = sign_url(shop.product("CASH"), "SWEEP")
    answer = phone.post(refused, sent(phone, refused, who, floor="5000"))
    assert answer.status_code == 409 and "R1 的现金管理类产品" in answer.content.decode()
