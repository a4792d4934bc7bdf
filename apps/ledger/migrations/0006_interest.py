"""Demand interest: which codes bear it, what each account has earned, day by day, and what it got."""

import csv
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from apps.core.db import append_only_sql

SQL = Path(__file__).resolve().parent.parent / "sql"


OWED = """
SELECT ledger_open_account(
    gen_random_uuid(), 'bank', '00000000-0000-0000-0000-000000000000', '2231', 'CNY', DATE '2014-01-01');
"""
GONE = """
SET LOCAL session_replication_role = replica;
DELETE FROM ledger_account WHERE owner_kind = 'bank' AND gl_code = '2231' AND version = 0;
SET LOCAL session_replication_role = origin;
"""


def mark(apps, schema_editor):
    with (settings.BASE_DIR / "fixtures" / "chart_of_accounts.csv").open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file) if row["bears_interest"] == "true"]
    apps.get_model("ledger", "GlAccount").objects.filter(code__in=codes).update(bears_interest=True)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_bank_day")]

    operations = [
        migrations.AddField(
            model_name="glaccount",
            name="bears_interest",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Accrual",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "business_date", "account_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_date", models.DateField()),
                ("rate_ppm", models.IntegerField()),
                ("product", models.BigIntegerField()),
                ("fen", models.BigIntegerField()),
                ("accrued", models.BigIntegerField()),
                ("carry", models.IntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InterestPaid",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "business_date", "account_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_date", models.DateField()),
                ("fen", models.BigIntegerField()),
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
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.RunSQL(OWED, GONE),
        migrations.RunSQL(*append_only_sql("ledger_accrual")),
        migrations.RunSQL(*append_only_sql("ledger_interestpaid")),
        migrations.RunSQL((SQL / "interest.sql").read_text(), (SQL / "interest.drop.sql").read_text()),
    ]
