"""What the bank sets by dated parameters: bounds of an issue, of an order, of what is waited for (TX-3 to TX-30)."""

from apps.core import params

NEW_ISSUE_ENABLED = params.define("tongxinbao.new_issue_enabled", "flag", "同心宝:是否受理新的发行", rule="TX-10")
POLICY_MULTIPLE = params.define(
    "tongxinbao.policy_multiple", "count", "同心宝:约定年利率不超过 LPR 的倍数", rule="TX-6"
)
LENDER_CAP = params.define("tongxinbao.lender_cap", "count", "同心宝:一家企业同时出借的员工人数上限", rule="TX-7")
MIN_ORDER = params.define("tongxinbao.min_order", "fen", "同心宝:最低认购金额", rule="TX-20")
ORDER_STEP = params.define("tongxinbao.order_step", "fen", "同心宝:认购金额递增单位", rule="TX-20")
PERSON_MAX = params.define("tongxinbao.person_max", "fen", "同心宝:每人认购上限", rule="TX-20")
PERSON_SHARE = params.define("tongxinbao.person_share", "percent", "同心宝:每人认购占发行规模的上限", rule="TX-20")
ISSUE_MAX = params.define("tongxinbao.issue_max", "fen", "同心宝:单次发行规模上限", rule="TX-20")
ASSET_SHARE = params.define("tongxinbao.asset_share", "percent", "同心宝:存量占经审计净资产的上限", rule="TX-20")
TERM_MIN = params.define("tongxinbao.term_min", "days", "同心宝:最短期限", rule="TX-20")
TERM_MAX = params.define("tongxinbao.term_max", "days", "同心宝:最长期限", rule="TX-20")
RAISE_DAYS = params.define("tongxinbao.raise_days", "days", "同心宝:募集期最长天数", rule="TX-20")
MIN_RATIO = params.define("tongxinbao.min_ratio", "percent", "同心宝:成立所需的最低募集比例", rule="TX-20")
HIRED_DAYS = params.define("tongxinbao.hired_days", "days", "同心宝:认购前须入职满的天数", rule="TX-3")
LOAN_DAYS = params.define("tongxinbao.loan_days", "days", "同心宝:贷款发放后多少天内不得以该笔资金认购", rule="TX-5")
EARLY_WORKDAYS = params.define("tongxinbao.early_workdays", "days", "同心宝:提前还款须提前通知的工作日", rule="TX-25")
DEFAULT_DAYS = params.define("tongxinbao.default_days", "days", "同心宝:逾期超过多少天可认定违约", rule="TX-26")
ARCHIVE_DAYS = params.define("tongxinbao.archive_days", "days", "同心宝:了结后多少天归档", rule="TX-30")
SUGGESTED_SHARE = params.define(
    "tongxinbao.suggested_share", "percent", "同心宝:建议规模占近十二个月代发工资的比例", rule="TX-20"
)
