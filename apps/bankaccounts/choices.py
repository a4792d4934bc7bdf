"""The dated numbers of the accounts' rules, and the words of their audit trail."""

from apps.core import params

OWN_BINS = params.define("bankaccounts.own_bins", "bins", "本行卡号段", rule="ID-4")
CLASS_TWO_COUNT = params.define("bankaccounts.class_two_count", "count", "同一客户II类户上限", rule="§2")
CLASS_THREE_COUNT = params.define("bankaccounts.class_three_count", "count", "同一客户III类户上限", rule="§2")

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else
CODE_LENGTH = 16  # of the verification code of a receipt (PY-12) or a statement: 80 bits

AUDIT_SUBJECTS = {"bankaccounts.account": "账户", "bankaccounts.receipt": "回单", "bankaccounts.statement": "对账单"}
AUDIT_ACTIONS = {
    "bankaccounts.account.opened": "开立账户",
    "bankaccounts.account.frozen": "冻结账户",
    "bankaccounts.account.unfrozen": "解除冻结",
    "bankaccounts.account.payment_stopped": "止付账户",
    "bankaccounts.account.payment_allowed": "解除止付",
    "bankaccounts.account.loss_reported": "挂失账户",
    "bankaccounts.account.found": "解除挂失",
    "bankaccounts.account.made_dormant": "账户转久悬",
    "bankaccounts.account.reactivated": "激活账户",
    "bankaccounts.account.closed": "账户销户",
    "bankaccounts.receipt.issued": "开具回单",
    "bankaccounts.statement.issued": "出具对账单",
}
