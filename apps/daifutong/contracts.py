"""What goes in and out of the payroll: plain frozen values for pages, the API and the portal. Amounts in 分.

Use cases, in `apps.daifutong.services.<name>`: keyword-only, each one durable transaction, with `actor` (narrowed to
the enterprise or the person by the page) and `now` (core.clock.read()) after what stands here:

    batch_import(content: bytes, filename, pay_period "2026-03", title, payer_account_id, key,
                 kind=SALARY, wanted_on: date | None = None) -> ImportAnswer
    batch_import_lines(lines: tuple[PayLine, ...], … the same) -> ImportAnswer
    row_amend(row_id, name, account, amount, remark) -> RowLine          texts as typed; account "" keeps it
    row_drop(row_id) -> None
    batch_submit(batch_id, warnings_confirmed: bool, key) -> BatchAnswer
    batch_withdraw(batch_id, key) -> BatchAnswer                         batch_cancel(batch_id, key) -> BatchAnswer
    batch_check(batch_id, digest, key) -> BatchAnswer                    needs step-up; digest = BatchDetail.digest
    batch_authorise(batch_id, digest, key) -> BatchAnswer                needs step-up
    batch_reject(batch_id, digest, reason, key) -> BatchAnswer
    rows_recall(batch_id, reason, key) -> BatchAnswer                    bank operator: cancel payments that never left
    recall_decide(batch_id, verdict, reason, digest, key) -> BatchAnswer needs step-up; bank approver
    batch_permit(batch_id, reason, key) -> BatchAnswer                   needs step-up; the way past DUP_BATCH
    batch_release(batch_id, key) -> BatchAnswer                          the button after P10; a job calls it otherwise
    payslip_view(payslip_id) -> PayslipView                              needs step-up; the only way to an amount
    payslip_confirm(payslip_id) -> None                                  payslip_dispute(payslip_id, text) -> None
    payslip_reply(payslip_id, text) -> None                              the enterprise's pay specialist

Selectors, in `apps.daifutong.selectors`, scoped by their `actor`; another tenant's object raises NotFound:

    batches_for_enterprise(actor, page=1, state="") -> BatchPage         batches_for_staff(actor, page=1, state="")
    batch_detail(actor, batch_id, now) -> BatchDetail
    batch_rows(actor, batch_id, page=1, show="", find="") -> RowPage     errors first; show: errors, warnings or a state
    batch_progress(actor, batch_id) -> Progress
    row_detail(actor, row_id) -> RowLine
    payer_accounts(actor) -> tuple[PayerAccount, ...]
    payslips_for_member(actor, now) -> tuple[PayslipLine, ...]           no amounts
    payslip_line(actor, payslip_id, now) -> PayslipLine
    disputes_for_enterprise(actor, page=1) -> DisputePage                what is said, no amounts

For the portal, in `apps.daifutong.api`:

    home_salary(actor, now) -> HomeSalary | None                         batches_waiting(actor) -> tuple[BatchLine, ...]
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Finding:
    """One error or warning on a line: `column` is account, name, amount, remark or "" for the whole line."""

    code: str
    message: str
    column: str


@dataclass(frozen=True, slots=True)
class PayLine:
    """A line as a program sends it; checked like a line of a file."""

    name: str
    account: str
    amount_fen: int
    remark: str
    emp_no: str


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What an import made."""

    batch_id: UUID
    reference: str
    state: str
    row_count: int
    total_fen: int
    error_count: int
    warning_count: int
    overlap_percent: int = 0
    overlap_reference: str = ""


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """Where a batch stands after a use case."""

    batch_id: UUID
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in a list. `error_count` and `warning_count` count lines."""

    id: UUID
    reference: str
    title: str
    enterprise_name: str
    pay_period: str
    kind_label: str
    state: str
    state_label: str
    tone: str
    row_count: int
    total_fen: int
    error_count: int
    warning_count: int
    created_at: datetime
    finished_at: datetime | None
    wanted_on: date | None  # None: paid as soon as it is approved
    pay_on: date | None  # that day, or the nearest workday before it


@dataclass(frozen=True, slots=True)
class BatchPage:
    batches: tuple[BatchLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class StateSum:
    """How many lines of a batch stand in a state, and their sum."""

    state: str
    label: str
    tone: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Progress:
    """For the live bar: `percent` of the lines that are final; poll until `settled`."""

    state: str
    state_label: str
    tone: str
    states: tuple[StateSum, ...]
    percent: int
    settled: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision on a batch; `person` is a masked name."""

    role_label: str
    person: str
    verdict_label: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BatchDetail:
    """A batch with its control totals. `may` names the use cases that this very actor may call now:
    amend, submit, withdraw, check, authorise, reject, cancel, release, permit. `overlap_percent`: so many of its lines
    stand in the batch `overlap_reference` of the same period too; `repeats`: who has permitted that, and why.
    `short_fen`: what the payer's account lacks for this batch and those that leave before it; 0 for who may not know.
    """

    line: BatchLine
    payer_masked: str
    payer_name: str
    file_name: str
    file_sha256: str
    digest: str
    outcome: str
    outcome_label: str
    maker: str
    steps: tuple[str, ...]
    steps_done: int
    approvals: tuple[Approval, ...]
    progress: Progress
    returned_fen: int
    overlap_percent: int
    overlap_reference: str
    repeats: str
    short_fen: int
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recall:
    """Other-bank lines whose payments have not left for long. `digest` names exactly these payments; while a request
    to cancel them waits, `asked` is what its maker asked for, and `asked_digest` names it."""

    count: int
    fen: int
    digest: str
    may_recall: bool
    may_decide: bool
    asked: dict[str, str]
    asked_digest: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """A line. `amount_fen` is None where `amount_text`, as typed, cannot be read."""

    id: UUID
    batch_id: UUID
    number: int
    line_ref: str
    name: str
    account_masked: str
    amount_fen: int | None
    amount_text: str
    remark: str
    emp_no: str
    channel: str
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    state: str
    state_label: str
    tone: str
    outcome: str
    outcome_label: str
    paid_at: datetime | None
    may_amend: bool


