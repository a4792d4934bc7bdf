"""The lives of a batch, of its lines and of a payslip (PY-6, PY-7, PY-13), and who must agree to what amount."""

from apps.core.actors import Role
from apps.core.lifecycle import Lifecycle, Move

from ..choices import BatchState as B
from ..choices import PayslipState as P
from ..choices import RowState as R

MAKER, CHECKER, AUTHORISER, SYSTEM = "经办", "复核", "授权", "系统"

NO_ERROR = "no line has an error"
EDITABLE = (B.PARSED, B.HAS_ERRORS, B.REJECTED)
WITHDRAWABLE = (B.SUBMITTED, B.CHECKED)
VOID = (B.REJECTED, B.CANCELLED)  # nothing comes of these: their wages may come again (PY-11)
REPEATABLE = (B.SCHEDULED, B.DISBURSING, B.IN_DOUBT, B.DONE, B.PART_FAILED)  # paid, or about to be
NOT_RELEASED = (B.SUBMITTED, B.CHECKED, B.AUTHORISED, B.SCHEDULED)
UNDER_WAY = (*NOT_RELEASED, B.DEBITING, B.DISBURSING, B.IN_DOUBT)
CANCELLABLE = (B.UPLOADED, B.PARSED, B.HAS_ERRORS, B.REJECTED, B.SCHEDULED)

BATCH = Lifecycle(
    "daifutong.batch",
    "代发批次",
    (
        Move("upload", "", B.UPLOADED, MAKER, "the file is readable and new (DUP_BATCH)", "lines loaded"),
        Move("parse", B.UPLOADED, B.PARSED, SYSTEM, NO_ERROR, "control totals"),
        Move("parse_with_errors", B.UPLOADED, B.HAS_ERRORS, SYSTEM, "a line has an error", "control totals"),
        Move("refuse", B.UPLOADED, B.CANCELLED, SYSTEM, "the job cannot take the file", "the file may come again"),
        *(Move("amend", source, B.PARSED, MAKER, NO_ERROR, "control totals") for source in EDITABLE),
        *(
            Move("amend_with_errors", source, B.HAS_ERRORS, MAKER, "a line has an error", "totals")
            for source in EDITABLE
        ),
        Move(
            "submit",
            B.PARSED,
            B.SUBMITTED,
            MAKER,
            "no error, warnings confirmed",
            "content hash frozen, approval asked",
        ),
        Move(
            "submit",
            B.REJECTED,
            B.SUBMITTED,
            MAKER,
            "no error, warnings confirmed",
            "content hash frozen, approval asked",
        ),
        *(Move("withdraw", source, B.PARSED, MAKER, "", "approvals void") for source in WITHDRAWABLE),
        *(
            Move("lapse", source, B.PARSED, SYSTEM, "nobody decided in time", "approvals void")
            for source in WITHDRAWABLE
        ),
        Move("check", B.SUBMITTED, B.CHECKED, CHECKER, "another person, step-up, same hash", "next step asked"),
        Move("agree", B.CHECKED, B.CHECKED, AUTHORISER, "first of two, another person, step-up, same hash", ""),
        Move("authorise", B.CHECKED, B.AUTHORISED, AUTHORISER, "the last one, another person, step-up, same hash", ""),
        Move("reject", B.SUBMITTED, B.REJECTED, CHECKER, "a reason", "back to the maker"),
        Move("reject", B.CHECKED, B.REJECTED, AUTHORISER, "a reason", "back to the maker"),
        Move("schedule", B.CHECKED, B.SCHEDULED, SYSTEM, "no authoriser is due", "release job, or that of its pay day"),
        Move(
            "schedule",
            B.AUTHORISED,
            B.SCHEDULED,
            SYSTEM,
            "every approval is given",
            "release job, or that of its pay day",
        ),
        *(
            Move("cancel", source, B.CANCELLED, MAKER, "nothing debited", "the file may come again")
            for source in CANCELLABLE
        ),
        Move("debit", B.SCHEDULED, B.DEBITING, SYSTEM, "lines still hash to what was approved", ""),
        Move("hold_back", B.DEBITING, B.SCHEDULED, SYSTEM, "P10, P11: money lacks or payer frozen", "nothing debited"),
        Move(
            "disburse",
            B.DEBITING,
            B.DISBURSING,
            SYSTEM,
            "payer debited in full",
            "jobs per chunk and per other-bank line",
        ),
        Move("finish", B.DISBURSING, B.DONE, SYSTEM, "every line paid", "transit account empty"),
        Move(
            "finish_in_part",
            B.DISBURSING,
            B.PART_FAILED,
            SYSTEM,
            "every line at its end, some failed",
            "failures returned in one sum, or held",
        ),
        Move(
            "finish_in_doubt",
            B.DISBURSING,
            B.IN_DOUBT,
            SYSTEM,
            "every other line final",
            "failures returned, doubt stays in transit",
        ),
        Move("finish", B.IN_DOUBT, B.DONE, SYSTEM, "the last doubt resolved, every line paid", "transit account empty"),
        Move(
            "finish_in_part",
            B.IN_DOUBT,
            B.PART_FAILED,
            SYSTEM,
            "the last doubt resolved, some failed",
            "transit account empty",
        ),
        Move("bounce", B.DONE, B.PART_FAILED, SYSTEM, "a paid line came back (退票)", "its sum returned by itself"),
    ),
)

