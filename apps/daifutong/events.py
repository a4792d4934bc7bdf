"""What the payroll tells others, after the commit. Ids and counts only: no amount, no account."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BatchSubmitted:
    """A batch waits for its next approver; `step` 0 is the checker's. `again` is the date on which he is reminded."""

    name: ClassVar[str] = "daifutong.batch.submitted"
    batch_id: UUID
    step: int
    again: str = ""


@dataclass(frozen=True, slots=True)
class ContractMoved:
    """The bank has a word on a contract for its enterprise: `state` OFFERED, DECLINED, SUSPENDED, ACTIVE
    (again) or ENDED."""

    name: ClassVar[str] = "daifutong.contract.moved"
    contract_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class PayslipDisputed:
    """The employee of line `number` says, `at` that time, that the payslip is wrong; the text stays with it."""

    name: ClassVar[str] = "daifutong.payslip.disputed"
    batch_id: UUID
    number: int
    at: str


@dataclass(frozen=True, slots=True)
class PayslipReplied:
    """The enterprise has answered, `at` that time, the dispute of a payslip; the text stays with the payslip."""

    name: ClassVar[str] = "daifutong.payslip.replied"
    payslip_id: UUID
    at: str


@dataclass(frozen=True, slots=True)
class PayslipWithdrawn:
    """The enterprise has taken a payslip back, `at` that time; the reason stays with the payslip."""

    name: ClassVar[str] = "daifutong.payslip.withdrawn"
    payslip_id: UUID
    at: str


@dataclass(frozen=True, slots=True)
class PayslipCorrected:
    """The enterprise has published a withdrawn payslip again, `at` that time, with other items."""

    name: ClassVar[str] = "daifutong.payslip.corrected"
    payslip_id: UUID
    at: str


@dataclass(frozen=True, slots=True)
class WageCardMoved:
    """A wage card is in `state` now: submitted, confirmed, rejected, withdrawn or replaced."""

    name: ClassVar[str] = "daifutong.wagecard.moved"
    card_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class OpeningMoved:
    """A request to open accounts for people is in `state` now."""

    name: ClassVar[str] = "daifutong.opening.moved"
    opening_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class ReclaimMoved:
    """A request to give the wage of a line back is in `state` now."""

    name: ClassVar[str] = "daifutong.reclaim.moved"
    reclaim_id: UUID
    state: str
    row_id: UUID


@dataclass(frozen=True, slots=True)
class RowsPaid:
    """The PAID lines of a batch with numbers first … last have their money and their payslips. Published per chunk."""

    name: ClassVar[str] = "daifutong.rows.paid"
    batch_id: UUID
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BatchFinished:
    """Every line is final, or in doubt under a case: `state` DONE, PART_FAILED or IN_DOUBT."""

    name: ClassVar[str] = "daifutong.batch.finished"
    batch_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class RowBounced:
    """The wage of line `number` came back from the other bank after it had been paid (退票)."""

    name: ClassVar[str] = "daifutong.row.bounced"
    batch_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class ReturnsMoved:
    """Failed lines' money waits at the bank, since the payer's account takes none (`state` HELD), or has left again
    for an account of the enterprise (RETURNED)."""

    name: ClassVar[str] = "daifutong.returns.moved"
    batch_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class BatchRejected:
    """An approver sent the batch back to its maker."""

    name: ClassVar[str] = "daifutong.batch.rejected"
    batch_id: UUID


@dataclass(frozen=True, slots=True)
class BatchHeldBack:
    """The payer could not be debited: `outcome` P10 or P11. Nothing moved; the batch can be released again."""

    name: ClassVar[str] = "daifutong.batch.held_back"
    batch_id: UUID
    outcome: str
