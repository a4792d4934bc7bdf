"""The bank's day-end files of the clearing accounts."""

import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids
from apps.core.db import append_only_sql


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_append_only"),
        ("corebank", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoreStatement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("account", models.CharField(max_length=10)),
                ("business_date", models.DateField()),
                ("number", models.CharField(max_length=64)),
                ("opening", models.BigIntegerField()),
                ("closing", models.BigIntegerField()),
                ("entry_count", models.PositiveIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                ("fetched_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "business_date"), name="corebank_statement_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="CoreStatementEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "statement_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("reference", models.CharField(db_collation="C", max_length=64)),
                ("bank_reference", models.CharField(blank=True, max_length=64)),
                ("amount", models.BigIntegerField()),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="corebank.corestatement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="corebank_statement_amount"
                    )
                ],
            },
        ),
        migrations.RunSQL(*append_only_sql("corebank_corestatement")),
        migrations.RunSQL(*append_only_sql("corebank_corestatemententry")),
    ]
