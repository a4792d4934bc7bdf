"""What conversations do when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.bodies_expire import bodies_expire
from .services.warrant_close import readings_expire

STEPS = (
    Step("imessage.readings", "结束到期的会话调阅", Phase.WORK, readings_expire),
    Step("imessage.bodies", "清除保存期满的会话内容", Phase.WORK, bodies_expire),
)
