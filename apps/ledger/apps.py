from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "apps.ledger"
    label = "ledger"

    def ready(self) -> None:
        from apps.core import seal

        journal = (
            "id", "idempotency_key", "body_hash", "kind", "summary", "asset", "business_date", "value_date", "batch_id",
            "reverses_id", "approval_id", "created_at",
            # the legs, in order: an entry belongs to its journal and is sealed with it
            "(SELECT string_agg(concat_ws(',', e.leg, e.account_id, e.amount, e.balance_after, e.version, e.line_id),"
            " ';' ORDER BY e.leg) FROM ledger_entry e WHERE e.journal_id = ledger_journal.id)",
        )  # fmt: skip
        seal.register("ledger", "ledger_journal", journal)
