import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    """What enterprises have said of the columns of their files (PY-2)."""

    dependencies = [
        ("daifutong", "0006_payslip_items_and_replies"),
        ("members", "0003_api_credential_revoke"),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("signature", models.CharField(max_length=64)),
                ("places", models.JSONField()),
                ("person_id", models.UUIDField()),
                ("mapped_at", models.DateTimeField()),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.enterprise",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("enterprise", "signature"), name="daifutong_columns_once")
                ],
            },
        ),
    ]
