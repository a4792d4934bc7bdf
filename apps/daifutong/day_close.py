"""What the payroll does when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.day_check import half_settled_check

STEPS = (Step("daifutong.half_settled", "代发在途核对", Phase.CHECK, half_settled_check),)
