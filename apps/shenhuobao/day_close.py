"""What 申活宝 does when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.day_orders_close import agents_settle, agents_settled, day_orders_close
from .services.sweep_run import sweeps_settle, sweeps_settled

STEPS = (
    Step("shenhuobao.agents", "登记机构文件", Phase.CHECK, agents_settled, wait=agents_settle),
    Step("shenhuobao.sweeps", "利民宝转入", Phase.CHECK, sweeps_settled, wait=sweeps_settle),
    Step("shenhuobao.orders", "理财交易汇总", Phase.WORK, day_orders_close),
)
