"""A day's interest, balances and proof are written by the work of its close alone."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("core", "0007_bank_day_moves"), ("ledger", "0008_suspense")]
    operations = [migrations.RunSQL((SQL / "daywork.sql").read_text(), (SQL / "daywork.drop.sql").read_text())]
