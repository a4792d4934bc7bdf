"""Forms and roles that the tables of several surfaces speak of."""

ALL_OFFICE = "office"
READS_BATCHES = "maker checker authoriser hr"
PRINTS = "maker checker authoriser pay"  # receipts of what was paid
READS_ACCOUNTS = "maker checker authoriser admin"  # of the enterprise: what it holds
KEY = {"idempotency_key": "k"}
CONFIRMED = KEY | {"warnings_confirmed": "yes"}  # the batches of the stage are all alike
SENT = KEY | {"digest": "0" * 64, "reason": "金额不对"}
