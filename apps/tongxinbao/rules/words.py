"""Words that never stand beside an issue (TX-4, TX-8): they would make a loan among colleagues look like a deposit,
a wealth product, or something that the bank answers for."""

from apps.core.wording import Wording

from ..choices import BANNER

# Of TX-8: promises that nobody gives. Of TX-4: the words of deposits and wealth products.
PROMISES = (
    "保本",
    "保息",
    "保收益",
    "银行担保",
    "银行兜底",
    "安全可靠",
    "绝对安全",
    "零风险",
    "无风险",
    "稳赚",
    "刚兑",
    "刚性兑付",
    "垫付",
)
FOREIGN = ("收益", "兑付", "理财", "存款产品", "储蓄", "认购火爆", "抢购", "限时")
BANNED = PROMISES + FOREIGN
# The banner itself, and saying that the bank pays nothing in advance, are no fault.
banned_in = Wording(BANNED, (BANNER, "不垫付", "不得垫付")).banned_in
