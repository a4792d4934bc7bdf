"""The bank ends a contract: two people, a reason that the enterprise reads, and nothing goes out under it (RC-8)."""

from dataclasses import replace
from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.core.actors import Actor, Role
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound
from apps.daifutong.models import Batch, Contract
from apps.daifutong.selectors import batch_detail, contract_desk
from apps.daifutong.selectors.contracts import termination_of
from apps.daifutong.services.contract_terminate import contract_terminate
from apps.daifutong.services.termination_decide import termination_decide
from apps.notify.models import Notice

from .cast import House, work
from .test_contracts import admin_of, ask, banker, confirm, grants, release, signed, states

__all__ = ["grants"]

WHY = "账户被司法冻结"


def held(house: House) -> UUID:
    """The contract that the house has signed."""
    return Contract.objects.system("test").get(enterprise_id=house.enterprise_id, state="ACTIVE").pk


def terminate(house: House, contract_id: UUID, reason: str = WHY) -> Actor:
    reviewer = banker(house, Role.REVIEWER)
    contract_terminate(contract_id=contract_id, reason=reason, key=house.key(), actor=reviewer, now=house.now)
    return reviewer


def decide_termination(house: House, contract_id: UUID, verdict: str = "APPROVE", who: Actor | None = None) -> None:
    approver = who or banker(house, Role.APPROVER, step_up=True)
    asked = termination_of(banker(house, Role.APPROVER), contract_id)
    assert asked is not None
    if verdict == "APPROVE":
        confirm(approver, asked.digest)
    termination_decide(
        contract_id=contract_id, verdict=verdict, reason="" if verdict == "APPROVE" else "材料不足",
        digest=asked.digest, key=house.key(), actor=approver, now=house.now,
    )  # fmt: skip


def test_the_bank_ends_a_contract_by_two_people_and_says_why(house: House) -> None:
    contract_id = held(house)
    terminate(house, contract_id)
    assert states(house) == {contract_id: "ACTIVE"}
    ending = termination_of(banker(house, Role.REVIEWER), contract_id)
    assert ending is not None and dict(ending.asked)["原因"] == WHY
    assert (ending.may_ask, ending.may_decide) == (False, False)
    decide_termination(house, contract_id)
    work()
    assert states(house) == {contract_id: "ENDED"}
    desk = contract_desk(admin_of(house))
    assert desk.active is None and [line.reason for line in desk.past] == [WHY]
    notice = Notice.objects.system("test").get(kind="daifutong.contract")
    assert notice.person_id == admin_of(house).person and "终止" in notice.title
    actions = AuditRow.objects.system("test").filter(subject_id=contract_id, action__startswith="daifutong")
    assert list(actions.order_by("pk").values_list("action", "from_state", "to_state")) == [
        ("daifutong.contract.terminated", "ACTIVE", "ACTIVE"),
        ("daifutong.termination.decided", "ACTIVE", "ENDED"),
    ]
    assert termination_of(banker(house, Role.REVIEWER), contract_id) is None
    with pytest.raises(IllegalMove):
        terminate(house, contract_id)
    ask(house)  # the enterprise may ask again


def test_ending_takes_a_reason_another_person_and_what_was_shown(house: House) -> None:
    contract_id = held(house)
    with pytest.raises(InvalidInput, match="REASON"):
        terminate(house, contract_id, " ")
    reviewer = terminate(house, contract_id)
    with pytest.raises(Conflict, match="ALREADY_REQUESTED"):
        terminate(house, contract_id, "又一次")
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        decide_termination(house, contract_id, who=replace(reviewer, roles=frozenset({Role.APPROVER}), step_up=True))

    def decide_other() -> None:
        termination_decide(
            contract_id=contract_id, verdict="APPROVE", reason="", digest="0" * 64, key=house.key(),
            actor=banker(house, Role.APPROVER, step_up=True), now=house.now,
        )  # fmt: skip

    with pytest.raises(Conflict, match="STALE"):
        decide_other()
    decide_termination(house, contract_id, "RETURN")
    assert states(house) == {contract_id: "ACTIVE"}
    with pytest.raises(NotFound):
        decide_other()
    terminate(house, contract_id, "再次申请")
    elsewhere = replace(reviewer, unit_path="/head/west/")
    with pytest.raises(NotFound):
        contract_terminate(contract_id=contract_id, reason=WHY, key="k", actor=elsewhere, now=house.now)
    assert termination_of(elsewhere, contract_id) is None


def test_a_batch_approved_before_the_end_is_held_back_and_its_release_refused(house: House) -> None:
    batch_id, before = house.approved(house.file(["5000.00"])), house.payer_balance()
    waits = house.upload(house.file(["6000.00"])).batch_id
    contract_id = held(house)
    terminate(house, contract_id)
    ending = termination_of(banker(house, Role.APPROVER), contract_id)
    assert ending is not None and (ending.under_way, ending.may_decide) == (1, True)
    decide_termination(house, contract_id)
    work()
    batch = Batch.objects.system("test").get(pk=batch_id)
    assert (batch.state, batch.outcome, house.payer_balance()) == ("SCHEDULED", "P99", before)
    assert batch_detail(house.as_("maker"), batch_id, house.now).outcome_label == "代付通签约已终止或暂停"
    notice = Notice.objects.system("test").get(kind="daifutong.batch", person_id=house.as_("maker").person)
    assert "签约已终止" in notice.body
    for deed in (lambda: release(house, batch_id), lambda: house.submit(waits)):
        with pytest.raises(Conflict) as refused:
            deed()
        assert refused.value.code == "NO_CONTRACT" and "代付通签约" in refused.value.message
    signed(house)
    release(house, batch_id)
    work()
    assert Batch.objects.system("test").get(pk=batch_id).state == "DONE", "another contract lets it out"
