"""An enterprise asks to sign 代付通, or asks for other terms."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import once
from apps.members import api as members

from ..choices import CONTRACT_LABELS, ContractState
from ..contracts import ContractAnswer
from ..models import Contract
from ..rules.contract import CONTRACT, Wanted, faults_of
from ..selectors.batches import payer_account
from ..selectors.contracts import bank_bounds, contract_in_force, contract_unsuspended
from .contract_moves import contract_record

NEEDED = {Role.MAKER: "经办", Role.CHECKER: "复核"}


@use_case
def contract_request(
    *,
    payer_account_id: UUID,
    kinds: Sequence[str],
    pay_day: int,
    tier_one_fen: int,
    tier_two_fen: int,
    batch_limit_fen: int,
    day_limit_fen: int,
    confidential_person_ids: Sequence[UUID],
    key: str,
    actor: Actor,
    now: Moment,
) -> ContractAnswer:
    """Files the terms that the enterprise asks for; what holds already goes on until others are signed.

    Amounts in 分, `pay_day` 1 … 31. Key: (enterprise, person, key). Raises InvalidInput E_TERMS with the faulty fields,
    NotFound for a foreign account, Conflict ENTERPRISE_SUSPENDED, CONTRACT_SUSPENDED, CONTRACT_OPEN while
    another request is under way, or OPERATORS where nobody could make or check a batch; KeyReused, Busy.
    """
    wanted = Wanted(tuple(kinds), pay_day, tier_one_fen, tier_two_fen, batch_limit_fen, day_limit_fen)
    named = sorted({str(person) for person in confidential_person_ids})
    body = asdict(wanted) | {"payer": payer_account_id, "confidential": named}

    def effect() -> dict[str, Any]:
        members.require_certified(actor.enterprise)
        contract_unsuspended(contract_in_force(actor.enterprise))
        _check(wanted, named, actor, now)
        contract = _contract(wanted, named, payer_account_id, actor, now)
        contract_record(contract, "daifutong.contract.requested", source="", actor=actor, now=now, detail={})
        return {"contract_id": str(contract.pk), "state": contract.state}

    answer, _ = once(actor=actor, route="daifutong.contract_request", key=key, body=body, effect=effect)
    state = ContractState(answer["state"])
    return ContractAnswer(UUID(answer["contract_id"]), state, CONTRACT_LABELS[state])


def _check(wanted: Wanted, named: list[str], actor: Actor, now: Moment) -> None:
    faults = faults_of(wanted, bank_bounds(now))
    operators = members.operators(actor.enterprise)
    if not set(named) <= {str(one.person_id) for one in operators}:
        faults["confidential_person_ids"] = "只能指定本企业的操作员。"
    if faults:
        raise InvalidInput("E_TERMS", "签约条款有误,请按提示修改。", fields=faults)
    missing = [label for role, label in NEEDED.items() if not any(role in one.roles for one in operators)]
    if missing:
        raise Conflict("OPERATORS", f"企业还没有{'和'.join(missing)}人员,请先在「操作员与角色」中指定。")


def _contract(wanted: Wanted, named: list[str], payer_account_id: UUID, actor: Actor, now: Moment) -> Contract:
    payer = payer_account(actor, payer_account_id)
    try:
        with transaction.atomic():
            return Contract.objects.create(
                reference=contract_reference(now.business_date),
                enterprise_id=actor.enterprise,
                state=CONTRACT.check("", "request").target,
                payer_account_id=payer.id,
                payer_name=payer.holder_name,
                payer_masked=payer.masked_number,
                **asdict(wanted),
                confidential_person_ids=named,
                requester_person_id=actor.person,
                requester_display=actor.display,
                requested_at=now.wall,
            )
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "daifutong_contract_open":
            raise
        raise Conflict("CONTRACT_OPEN", "已有一份签约申请在办理中,请先办完或撤回。") from error


def contract_reference(day: date) -> str:
    """The next number of a contract: DQ, the day, six digits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('daifutong_contract_number')")
        return f"DQ{day:%Y%m%d}{cursor.fetchone()[0]:06d}"
