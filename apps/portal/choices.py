"""The prices that everybody may read, by group."""

from apps.core import params

FEE_GROUPS = (
    (
        "代付通(企业支付)",
        (
            "daifutong.fee_own",  # the payroll's own, which its contracts keep to
            "daifutong.fee_other",
        ),
    ),
    (
        "账户与回单(个人)",
        (
            params.define("portal.fee_account", "fen", "账户管理,每年", rule="ID-1"),
            params.define("portal.fee_receipt", "fen", "电子回单,每份", rule="ID-1"),
            params.define("portal.fee_sms", "fen", "短信提醒,每月", rule="PL-2"),
        ),
    ),
)
