"""An event moves its hold and its account in one statement."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_freezes_found")]
    operations = [
        # As it reads now. Nothing to undo.
        migrations.RunSQL(
            (SQL / "holds.drop.sql").read_text() + (SQL / "holds.sql").read_text(), migrations.RunSQL.noop
        ),
    ]
