"""An account ends with its interest: paid before it closes, and no row of a day follows."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


def text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_daywork")]
    operations = [
        # As it reads now: an account that is closed keeps no fraction of a 分. Nothing to undo.
        migrations.RunSQL(text("interest.drop") + text("interest"), migrations.RunSQL.noop),
        migrations.RunSQL(text("closing"), text("closing.drop")),
    ]
