"""What transfers do when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.day_check import under_way_report

STEPS = (Step("transfers.under_way", "本人转账在途", Phase.CHECK, under_way_report),)
