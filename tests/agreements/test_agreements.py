"""Agreements are signed in the words of today, after they were read, by the person's own credential (TX-12)."""

import io
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from apps.agreements import api as agreements
from apps.agreements.models import AgreementText, Signature
from apps.agreements.selectors.texts import agreement_for, agreements_for, history_for, signed_copy_for, text_in_force
from apps.agreements.services.agreement_sign import agreement_sign, signing_digest
from apps.agreements.services.text_change import KIND, _digest, text_decide, text_propose
from apps.agreements.subscribers import take_text_back
from apps.approvals.events import RequestLapsed
from apps.audit.models import AuditRow
from apps.core.actors import Actor
from apps.core.db import sqlstate
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound, StepUpRequired
from apps.core.ids import new_id
from apps.identity import api as identity
from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db
AGO = timedelta(seconds=60)


def confirmed(world: World, actor: Actor, digest: str) -> None:
    identity.step_up_confirm(actor=actor, digest=digest, pin=world.pin, now=world.now)


def signed_in(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def sign(world: World, key: str, code: str) -> None:
    actor = world.actor(key)
    text = text_in_force(code, world.now.business_date)
    confirmed(world, actor, signing_digest(text, actor))
    agreement_sign(code=code, text_hash=text.text_hash, opened_at=world.now.wall - AGO, actor=actor, now=world.now)


def test_a_signature_keeps_who_which_words_when_and_where(world: World) -> None:
    sign(world, "xujing", "platform")
    (row,) = Signature.objects.system("test").filter(person_id=world.person("xujing"))
    text = text_in_force("platform", world.now.business_date)
    assert (row.text_id, row.text_hash, row.signed_at, row.device, row.ip, row.enterprise_id) == (
        text.pk, text.text_hash, world.now.wall, "测试", "127.0.0.1", None,
    )  # fmt: skip
    assert AuditRow.objects.system("test").filter(action="agreements.agreement.signed", subject_id=row.pk).count() == 1
    copy = signed_copy_for(world.actor("xujing"), row.pk, world.now)
    assert (copy.text_hash, copy.signed_at) == (text.text_hash, world.now.wall)


def test_signing_again_changes_nothing(world: World) -> None:
    sign(world, "xujing", "platform")
    sign(world, "xujing", "platform")
    assert Signature.objects.system("test").filter(person_id=world.person("xujing")).count() == 1


def test_without_the_persons_confirmation_nothing_is_signed(world: World) -> None:
    text = text_in_force("platform", world.now.business_date)
    with pytest.raises(StepUpRequired) as asked:
        agreement_sign(
            code="platform", text_hash=text.text_hash, opened_at=world.now.wall, actor=world.actor("xujing"),
            now=world.now,
        )  # fmt: skip
    assert asked.value.digest == signing_digest(text, world.actor("xujing"))
    assert not Signature.objects.system("test").filter(person_id=world.person("xujing")).exists()


def test_words_that_changed_meanwhile_are_not_signed(world: World) -> None:
    with pytest.raises(Conflict) as refused:
        agreement_sign(
            code="platform", text_hash="0" * 64, opened_at=world.now.wall, actor=world.actor("xujing"), now=world.now
        )
    assert refused.value.code == "AGREEMENT_CHANGED"


def test_a_forced_text_has_to_stay_open(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.agreements import rules

    kind = replace(rules.KINDS["platform"], forced=True)
    monkeypatch.setitem(rules.KINDS, "platform", kind)
    actor, text = world.actor("xujing"), text_in_force("platform", world.now.business_date)
    assert agreement_for(actor, "platform", world.now).read_seconds == 10
    for seconds, is_enough in ((9, False), (10, True)):
        opened_at = world.now.wall - timedelta(seconds=seconds)
        confirmed(world, actor, signing_digest(text, actor))
        if is_enough:
            agreement_sign(code="platform", text_hash=text.text_hash, opened_at=opened_at, actor=actor, now=world.now)
        else:
            with pytest.raises(InvalidInput) as early:
                agreement_sign(
                    code="platform", text_hash=text.text_hash, opened_at=opened_at, actor=actor, now=world.now
                )
            assert early.value.code == "READ_FIRST"


def test_each_side_sees_its_own_agreements(world: World) -> None:
    own = {line.code: line.state for line in agreements_for(world.actor("xujing"), world.now)}
    firm = {line.code: line.state for line in agreements_for(world.actor("maker"), world.now)}
    assert own == {
        "platform": "UNSIGNED", "membership": "UNSIGNED", "account_two": "AT_STEP", "card_transfer": "AT_STEP",
        "wealth_agency": "AT_STEP", "wealth_mandate": "AT_STEP",
    }  # fmt: skip
    assert firm == {
        "enterprise_service": "SIGNED", "enterprise_settlement": "SIGNED", "payroll_service": "AT_STEP",
        "loan_settlement": "SIGNED",
    }  # fmt: skip
    with pytest.raises(NotFound):
        agreement_for(world.actor("xujing"), "enterprise_service", world.now)
    with pytest.raises(NotFound):
        agreement_for(world.actor("xujing"), "consent_face", world.now)
    with pytest.raises(NotFound):
        agreement_for(world.actor("xujing"), "loan_risk", world.now)  # not everybody may know of it (TX-4)


def test_nobody_reads_the_signatures_of_others(world: World) -> None:
    (row,) = history_for(world.actor("xiaowen"))[:1]
    for stranger in ("xujing", "maker"):
        with pytest.raises(NotFound):
            signed_copy_for(world.actor(stranger), row.id, world.now)
    assert row.id not in [one.id for one in history_for(world.actor("bedrock_hr"))]


def unsigned(world: World, key: str = "xiaowen") -> tuple[str, ...]:
    return agreements.unsigned_codes(world.actor(key), ("platform", "membership"), world.now)


def test_a_deed_signs_its_own_copy_beside_the_frame(world: World) -> None:
    actor, subject = world.actor("xiaowen"), new_id()
    words = agreements.words_in_force("account_two", world.now)
    before = len(history_for(actor))
    for _ in range(2):
        with transaction.atomic():
            agreements.sign_words(
                code="account_two", text_hash=words.text_hash, subject_id=subject, actor=actor, now=world.now
            )
    assert len(history_for(actor)) == before + 1 and unsigned(world) == ()
    for code, text_hash, fault in (("account_two", "0" * 64, Conflict), ("payroll_service", words.text_hash, NotFound)):
        with pytest.raises(fault), transaction.atomic():
            agreements.sign_words(code=code, text_hash=text_hash, actor=actor, now=world.now)


def printed(client: Client, surface: str, signature_id: UUID) -> str:
    answer = client.get(reverse(f"{surface}:agreement_file", args=[signature_id]))
    assert answer["Content-Type"] == "application/pdf"
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)


@pytest.mark.parametrize(
    ("key", "surface", "party"), [("xiaowen", "mobile", "李*雯"), ("admin", "office", "晨星精密(演示)")]
)
def test_a_signed_agreement_is_a_file_whose_code_strangers_check(
    world: World, key: str, surface: str, party: str
) -> None:
    client = signed_in(key)
    (line,) = history_for(world.actor(key))[:1]
    copy = signed_copy_for(world.actor(key), line.id, world.now)
    text = printed(client, surface, line.id)
    wanted = [
        copy.title,
        copy.text_hash,
        copy.signer,
        copy.device,
        copy.proof_code,
        party,
        *(p.text for p in copy.paragraphs),
    ]
    assert [one for one in wanted if "".join(one.split()) not in text] == []
    answer = Client().post("/verify/", {"receipt": copy.proof_code.lower()}).content.decode()
    assert "真实" in answer and copy.text_hash in answer and copy.title in answer
    other = copy.proof_code[:-1] + ("3" if copy.proof_code.endswith("2") else "2")
    assert "不符" in Client().post("/verify/", {"receipt": other}).content.decode()


def propose(world: World, *, days: int = 0) -> UUID:
    last = text_in_force("platform", world.now.business_date)
    return text_propose(
        code="platform", title=last.title, body=f"{last.body}\n## 九、其他\n另有约定的从其约定。",
        change_note="补充第九条", effective_from=world.now.business_date + timedelta(days=days),
        actor=world.actor("compliance"), now=world.now,
    )  # fmt: skip


def publish(world: World, text_id: UUID) -> None:
    approver = world.actor("head_approver")
    confirmed(world, approver, _digest(AgreementText.objects.get(pk=text_id)))
    text_decide(text_id=text_id, verdict="APPROVE", reason="", actor=approver, now=world.now)


def test_a_new_version_asks_everybody_again(world: World) -> None:
    publish(world, propose(world))
    states = {line.code: (line.state, line.version) for line in agreements_for(world.actor("xiaowen"), world.now)}
    assert states["platform"] == ("RENEWED", 2) and states["membership"] == ("SIGNED", 1)
    assert unsigned(world) == ("platform",)
    assert "协议更新,待签署" in signed_in("xiaowen").get("/mobile/").content.decode()
    sign(world, "xiaowen", "platform")
    assert "协议更新,待签署" not in signed_in("xiaowen").get("/mobile/").content.decode()
    assert {line.version for line in history_for(world.actor("xiaowen")) if "平台" in line.title} == {1, 2}


def test_a_version_of_the_future_asks_nobody_yet(world: World) -> None:
    publish(world, propose(world, days=10))
    assert unsigned(world) == ()


def test_a_text_needs_two_persons_of_head_office(world: World) -> None:
    text_id = propose(world)
    with pytest.raises(Conflict):
        propose(world)
    with pytest.raises(Forbidden):
        text_decide(text_id=text_id, verdict="APPROVE", reason="", actor=world.actor("approver"), now=world.now)
    with pytest.raises(Forbidden):
        text_decide(text_id=text_id, verdict="APPROVE", reason="", actor=world.actor("compliance"), now=world.now)


def test_the_same_words_are_no_new_version(world: World) -> None:
    last = text_in_force("platform", world.now.business_date)
    for fault, more in (
        ("TEXT_SAME", {}),
        ("TEXT", {"body": " "}),
        ("EFFECTIVE_FROM", {"body": "新", "effective_from": world.now.business_date - timedelta(days=1)}),
    ):
        sent = {"title": last.title, "body": last.body, "effective_from": world.now.business_date} | more
        with pytest.raises(InvalidInput) as refused:
            text_propose(code="platform", change_note="无", actor=world.actor("compliance"), now=world.now, **sent)
        assert refused.value.code == fault


def test_a_proposal_that_lapsed_makes_room_for_the_next(world: World) -> None:
    text_id = propose(world)
    event = {"kind": KIND, "subject_id": str(text_id), "request_id": str(new_id())}
    assert RequestLapsed.name  # what the subscriber hears
    with transaction.atomic():
        take_text_back(event)
        take_text_back(event)
    assert AgreementText.objects.get(pk=text_id).state == "REJECTED"
    assert propose(world) != text_id


@pytest.mark.parametrize("change", [{"body": "改"}, {"text_hash": "0" * 64}, {"version": F("version") + 7}])
def test_the_words_of_a_version_stay(world: World, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        AgreementText.objects.filter(code="platform").update(**change)
    assert sqlstate(refused.value) == "EY001"


def test_a_signature_stays(world: World) -> None:
    rows = Signature.objects.system("test")
    for attack in (lambda: rows.update(signer="别人"), lambda: rows.all()._raw_delete("default")):
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            attack()
        assert sqlstate(refused.value) == "EY001"
