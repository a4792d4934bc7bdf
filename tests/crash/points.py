"""Where processes are killed, flow by flow. `name@2` is the second time that the point is reached.

That no point of a flow is missing here, and none is left over, is seen by test_moments.py.
"""

from apps.core import bankday
from apps.core.testing import failpoints


def close_part(step: str) -> int:
    """The number of a step's last part among all parts of a day's close, in their order."""
    count = 0
    for name, one in bankday.all_steps().items():
        count += one.partitions
        if name == step:
            return count
    raise LookupError(step)


OWN_POINTS = [
    "worker.job_leased@1",  # the release
    "batch_release.before_commit",
    "batch_release.after_commit",
    "worker.job_leased@2",  # the first part
    "batch_disburse.before_commit@1",
    "batch_disburse.after_commit@1",  # in the middle of the batch: one part paid, two to go
    "batch_disburse.before_commit@2",
    "batch_disburse.after_commit@3",
    "batch_finish.before_commit",
    "relay.events_taken",
    "relay.events_relayed",
    "relay.jobs_marked@2",
]
AFTERWARDS = ["batch_finish.after_commit", "deliver.before_commit@2", "deliver.after_commit@2"]  # the money has moved
OTHER_POINTS = [
    "relay.events_taken",
    "relay.events_relayed",
    "worker.job_leased@2",  # the sending
    "rows_send.before_commit",
    "rows_send.after_commit",  # after the intent's COMMIT
    "_mark_sent.before_commit",
    "_mark_sent.after_commit",  # marked as sent, and never sent
    "corebank.request_sent",
    "payment_record.before_commit",  # the answer is known, and lost
    "payment_record.after_commit",
    "_hand_back.before_commit",  # the result is in the books, the job not done
    "_hand_back.after_commit",
    "deliver.before_commit@1",
    "deliver.after_commit@1",
]
DEEDS = ("submit", "withdraw", "cancel", "check", "authorise", "reject", "release")  # of people on a batch, by key
DEED_MOMENTS = (failpoints.KEY_WRITTEN, "before_commit", "after_commit")
LAPSE_POINTS = [  # a request that nobody decided on, and the message to its maker
    failpoints.JOB_LEASED,
    "request_lapse.before_commit",
    "request_lapse.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",
    "deliver.after_commit@1",
    "_message_record.before_commit",
    "_message_record.after_commit",
]
CHECK_POINTS = [  # an employee's identity
    failpoints.JOB_LEASED,
    "_count_try.before_commit",
    "_count_try.after_commit",
    failpoints.REQUEST_SENT,
    "_write_result.before_commit",
    "_write_result.after_commit",
    "_check_write.before_commit",
    "_check_write.after_commit",
]
DAY_POINTS = [  # two bank days are closed; a cut-off by itself is killed in test_day_close.py
    failpoints.JOB_LEASED,
    "step_begin.before_commit",
    "step_begin.after_commit@2",
    failpoints.REQUEST_SENT,  # the bank's day-end file of the clearing account
    "statement_keep.before_commit",
    "statement_keep.after_commit",
    "step_work.before_commit@2",
    "step_work.after_commit",
    "day_end.before_commit",
    "day_end.after_commit@2",
    "day_rest.before_commit",
    "day_rest.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # whoever waits for a new day hears of it
    "deliver.after_commit@1",
]
CLEARING_POINTS = [  # a day that had no file at its close
    failpoints.JOB_LEASED,
    failpoints.REQUEST_SENT,
    "statement_keep.before_commit",
    "statement_keep.after_commit",
    "clearing_catch_up.before_commit",
    "clearing_catch_up.after_commit",
]
FEE_POINTS = [failpoints.JOB_LEASED, "fee_take.before_commit", "fee_take.after_commit"]  # a month's fee
RETURN_POINTS = [  # of held money
    failpoints.JOB_LEASED,
    "batch_return.before_commit",
    "batch_return.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
]
BOUNCE_POINTS = [  # a paid wage stands in the bank's file of a later day, coming back (退票)
    failpoints.JOB_LEASED,
    "payment_bounce.before_commit",
    "payment_bounce.after_commit",
    "clearing_catch_up.before_commit",
    "clearing_catch_up.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # the line's own reversal and return
    "deliver.after_commit@1",
    "deliver.before_commit@2",
    "deliver.after_commit@2",
]
PAY_DAY_POINTS = [  # a business date opens for which a batch was approved
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    f"{failpoints.JOB_LEASED}@1",
    "deliver.before_commit@1",
    "deliver.after_commit@1",
    "deliver.before_commit@2",
    "deliver.after_commit@2",
    "batch_release.before_commit",
    "batch_release.after_commit",
    "batch_disburse.before_commit",
    "batch_disburse.after_commit",
    "batch_finish.before_commit",
]
INVITE_POINTS = [  # short messages to people who have not claimed yet
    failpoints.JOB_LEASED,
    "roster_invite.before_commit",
    "roster_invite.after_commit",
    "_message_record.before_commit",
    "_message_record.after_commit@2",
]
APPLICATION_POINTS = [  # what machines say of an enterprise's application
    failpoints.JOB_LEASED,
    "_count_try.before_commit",
    "_count_try.after_commit",
    failpoints.REQUEST_SENT,
    "_write_result.before_commit",
    "_write_result.after_commit",
    "_application_check_write.before_commit",
    "_application_check_write.after_commit",
]
REVERIFY_POINTS = [  # a year after an enterprise was certified
    failpoints.JOB_LEASED,
    "reverify_open.before_commit",
    "reverify_open.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit",
    "deliver.after_commit",
]
TELL_POINTS = [  # an announcement, two people at a time
    failpoints.JOB_LEASED,
    "_chunk_tell.before_commit",
    "_chunk_tell.after_commit@2",
    "_chunk_tell.before_commit@3",
    "_finish.before_commit",
    "_finish.after_commit",
]
IMPORT_POINTS = [  # a large file of wages, two lines at a time
    failpoints.JOB_LEASED,
    "_read_begin.before_commit",
    "_read_begin.after_commit",
    "_read_tell.before_commit",
    "_read_tell.after_commit",
    "_write_begin.before_commit",
    "_write_begin.after_commit",
    "_slice_write.before_commit@2",
    "_slice_write.after_commit@1",
    "_slice_write.after_commit@3",  # every line is written, and the batch is not settled
    "_read_end.before_commit",
    "_read_end.after_commit",
]
LOAN_FEED_POINTS = [  # the bank tells of loans that it has paid out
    failpoints.JOB_LEASED,
    failpoints.REQUEST_SENT,
    "loans_keep.before_commit",
    "loans_keep.after_commit",
]
LOAN_CLOSE_POINTS = [  # an issue of 同心宝 is full
    failpoints.JOB_LEASED,
    "issue_close.before_commit",
    "issue_close.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # its people are told
    "deliver.after_commit@1",
]
LOAN_LIST_POINTS = [  # a list is released, by which the enterprise buys for its people
    failpoints.JOB_LEASED,
    "entrusted_place.before_commit",
    "entrusted_place.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # its people are told
    "deliver.after_commit@1",
]
LOAN_SETTLE_POINTS = [  # the bank has confirmed its settlement
    failpoints.JOB_LEASED,
    "orders_settle.before_commit",
    "orders_settle.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # its people are told
    "deliver.after_commit@1",
]
LOAN_INTEREST_POINTS = [  # an interest date
    failpoints.JOB_LEASED,
    "dues_pay.before_commit",
    "dues_pay.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # its people are told
    "deliver.after_commit@1",
]
LOAN_REPAY_POINTS = [  # the day opens on which everything is paid back
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    f"{failpoints.JOB_LEASED}@1",
    "deliver.before_commit@1",
    "deliver.after_commit@1",
    "deliver.before_commit@3",
    "deliver.after_commit@3",
    "dues_pay.before_commit",
    "dues_pay.after_commit",
]
LOAN_MIDNIGHT_POINTS = [  # its step of the day close, in the day's own flow
    f"{point}@{close_part('tongxinbao.dues')}"
    for point in ("step_begin.after_commit", "step_work.before_commit", "step_work.after_commit")
]
WEALTH_DISPATCH_POINTS = [  # 15:00 has come: the day's orders go to the transfer agent
    failpoints.JOB_LEASED,
    failpoints.REQUEST_SENT,  # the agent has it, and we do not know
    "dispatch_note.before_commit",
    "dispatch_note.after_commit",
    "lease_end.before_commit",
    "lease_end.after_commit",
]
WEALTH_MORNING_POINTS = [  # prices and the day's income, confirmations, the money of redemptions
    failpoints.JOB_LEASED,
    f"{failpoints.REQUEST_SENT}@1",
    "prices_apply.before_commit",
    "prices_apply.after_commit",
    f"{failpoints.REQUEST_SENT}@2",
    "confirmations_apply.before_commit",
    "confirmations_apply.after_commit",
    "redemptions_pay.before_commit@2",
    "redemptions_pay.after_commit@2",
    "lease_end.before_commit",
    "lease_end.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # its people are told
    "deliver.after_commit@1",
]
WEALTH_PAYOUT_POINTS = [  # a fixed term has come to its maturity: every holder is paid, and it ends
    f"{failpoints.REQUEST_SENT}@2",
    "distributions_apply.before_commit",
    "distributions_apply.after_commit",
    "redemptions_pay.before_commit",
]
WEALTH_PLAN_POINTS = [  # a day opens on which a 定投 is due
    failpoints.JOB_LEASED,
    "autoinvest_run.before_commit",
    "autoinvest_run.after_commit",
    "lease_end.before_commit",
    "lease_end.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",  # its person is told
    "deliver.after_commit@1",
]
WEALTH_PAYDAY_POINTS = [  # a wage has come, of which a share is bought
    failpoints.JOB_LEASED,
    "payday_run.before_commit",
    "payday_run.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",
    "deliver.after_commit@1",
]
WEALTH_SWEEP_POINTS = [  # the hour has come at which idle money is swept
    failpoints.JOB_LEASED,
    "sweep_run.before_commit",
    "sweep_run.after_commit",
    "lease_end.before_commit",
    "lease_end.after_commit",
    failpoints.EVENTS_TAKEN,
    failpoints.EVENTS_RELAYED,
    "deliver.before_commit@1",
    "deliver.after_commit@1",
]
WEALTH_DEEDS = (  # of a person, by key
    "purchase_place",
    "redemption_place",
    "quick_redeem",
    "conversion_place",
    "dividend_choose",
)
RELAY_POINTS = [failpoints.EVENTS_TAKEN, failpoints.JOBS_MARKED, failpoints.JOB_WOKEN]  # of the real relay
FLOWS = {
    "own bank": [*OWN_POINTS, *AFTERWARDS],
    "other bank": OTHER_POINTS,
    "deeds": [failpoints.KEY_WRITTEN, *(f"batch_{verb}.{moment}" for verb in DEEDS for moment in DEED_MOMENTS[1:])],
    "lapse": LAPSE_POINTS,
    "identity check": CHECK_POINTS,
    "day close": DAY_POINTS,
    "clearing": CLEARING_POINTS,
    "held return": RETURN_POINTS,
    "fee": FEE_POINTS,
    "bounce": BOUNCE_POINTS,
    "pay day": PAY_DAY_POINTS,
    "invitations": INVITE_POINTS,
    "application check": APPLICATION_POINTS,
    "re-verification": REVERIFY_POINTS,
    "announcement": TELL_POINTS,
    "import": IMPORT_POINTS,
    "loan order": [failpoints.KEY_WRITTEN, *(f"order_place.{moment}" for moment in DEED_MOMENTS[1:])],
    "loan feed": LOAN_FEED_POINTS,
    "loan close": LOAN_CLOSE_POINTS,
    "loan list": LOAN_LIST_POINTS,
    "loan settlement": LOAN_SETTLE_POINTS,
    "loan interest": LOAN_INTEREST_POINTS,
    "loan repayment": LOAN_REPAY_POINTS,
    "wealth deeds": [
        failpoints.KEY_WRITTEN,
        *(f"{deed}.{moment}" for deed in WEALTH_DEEDS for moment in DEED_MOMENTS[1:]),
    ],
    "wealth dispatch": WEALTH_DISPATCH_POINTS,
    "wealth morning": WEALTH_MORNING_POINTS,
    "wealth payout": WEALTH_PAYOUT_POINTS,
    "wealth plans": WEALTH_PLAN_POINTS,
    "wealth payday": WEALTH_PAYDAY_POINTS,
    "wealth sweep": WEALTH_SWEEP_POINTS,
    "relay": RELAY_POINTS,
    "heads": [failpoints.HEADS_WRITTEN],  # tests/ledger/test_seal_heads.py
}


def tried(flow: str = "") -> set[str]:
    """The names of the points at which a flow, or any flow, is killed."""
    return {point.partition("@")[0] for name, points in FLOWS.items() if flow in ("", name) for point in points}
