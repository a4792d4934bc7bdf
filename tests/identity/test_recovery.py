"""What was forgotten or lost: the PIN, the authenticator, the number."""

import re

import pytest
from django.db import transaction
from django.test import Client

from apps.core.actors import Actor
from apps.core.errors import Conflict, StepUpRequired
from apps.identity import api as identity
from apps.identity.adapters import totp
from apps.identity.contracts import LoginKind
from apps.identity.models import Device, Person, SignInCode, User
from apps.notify.models import SmsMessage
from fixtures.generators import mobile

from .cast import (
    ID_NUMBER,
    PHONE,
    PIN,
    STAFF_NO,
    Cast,
    acting,
    browser,
    code_sent_to,
    confirmed,
    first_factor_office,
    moment,
    sign_in_mobile,
    sign_in_office,
    told,
    with_pin,
)

NEW_PIN, NEW_PHONE = "135790", mobile(8850)
RESET, CHANGE, CODES = "/mobile/security/pin/forgotten/", "/mobile/security/pin/", "/office/security/recovery-codes/"


def texts_to(number: str) -> list[str]:
    rows = SmsMessage.objects.system("test").order_by("created_at", "pk")
    return [row.text.clear() for row in rows if row.mobile.clear() == number]


@pytest.fixture
def phone(cast: Cast) -> Client:
    with_pin(cast.employee)
    return sign_in_mobile()


def reset_form(code: str, id_number: str = ID_NUMBER) -> dict[str, str]:
    return {"id_number": id_number, "code": code, "pin": NEW_PIN, "again": NEW_PIN}


def pin_is(cast: Cast, pin: str) -> bool:
    try:
        identity.step_up_confirm(actor=acting(cast.employee), digest="d", pin=pin, now=moment())
    except StepUpRequired:
        return False
    return True


def test_a_pin_is_changed_with_the_old_one(cast: Cast, phone: Client) -> None:
    form = {"old": PIN, "pin": NEW_PIN, "again": NEW_PIN}
    assert phone.post(CHANGE, form | {"old": "999990"}).status_code == 422
    assert phone.post(CHANGE, form | {"pin": PIN, "again": PIN}).status_code == 422
    assert not pin_is(cast, NEW_PIN)
    assert phone.post(CHANGE, form).status_code == 302
    assert pin_is(cast, NEW_PIN)
    assert told(cast.chen) == ["PIN_CHANGED"]


def test_a_locked_pin_is_reset_by_id_number_and_code(cast: Cast, phone: Client) -> None:
    for _ in range(5):
        assert not pin_is(cast, "999990")
    assert not pin_is(cast, PIN)
    assert told(cast.chen) == ["PIN_LOCKED"]
    SignInCode.objects.all().delete()
    assert phone.post("/mobile/security/pin/code/")["Location"] == RESET
    code = code_sent_to()
    stranger = phone.post(RESET, reset_form(code, "110105199001012345"))
    assert (stranger.status_code, "证件号码或验证码不正确" in stranger.content.decode()) == (422, True)
    SignInCode.objects.all().delete()
    phone.post("/mobile/security/pin/code/")
    assert phone.post(RESET, reset_form(code_sent_to(), f" {ID_NUMBER.lower()}")).status_code == 302
    assert pin_is(cast, NEW_PIN)
    assert told(cast.chen) == ["PIN_LOCKED", "PIN_RESET"]


def test_five_wrong_identities_lock_the_reset(cast: Cast, phone: Client) -> None:
    SignInCode.objects.all().delete()
    phone.post("/mobile/security/pin/code/")
    code = code_sent_to()
    for _ in range(5):
        assert phone.post(RESET, reset_form("000000", "1")).status_code == 422
    locked = phone.post(RESET, reset_form(code))
    assert (locked.status_code, "以后再试" in locked.content.decode()) == (429, True)


def test_a_code_for_signing_in_resets_no_pin(cast: Cast, phone: Client) -> None:
    """A code is good for the purpose that its text names, and for no other (SEC-7)."""
    SignInCode.objects.all().delete()
    phone.post("/mobile/security/pin/code/")
    row = SignInCode.objects.get()
    SignInCode.objects.update(purpose="sign_in")
    assert phone.post(RESET, reset_form(code_sent_to())).status_code == 422
    SignInCode.objects.update(purpose=row.purpose)
    assert phone.post(RESET, reset_form(code_sent_to())).status_code == 302


def made_codes(desk: Client) -> list[str]:
    return re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", confirmed(desk, CODES).content.decode())


def test_recovery_codes_are_shown_once_and_each_opens_once(cast: Cast) -> None:
    with_pin(cast.operator)
    desk = sign_in_office()
    codes = made_codes(desk)
    assert len(set(codes)) == 10
    assert not any(code in desk.get(CODES).content.decode() for code in codes)
    SignInCode.objects.all().delete()
    lost = first_factor_office(browser())
    said = {"recovery_code": codes[0].lower().replace("-", " ")}
    assert lost.post("/office/second-factor/", {"recovery_code": "AAAAA-AAAAA"}).status_code == 422
    answer = lost.post("/office/second-factor/", said)
    assert (answer.status_code, answer["Location"]) == (302, "/office/")
    assert told(cast.chen)[-1] == "RECOVERY_CODE_USED"
    assert lost.get("/office/security/").context["factors"].recovery_codes == 9
    SignInCode.objects.all().delete()
    assert first_factor_office(browser()).post("/office/second-factor/", said).status_code == 422


