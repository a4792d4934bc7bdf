"""The life of an issue (domain.md §3.3; the numbers are its rows)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import IssueState as I

MAKER, CHECKER, CHECKER_AND_AUTHORISER = "企业经办", "企业复核", "企业复核和授权"
REVIEWER, APPROVER, COMPLIANCE, SYSTEM = "银行审核岗", "银行审批岗", "银行合规岗", "系统"

BEFORE_SETTLEMENT = (
    I.DRAFT, I.ENT_CHECK, I.BANK_REVIEW, I.BANK_APPROVE, I.LISTED, I.SUBSCRIBING, I.SUSPENDED
)  # fmt: skip
OVER = (I.REPAID, I.FAILED, I.CANCELLED, I.REJECTED, I.DEFAULTED)
# What is owed, or will be: an enterprise's outstanding balance and lenders are counted over these (TX-7, TX-20).
OWING = (I.SETTLING, I.SETTLE_EXCEPTION, I.ACTIVE, I.EARLY_REPAYING, I.REPAYING, I.PARTIALLY_REPAID, I.OVERDUE,
         I.DEFAULTED)  # fmt: skip
RAISING = (I.LISTED, I.SUBSCRIBING, I.SUSPENDED, I.CLOSED)
IN_ARREARS = (I.OVERDUE, I.PARTIALLY_REPAID, I.DEFAULTED)  # no new issue while one of these stands (row 18)

ISSUE = Lifecycle(
    "tongxinbao.issue",
    "同心宝发行",
    (
        Move("draft", "", I.DRAFT, MAKER, "1: enterprise certified, settlement agreement signed"),
        Move("submit", I.DRAFT, I.ENT_CHECK, MAKER, "2: every field, disclosure and the resolution", "content frozen"),
        Move("send_back", I.ENT_CHECK, I.DRAFT, CHECKER, "3: another person, a reason", ""),
        Move("check", I.ENT_CHECK, I.BANK_REVIEW, CHECKER, "3: another person, step-up", "the bank is told"),
        Move("reject", I.BANK_REVIEW, I.REJECTED, REVIEWER, "4: a reason", "the enterprise is told"),
        Move("review", I.BANK_REVIEW, I.BANK_APPROVE, REVIEWER, "4: cap, scale, lenders, proceeds, screen", "opinion"),
        Move("return", I.BANK_APPROVE, I.BANK_REVIEW, APPROVER, "5: another person, a reason", ""),
        Move("list", I.BANK_APPROVE, I.LISTED, APPROVER, "5: another person, step-up", "LPR kept with the issue"),
        Move("open", I.LISTED, I.SUBSCRIBING, SYSTEM, "6: its hour, kill switch off, cap again", "members are told"),
        Move(
            "suspend",
            I.SUBSCRIBING,
            I.SUSPENDED,
            COMPLIANCE,
            "7: a reason; the system, where the cap falls",
            "no new order, holds stay",
        ),
        Move("resume", I.SUSPENDED, I.SUBSCRIBING, COMPLIANCE, "7: a reason, cap again", ""),
        *(
            Move("cancel", source, I.CANCELLED, "企业复核,银行审批岗", "8: before settlement", "every hold released")
            for source in BEFORE_SETTLEMENT
        ),
        Move(
            "close", I.SUBSCRIBING, I.CLOSED, SYSTEM, "9: its hour, or full where first come first served", "allotted"
        ),
        Move("close", I.SUSPENDED, I.CLOSED, SYSTEM, "14c: its hour", "allotted"),
        Move("fail", I.CLOSED, I.FAILED, SYSTEM, "10: too little raised", "every hold released, all are told"),
        Move(
            "settle", I.CLOSED, I.SETTLING, APPROVER, "11: step-up, every order checked again", "orders that fail: out"
        ),
        Move(
            "activate",
            I.SETTLING,
            I.ACTIVE,
            SYSTEM,
            "12: all debits and the credit posted",
            "holdings, schedule, contracts",
        ),
        Move("stop", I.SETTLING, I.SETTLE_EXCEPTION, SYSTEM, "13: a line failed", "that line is dropped"),
        Move("settle_again", I.SETTLE_EXCEPTION, I.SETTLING, SYSTEM, "13: still enough raised", ""),
        Move("fail", I.SETTLE_EXCEPTION, I.FAILED, SYSTEM, "13: too little is left (ADR 16)", "every hold released"),
        Move("pay_interest", I.ACTIVE, I.ACTIVE, SYSTEM, "14: an interest date, paid in full", "interest to lenders"),
        Move("miss_interest", I.ACTIVE, I.OVERDUE, SYSTEM, "14a: 24:00, interest unpaid", "lenders are told"),
        Move(
            "repay_early",
            I.ACTIVE,
            I.EARLY_REPAYING,
            CHECKER_AND_AUTHORISER,
            "15: notice kept, the bank agrees",
            "interest to the actual day",
        ),
        Move("early_refused", I.EARLY_REPAYING, I.ACTIVE, SYSTEM, "14b: too little money", "all are told"),
        Move("fall_due", I.ACTIVE, I.REPAYING, SYSTEM, "16: the due date", "the enterprise's account is debited"),
        Move("repay", I.REPAYING, I.REPAID, SYSTEM, "17: every line paid", "tax on the register"),
        Move("repay", I.EARLY_REPAYING, I.REPAID, SYSTEM, "17: every line paid", "tax on the register"),
        Move("repay_in_part", I.REPAYING, I.PARTIALLY_REPAID, SYSTEM, "18: 24:00, money for a part", "shared out"),
        Move("miss", I.REPAYING, I.OVERDUE, SYSTEM, "18: 24:00, no money", "overdue interest, lenders are told"),
        *(
            Move("take_part", source, source, SYSTEM, "money for another part", "shared out")
            for source in (I.PARTIALLY_REPAID, I.OVERDUE, I.DEFAULTED)
        ),
        *(
            Move("cure", source, I.REPAID, SYSTEM, "19: everything owed is paid", "tax on the register")
            for source in (I.PARTIALLY_REPAID, I.OVERDUE)
        ),
        Move("catch_up", I.OVERDUE, I.ACTIVE, SYSTEM, "19a: interest paid, principal not yet due", ""),
        *(
            Move("default", source, I.DEFAULTED, COMPLIANCE, "20: over 90 days, or insolvent", "papers for lenders")
            for source in (I.PARTIALLY_REPAID, I.OVERDUE)
        ),
        *(Move("archive", source, I.ARCHIVED, SYSTEM, "21: 30 days later", "read only") for source in OVER),
    ),
)
