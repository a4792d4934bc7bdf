"""The bank suspends a contract: at once, with a reason that the enterprise reads; another person lets it go on."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.agreements import api as agreements
from apps.audit.models import AuditRow
from apps.core.actors import Actor, Role
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.daifutong.models import Batch, Contract
from apps.daifutong.selectors import batch_detail, contract_desk, contract_detail
from apps.daifutong.services.batch_retry import batch_retry
from apps.daifutong.services.contract_end import contract_end
from apps.daifutong.services.contract_resume import contract_resume
from apps.daifutong.services.contract_sign import contract_sign
from apps.daifutong.services.contract_suspend import contract_suspend
from apps.notify.models import Notice

from .cast import House, work
from .test_contracts import admin_of, ask, banker, confirm, decide, grants, propose, release, shown, sign, states
from .test_termination import decide_termination, held, terminate

__all__ = ["grants"]

WHY = "付款账户交易异常,正在核查"


def suspend(house: House, reason: str = WHY) -> Actor:
    who = banker(house, Role.COMPLIANCE)
    contract_suspend(contract_id=held(house), reason=reason, key=house.key(), actor=who, now=house.now)
    return who


def suspended(house: House) -> UUID:
    return Contract.objects.system("test").get(enterprise_id=house.enterprise_id, state="SUSPENDED").pk


def resume(house: House, who: Actor | None = None) -> None:
    approver = who or banker(house, Role.APPROVER)
    contract_resume(contract_id=suspended(house), reason="已核查", key=house.key(), actor=approver, now=house.now)


def test_the_bank_suspends_at_once_and_another_person_resumes(house: House) -> None:
    contract_id = held(house)
    with pytest.raises(InvalidInput, match="REASON"):
        suspend(house, " ")
    compliance = suspend(house)
    work()
    assert states(house) == {contract_id: "SUSPENDED"}
    desk = contract_desk(admin_of(house))
    assert desk.active is not None and (desk.active.line.state_label, desk.active.line.reason) == ("银行已暂停", WHY)
    both = replace(compliance, roles=frozenset({Role.COMPLIANCE, Role.APPROVER}))
    assert contract_detail(both, contract_id).may & {"suspend", "resume"} == set(), "not by the one who stopped it"
    assert "resume" in contract_detail(banker(house, Role.APPROVER), contract_id).may
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        resume(house, both)
    with pytest.raises(IllegalMove):
        contract_suspend(contract_id=contract_id, reason=WHY, key=house.key(), actor=compliance, now=house.now)
    resume(house)
    work()
    assert states(house) == {contract_id: "ACTIVE"}
    with pytest.raises(IllegalMove):
        approver = banker(house, Role.APPROVER)
        contract_resume(contract_id=contract_id, reason="再次", key="k", actor=approver, now=house.now)
    told = Notice.objects.system("test").filter(kind="daifutong.contract").order_by("created_at")
    assert [(one.person_id, one.title) for one in told] == [
        (admin_of(house).person, "银行暂停了代付通签约"),
        (admin_of(house).person, "银行恢复了代付通签约"),
    ]
    rows = AuditRow.objects.system("test").filter(subject_id=contract_id, action__startswith="daifutong")
    assert [(row.action, row.from_state, row.to_state, row.detail["reason"]) for row in rows.order_by("pk")] == [
        ("daifutong.contract.suspended", "ACTIVE", "SUSPENDED", WHY),
        ("daifutong.contract.resumed", "SUSPENDED", "ACTIVE", "已核查"),
    ]
    elsewhere = replace(compliance, unit_path="/head/west/")
    with pytest.raises(NotFound):
        contract_suspend(contract_id=contract_id, reason=WHY, key="k", actor=elsewhere, now=house.now)


def test_nothing_is_made_submitted_or_debited_meanwhile_and_everything_after(house: House) -> None:
    batch_id, before = house.approved(house.file(["5000.00"])), house.payer_balance()
    waits = house.upload(house.file(["6000.00"])).batch_id
    suspend(house)
    work()
    batch = Batch.objects.system("test").get(pk=batch_id)
    assert (batch.state, batch.outcome, house.payer_balance()) == ("SCHEDULED", "P99", before)
    assert "暂停" in batch_detail(house.as_("maker"), batch_id, house.now).outcome_label
    notice = Notice.objects.system("test").get(kind="daifutong.batch", person_id=house.as_("maker").person)
    assert "暂停" in notice.body
    deeds = (
        lambda: release(house, batch_id),
        lambda: house.submit(waits),
        lambda: house.upload(house.file(["7000.00"])),
        lambda: ask(house),
    )
    for deed in deeds:
        with pytest.raises(Conflict) as refused:
            deed()
        assert refused.value.code == "CONTRACT_SUSPENDED" and "银行已暂停代付通签约" in refused.value.message
    assert house.payer_balance() == before
    resume(house)
    house.submit(waits)
    release(house, batch_id)
    work()
    assert Batch.objects.system("test").get(pk=batch_id).state == "DONE"


def test_what_is_debited_already_is_paid_and_its_failures_wait(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    release(house, batch_id)
    suspend(house)
    work()
    assert Batch.objects.system("test").get(pk=batch_id).state == "DONE"
    with pytest.raises(Conflict):
        batch_retry(batch_id=batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)


def test_other_terms_are_no_way_around_it(house: House) -> None:
    first, offered = held(house), ask(house)
    propose(house, offered)
    decide(house, offered)
    suspend(house)
    with pytest.raises(Conflict, match="CONTRACT_SUSPENDED"):
        sign(house, offered)
    assert states(house) == {first: "SUSPENDED", offered: "OFFERED"}
    with pytest.raises(IntegrityError, match="daifutong_contract_held"), transaction.atomic():
        Contract.objects.system("test").filter(pk=offered).update(
            state="ACTIVE", signed_at=house.now.wall, fee_own_fen=0, fee_other_fen=0
        )
    with pytest.raises(IntegrityError, match="daifutong_contract_suspended"), transaction.atomic():
        Contract.objects.system("test").filter(pk=first).update(state="ACTIVE")
    resume(house)
    words = agreements.words_in_force("payroll_service", house.now).text_hash
    contract_sign(
        contract_id=offered, digest=shown(house, offered).digest, text_hash=words, key=house.key(),
        actor=admin_of(house, step_up=True), now=house.now,
    )  # fmt: skip
    assert states(house) == {first: "REPLACED", offered: "ACTIVE"}


@pytest.mark.parametrize("whose", ["bank", "enterprise"])
def test_a_suspended_contract_can_be_ended_by_either_side(house: House, whose: str) -> None:
    contract_id = held(house)
    suspend(house)
    if whose == "bank":
        terminate(house, contract_id)
        decide_termination(house, contract_id)
    else:
        admin = admin_of(house, step_up=True)
        confirm(admin, body_hash({"end contract": contract_id}))
        contract_end(contract_id=contract_id, key=house.key(), actor=admin, now=house.now)
    row = Contract.objects.system("test").get(pk=contract_id)
    assert (row.state, row.suspended_by) == ("ENDED", None)
