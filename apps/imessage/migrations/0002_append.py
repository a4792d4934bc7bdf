"""The door of a conversation (append.sql), and rows that nobody changes."""

from pathlib import Path

from django.db import migrations

from apps.core.db import append_only_sql

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("imessage", "0001_initial")]

    operations = [
        migrations.RunSQL(*append_only_sql("imessage_message")),
        migrations.RunSQL((SQL / "append.sql").read_text(), (SQL / "append.drop.sql").read_text()),
    ]