def test_wrong_recovery_codes_are_counted_with_the_authenticators(cast: Cast) -> None:
    with_pin(cast.operator)
    codes = made_codes(sign_in_office())
    SignInCode.objects.all().delete()
    lost = first_factor_office(browser())
    for number in range(5):
        wrong = {"recovery_code": "AAAAA-AAAAA"} if number % 2 else {"code": "000000"}
        lost.post("/office/second-factor/", wrong)
    assert lost.post("/office/second-factor/", {"recovery_code": codes[0]}).status_code == 429


def test_a_reset_by_another_takes_all_factors_and_ends_the_sessions(cast: Cast) -> None:
    desk = sign_in_office()
    with transaction.atomic():
        identity.factors_reset(user_id=cast.operator, actor=acting(cast.staff), now=moment())
    assert desk.get("/office/security/").status_code == 302
    SignInCode.objects.all().delete()
    again = first_factor_office(browser())
    assert again.get("/office/second-factor/")["Location"] == "/office/second-factor/setup/"
    assert told(cast.chen)[-1] == "FACTORS_RESET"


def test_nobody_resets_the_own_factors_even_through_another_login(cast: Cast) -> None:
    with pytest.raises(Conflict, match="SAME_PERSON"), transaction.atomic():
        identity.factors_reset(user_id=cast.operator, actor=acting(cast.employee), now=moment())


def test_a_reset_of_staff_sends_a_password_to_the_persons_own_phone_to_be_changed(cast: Cast) -> None:
    with transaction.atomic():
        identity.factors_reset(user_id=cast.staff, actor=acting(cast.employee), now=moment())
    (text,) = texts_to(mobile(8802))
    given = re.search(r"初始密码为 ([^,]+),", text).group(1)  # type: ignore[union-attr]
    desk = browser()
    assert desk.post("/console/sign-in/", {"login_name": STAFF_NO, "password": given}).status_code == 302
    secret = desk.get("/console/second-factor/setup/").context["secret"]
    desk.post("/console/second-factor/setup/", {"code": totp.current_code(secret)})
    assert desk.get("/console/security/")["Location"] == "/console/security/password/"


def ask_for_change(phone: Client, number: str = NEW_PHONE) -> dict[str, str]:
    SignInCode.objects.all().delete()
    assert phone.post("/mobile/security/mobile/", {"mobile": number}).status_code == 302
    return {"old_code": code_sent_to(PHONE), "new_code": code_sent_to(number)}


def number_of(person_id) -> str:
    return identity.person_mobile(person_id)


def test_a_number_is_changed_with_codes_to_both_and_the_pin(cast: Cast, phone: Client) -> None:
    codes, page = ask_for_change(phone), "/mobile/security/mobile/codes/"
    wrong = f"{(int(codes['new_code']) + 1) % 10**6:06d}"
    refused = confirmed(phone, page, codes | {"new_code": wrong})
    assert (refused.status_code, "新手机号收到的验证码:验证码不正确" in refused.content.decode()) == (422, True)
    assert number_of(cast.chen) == PHONE
    codes = ask_for_change(phone)
    assert confirmed(phone, page, codes).status_code == 302
    assert number_of(cast.chen) == NEW_PHONE
    assert told(cast.chen) == ["MOBILE_CHANGED"]
    last = texts_to(PHONE)[-1]
    assert "手机号已更换为" in last and NEW_PHONE not in last
    SignInCode.objects.all().delete()
    new = browser()
    new.post("/mobile/sign-in/", {"mobile": NEW_PHONE})
    assert new.post("/mobile/sign-in/code/", {"code": code_sent_to(NEW_PHONE)})["Location"] == "/mobile/"


def test_one_number_belongs_to_one_person(cast: Cast, phone: Client) -> None:
    codes = ask_for_change(phone, mobile(8802))
    answer = confirmed(phone, "/mobile/security/mobile/codes/", codes)
    assert (answer.status_code, "这个手机号不能使用" in answer.content.decode()) == (409, True)
    assert number_of(cast.chen) == PHONE


def test_the_text_of_a_code_names_its_purpose(cast: Cast, phone: Client) -> None:
    ask_for_change(phone)
    assert "用于更换手机号(原号码),5分钟内有效" in texts_to(PHONE)[-1]
    assert "用于更换手机号(新号码),5分钟内有效" in texts_to(NEW_PHONE)[-1]


def recover(cast: Cast, code: str, code_id) -> bool:
    with transaction.atomic():
        return identity.mobile_recover(
            person_id=cast.chen, mobile=NEW_PHONE, code=code, code_id=code_id, actor=Actor.system("测试"), now=moment()
        )


def test_a_recovered_number_ends_everything_holds_money_and_tells_the_old_number(cast: Cast, phone: Client) -> None:
    code_id = identity.code_request_for(
        user_id=cast.employee, kind=LoginKind.EMPLOYEE, mobile=NEW_PHONE, purpose="recover", ip="127.0.0.1",
        now=moment(),
    )  # fmt: skip
    code = code_sent_to(NEW_PHONE)
    assert not recover(cast, f"{(int(code) + 1) % 10**6:06d}", code_id)
    assert number_of(cast.chen) == PHONE
    assert recover(cast, code, code_id)
    assert phone.get("/mobile/security/").status_code == 302
    assert number_of(cast.chen) == NEW_PHONE
    user = User.objects.get(pk=cast.employee)
    assert (user.money_held_until - moment().wall).total_seconds() == pytest.approx(24 * 3600, abs=60)
    assert not Device.objects.exclude(trusted_at=None).exists()
    assert "换绑了手机号" in texts_to(PHONE)[-1]
    assert told(cast.chen) == ["MOBILE_RECOVERED"]
    assert Person.objects.system("test").filter(pk=cast.chen).exists()
