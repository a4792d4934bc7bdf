"""Words that never stand beside a wealth product (WM-6): promises, forecasts, rankings, and the words of deposits."""

from apps.core.wording import Wording

PROMISES = (
    "保本",
    "保息",
    "保收益",
    "保证收益",
    "保证本金",
    "承诺收益",
    "银行担保",
    "银行兜底",
    "零风险",
    "无风险",
    "安全可靠",
    "绝对安全",
    "稳健",
    "稳赚",
    "刚兑",
    "刚性兑付",
)
FORECASTS = ("预期收益", "预期年化", "预计收益", "预测收益", "目标收益", "最高收益")
PRESSING = ("排名第一", "业绩领先", "最佳业绩", "抢购", "限时", "秒杀", "认购火爆")
DEPOSITS = ("储蓄", "存款产品", "等同存款", "存款利率", "存款替代")
BANNED = PROMISES + FORECASTS + PRESSING + DEPOSITS
# What denies the promise is no fault; 稳健型 is the name of a level of people (C2).
_ALLOWED = (
    "理财非存款",
    "不保本",
    "非保本",
    "不保证本金",
    "不保证收益",
    "不保证本金和收益",
    "不承诺收益",
    "不承诺保本",
    "并非无风险",
    "不是无风险",
    "稳健型",
)

banned_in = Wording(BANNED, _ALLOWED).banned_in
