"""What 同心宝 does when a day closes (apps.core.bankday)."""

from apps.core.bankday import Phase, Step

from .services.dues_close import dues_close

STEPS = (Step("tongxinbao.dues", "企业借款还本付息", Phase.WORK, dues_close),)
