"""The signing of 代付通 as office, console and the API see it. Amounts in 分."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract in a list."""

    id: UUID
    reference: str
    enterprise_name: str
    state: str
    state_label: str
    tone: str
    requested_at: datetime
    signed_at: datetime | None
    ended_at: datetime | None
    reason: str  # why the bank declined, sent back, suspended or ended it


@dataclass(frozen=True, slots=True)
class ContractDetail:
    """A contract with its terms: `terms` are (label, text) as they are shown and signed, `digest` names exactly these.

    `may` names the use cases that this very actor may call now: propose, decline, offer, withdraw, sign, end, suspend,
    resume.
    """

    line: ContractLine
    payer_account_id: UUID
    payer_masked: str
    payer_name: str
    kinds: tuple[str, ...]
    kind_labels: tuple[str, ...]
    pay_day: int
    tier_one_fen: int
    tier_two_fen: int
    batch_limit_fen: int
    day_limit_fen: int
    fee_own_fen: int | None
    fee_other_fen: int | None
    confidential: tuple[str, ...]
    confidential_person_ids: tuple[UUID, ...]
    terms: tuple[tuple[str, str], ...]
    digest: str
    requester: str
    signer: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Termination:
    """Whether the bank may end a contract that holds: `asked` are the (label, text) of a request that waits, `digest`
    names it; `under_way` counts the batches that are made or approved and not released yet."""

    may_ask: bool
    may_decide: bool
    asked: tuple[tuple[str, str], ...]
    maker: str
    digest: str
    under_way: int


@dataclass(frozen=True, slots=True)
class ContractDesk:
    """All that an enterprise has signed or asked for: what holds now, what is under way, what was before."""

    active: ContractDetail | None
    open: ContractDetail | None
    past: tuple[ContractLine, ...]


@dataclass(frozen=True, slots=True)
class ContractPage:
    contracts: tuple[ContractLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ContractAnswer:
    """Where a contract stands after a use case."""

    contract_id: UUID
    state: str
    state_label: str
