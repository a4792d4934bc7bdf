"""Employees sign in with their phone and a code; nobody learns whose numbers are known."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.audit.models import AuditRow
from apps.identity.contracts import LoginKind
from apps.identity.models import SignInCode
from apps.identity.rules import limits
from apps.identity.services.code_request import code_request
from apps.notify.models import SmsMessage

from .cast import PHONE, UNKNOWN_PHONE, Cast, browser, code_sent_to, moment, sign_in_mobile


def test_chen_signs_in_with_six_digits_from_her_phone(cast: Cast) -> None:
    phone = browser()
    asked = phone.post("/mobile/sign-in/?next=/mobile/security/", {"mobile": f" {PHONE[:3]}-{PHONE[3:]} "})
    assert (asked.status_code, asked["Location"]) == (302, "/mobile/sign-in/code/")
    code = code_sent_to()
    assert len(code) == 6 and code.isdigit()
    answer = phone.post("/mobile/sign-in/code/", {"code": code})
    assert answer["Location"] == "/mobile/security/"
    page = phone.get("/mobile/security/").content.decode()
    assert "*晓" in page and "陈晓" not in page and PHONE not in page
    row = AuditRow.objects.system("test").get(action="identity.login.signed_in")
    assert (row.user_id, row.surface, row.display, row.detail) == (cast.employee, "mobile", "*晓", {"method": "code"})


def test_a_foreign_next_address_is_not_followed(cast: Cast) -> None:
    for wanted in ("https://evil.example/", "//evil.example/mobile/", "/office/", "javascript:alert(1)"):
        SignInCode.objects.all().delete()
        phone = browser()
        phone.post(f"/mobile/sign-in/?next={wanted}", {"mobile": PHONE})
        assert phone.post("/mobile/sign-in/code/", {"code": code_sent_to()})["Location"] == "/mobile/"


def test_a_code_is_good_once(cast: Cast) -> None:
    phone = browser()
    phone.post("/mobile/sign-in/", {"mobile": PHONE})
    session, code = dict(phone.session), code_sent_to()
    phone.post("/mobile/sign-in/code/", {"code": code})
    other = browser()
    other.get("/mobile/sign-in/")
    stolen = other.session
    stolen.update(session)
    stolen.save()
    other.cookies["sessionid"] = stolen.session_key
    assert other.post("/mobile/sign-in/code/", {"code": code}).status_code == 422


def test_a_code_that_could_not_be_sent_breaks_no_page_and_says_so(cast: Cast, later) -> None:
    """The same sentence whatever the number: it tells nothing about who is known."""
    said = "短信通道暂时异常"
    phone = sign_in_mobile()
    later(seconds=61)
    asking = {number: browser() for number in (PHONE, UNKNOWN_PHONE)}
    for number, client in asking.items():
        assert client.post("/mobile/sign-in/", {"mobile": number})["Location"] == "/mobile/sign-in/code/"
    later(seconds=61)
    assert phone.post("/mobile/security/pin/code/").status_code == 302
    SmsMessage.objects.system("test").update(state="SENT")
    pages = [(client, "/mobile/sign-in/code/") for client in asking.values()] + [(phone, "/mobile/security/pin/")]
    assert [said in client.get(url).content.decode() for client, url in pages] == [False] * 3
    SmsMessage.objects.system("test").update(state="FAILED")
    assert [said in client.get(url).content.decode() for client, url in pages] == [True] * 3


def test_a_code_is_written_with_its_message_or_not_at_all(cast: Cast, settings) -> None:
    settings.CODE_SENDER = "tests.identity.test_phone_sign_in.no_room"
    with pytest.raises(RuntimeError):
        code_request(kind=LoginKind.EMPLOYEE, mobile=PHONE, purpose="pin", ip="127.0.0.1", now=moment())
    assert not SignInCode.objects.exists()


def no_room(**message: object) -> None:
    raise RuntimeError("the message cannot be written")


def test_a_code_dies_after_five_minutes(cast: Cast, later) -> None:
    phone = browser()
    phone.post("/mobile/sign-in/", {"mobile": PHONE})
    later(seconds=301)
    answer = phone.post("/mobile/sign-in/code/", {"code": code_sent_to()})
    assert answer.status_code == 422
    assert "验证码不正确或已失效" in answer.content.decode()


def test_five_wrong_tries_end_a_code(cast: Cast) -> None:
    phone = browser()
    phone.post("/mobile/sign-in/", {"mobile": PHONE})
    code = code_sent_to()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert phone.post("/mobile/sign-in/code/", {"code": wrong}).status_code == 422
    assert phone.post("/mobile/sign-in/code/", {"code": code}).status_code == 422
    assert SignInCode.objects.get().failures == 5


def test_a_new_code_can_be_had_after_sixty_seconds(cast: Cast, later) -> None:
    phone = browser()
    phone.post("/mobile/sign-in/", {"mobile": PHONE})
    later(seconds=59)
    early = phone.post("/mobile/sign-in/code/", {"resend": "1"})
    assert (early.status_code, early["Retry-After"]) == (429, "2")
    assert "请 2 秒后再获取" in early.content.decode()
    later(seconds=2)
    assert phone.post("/mobile/sign-in/code/", {"resend": "1"}).status_code == 302
    assert SmsMessage.objects.system("test").count() == 2
    assert phone.post("/mobile/sign-in/code/", {"code": code_sent_to()}).status_code == 302


def test_a_number_gets_ten_codes_a_day_and_an_address_sixty_an_hour(cast: Cast, later) -> None:
    for _ in range(limits.CODES_PER_NUMBER):
        assert browser().post("/mobile/sign-in/", {"mobile": UNKNOWN_PHONE}).status_code == 302
        later(seconds=61)
    assert browser().post("/mobile/sign-in/", {"mobile": UNKNOWN_PHONE}).status_code == 429
    later(hours=24)
    for number in range(limits.CODES_PER_ADDRESS):
        assert browser().post("/mobile/sign-in/", {"mobile": f"1990001{number:04d}"}).status_code == 302
    assert browser().post("/mobile/sign-in/", {"mobile": PHONE}).status_code == 429


def _asking(number: str) -> list[tuple[int, str]]:
    """Status and page of each step, without what is random and without the number itself."""
    phone = browser()
    steps = [
        phone.post("/mobile/sign-in/", {"mobile": number}),
        phone.get("/mobile/sign-in/code/"),
        phone.post("/mobile/sign-in/code/", {"code": "000000"}),
        phone.post("/mobile/sign-in/code/", {"resend": "1"}),
    ]
    masked = f"{number[:3]}****{number[-4:]}"
    return [
        (step.status_code, re.sub(r"\b[0-9A-Za-z]{64}\b", "", step.content.decode()).replace(masked, "号码"))
        for step in steps
    ]


def test_known_and_unknown_numbers_get_the_same_answers(cast: Cast) -> None:
    known, unknown = _asking(PHONE), _asking(UNKNOWN_PHONE)
    assert known == unknown
    assert [status for status, _ in known] == [302, 200, 422, 429]
    assert '如果 <b class="num">号码</b> 已开通服务' in known[1][1]
    assert len(code_sent_to(PHONE)) == 6
    assert code_sent_to(UNKNOWN_PHONE) == ""


def test_asking_takes_as_long_for_an_unknown_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CODE_ANSWER", timedelta(milliseconds=250))
    for number in (PHONE, UNKNOWN_PHONE):
        started = time.monotonic()
        browser().post("/mobile/sign-in/", {"mobile": number})
        assert 0.25 <= time.monotonic() - started < 0.5


def test_the_checks_of_a_code_run_the_same_statements_for_all(cast: Cast) -> None:
    counts = []
    for number in (PHONE, UNKNOWN_PHONE):
        phone = browser()
        phone.post("/mobile/sign-in/", {"mobile": number})
        with CaptureQueriesContext(connection) as queries:
            phone.post("/mobile/sign-in/code/", {"code": "000000"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_surface_decides_which_login_it_is(cast: Cast) -> None:
    sign_in_mobile()
    phone = browser()
    SignInCode.objects.all().delete()
    phone.post("/mobile/sign-in/", {"mobile": "19900008802"})  # 王岚 of the bank has no employee's login
    assert code_sent_to("19900008802") == ""


@pytest.mark.parametrize("typed", ["", "123", "12900000000", "+86 199", "'; DROP TABLE", "１９９"])
def test_what_is_no_number_is_refused_at_the_field(cast: Cast, typed: str) -> None:
    answer = browser().post("/mobile/sign-in/", {"mobile": typed})
    assert answer.status_code == 422
    assert 'href="#id_mobile"' in answer.content.decode()
    assert SignInCode.objects.count() == 0