ROW = Lifecycle(
    "daifutong.row",
    "代发明细",
    (
        Move("load", "", R.PENDING, MAKER, "readable record of the file", "counts in the batch total"),
        Move("amend", R.PENDING, R.PENDING, MAKER, "batch editable", "checked again"),
        Move("drop", R.PENDING, R.DROPPED, MAKER, "batch editable", "leaves the batch total"),
        Move("park", R.PENDING, R.WAITING, MAKER, "batch editable, no wage card (E_NO_CARD)", "leaves the batch total"),
        Move("pay", R.PENDING, R.PAID, SYSTEM, "own bank, account takes it", "Dr 2241.01 Cr 2011.02, payslip"),
        Move("refuse", R.PENDING, R.FAILED, SYSTEM, "own bank, account refuses it (P03 … P13)", "waits for the return"),
        Move("send", R.PENDING, R.SENT, SYSTEM, "other bank", "intent committed, reference = line_ref"),
        Move("doubt", R.SENT, R.IN_DOUBT, SYSTEM, "no definite answer (P14)", "case opened, queried, never sent again"),
        *(
            Move("pay", s, R.PAID, SYSTEM, "definite success", "Dr 2241.01 Cr 3001.02, payslip")
            for s in (R.SENT, R.IN_DOUBT)
        ),
        *(
            Move("refuse", s, R.FAILED, SYSTEM, "definite refusal", "waits for the return")
            for s in (R.SENT, R.IN_DOUBT)
        ),
        Move(
            "return",
            R.FAILED,
            R.RETURNED,
            SYSTEM,
            "payer's account is in order",
            "Dr 2241.01 Cr 2241.02, Dr 2241.02 Cr 2011.01",
        ),
        Move(
            "bounce",
            R.PAID,
            R.FAILED,
            SYSTEM,
            "the bank's day-end file has it come back (退票)",
            "Dr 3001.02 Cr 2241.01, payslip void",
        ),
        Move("hold", R.FAILED, R.HELD, SYSTEM, "payer's account takes no money", "Dr 2241.01 Cr 2241.02, case"),
        Move("return", R.HELD, R.RETURNED, SYSTEM, "an account of the enterprise takes it", "Dr 2241.02 Cr 2011.01"),
    ),
)

PAYSLIP = Lifecycle(
    "daifutong.payslip",
    "工资条",
    (
        Move("publish", "", P.NEW, SYSTEM, "the line is paid", "inbox notice without amount"),
        Move("view", P.NEW, P.VIEWED, "员工", "step-up", "audit row"),
        *(
            Move("view", s, s, "员工", "step-up", "audit row")
            for s in (P.VIEWED, P.CONFIRMED, P.DISPUTED, P.REPLIED, P.WITHDRAWN)
        ),
        Move("confirm", P.VIEWED, P.CONFIRMED, "员工", "", ""),
        Move("dispute", P.VIEWED, P.DISPUTED, "员工", "a text", "the enterprise answers"),
        Move("confirm", P.DISPUTED, P.CONFIRMED, "员工", "", ""),
        Move("reply", P.DISPUTED, P.REPLIED, "薪酬专员", "a text", "the employee is told"),
        Move("dispute", P.REPLIED, P.DISPUTED, "员工", "a text", "the enterprise answers"),
        Move("confirm", P.REPLIED, P.CONFIRMED, "员工", "", ""),
        *(
            Move(
                "withdraw", s, P.WITHDRAWN, "薪酬专员", "a reason", "its items go to the records, the employee is told"
            )
            for s in (P.NEW, P.VIEWED, P.CONFIRMED, P.DISPUTED, P.REPLIED)
        ),
        *(
            Move("void", s, P.WITHDRAWN, SYSTEM, "its wage came back (退票)", "the employee is told")
            for s in (P.NEW, P.VIEWED, P.CONFIRMED, P.DISPUTED, P.REPLIED)
        ),
        Move("correct", P.WITHDRAWN, P.NEW, "薪酬专员", "other items, the same wage", "the employee is told"),
    ),
)

ENDED_ROWS = frozenset({R.PAID, R.HELD, R.RETURNED})  # the payee has the money, or never will


APPROVERS = (Role.CHECKER, Role.AUTHORISER, Role.AUTHORISER)


def approval_steps(total_fen: int, *, tier_one: int, tier_two: int) -> tuple[Role, ...]:
    """Who must agree to a total in 分, in order; both limits are inclusive (PY-6)."""
    return APPROVERS[: 1 if total_fen <= tier_one else 2 if total_fen <= tier_two else 3]
