from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "apps.ledger"
    label = "ledger"

    def ready(self) -> None:
        from apps.core import seal, sweeps

        from .services.clearing_suspend import kinds_register
        from .services.hold_place import holds_expire
        from .services.hot_fold import hot_fold

        kinds_register()
        sweeps.register("ledger.hot_fold", hot_fold, seconds=5)
        sweeps.register("ledger.holds_expire", holds_expire, seconds=15)

        from .contracts import LEG_SHOWN, VOUCHER_SHOWN

        hold = (  # what a hold was placed with; the rest of its row follows its events
            "(SELECT ROW(h.idempotency_key, h.body_hash, h.account_id, h.number, h.kind, h.is_freeze, h.yields,"
            " h.wanted, h.subject_kind, h.subject_id, h.expires_at, h.placed_at)"
            " FROM ledger_hold h WHERE h.id = hold_id)"
        )
        seal.register(
            seal.Stream(
                "ledger",
                "ledger_journal",
                shown=VOUCHER_SHOWN,
                kept=("idempotency_key", "batch_id", "reverses_id", "approval_id"),
                at="created_at",
                blind="body_hash",
                parts=seal.Parts(
                    "ledger_entry",
                    parent="journal_id",
                    order="leg",
                    shown=LEG_SHOWN,
                    kept=("account_id", "balance_after", "version", "line_id"),
                ),
            )
        )
        seal.register(
            seal.Stream(
                "ledger.holds",
                "ledger_holdevent",
                shown=("hold_id", "number"),
                kept=("kind", "delta", "held_after", "closes", "journal_id", "at", hold),
                order="hold_id, number",
            )
        )
