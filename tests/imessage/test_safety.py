"""Numbers are masked, offers of 同心宝 refused, what swindlers write is warned of (SEC-8, TX-4)."""

from datetime import date

import pytest

from apps.core.errors import InvalidInput
from apps.imessage.rules.safety import masked, refuse_offer, warnings
from fixtures.generators import card_number, id_number

TODAY = date(2026, 3, 2)
CARD = card_number(7)
ID = id_number(date(1990, 5, 17), female=True, sequence=3)


def in_fours(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


@pytest.mark.parametrize("typed", [CARD, in_fours(CARD), CARD.translate(str.maketrans("0123456789", "0123456789"))])
def test_a_card_number_is_masked_however_it_is_typed(typed: str) -> None:
    said = masked(f"我的卡号{typed},请查收", TODAY)
    assert said == f"我的卡号{CARD[:6]}{'*' * (len(CARD) - 10)}{CARD[-4:]},请查收"


@pytest.mark.parametrize("typed", [ID, ID.lower(), f"{ID[:6]} {ID[6:14]} {ID[14:]}"])
def test_an_id_number_is_masked(typed: str) -> None:
    assert masked(f"身份证 {typed}。", TODAY) == f"身份证 {ID[0]}{'*' * 16}{typed[-1]}。"


@pytest.mark.parametrize(
    "text",
    ["工号 10023", "13800138000", "订单 2026030210000001", "1234567890123456", "2026-03-02 10:00-12:00", "a" + CARD],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text, TODAY) == text


@pytest.mark.parametrize(
    "text",
    [
        "看看 https://x.example/mobile/tongxinbao/01a2/", "/tongxinbao/", "/TONGXINBAO/", "点 http://a.b/c 买同心宝",
        "www.a.cn 企 业 借 款",
    ],
)  # fmt: skip
def test_an_offer_of_a_loan_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="E_LOAN_OFFER"):
        refuse_offer(text)


@pytest.mark.parametrize("text", ["同心宝什么时候付息?", "https://example.com/", "同心协力"])
def test_talk_about_it_is_none(text: str) -> None:
    refuse_offer(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("中午吃饭", []),
        ("见 https://bank.example/mobile/", []),
        ("见 https://bank.example.evil.cn/mobile/", ["link"]),
        ("www.evil.cn", ["link"]),
        ("快转账给我,急用", ["transfer"]),
        ("验 证 码 告 诉 我", ["transfer"]),
        ("打开 http://evil.cn 把验证码发来", ["link", "transfer"]),
    ],
)
def test_what_swindlers_write_is_warned_of(text: str, codes: list[str]) -> None:
    assert list(warnings(text, ("bank.example",))) == codes
