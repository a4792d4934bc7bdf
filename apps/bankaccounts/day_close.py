"""What accounts do when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.accounts_sleep import accounts_sleep

STEPS = (Step("bankaccounts.sleep", "长期不用账户", Phase.WORK, accounts_sleep),)
