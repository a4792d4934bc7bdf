"""Row differences of accounts, without their numbers."""

import simple_history.models
from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("bankaccounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalBankAccount",
            fields=[
                ("id", models.UUIDField(db_index=True, default=apps.core.ids.new_id, editable=False)),
                ("tail4", models.CharField(max_length=4)),
                (
                    "holder_kind",
                    models.CharField(choices=[("person", "person"), ("enterprise", "enterprise")], max_length=10),
                ),
                ("holder_id", models.UUIDField()),
                ("holder_name", models.CharField(max_length=120)),
                (
                    "account_class",
                    models.CharField(
                        choices=[("I", "I类户"), ("II", "II类户"), ("III", "III类户"), ("CORPORATE", "单位结算账户")],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("NORMAL", "正常"),
                            ("FROZEN", "冻结"),
                            ("STOP_PAYMENT", "止付"),
                            ("DORMANT", "久悬"),
                            ("LOST", "挂失"),
                            ("CLOSED", "已销户"),
                        ],
                        default="NORMAL",
                        max_length=12,
                    ),
                ),
                ("is_face_verified", models.BooleanField()),
                ("ledger_account_id", models.UUIDField(db_index=True)),
                ("unit_path", models.CharField(max_length=60)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("history_user_id", models.UUIDField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical bank account",
                "verbose_name_plural": "historical bank accounts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
