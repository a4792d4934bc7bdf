"""Words of the port: what its audit rows say."""

# The audit row of each move of a payment.
MOVE_ACTIONS = {
    "intend": "corebank.payment.intended",
    "send": "corebank.payment.sent",
    "not_sent": "corebank.payment.taken_back",
    "succeed": "corebank.payment.succeeded",
    "fail": "corebank.payment.failed",
    "doubt": "corebank.payment.doubted",
    "cancel": "corebank.payment.cancelled",
    "bounce": "corebank.payment.bounced",
}

AUDIT_ACTIONS = {
    "corebank.payment.intended": "登记了跨行支付指令",
    "corebank.payment.sent": "发出了跨行支付指令",
    "corebank.payment.taken_back": "银行系统无法连接,跨行支付指令未发出",
    "corebank.payment.succeeded": "跨行支付成功",
    "corebank.payment.failed": "跨行支付失败",
    "corebank.payment.doubted": "跨行支付状态未知,等待查询",
    "corebank.payment.cancelled": "撤销了未发出的跨行支付指令",
    "corebank.payment.bounced": "收款银行退回了跨行支付(退票)",
    "corebank.statement.fetched": "取得了清算账户日终对账单",
    "corebank.loans.fetched": "取得了贷款发放信息",
}
AUDIT_SUBJECTS = {"corebank.payment": "跨行支付", "corebank.statement": "清算对账单", "corebank.loans": "贷款发放信息"}
AUDIT_STATES = {
    "corebank.payment": {
        "INTENT": "待发送",
        "SENT": "已发送",
        "SUCCEEDED": "成功",
        "FAILED": "失败",
        "UNKNOWN": "状态未知",
        "CANCELLED": "未发出,已撤销",
        "BOUNCED": "成功后被退票",
    }
}
