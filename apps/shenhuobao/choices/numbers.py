"""The dated numbers of 申活宝, those that are the same for every product (WM-1, WM-8, WM-11, WM-13)."""

from apps.core import params

ATTEMPTS_DAY = params.define(
    "shenhuobao.attempts_day", "count", "风险测评:一人每日最多测评次数", rule="WM-1", is_statutory=True
)
ATTEMPTS_YEAR = params.define(
    "shenhuobao.attempts_year", "count", "风险测评:一人十二个月内最多测评次数", rule="WM-1", is_statutory=True
)
ELDER_AGE = params.define("shenhuobao.elder_age", "count", "理财:满多少周岁须特别关注", rule="WM-1", is_statutory=True)
QUICK_DAY = params.define(
    "shenhuobao.quick_day", "fen", "快赎:一人、一只产品、一个自然日的上限", rule="WM-8", is_statutory=True
)
LARGE_PERCENT = params.define(
    "shenhuobao.large_percent", "percent", "巨额赎回:净赎回超过上一日总份额的百分之几", rule="WM-11"
)
PLAN_FAILURES = params.define("shenhuobao.plan_failures", "count", "定投:连续扣款失败几次后自动终止", rule="WM-13")
QUICK_TOTAL = params.define("shenhuobao.quick_total", "fen", "快赎:一只产品的垫款总额", rule="WM-8")
READ_SECONDS = params.define("shenhuobao.read_seconds", "count", "购买前最短阅读秒数", rule="WM-5")
CARE_SECONDS = params.define("shenhuobao.care_seconds", "count", "特别关注客户购买前最短阅读秒数", rule="WM-1")
