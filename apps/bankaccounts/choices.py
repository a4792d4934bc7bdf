"""The dated numbers of the accounts' rules, and the words of their audit trail."""

from dataclasses import dataclass

from apps.core import params
from apps.notify.contracts import Category, NoticeKind

OWN_BINS = params.define("bankaccounts.own_bins", "bins", "本行卡号段", rule="ID-4")
CLASS_TWO_COUNT = params.define("bankaccounts.class_two_count", "count", "同一客户II类户上限", rule="§2")
CLASS_THREE_COUNT = params.define("bankaccounts.class_three_count", "count", "同一客户III类户上限", rule="§2")

OTHER_BANK_BINS = params.define("daifutong.other_bank_bins", "routes", "跨行卡号段与支付系统行号", rule="ID-4")
SLEEP_MONTHS = params.define("bankaccounts.sleep_months", "count", "开户后未使用即暂停非柜面业务的月数", rule="AC-6")
CARD_COUNT = params.define("bankaccounts.card_count", "count", "每人可绑定的银行卡张数", rule="RC-3")
BINDING_TRIES = params.define(
    "bankaccounts.binding_tries", "count", "一日内核验银行卡几次即提示客户并转人工", rule="RC-3"
)
CONFIRMATION_DAY = params.define(
    "bankaccounts.confirmation_day", "count", "企业完成上月对账确认的期限(每月几日)", rule="RET-1"
)
CARD_SINGLE = params.define("bankaccounts.card_single", "fen", "绑定卡转入授权:单笔上限", rule="RC-1")
CARD_DAY = params.define("bankaccounts.card_day", "fen", "绑定卡转入授权:每日上限", rule="RC-1")


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry as holders tell them apart, by how the kinds of their journals begin."""

    label: str
    prefixes: tuple[str, ...] = ()


OTHER_KIND = "other"
ENTRY_KINDS = {
    "wages": EntryKind("工资代发", ("daifutong.",)),
    "transfer": EntryKind("转入转出", ("transfers.",)),
    "interest": EntryKind("利息", ("close.interest", "ledger.closing_interest")),
    OTHER_KIND: EntryKind("其他"),
}

NOTICE_KINDS = {
    "bankaccounts.confirmation": NoticeKind(Category.ACCOUNT, "office"),
    "bankaccounts.binding": NoticeKind(Category.SECURITY, "mobile"),
}
AUDIT_SUBJECTS = {
    "bankaccounts.account": "账户",
    "bankaccounts.bound_card": "绑定卡",
    "bankaccounts.confirmation": "对账确认",
    "bankaccounts.receipt": "回单",
    "bankaccounts.statement": "对账单",
}
AUDIT_ACTIONS = {
    "bankaccounts.confirmation.agreed": "确认对账相符",
    "bankaccounts.confirmation.differed": "提出对账不符",
    "bankaccounts.bound_card.checked": "核验绑定卡",
    "bankaccounts.bound_card.watched": "一日内多次核验银行卡,已提示客户并转人工",
    "bankaccounts.bound_card.bound": "绑定银行卡",
    "bankaccounts.bound_card.renewed": "重新签署绑定卡转入授权",
    "bankaccounts.bound_card.unbound": "解绑银行卡",
    "bankaccounts.account.opened": "开立账户",
    "bankaccounts.account.rebound": "更换II类户的绑定账户",
    "bankaccounts.account.frozen": "冻结账户",
    "bankaccounts.account.unfrozen": "解除冻结",
    "bankaccounts.account.payment_stopped": "止付账户",
    "bankaccounts.account.payment_allowed": "解除止付",
    "bankaccounts.account.self_stopped": "本人紧急止付账户",
    "bankaccounts.account.self_allowed": "本人解除紧急止付",
    "bankaccounts.account.loss_reported": "挂失账户",
    "bankaccounts.account.found": "解除挂失",
    "bankaccounts.account.made_dormant": "账户转久悬",
    "bankaccounts.account.reactivated": "激活账户",
    "bankaccounts.account.closed": "账户销户",
    "bankaccounts.receipt.issued": "开具回单",
    "bankaccounts.statement.issued": "出具对账单",
}
