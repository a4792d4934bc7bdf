"""The books by day: which day may be posted on, the balances at its end, the proof of its close."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from apps.core.db import append_only_sql

SQL = Path(__file__).resolve().parent.parent / "sql"


def script(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"{name}.sql").read_text(), (SQL / f"{name}.drop.sql").read_text())


class Migration(migrations.Migration):
    dependencies = [("core", "0005_bank_day"), ("ledger", "0004_house_accounts")]

    operations = [
        migrations.CreateModel(
            name="DayProof",
            fields=[
                ("business_date", models.DateField(primary_key=True, serialize=False)),
                ("journals", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("accounts", models.BigIntegerField()),
                ("turnover", models.JSONField()),
                ("figures", models.JSONField()),
                ("digest", models.BinaryField(max_length=32)),
                ("proved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "business_date", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_date", models.DateField()),
                ("balance", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["business_date"], name="ledger_snapshot_day")]},
        ),
        migrations.RunSQL(*append_only_sql("ledger_snapshot")),
        migrations.RunSQL(*append_only_sql("ledger_dayproof")),
        script("day"),
        script("proof"),
    ]
