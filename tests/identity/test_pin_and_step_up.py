"""The PIN, and what it confirms: exactly one thing, for five minutes, once."""

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.core.actors import Actor
from apps.core.db import NoTransaction
from apps.core.errors import Conflict, InvalidInput, StepUpRequired
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.identity.models import SignInCode, StepUp, User
from apps.identity.rules.secrets import password_fault, pin_fault
from apps.identity.services.code_request import code_request
from apps.identity.services.pin_set import own_pin_set

from .cast import BIRTH, ID_NUMBER, PASSWORD, PHONE, PIN, Cast, acting, code_sent_to, moment, sign_in_mobile

PAY, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def chen(cast: Cast) -> Actor:
    with transaction.atomic():
        identity.pin_set(user_id=cast.employee, pin=PIN, actor=Actor.system("测试"), now=moment())
    return acting(cast.employee)


def confirm(actor: Actor, digest: str = PAY, pin: str = PIN) -> None:
    identity.step_up_confirm(actor=actor, digest=digest, pin=pin, now=moment())


def use(actor: Actor, digest: str = PAY) -> None:
    with transaction.atomic():
        identity.require_step_up(actor=actor, digest=digest, shown={"合计": "¥1.00"}, now=moment())


def refusal(actor: Actor, digest: str = PAY) -> StepUpRequired:
    with pytest.raises(StepUpRequired) as refused:
        use(actor, digest)
    return refused.value


def test_without_confirmation_the_person_is_asked_and_shown_what_for(chen: Actor) -> None:
    asked = refusal(chen)
    assert (asked.code, asked.digest, asked.shown) == ("STEP_UP_REQUIRED", PAY, {"合计": "¥1.00"})


def test_a_confirmation_is_used_once(chen: Actor) -> None:
    confirm(chen)
    use(chen)
    refusal(chen)


def test_it_confirms_nothing_else_and_nobody_else(chen: Actor, cast: Cast) -> None:
    confirm(chen)
    refusal(chen, OTHER)
    refusal(acting(cast.operator))  # the same person at another login
    use(chen)


def test_it_lasts_five_minutes(chen: Actor, later) -> None:
    confirm(chen)
    later(seconds=301)
    refusal(chen)
    confirm(chen)
    later(seconds=299)
    use(chen)


def test_what_is_rolled_back_is_not_used_up(chen: Actor) -> None:
    confirm(chen)
    with pytest.raises(InvalidInput), transaction.atomic():
        identity.require_step_up(actor=chen, digest=PAY, now=moment())
        raise InvalidInput("E_TEST", "")
    use(chen)


def test_an_entry_point_that_did_not_declare_it_may_not_ask(chen: Actor, cast: Cast) -> None:
    confirm(chen)
    with pytest.raises(RuntimeError, match="does not declare"):
        use(acting(cast.employee, step_up=False))


@pytest.mark.django_db(transaction=True)
def test_it_needs_the_callers_transaction() -> None:
    with pytest.raises(NoTransaction):
        identity.require_step_up(actor=Actor(step_up=True), digest=PAY, now=moment())


def test_five_wrong_pins_lock_it_and_say_how_many_are_left(chen: Actor, later) -> None:
    said = []
    for _ in range(5):
        with pytest.raises(StepUpRequired) as refused:
            confirm(chen, pin="999990")
        said.append((refused.value.code, refused.value.message))
    assert said[0] == ("PIN_WRONG", "交易密码不正确,还可以试 4 次。")
    assert [code for code, _ in said] == ["PIN_WRONG"] * 4 + ["PIN_LOCKED"]
    with pytest.raises(StepUpRequired) as refused:
        confirm(chen)
    assert refused.value.code == "PIN_LOCKED"
    assert AuditRow.objects.system("test").filter(action="identity.pin.locked").count() == 1
    later(days=30)  # time heals nothing: it takes a reset
    with pytest.raises(StepUpRequired, match="PIN_LOCKED"):
        confirm(chen)


def test_a_wrong_pin_takes_back_an_unused_confirmation(chen: Actor) -> None:
    confirm(chen)
    with pytest.raises(StepUpRequired):
        confirm(chen, pin="999990")
    refusal(chen)


def test_without_a_pin_the_way_to_set_one_is_named(cast: Cast) -> None:
    with pytest.raises(StepUpRequired) as refused:
        confirm(acting(cast.employee))
    assert refused.value.code == "PIN_NOT_SET"


def test_who_has_no_pin_is_led_to_setting_one_and_back(cast: Cast, later) -> None:
    phone = sign_in_mobile()
    User.objects.filter(pk=cast.employee).update(pin_hash="")
    sheet = phone.post(
        "/mobile/security/sessions/end-others/", headers={"Referer": "http://testserver/mobile/security/"}
    )
    page = sheet.content.decode()
    way = "/mobile/security/pin/?next=http%3A%2F%2Ftestserver%2Fmobile%2Fsecurity%2F"
    assert (sheet.status_code, way in page, "step_up_pin" in page) == (403, True, False)
    assert "您还没有设置交易密码" in page


def test_the_pin_stands_nowhere_in_clear(chen: Actor, cast: Cast) -> None:
    stored = User.objects.get(pk=cast.employee).pin_hash
    assert PIN not in stored
    with transaction.atomic():
        identity.pin_set(user_id=cast.operator, pin=PIN, actor=chen, now=moment())
    User.objects.filter(pk=cast.operator).update(pin_hash=stored)  # a hash carried to another login
    with pytest.raises(StepUpRequired):
        confirm(acting(cast.operator))
    assert all(PIN not in str(row.detail) for row in AuditRow.objects.system("test"))


