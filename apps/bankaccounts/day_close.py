"""What accounts do when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.accounts_sleep import accounts_sleep
from .services.confirmation_remind import confirmations_remind

STEPS = (
    Step("bankaccounts.sleep", "长期不用账户", Phase.WORK, accounts_sleep),
    Step("bankaccounts.confirmations", "对账确认提醒", Phase.WORK, confirmations_remind),
)
