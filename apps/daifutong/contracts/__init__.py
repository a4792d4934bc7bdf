"""What goes in and out of the payroll: plain frozen values for pages, the API and the portal. Amounts in 分.

Use cases, in `apps.daifutong.services.<name>`: keyword-only, each one durable transaction, with `actor` (narrowed to
the enterprise or the person by the page) and `now` (core.clock.read()) after what stands here:

    batch_import(content: bytes, filename, pay_period "2026-03", title, payer_account_id, key,
                 kind=SALARY, wanted_on: date | None = None, is_confidential=False) -> ImportAnswer
                 (of a large file a batch in UPLOADED, which a job fills: BatchDetail.upload)
    columns_name(batch_id, columns, key) -> BatchAnswer                  answers what the job asks of its columns
    batch_import_lines(lines: tuple[PayLine, ...], … the same) -> ImportAnswer     always in UPLOADED: import_status
    row_amend(row_id, name, account, amount, remark) -> RowLine          texts as typed; account "" keeps it
    row_drop(row_id) -> None
    rows_amend(batch_id, code, column, text, action, value, count) -> RowsAnswer   BatchDetail.alike, all at once
    rows_export(batch_id, show) -> bytes                                 the sheet of faults; logged
    rows_merge(batch_id, content: bytes, filename) -> MergeAnswer        the sheet, mended
    batch_submit(batch_id, warnings_confirmed: bool, key) -> BatchAnswer
    batch_withdraw(batch_id, key) -> BatchAnswer                         batch_cancel(batch_id, key) -> BatchAnswer
    batch_check(batch_id, digest, key) -> BatchAnswer                    needs step-up; digest = BatchDetail.digest
    batch_authorise(batch_id, digest, key) -> BatchAnswer                needs step-up
    batch_reject(batch_id, digest, reason, key) -> BatchAnswer
    rows_recall(batch_id, reason, key) -> BatchAnswer                    bank operator: cancel payments that never left
    recall_decide(batch_id, verdict, reason, digest, key) -> BatchAnswer needs step-up; bank approver
    batch_permit(batch_id, reason, key) -> BatchAnswer                   needs step-up; the way past DUP_BATCH
    batch_retry(batch_id, key) -> ImportAnswer                           its failed lines again, in a new batch
    batch_supplement(is_confidential, key) -> ImportAnswer               the parked lines that can be paid now
    row_park(row_id) -> None                                             a line that waits for a wage card
    batch_release(batch_id, key) -> BatchAnswer                          the button after P10; a job calls it otherwise
    contract_request(payer_account_id, kinds, pay_day, tier_one_fen, tier_two_fen, batch_limit_fen, day_limit_fen,
                     confidential_person_ids, key) -> ContractAnswer     the enterprise's administrator
    contract_propose(contract_id, fee_own_fen, fee_other_fen, batch_limit_fen, day_limit_fen, key) -> ContractAnswer
    contract_decline(contract_id, reason, key) -> ContractAnswer         the bank's reviewer, as contract_propose
    contract_decide(contract_id, verdict, reason, digest, key) -> ContractAnswer   needs step-up; bank approver
    contract_terminate(contract_id, reason, key) -> ContractAnswer       the bank's reviewer, of one that holds
    contract_suspend(contract_id, reason, key) -> ContractAnswer         the bank's risk side, at once
    contract_resume(contract_id, reason, key) -> ContractAnswer          another person, the bank's approver
    termination_decide(contract_id, verdict, reason, digest, key)        needs step-up; bank approver
    contract_sign(contract_id, digest, text_hash, key) -> ContractAnswer needs step-up; digest = ContractDetail.digest
    contract_withdraw(contract_id, key) -> ContractAnswer                contract_end(contract_id, key)   needs step-up
    payslip_view(payslip_id) -> PayslipView                              needs step-up; the only way to an amount
    payslip_confirm(payslip_id) -> None                                  payslip_dispute(payslip_id, text) -> None
    payslip_reply(payslip_id, text) -> None                              the enterprise's pay specialist
    payslip_withdraw(payslip_id, reason) -> None                         the same; payslip_correct(payslip_id, items)
    template_save(columns, note) -> None                                 the same
    batch_print(batch_id) -> ReceiptView                                 of a finished batch
    row_print(batch_id, row_id) -> ReceiptView                           of a paid line
    receipts_print(batch_id, part) -> ReceiptBundle                      of all paid lines, in files of 500
    proof_issue(kind, enterprise_id, months, purpose, recipient) -> ProofView    needs step-up; so does
    proof_open(proof_id) -> ProofView                                    proof_revoke(proof_id) -> None
    voucher_export(month) -> VoucherFile                                 a CSV; batch_export(batch_id)
    archive_export(year, render) -> ArchiveFile                          a zip; the pay specialist alone
    receipt_give(payslip_id) -> ReceiptView                              needs step-up; the employee's copy
    reclaim_ask(row_id, fen, reason, key) -> UUID                        reclaim_withdraw(reclaim_id) -> None
    reclaim_decide(reclaim_id, verdict, reason, digest) -> None          needs step-up; the checker
    reclaim_agree(reclaim_id) -> None                                    needs step-up; the employee gives it back
    reclaim_refuse(reclaim_id, text) -> None
    wagecard_submit(enterprise_id, source, source_id, key) -> UUID      needs step-up; the employee
    wagecard_withdraw(card_id) -> None
    wagecard_confirm(card_id) -> None                                   needs step-up; the pay specialist
    wagecard_reject(card_id, reason) -> None

Selectors, in `apps.daifutong.selectors`, scoped by their `actor`; another tenant's object raises NotFound:

    batches_for_enterprise(actor, page=1, state="") -> BatchPage         batches_for_staff(actor, page=1, state="")
    batch_detail(actor, batch_id, now) -> BatchDetail
    batch_rows(actor, batch_id, page=1, show="", find="") -> RowPage     errors first; show: errors, warnings or a state
    batch_progress(actor, batch_id) -> Progress
    upload_progress(actor, batch_id) -> UploadProgress | None            columns_asked(actor, batch_id)
    batch_comparison(actor, batch_id) -> Comparison | None               against the period before; None: nothing to
    compared_lines(actor, batch_id, show="", page=1) -> ComparedPage | None   show: a rules.comparison.Part
    row_detail(actor, row_id) -> RowLine
    contract_desk(actor) -> ContractDesk                                 contracts_for_staff(actor, page=1)
    contract_detail(actor, contract_id) -> ContractDetail
    payer_accounts(actor) -> tuple[PayerAccount, ...]
    payslips_for_member(actor, now) -> tuple[PayslipLine, ...]           no amounts
    payslip_line(actor, payslip_id, now) -> PayslipLine
    disputes_for_enterprise(actor, page=1) -> DisputePage                what is said, no amounts
    tax_findings(actor, batch_id) -> TaxFindings                         a warning, recomputed (PY-14)
    receipts_issued(actor, batch_id, row_ids) -> ReceiptsIssued          how often each was printed
    reclaims_for_enterprise(actor, now, page=1) -> ReclaimPage           reclaimable(actor, row_id) -> Reclaimable
    reclaims_for_member(actor, now) -> tuple[ReclaimLine, ...]
    reclaim_line(actor, reclaim_id, now) -> ReclaimLine                  for either side
    employers_cards(actor) -> tuple[EmployerCards, ...]
    card_choices(actor, now) -> tuple[CardChoice, ...]    cards_to_choose(actor, employer, now): but the one in use
    wagecards_for_enterprise(actor, page=1, show="") -> WageCardPage    wagecard_desk(actor, card_id) -> WageCardDesk

For the portal, in `apps.daifutong.api`:

    home_salary(actor, now) -> HomeSalary | None                         batches_waiting(actor) -> tuple[BatchLine, ...]
"""

