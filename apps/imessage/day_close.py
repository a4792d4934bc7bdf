"""What conversations do when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.bodies_expire import bodies_expire
from .services.complaints_close_day import complaints_close_day
from .services.warrant_close import readings_expire

STEPS = (
    Step("imessage.complaints", "消费投诉提醒与办结", Phase.WORK, complaints_close_day),
    Step("imessage.readings", "结束到期的会话调阅", Phase.WORK, readings_expire),
    Step("imessage.bodies", "清除保存期满的会话内容", Phase.WORK, bodies_expire),
)
