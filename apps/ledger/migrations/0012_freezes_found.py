"""An account's freezes are found among few rows, not among all its holds or all that the bank holds open."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


def text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_vat_account")]
    operations = [
        migrations.AddIndex(
            "hold",
            models.Index(fields=["account", "number"], condition=models.Q(is_freeze=True), name="ledger_hold_freezes"),
        ),
        migrations.RemoveIndex("hold", "ledger_hold_running_out"),
        migrations.AddIndex(
            "hold",
            models.Index(
                fields=["expires_at"],
                condition=models.Q(is_open=True, expires_at__isnull=False),
                name="ledger_hold_running_out",
            ),
        ),
        # As it reads now: what a hold still holds is looked for only where a leg takes less than all. Nothing to undo.
        migrations.RunSQL(text("holds.drop") + text("holds"), migrations.RunSQL.noop),
    ]
