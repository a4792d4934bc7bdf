"""Two phones and a desk: colleagues talk, one line is cut and comes back, the bank's desk answers; nothing is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, WebSocketRoute, expect

from .browser import DESK, PHONE, Person

pytestmark = pytest.mark.slow
Window = Callable[..., Person]
SOCKET = "**/ws/imessage/"
CUT = 4999  # a close code of no meaning: the line is gone


class Cable:
    """The way of one window's sockets to the house: can be pulled, and put in again."""

    def __init__(self, person: Person) -> None:
        self.is_cut = False
        self._open: list[WebSocketRoute] = []
        person.page.route_web_socket(SOCKET, self._through)

    def _through(self, route: WebSocketRoute) -> None:
        if self.is_cut:
            route.close(code=CUT)
            return
        route.connect_to_server()
        self._open.append(route)

    def pull(self) -> None:
        self.is_cut = True
        for route in self._open:
            route.close(code=CUT)
        self._open.clear()


def says(person: Person, text: str) -> None:
    person.page.locator("form.say-form textarea").fill(text)
    person.page.locator("form.say-form .say-button").click()


def line(person: Person, text: str) -> Locator:
    """The one row that says so: said twice is a fault."""
    found = person.page.locator(".said-line", has=person.page.get_by_text(text, exact=True))
    expect(found).to_have_count(1)
    return found


def acts(row: Locator, act: str) -> None:
    row.locator(".said-menu > summary").click()
    row.locator(f"[data-act={act}]").click()


def words(person: Person) -> list[str]:
    return person.page.locator(".said-line .said-text").all_inner_texts()


def test_two_phones(person: Window) -> None:
    her, elder = person(PHONE), person(PHONE)
    cable = Cable(her)
    her.become("xiaowen", "mobile")
    elder.become("guilan", "mobile")
    her.go("/mobile/colleagues/?q=桂兰")
    her.click("王桂兰")
    says(her, "王师傅,明天的培训几点?")
    elder.go("/mobile/talks/")
    elder.look("talk-list-elder")
    elder.click("李晓雯")
    expect(her.page.locator("[data-here]")).to_contain_text("在线")
    expect(line(her, "王师傅,明天的培训几点?").locator(".said-read")).to_have_text("已读")
    elder.page.locator("form.say-form textarea").press_sequentially("上")
    expect(her.page.locator("[data-state]")).to_contain_text("对方正在输入")
    acts(line(elder, "王师傅,明天的培训几点?"), "quote")
    says(elder, "上午九点")
    expect(line(her, "上午九点").locator(".said-quote")).to_contain_text("明天的培训几点")
    her.look("talk-quoted")
    acts(line(her, "王师傅,明天的培训几点?"), "recall")
    expect(elder.page.locator(".said-note").last).to_contain_text("撤回了一条消息")
    her.page.get_by_role("button", name="重新编辑").click()
    expect(her.page.locator("form.say-form textarea")).to_have_value("王师傅,明天的培训几点?")
    cable.pull()
    says(her, "断网时说的一句")
    says(her, "断网时说的第二句")
    expect(line(her, "断网时说的一句")).to_have_class("said-line is-mine is-waiting")
    her.look("talk-waiting")
    for number in range(3):
        says(elder, f"您还在吗 {number}")
    cable.is_cut = False
    expect(line(her, "您还在吗 2")).to_be_visible()
    expect(line(elder, "断网时说的第二句")).to_be_visible()
    expect(her.page.locator(".is-waiting")).to_have_count(0)
    assert words(her) == words(elder), "one order for both"
    elder.look("talk-elder")
    her.page.reload()
    assert words(her) == words(elder), "and the same after it was loaded anew"
    assert her.faults + elder.faults == []


def test_a_phone_and_the_desk(person: Window) -> None:
    her, lead, agent = person(PHONE, "dark"), person(DESK), person(DESK)
    her.become("xiaowen", "mobile")
    lead.become("B1005", "console")
    agent.become("B1006", "console")
    lead.go("/console/desk/agents/")
    lead.page.locator("select[name=person_id]").select_option(index=1)
    for skill in lead.page.locator("input[name=skills]").all():
        skill.check()
    lead.click("保存")
    lead.look("desk-agents")
    her.go("/mobile/service/")
    her.page.locator("select[name=topic]").select_option(label="代付通")
    her.page.locator("textarea[name=text]").fill("工资短信里的金额不对")
    her.look("service-ask")
    her.click("发送给客服")
    agent.go("/console/desk/")
    if agent.page.get_by_role("button", name="开始值班").count():
        agent.click("开始值班")
    while agent.page.get_by_role("button", name="接入下一位").is_enabled():
        agent.click("接入下一位")
        if agent.page.get_by_text("工资短信里的金额不对").count():
            break
        agent.go("/console/desk/")
    agent.page.locator("textarea[name=text]").fill("您好,请告诉我是哪一个月。")
    agent.look("desk-thread")
    her.go("/mobile/talks/")
    her.click("银行客服 · 代付通")
    agent.click("发送")
    expect(line(her, "您好,请告诉我是哪一个月。")).to_be_visible()
    says(her, "二月份的")
    expect(line(her, "二月份的").locator("time")).not_to_be_empty()
    agent.page.locator("textarea[name=text]").fill("好的")
    agent.click("发送")
    expect(agent.page.locator("main")).to_contain_text("对方有新消息")  # who is behind cannot answer
    expect(agent.page.locator("textarea[name=text]")).to_have_value("好的")
    agent.look("desk-behind")
    agent.click("发送")
    expect(line(her, "好的")).to_be_visible()
    her.look("service-talk")
    assert her.faults + lead.faults + agent.faults == []