@pytest.mark.parametrize(
    "pin",
    ["123456", "654321", "345678", "111111", "121212", "123123", "900517", "051790", "170590", "199005", "051990",
     ID_NUMBER[-7:-1], PHONE[-6:], "12345", "1234567", "12345a", "１２３４５９"],
)  # fmt: skip
def test_pins_that_others_would_guess_are_refused(pin: str) -> None:
    assert pin_fault(pin, birth_date=BIRTH, known=(ID_NUMBER, PHONE))


@pytest.mark.parametrize("pin", [PIN, "135790", "112358"])
def test_other_pins_are_fine(pin: str) -> None:
    assert pin_fault(pin, birth_date=BIRTH, known=(ID_NUMBER, PHONE)) is None


@pytest.mark.parametrize(
    ("password", "is_good"),
    [(PASSWORD, True), ("Abcdefg1", True), ("abcdefg1!", True), ("Abcdef1", False), ("abcdefgh1", False),
     ("ABCDEFG!", False), (f"Aa!{PHONE}", False), (f"Ab!{PHONE[3:9]}", False), ("Xy-19900517", False),
     ("Xy-170590", False), ("b1001-Lan-dian", False), ("中文密码Aa1密码", True)],
)  # fmt: skip
def test_passwords_have_three_classes_and_nothing_known(password: str, is_good: bool) -> None:
    assert (password_fault(password, birth_date=BIRTH, known=("B1001", PHONE, "")) is None) == is_good


def test_chen_sets_her_pin_with_a_code_from_her_phone(cast: Cast, later) -> None:
    phone = sign_in_mobile()
    later(seconds=61)
    assert phone.post("/mobile/security/pin/code/").status_code == 302
    code, form = code_sent_to(), {"pin": PIN, "again": PIN}
    assert phone.post("/mobile/security/pin/", form | {"code": code, "again": "280462"}).status_code == 422
    weak = phone.post("/mobile/security/pin/", {"code": code, "pin": "123456", "again": "123456"})
    assert (weak.status_code, "过于简单" in weak.content.decode()) == (422, True)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert phone.post("/mobile/security/pin/", form | {"code": wrong}).status_code == 422
    assert phone.post("/mobile/security/pin/", form | {"code": code}).status_code == 302
    confirm(acting(cast.employee))


def test_a_code_is_used_up_together_with_the_pin_that_it_sets(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes between the two takes both back; a wrong try stays counted."""
    code_id = code_request(kind=LoginKind.EMPLOYEE, mobile=PHONE, purpose="pin", ip="127.0.0.1", now=moment())
    chen, code = acting(cast.employee), code_sent_to()

    def set_pin(code: str) -> None:
        own_pin_set(pin=PIN, code=code, code_id=code_id, kind=LoginKind.EMPLOYEE, actor=chen, now=moment())

    with pytest.raises(InvalidInput, match="CODE_WRONG"):
        set_pin(f"{(int(code) + 1) % 10**6:06d}")
    assert SignInCode.objects.get().failures == 1
    with monkeypatch.context() as broken:
        broken.setattr("apps.identity.services.pin_set.audit.record", _fail)
        with pytest.raises(RuntimeError):
            set_pin(code)
    assert SignInCode.objects.get().used_at is None
    set_pin(code)
    with pytest.raises(Conflict, match="PIN_IS_SET"):
        set_pin(code)


def _fail(**said: object) -> None:
    raise RuntimeError("the trail cannot be written")


def test_a_code_sent_for_signing_in_elsewhere_sets_no_pin(cast: Cast, later) -> None:
    phone = sign_in_mobile()
    later(seconds=61)
    phone.post("/office/sign-in/", {"mobile": PHONE})
    form = {"code": code_sent_to(), "pin": PIN, "again": PIN}
    assert phone.post("/mobile/security/pin/", form).status_code == 422


def test_the_sheet_asks_again_and_says_why(chen: Actor, cast: Cast) -> None:
    """On a real page: adding a passkey takes step-up, and the form survives it."""
    assert StepUp.objects.count() == 0
    phone = sign_in_mobile()
    session = phone.session
    import hashlib

    session["passkey_made"] = hashlib.sha256(b'{"id": "x"}').hexdigest()  # as if the browser had just made one
    session.save()
    form = {"name": "我的手机", "passkey": '{"id": "x"}'}
    sheet = phone.post("/mobile/security/passkeys/new/", form)
    page = sheet.content.decode()
    assert sheet.status_code == 403
    assert "添加通行密钥" in page and "我的手机" in page and "PIN_WRONG" not in page
    digest = sheet.context["digest"]
    wrong = phone.post("/mobile/security/passkeys/new/", form | {"step_up_digest": digest, "step_up_pin": "999990"})
    assert (wrong.status_code, "还可以试 4 次" in wrong.content.decode()) == (403, True)
    assert "我的手机" in wrong.content.decode()
    foreign = phone.post("/mobile/security/passkeys/new/", form | {"step_up_digest": OTHER, "step_up_pin": PIN})
    assert foreign.status_code == 403
    done = phone.post("/mobile/security/passkeys/new/", form | {"step_up_digest": digest, "step_up_pin": PIN})
    assert (done.status_code, done["Location"]) == (302, "/mobile/security/")
    assert "我的手机" in phone.get("/mobile/security/").content.decode()


@pytest.mark.parametrize("digest", ["", "x" * 65, "a b", "'; --", "\x00"])
def test_a_malformed_digest_is_refused(chen: Actor, digest: str) -> None:
    phone = sign_in_mobile()
    answer = phone.post("/mobile/security/passkeys/new/", {"step_up_digest": digest, "step_up_pin": PIN})
    assert answer.status_code == 422
    assert StepUp.objects.count() == 0
