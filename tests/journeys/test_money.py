"""A card is bound, money moves in and out, an account is opened, stopped, brought back and closed: on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from fixtures.generators import OTHER_BIN, card_number

from .browser import PATIENCE, PHONE, Person
from .stack import House

pytestmark = pytest.mark.slow
Window = Callable[..., Person]
CARD = card_number(77, bin_prefix=OTHER_BIN)
MOBILE = "13800005678"  # what the other bank knows


def test_money_in_and_out(person: Window, house: House) -> None:
    """One story, told in order; afterwards the books are right."""
    her = person(PHONE)
    her.become("xiaowen", "mobile")
    a_card_is_bound(her)
    money_moves(her, "转入", "100")
    money_moves(her, "转出", "50.5")
    more_money_moves_by_pin_and_code(her)
    an_account_is_opened_and_closed(her)
    it_is_stopped_at_a_touch_and_brought_back(her)
    assert her.faults == []
    assert "全部一致" in house.manage("verify_money")


def main(her: Person) -> object:
    return expect(her.page.locator("main"))


def a_card_is_bound(her: Person) -> None:
    her.go("/mobile/accounts/")
    her.look("mobile-accounts")
    her.click("我的银行卡")
    her.click("绑定银行卡")
    her.type("银行卡号", CARD)
    her.type("预留手机号", MOBILE)
    her.click("下一步")
    her.look("mobile-card-checked")
    her.page.locator("input[name=agreed]").check()
    her.click("签署授权并绑定")
    her.look("mobile-card-step-up")
    assert CARD not in her.page.content(), "the sheet keeps no number"
    her.pin()
    main(her).to_contain_text("已绑定")
    her.look("mobile-card-bound")


def money_moves(her: Person, label: str, yuan: str) -> None:
    her.go(f"/mobile/transfers/new/?direction={'IN' if label == '转入' else 'OUT'}")
    her.page.locator("select[name=card_id]").select_option(index=1)
    her.type("金额", yuan)
    her.look(f"mobile-transfer-{yuan}")
    her.click(f"确认{label}")
    her.look(f"mobile-transfer-{yuan}-step-up")
    her.pin()
    for _ in range(30):
        if her.page.locator(".result-ok").count():
            break
        her.page.wait_for_timeout(PATIENCE / 60)
        her.page.reload()
    main(her).to_contain_text(f"{label}成功")
    her.look(f"mobile-transfer-{yuan}-done")


def more_money_moves_by_pin_and_code(her: Person) -> None:
    """Above what the PIN alone may move in a day the sheet has a code sent, which names amount and card."""
    her.go("/mobile/transfers/new/?direction=OUT")
    her.page.locator("select[name=card_id]").select_option(index=1)
    her.type("金额", "1200")
    her.click("确认转出")
    her.look("mobile-transfer-code-sheet")
    other = her.page.context.new_page()
    other.goto(f"{her.url}/mobile/inbox/")
    texts = " ".join(other.locator(".story-sms li").all_text_contents())
    assert "转出 1,200.00 元至尾号" in texts and CARD not in texts
    her.page.locator("input[name=step_up_code]").fill(re.findall(r"验证码 (\d{6})", texts)[0])
    other.close()
    her.pin()
    her.look("mobile-transfer-code-done")
    assert her.page.locator(".result").count()


def an_account_is_opened_and_closed(her: Person) -> None:
    her.go("/mobile/accounts/new/")
    her.type("预留手机号", MOBILE)
    her.page.locator("input[name=agreed]").check()
    her.click("签署协议并开户")
    her.pin()
    main(her).to_contain_text("开户成功")
    her.look("mobile-account-opened")
    her.click("查看账户")
    her.page.locator("a", has_text="账户管理").last.click()
    her.page.wait_for_load_state()
    her.click("额度与已用")
    her.look("mobile-account-limits")
    her.page.go_back()
    her.click("绑定账户")
    her.look("mobile-account-bound")
    her.page.go_back()
    her.click("销户")
    her.look("mobile-account-close")
    her.click("确认销户")
    her.pin()
    main(her).to_contain_text("账户已销户")


def it_is_stopped_at_a_touch_and_brought_back(her: Person) -> None:
    her.page.locator("a", has_text="账户管理").first.click()
    her.page.wait_for_load_state()
    her.click("一键止付")
    main(her).to_contain_text("您已止付这个账户")
    her.look("mobile-account-stopped")
    her.click("销户")
    her.look("mobile-account-close-blocked")
    her.page.go_back()
    her.click("核验身份并恢复")
    her.pin()
    main(her).to_contain_text("账户已恢复正常")