@dataclass(frozen=True, slots=True)
class RowPage:
    rows: tuple[RowLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class PayerAccount:
    """An account of the enterprise from which wages may be paid."""

    id: UUID
    masked: str
    name: str


@dataclass(frozen=True, slots=True)
class PayslipLine:
    """A payslip closed: no amount."""

    id: UUID
    enterprise_name: str
    title: str
    pay_period: str
    kind_label: str
    account_tail: str
    paid_at: datetime
    state: str
    state_label: str
    tone: str


@dataclass(frozen=True, slots=True)
class PayslipView:
    """A payslip open, after step-up: for the employee alone (PY-13). `items`: the employer's (label, 分)."""

    line: PayslipLine
    name: str
    amount_fen: int = field(repr=False)
    remark: str
    items: tuple[tuple[str, int], ...] = field(repr=False)
    dispute_text: str
    reply_text: str
    reply_display: str
    replied_at: datetime | None
    may: frozenset[str]  # confirm, dispute


@dataclass(frozen=True, slots=True)
class Dispute:
    """What an employee finds wrong with a payslip, and what the enterprise says to it. No amount."""

    id: UUID
    batch_id: UUID
    number: int
    name: str
    emp_no: str
    title: str
    pay_period: str
    text: str = field(repr=False)
    disputed_at: datetime
    reply_text: str = field(repr=False)
    reply_display: str
    replied_at: datetime | None
    state: str
    state_label: str
    tone: str
    may_reply: bool


@dataclass(frozen=True, slots=True)
class DisputePage:
    disputes: tuple[Dispute, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class HomeSalary:
    """The salary on the mobile home page: the newest payslip and those before it, closed, without amounts."""

    payslip: PayslipLine
    unread: int
    earlier: tuple[PayslipLine, ...] = ()
