"""The clearing accounts beside the bank's day-end file."""

from pathlib import Path

from django.db import migrations, models

import apps.core.ids
import apps.ledger.choices
from apps.core.db import append_only_sql

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_interest"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClearingDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "gl_code", "business_date", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("gl_code", models.CharField(max_length=10)),
                ("business_date", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (apps.ledger.choices.ClearingState["WAITING"], "尚未对账"),
                            (apps.ledger.choices.ClearingState["RECONCILED"], "已对账"),
                        ],
                        max_length=10,
                    ),
                ),
                ("matched", models.IntegerField(default=0)),
                ("differences", models.IntegerField(default=0)),
                ("gap", models.BigIntegerField(default=0)),
                ("waiting_since", models.DateTimeField()),
                ("reconciled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ClearingResult",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("gl_code", models.CharField(max_length=10)),
                ("business_date", models.DateField()),
                ("reference", models.CharField(db_collation="C", max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (apps.ledger.choices.ClearingKind["MATCHED"], "相符"),
                            (apps.ledger.choices.ClearingKind["OURS_ONLY"], "我方有,对方无"),
                            (apps.ledger.choices.ClearingKind["THEIRS_ONLY"], "对方有,我方无"),
                            (apps.ledger.choices.ClearingKind["AMOUNT"], "金额不符"),
                            (apps.ledger.choices.ClearingKind["DUPLICATE"], "笔数不符"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ours", models.BigIntegerField()),
                ("ours_count", models.IntegerField()),
                ("theirs", models.BigIntegerField()),
                ("theirs_count", models.IntegerField()),
                ("follows", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "MATCHED"), _negated=True),
                        fields=["business_date"],
                        name="ledger_clearing_differences",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("gl_code", "reference", "business_date"), name="ledger_clearing_reference"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "MATCHED"), ("ours", models.F("theirs"))),
                            models.Q(
                                models.Q(("kind", "MATCHED"), _negated=True),
                                models.Q(("ours", models.F("theirs")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_clearing_matched",
                    ),
                ],
            },
        ),
        migrations.RunSQL(*append_only_sql("ledger_clearingresult")),
        migrations.RunSQL((SQL / "clearing.sql").read_text(), (SQL / "clearing.drop.sql").read_text()),
    ]
