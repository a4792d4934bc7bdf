"""What the books do when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .rules import is_interest_day
from .services.clearing_reconcile import accounts_reconcile, files_fetch
from .services.day_steps import day_drained, day_prove, drain, hot_folded, snapshots_take
from .services.interest_steps import PAY_PARTS, interest_accrue, interest_pay

STEPS = (
    Step("ledger.drain", "等待截点前交易结束", Phase.DRAIN, day_drained, wait=drain),
    Step("ledger.interest_pay", "活期结息", Phase.BOOKS, interest_pay, partitions=PAY_PARTS, is_due=is_interest_day),
    Step("ledger.interest", "活期计息", Phase.BOOKS, interest_accrue),
    Step("ledger.fold", "热点账户归并", Phase.BOOKS, hot_folded),
    Step("ledger.snapshots", "日终余额", Phase.BOOKS, snapshots_take),
    Step("ledger.clearing", "清算对账", Phase.PROOF, accounts_reconcile, wait=files_fetch),
    Step("ledger.proof", "总分平账", Phase.PROOF, day_prove),
)