from .batch import (
    Approval,
    BatchAnswer,
    BatchDetail,
    BatchLine,
    BatchPage,
    ImportAnswer,
    PayerAccount,
    Progress,
    Recall,
    StateSum,
    WaitingLines,
)
from .comparison import ComparedLine, ComparedPage, Comparison, PartSum
from .contract import (
    ContractAnswer,
    ContractDesk,
    ContractDetail,
    ContractLine,
    ContractPage,
    Termination,
)
from .fee import FeeBatch, FeeLine, FeeMonth
from .figures import MonthFigures, PayCalendar, PayDayCell, PayrollFigures, ShareLine
from .opening import (
    Candidate,
    Invited,
    OpeningDetail,
    OpeningLine,
    OwnInvitation,
)
from .payslip import (
    Dispute,
    DisputePage,
    HomeSalary,
    PayslipLine,
    PayslipView,
)
from .payslip_desk import (
    DeskPage,
    DeskSlip,
    DeskSlipView,
    TemplateColumn,
    TemplateView,
    Withdrawal,
)
from .receipt import (
    ReceiptBundle,
    ReceiptsIssued,
    ReceiptView,
)
from .reclaim import (
    Reclaimable,
    ReclaimLine,
    ReclaimPage,
)
from .row import (
    Alike,
    Finding,
    MergeAnswer,
    PayLine,
    RowLine,
    RowPage,
    RowsAnswer,
)
from .tax import TaxFindings, TaxLine
from .upload import ImportStatus, UploadProgress
from .wage_proof import Employer, ProofLine, ProofView
from .wagecard import (
    CardChoice,
    EmployerCards,
    WageCardDesk,
    WageCardLine,
    WageCardPage,
)

__all__ = [
    "Alike",
    "Approval",
    "BatchAnswer",
    "BatchDetail",
    "BatchLine",
    "BatchPage",
    "Candidate",
    "CardChoice",
    "ComparedLine",
    "ComparedPage",
    "Comparison",
    "ContractAnswer",
    "ContractDesk",
    "ContractDetail",
    "ContractLine",
    "ContractPage",
    "DeskPage",
    "DeskSlip",
    "DeskSlipView",
    "Dispute",
    "DisputePage",
    "Employer",
    "EmployerCards",
    "FeeBatch",
    "FeeLine",
    "FeeMonth",
    "Finding",
    "HomeSalary",
    "ImportAnswer",
    "ImportStatus",
    "Invited",
    "MergeAnswer",
    "MonthFigures",
    "OpeningDetail",
    "OpeningLine",
    "OwnInvitation",
    "PartSum",
    "PayCalendar",
    "PayDayCell",
    "PayLine",
    "PayerAccount",
    "PayrollFigures",
    "PayslipLine",
    "PayslipView",
    "Progress",
    "ProofLine",
    "ProofView",
    "Recall",
    "ReceiptBundle",
    "ReceiptView",
    "ReceiptsIssued",
    "ReclaimLine",
    "ReclaimPage",
    "Reclaimable",
    "RowLine",
    "RowPage",
    "RowsAnswer",
    "ShareLine",
    "StateSum",
    "TaxFindings",
    "TaxLine",
    "TemplateColumn",
    "TemplateView",
    "Termination",
    "UploadProgress",
    "WageCardDesk",
    "WageCardLine",
    "WageCardPage",
    "WaitingLines",
    "Withdrawal",
]
