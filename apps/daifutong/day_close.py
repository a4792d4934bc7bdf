"""What the payroll does when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.day_check import half_settled_check
from .services.funding_remind import funding_remind

STEPS = (
    Step("daifutong.half_settled", "代发在途核对", Phase.CHECK, half_settled_check),
    Step("daifutong.funding", "代发备款提醒", Phase.WORK, funding_remind),
)
