"""How strongly a transfer has to be confirmed, and from which device (RC-2, SEC-7): the PIN for a little, a code as
well for more, a passkey for much; less from a device that is new, nothing from one that nobody has confirmed."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from apps.approvals.services.parameter_change import parameter_decide, parameter_propose
from apps.bankaccounts.models import BoundCard
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, StepUpRequired
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.identity.models import Device, StepUp, User
from apps.identity.services.code_request import step_up_code_send
from apps.notify.models import SmsMessage
from apps.risk.contracts import LimitExceeded
from apps.transfers.models import Transfer
from apps.transfers.services.transfer_make import transfer_make
from tests.access.browser import Browser
from tests.identity.devices import on_device

from .stage import IN, OUT, Purse

pytestmark = pytest.mark.django_db


def made(purse: Purse, card, fen: int, *, key: str = "k", direction=OUT) -> None:
    transfer_make(
        direction=direction, account_id=purse.account.pk, card_id=card.pk, fen=fen, key=key, actor=purse.actor,
        now=purse.world.now,
    )  # fmt: skip


def asked(purse: Purse, card, fen: int) -> StepUpRequired:
    with pytest.raises(StepUpRequired) as caught:
        made(purse, card, fen)
    return caught.value


def refused(purse: Purse, card, fen: int, **more) -> AppError:
    with pytest.raises(AppError) as caught:
        made(purse, card, fen, **more)
    return caught.value


def code_of(purse: Purse) -> str:
    return re.findall(r"验证码 (\d{6})", text(purse))[0]


def text(purse: Purse) -> str:
    """The newest short message to her."""
    number = identity.person_mobile(purse.actor.person)
    rows = SmsMessage.objects.system("test").order_by("pk")
    return [row.text.clear() for row in rows if row.mobile.clear() == number][-1]


def changed(key: str, value: str, on: date, world) -> None:
    """A parameter that the bank operator proposes and the approver of head office passes."""
    maker, checker = (world.actor(who, relation=Relation.UNIT) for who in ("bank_operator", "head_approver"))
    said = {"actor": maker, "now": world.now}
    row_id = parameter_propose(key=key, value=value, effective_from=on, reason="年度调整", **said)
    deed = {"parameter_id": row_id, "verdict": "APPROVE", "reason": "", "now": world.now}
    with pytest.raises(StepUpRequired) as needed:
        parameter_decide(**deed, actor=checker)
    identity.step_up_confirm(actor=checker, digest=needed.value.digest, pin=world.pin, now=world.now)
    parameter_decide(**deed, actor=checker)


def by_code(purse: Purse, needed: StepUpRequired, digest: str = "", code: str = "") -> None:
    """The code is sent for what is asked, and given back with the PIN for `digest`."""
    now = purse.world.now
    code_id = step_up_code_send(actor=purse.actor, digest=needed.digest, text=needed.code_text, now=now)
    identity.step_up_confirm(
        actor=purse.actor, digest=digest or needed.digest, pin=purse.world.pin, code_id=code_id,
        code=code or code_of(purse), now=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fen", "proof"), [(1_000_00, "PIN"), (1_000_01, "CODE"), (50_000_00, "CODE"), (50_000_01, "PASSKEY")]
)
def test_what_is_asked_for_grows_with_what_leaves_the_bank_in_a_day(purse: Purse, monkeypatch, fen, proof) -> None:
    monkeypatch.setattr("apps.transfers.services.transfer_make._check_balance", lambda *_: None)
    monkeypatch.setattr("apps.identity.services.step_up_confirm.factors_of", lambda _: _with_passkey())
    needed = asked(purse, purse.card(), fen)
    assert (needed.proof, bool(needed.code_text)) == (proof, proof == "CODE")


def _with_passkey():
    from apps.identity.contracts import Factors, PasskeyLine

    return Factors(False, (PasskeyLine(1, "手机", None, None),))  # type: ignore[arg-type]


def test_much_money_without_a_passkey_is_told_the_way_to_one(purse: Purse, monkeypatch) -> None:
    monkeypatch.setattr("apps.transfers.services.transfer_make._check_balance", lambda *_: None)
    assert refused(purse, purse.card(), 50_000_01).code == "PASSKEY_NEEDED"


def test_what_went_out_before_counts(purse: Purse) -> None:
    card = purse.card()
    purse.ask(OUT, card, 999_99, method="PIN")
    assert asked(purse, card, 1).proof == "PIN"
    assert asked(purse, card, 2).proof == "CODE"


def test_a_pin_alone_is_not_used_up_by_what_needs_more(purse: Purse) -> None:
    card = purse.card()
    needed = asked(purse, card, 2_000_00)
    purse.confirm(needed.digest, "PIN")
    assert asked(purse, card, 2_000_00).proof == "CODE"
    assert not Transfer.objects.system("test").exists()


def test_pin_and_code_move_more_and_the_message_says_what_for(purse: Purse) -> None:
    card = purse.card()
    needed = asked(purse, card, 2_000_00)
    assert needed.code_text == f"转出 2,000.00 元至尾号 {card.tail4}"
    by_code(purse, needed)
    made(purse, card, 2_000_00)
    assert StepUp.objects.filter(method="CODE").count() == 1
    assert needed.code_text in text(purse) and card.number.clear() not in text(purse)


def test_a_code_for_one_transfer_confirms_no_other(purse: Purse) -> None:
    card = purse.card()
    needed = asked(purse, card, 2_000_00)
    with pytest.raises(StepUpRequired) as wrong:
        by_code(purse, needed, digest=asked(purse, card, 3_000_00).digest)
    assert wrong.value.code == "CODE_WRONG"
    assert refused(purse, card, 3_000_00).code == "STEP_UP_REQUIRED"


def test_a_wrong_code_confirms_nothing_and_is_counted(purse: Purse) -> None:
    needed = asked(purse, purse.card(), 2_000_00)
    code_id = step_up_code_send(actor=purse.actor, digest=needed.digest, text="转出", now=purse.world.now)
    right = code_of(purse)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    said = {"actor": purse.actor, "digest": needed.digest, "pin": purse.world.pin, "code_id": code_id}
    for code in [wrong] * 5 + [right]:
        with pytest.raises(StepUpRequired, match="CODE_WRONG"):
            identity.step_up_confirm(**said, code=code, now=purse.world.now)
    assert not StepUp.objects.filter(digest=needed.digest, used_at=None).exists()


def test_a_device_that_nobody_has_confirmed_moves_nothing_either_way(purse: Purse) -> None:
    card = purse.card()
    guilan = on_device(purse.world.actor("guilan", relation=Relation.SELF), purse.world.now)
    for actor in (
        on_device(purse.actor, purse.world.now, is_trusted=False),
        replace(purse.actor, device_id=None),
        replace(purse.actor, device_id=new_id()),
        replace(purse.actor, device_id=guilan.device_id),
    ):
        for direction in (IN, OUT):
            refusal = refused(replace(purse, actor=actor), card, 1, direction=direction)
            assert (refusal.code, "我的设备" in refusal.message) == ("NEW_DEVICE", True)


def test_after_a_recovery_money_waits_and_the_sentence_says_until_when(purse: Purse) -> None:
    until = purse.world.now.wall + timedelta(hours=24)
    User.objects.filter(pk=purse.actor.user).update(money_held_until=until)
    refusal = refused(purse, purse.card(), 1)
    assert isinstance(refusal, Conflict) and (refusal.code, "后才能办理" in refusal.message) == ("COOLING_OFF", True)


@pytest.mark.parametrize(("hours", "is_limited"), [(0, True), (23.9, True), (24.1, False)])
def test_from_a_new_device_less_may_leave_for_a_day(purse: Purse, hours: float, is_limited: bool) -> None:
    card = purse.card()
    there = replace(purse, actor=on_device(purse.actor, purse.world.now, hours=hours))
    if not is_limited:
        return there.ask(OUT, card, 5_000_01) and None
    refusal = refused(there, card, 5_000_01)
    assert isinstance(refusal, LimitExceeded)
    assert refusal.message.startswith("超过新设备转出日累计限额 5,000.00 元") and "常用设备" in refusal.message
    there.ask(OUT, card, 5_000_00)
    assert refused(there, card, 1, key="k2").code == "LIMIT_DAY"
    assert Device.objects.filter(user=purse.actor.user).count() == 2
    return None


def test_on_the_page_the_sheet_asks_for_pin_and_code_and_sends_one(purse: Purse) -> None:
    card = purse.card()
    her = Browser().sign_in("xiaowen")
    form = {
        "direction": "OUT", "account_id": str(purse.account.pk), "card_id": str(card.pk), "amount": "2000",
        "idempotency_key": "page",
    }  # fmt: skip
    url = "/mobile/transfers/new/"
    sheet = her.do("POST", url, form=form)
    assert sheet.status == 403 and 'name="step_up_code"' in sheet.text and "验证码已发送至" in sheet.text
    digest, code_id = (
        re.search(f'name="step_up_{name}" value="([^"]+)"', sheet.text)[1] for name in ("digest", "code_id")
    )
    sent = form | {"step_up_digest": digest, "step_up_code_id": code_id}
    pin = {"step_up_pin": purse.world.pin}
    other = f"{(int(code_of(purse)) + 1) % 10**6:06d}"
    wrong = her.do("POST", url, form=sent | pin | {"step_up_code": other})
    assert wrong.status == 403 and "验证码不正确" in wrong.text and code_id in wrong.text
    soon = her.do("POST", url, form=sent | {"step_up_resend": "1"})
    assert "秒后可以获取验证码" in soon.text
    done = her.do("POST", url, form=sent | pin | {"step_up_code": code_of(purse)})
    assert done.status == 302
    assert Transfer.objects.system("test").get().amount_fen == 2_000_00


def test_to_a_card_bound_hours_ago_less_may_go_for_a_day(purse: Purse, monkeypatch) -> None:
    monkeypatch.setattr("apps.transfers.services.transfer_make._check_balance", lambda *_: None)
    card = purse.card(bound_at=purse.world.now.wall - timedelta(hours=23))
    refusal = refused(purse, card, 50_000_01)
    assert refusal.message.startswith("超过新绑定的卡转出日累计限额 50,000.00 元") and "满一天" in refusal.message
    assert asked(purse, card, 50_000_00).proof == "CODE"
    BoundCard.objects.system("test").filter(pk=card.pk).update(bound_at=purse.world.now.wall - timedelta(hours=25))
    assert refused(purse, card, 50_000_01).code == "PASSKEY_NEEDED"


def test_so_many_transfers_a_day_and_no_more(purse: Purse) -> None:
    card = purse.card()
    for _ in range(20):
        purse.ask(OUT, card, 1, method="PIN")
    refusal = refused(purse, card, 1)
    assert (refusal.code, refusal.message.startswith("超过每人转出日累计限额 20 笔")) == ("LIMIT_DAY", True)
    purse.ask(IN, card, 1)


def test_another_number_proposed_by_one_and_passed_by_another_holds_from_its_day(purse: Purse) -> None:
    card, today = purse.card(), purse.world.now.business_date
    assert asked(purse, card, 1_500_00).proof == "CODE"
    changed("risk.customer_pin_out_day", "200000", today + timedelta(days=1), purse.world)
    assert asked(purse, card, 1_500_00).proof == "CODE"
    tomorrow = replace(purse.world.now, business_date=today + timedelta(days=1))
    with pytest.raises(StepUpRequired) as needed:
        transfer_make(
            direction=OUT, account_id=purse.account.pk, card_id=card.pk, fen=1_500_00, key="k", actor=purse.actor,
            now=tomorrow,
        )  # fmt: skip
    assert needed.value.proof == "PIN"


def test_much_money_in_a_day_is_named_before_it_is_confirmed(purse: Purse) -> None:
    card, today = purse.card(), purse.world.now.business_date
    changed("transfers.large_day", "100000", today, purse.world)
    assert "大额提醒" not in asked(purse, card, 1_000_00).shown
    purse.ask(OUT, card, 600_00, method="PIN")
    assert asked(purse, card, 400_00).shown.get("大额提醒") is None
    assert "1,000.01 元" in asked(purse, card, 400_01).shown["大额提醒"]
