"""代付通签约: who asks, who offers, who signs, and what the terms do to batches (PY-6, PY-16, RC-1)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from apps.agreements import api as agreements
from apps.agreements.models import Signature
from apps.core import clock
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.errors import AppError, Conflict, Forbidden, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.core.ids import new_id
from apps.core.models import Parameter
from apps.daifutong.contracts import ContractDetail
from apps.daifutong.models import Batch, Contract
from apps.daifutong.rules.contract import Bounds, Wanted, faults_of, vat_of
from apps.daifutong.selectors import batch_detail, batch_rows, contract_desk, contract_detail, row_detail
from apps.daifutong.services.batch_import import batch_import
from apps.daifutong.services.batch_release import batch_release
from apps.daifutong.services.contract_decide import contract_decide
from apps.daifutong.services.contract_decline import contract_decline
from apps.daifutong.services.contract_end import contract_end
from apps.daifutong.services.contract_propose import contract_propose
from apps.daifutong.services.contract_request import contract_request
from apps.daifutong.services.contract_sign import contract_sign
from apps.daifutong.services.contract_withdraw import contract_withdraw
from apps.daifutong.services.row_drop import row_drop
from apps.identity.models import StepUp
from apps.members.models import OperatorGrant
from apps.notify.models import Notice

from .cast import NOW, House, work

GRANTS = (
    ("maker", Role.MAKER),
    ("checker", Role.CHECKER),
    ("authoriser", Role.AUTHORISER),
    ("second_authoriser", Role.ENTERPRISE_ADMIN),
)


@pytest.fixture(autouse=True)
def grants(house: House) -> None:
    """The people of the house are its operators; the second authoriser is its administrator as well."""
    for who, role in GRANTS:
        actor = house.as_(who)
        OperatorGrant.objects.create(
            enterprise_id=house.enterprise_id, person_id=actor.person, user_id=actor.user, role=role,
            granted_at=NOW.wall,
        )  # fmt: skip


def admin_of(house: House, *, step_up: bool = False) -> Actor:
    return replace(
        house.as_("second_authoriser"), roles=frozenset({Role.ENTERPRISE_ADMIN}), step_up=step_up, display="管*"
    )


# Whose person and login the bank's staff borrow.
SEATS = {Role.REVIEWER: "checker", Role.APPROVER: "authoriser", Role.COMPLIANCE: "checker"}


def banker(house: House, role: Role, *, step_up: bool = False) -> Actor:
    borrowed = house.as_(SEATS[role])
    return Actor(
        person_id=borrowed.person_id, user_id=borrowed.user_id, surface=Surface.CONSOLE, roles=frozenset({role}),
        unit_path=house.unit_path, relation=Relation.UNIT, display="银*", step_up=step_up,
    )  # fmt: skip


def terms(house: House, **more: Any) -> dict[str, Any]:
    return {
        "payer_account_id": house.payer_id,
        "kinds": ["SALARY", "BONUS"],
        "pay_day": 15,
        "tier_one_fen": 10_000_00,
        "tier_two_fen": 20_000_00,
        "batch_limit_fen": 50_000_00,
        "day_limit_fen": 80_000_00,
        "confidential_person_ids": [],
    } | more


def ask(house: House, **more: Any) -> UUID:
    return contract_request(**terms(house, **more), key=house.key(), actor=admin_of(house), now=house.now).contract_id


def confirm(actor: Actor, digest: str) -> None:
    StepUp.objects.create(
        user_id=actor.user, digest=digest, method="PIN", at=NOW.wall, expires_at=clock.wall() + timedelta(minutes=5)
    )


def propose(house: House, contract_id: UUID, **more: int) -> Actor:
    reviewer = banker(house, Role.REVIEWER)
    said = {"fee_own_fen": 30, "fee_other_fen": 100, "batch_limit_fen": 50_000_00, "day_limit_fen": 80_000_00} | more
    contract_propose(contract_id=contract_id, **said, key=house.key(), actor=reviewer, now=house.now)
    return reviewer


def shown(house: House, contract_id: UUID) -> ContractDetail:
    return contract_detail(admin_of(house), contract_id)


def decide(house: House, contract_id: UUID, verdict: str = "APPROVE", *, who: Actor | None = None) -> None:
    approver, digest = who or banker(house, Role.APPROVER, step_up=True), shown(house, contract_id).digest
    if verdict == "APPROVE":
        confirm(approver, digest)
    contract_decide(
        contract_id=contract_id, verdict=verdict, reason="" if verdict == "APPROVE" else "条款不全", digest=digest,
        key=house.key(), actor=approver, now=house.now,
    )  # fmt: skip


def sign(house: House, contract_id: UUID) -> None:
    admin, detail = admin_of(house, step_up=True), shown(house, contract_id)
    words = agreements.words_in_force("payroll_service", house.now).text_hash
    said = {"contract_id": contract_id, "digest": detail.digest, "text_hash": words, "actor": admin, "now": house.now}
    with pytest.raises(StepUpRequired) as asked:
        contract_sign(**said, key=house.key())  # type: ignore[arg-type]
    assert asked.value.shown is not None and asked.value.shown["单批限额"] == "50,000.00 元"
    confirm(admin, asked.value.digest)
    contract_sign(**said, key=house.key())  # type: ignore[arg-type]


def signed(house: House, **more: Any) -> UUID:
    contract_id = ask(house, **more)
    propose(house, contract_id)
    decide(house, contract_id)
    sign(house, contract_id)
    return contract_id


def states(house: House) -> dict[str, str]:
    return dict(Contract.objects.system("test").filter(enterprise_id=house.enterprise_id).values_list("pk", "state"))


def test_who_has_not_signed_makes_no_batch_and_hears_where_to_sign(house: House) -> None:
    Contract.objects.system("test").update(state="ENDED")
    with pytest.raises(Conflict) as refused:
        house.upload(house.file(["5000.00"]))
    assert refused.value.code == "NO_CONTRACT" and "代付通签约" in refused.value.message
    assert not Batch.objects.system("test").exists()


def test_a_request_becomes_a_contract_by_two_people_of_the_bank_and_the_enterprises_word(house: House) -> None:
    held = Contract.objects.system("test").get(enterprise_id=house.enterprise_id)
    contract_id = ask(house)
    assert states(house) == {held.pk: "ACTIVE", contract_id: "REQUESTED"}
    propose(house, contract_id)
    decide(house, contract_id)
    work()
    assert states(house) == {held.pk: "ACTIVE", contract_id: "OFFERED"}
    sign(house, contract_id)
    assert states(house) == {held.pk: "REPLACED", contract_id: "ACTIVE"}
    signature = Signature.objects.system("test").get(subject_id=contract_id)
    assert (signature.text.code, signature.enterprise_id) == ("payroll_service", house.enterprise_id)
    desk = contract_desk(admin_of(house))
    assert desk.active is not None and desk.active.fee_own_fen == 30
    assert desk.active.may == {"end"} and [line.id for line in desk.past] == [held.pk]


def test_the_administrators_hear_that_there_is_something_to_sign_without_an_amount(house: House) -> None:
    contract_id = ask(house)
    propose(house, contract_id)
    decide(house, contract_id)
    work()
    notice = Notice.objects.system("test").get(kind="daifutong.contract")
    assert notice.person_id == admin_of(house).person and "签署" in notice.title
    assert not any(sign.isdigit() for sign in notice.title + notice.body)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": ["GIFT"]}, "kinds"),
        ({"pay_day": 32}, "pay_day"),
        ({"tier_one_fen": 500_000_01 * 100}, "tier_one_fen"),
        ({"tier_one_fen": 20_000_01}, "tier_two_fen"),
        ({"batch_limit_fen": 80_000_01}, "day_limit_fen"),
        ({"batch_limit_fen": 0}, "batch_limit_fen"),
        ({"day_limit_fen": 10**15}, "day_limit_fen"),
        ({"confidential_person_ids": [new_id()]}, "confidential_person_ids"),
    ],
)
def test_terms_beyond_the_banks_own_are_refused_beside_their_field(
    house: House, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(house, **more)
    assert refused.value.code == "E_TERMS" and field in refused.value.fields


def test_one_request_at_a_time_and_only_with_people_who_could_pay(house: House, neighbour: House) -> None:
    ask(house)
    with pytest.raises(Conflict) as refused:
        ask(house, pay_day=20)
    assert refused.value.code == "CONTRACT_OPEN"
    with pytest.raises(Conflict) as refused:
        ask(neighbour)
    assert refused.value.code == "OPERATORS" and "经办和复核" in refused.value.message
    OperatorGrant.objects.system("test").update(enterprise_id=neighbour.enterprise_id)
    with pytest.raises(NotFound):
        ask(neighbour, payer_account_id=house.payer_id)


def test_the_bank_offers_no_fee_above_its_price_list(house: House) -> None:
    contract_id = ask(house)
    with pytest.raises(InvalidInput) as refused:
        propose(house, contract_id, fee_own_fen=51)
    assert set(refused.value.fields) == {"fee_own_fen"}


def test_an_approver_is_another_person_and_may_send_back(house: House) -> None:
    contract_id = ask(house)
    reviewer = propose(house, contract_id)
    with pytest.raises(Forbidden) as refused:
        decide(house, contract_id, "RETURN", who=replace(reviewer, roles=frozenset({Role.APPROVER})))
    assert refused.value.code == "SAME_PERSON"
    decide(house, contract_id, "RETURN")
    detail = shown(house, contract_id)
    assert (detail.line.state, detail.line.reason) == ("REQUESTED", "条款不全")
    propose(house, contract_id)
    assert shown(house, contract_id).line.state == "PROPOSED"


def test_a_declined_request_says_why_and_leaves_room_for_another(house: House) -> None:
    contract_id, reviewer = ask(house), banker(house, Role.REVIEWER)
    with pytest.raises(InvalidInput):
        contract_decline(contract_id=contract_id, reason=" ", key=house.key(), actor=reviewer, now=house.now)
    contract_decline(contract_id=contract_id, reason="账户近期异常", key=house.key(), actor=reviewer, now=house.now)
    assert shown(house, contract_id).line.reason == "账户近期异常"
    ask(house, pay_day=20)


def test_terms_that_changed_since_they_were_shown_are_not_signed(house: House) -> None:
    contract_id = ask(house)
    propose(house, contract_id)
    before = shown(house, contract_id).digest
    decide(house, contract_id, "RETURN")
    propose(house, contract_id, fee_own_fen=50)
    decide(house, contract_id)
    words = agreements.words_in_force("payroll_service", house.now).text_hash
    for digest, text_hash, code in ((before, words, "STALE"), (shown(house, contract_id).digest, "0" * 64, "")):
        with pytest.raises((Conflict, StepUpRequired)) as refused:
            contract_sign(
                contract_id=contract_id, digest=digest, text_hash=text_hash, key=house.key(),
                actor=admin_of(house, step_up=True), now=house.now,
            )  # fmt: skip
        assert not code or refused.value.code == code
    assert shown(house, contract_id).line.state == "OFFERED"


def test_a_request_that_waits_for_approval_may_be_taken_back(house: House) -> None:
    contract_id = ask(house)
    propose(house, contract_id)
    contract_withdraw(contract_id=contract_id, key=house.key(), actor=admin_of(house), now=house.now)
    with pytest.raises(AppError):
        decide(house, contract_id)
    assert shown(house, contract_id).line.state == "WITHDRAWN"


def test_no_contract_ends_while_a_batch_is_under_way(house: House) -> None:
    house.approved(house.file(["5000.00"]))
    held, admin = Contract.objects.system("test").get(), admin_of(house, step_up=True)
    with pytest.raises(Conflict) as refused:
        contract_end(contract_id=held.pk, key=house.key(), actor=admin, now=house.now)
    assert refused.value.code == "BATCHES_UNDER_WAY"
    work()
    with pytest.raises(StepUpRequired) as asked:
        contract_end(contract_id=held.pk, key=house.key(), actor=admin, now=house.now)
    confirm(admin, asked.value.digest)
    contract_end(contract_id=held.pk, key=house.key(), actor=admin, now=house.now)
    assert contract_desk(admin).active is None
    with pytest.raises(IllegalMove):
        contract_end(contract_id=held.pk, key=house.key(), actor=admin, now=house.now)


def test_a_contract_is_its_enterprises_alone(house: House, neighbour: House) -> None:
    contract_id = ask(house)
    with pytest.raises(NotFound):
        contract_detail(admin_of(neighbour), contract_id)
    with pytest.raises(NotFound):
        contract_withdraw(contract_id=contract_id, key="k", actor=admin_of(neighbour), now=house.now)
    elsewhere = replace(banker(house, Role.REVIEWER), unit_path="/head/west/")
    with pytest.raises(NotFound):
        contract_decline(contract_id=contract_id, reason="x", key="k", actor=elsewhere, now=house.now)


def test_the_terms_bind_kind_account_and_the_total_of_a_batch(house: House) -> None:
    signed(house)
    with pytest.raises(InvalidInput) as refused:
        upload(house, ["5000.00"], kind="EXPENSE")
    assert refused.value.code == "E_KIND"
    batch_id = upload(house, ["30000.00", "20000.01"])
    with pytest.raises(InvalidInput) as refused:
        house.submit(batch_id)
    assert refused.value.code == "E_BATCH_LIMIT"


def test_a_contract_may_only_be_stricter_than_the_banks_tiers(house: House) -> None:
    signed(house)
    for amount, due in (("10000.00", 1), ("10000.01", 2), ("20000.00", 2), ("20000.01", 3)):
        batch_id = upload(house, [amount])
        house.submit(batch_id)
        assert Batch.objects.system("test").get(pk=batch_id).approvals_due == due
    Parameter.objects.filter(key="daifutong.tier_one_limit").update(value="100")
    batch_id = upload(house, ["9000.00"])
    house.submit(batch_id)
    assert Batch.objects.system("test").get(pk=batch_id).approvals_due == 2


def test_a_day_that_is_full_lets_nothing_more_out(house: House) -> None:
    signed(house, tier_one_fen=20_000_00, day_limit_fen=80_000_00)
    Contract.objects.system("test").filter(state="ACTIVE").update(tier_one_fen=50_000_00, tier_two_fen=50_000_00)
    for amount in ("50000.00", "30000.01"):
        batch_id = house.upload(house.file([amount])).batch_id
        house.submit(batch_id)
        house.check(batch_id)
        work()
    batch = Batch.objects.system("test").get(pk=batch_id)
    assert (batch.state, batch.outcome, house.payer_balance()) == ("SCHEDULED", "P12", 100_000_000 - 5_000_000)
    Contract.objects.system("test").filter(state="ACTIVE").update(day_limit_fen=80_000_01)
    release(house, batch_id)
    work()
    assert Batch.objects.system("test").get(pk=batch_id).state == "DONE"


def test_the_lines_of_a_confidential_batch_are_for_those_whom_the_contract_names(house: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        upload(house, ["5000.00"], is_confidential=True)
    assert refused.value.code == "E_CONFIDENTIAL"
    maker, checker, authoriser = (house.as_(who) for who in ("maker", "checker", "authoriser"))
    named = [str(maker.person), str(authoriser.person)]
    Contract.objects.system("test").filter(state="ACTIVE").update(confidential_person_ids=named)
    batch_id = upload(house, ["5000.00", "6000.00"], is_confidential=True)
    row = batch_rows(maker, batch_id).rows[0]
    assert batch_rows(authoriser, batch_id).total == 2
    totals = batch_detail(checker, batch_id, house.now)
    assert (totals.lines_hidden, totals.line.row_count, totals.line.total_fen) == (True, 2, 11_000_00)
    for look in (lambda: batch_rows(checker, batch_id), lambda: row_detail(checker, row.id)):
        with pytest.raises(Forbidden) as hidden:
            look()
        assert hidden.value.code == "CONFIDENTIAL"
    with pytest.raises(Forbidden):
        row_drop(row_id=row.id, actor=replace(checker, roles=maker.roles), now=house.now)
    house.submit(batch_id)
    house.check(batch_id)
    work()
    assert Batch.objects.system("test").get(pk=batch_id).state == "DONE"


def upload(house: House, amounts: list[str], **more: Any) -> UUID:
    return batch_import(
        content=house.file(amounts), filename="工资.csv", pay_period="2026-02", title="工资",
        payer_account_id=house.payer_id, key=house.key(), actor=house.as_("maker"), now=house.now, **more,
    ).batch_id  # fmt: skip


def release(house: House, batch_id: UUID) -> None:
    batch_release(batch_id=batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)


def test_py_16_a_fee_of_300_is_283_02_and_16_98_of_vat() -> None:
    assert vat_of(300_00, Decimal(6)) == 16_98
    assert [vat_of(fen, Decimal(6)) for fen in (0, 1, 50, 106)] == [0, 0, 3, 6]


def test_no_fault_in_the_banks_own_terms() -> None:
    bounds = Bounds(1, 2, 3, 4)
    assert faults_of(Wanted(("SALARY",), 31, 1, 2, 3, 4), bounds) == {}
    assert set(faults_of(Wanted((), 0, 2, 1, 5, 4), bounds)) == {
        "kinds", "pay_day", "tier_one_fen", "tier_two_fen", "batch_limit_fen", "day_limit_fen",
    }  # fmt: skip
