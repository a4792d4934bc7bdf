"""The guards and the posting functions (apps/ledger/sql), and the tables that nobody may change."""

from pathlib import Path

from django.db import migrations

from apps.core.db import append_only_sql

SQL = Path(__file__).resolve().parent.parent / "sql"


def script(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"{name}.sql").read_text(), (SQL / f"{name}.drop.sql").read_text())


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]
    operations = [
        migrations.RunSQL(*append_only_sql("ledger_journal")),
        migrations.RunSQL(*append_only_sql("ledger_entry")),
        migrations.RunSQL(*append_only_sql("ledger_holdevent")),
        migrations.RunSQL(*append_only_sql("ledger_hotfold")),
        migrations.RunSQL(*append_only_sql("ledger_batchrefusal")),
        script("guards"),
        script("holds"),
        script("hot"),
        script("posting"),
    ]
