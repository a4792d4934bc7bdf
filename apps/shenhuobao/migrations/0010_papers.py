from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("shenhuobao", "0009_conversions_and_large"),
    ]

    operations = [
        migrations.CreateModel(
            name="WealthPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField()),
                ("unit_path", models.CharField(max_length=60)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("closing_fen", models.BigIntegerField()),
                ("gain_fen", models.BigIntegerField()),
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("code", models.CharField(db_collation="C", max_length=16, unique=True)),
                ("prints", models.PositiveIntegerField(default=0)),
                ("issued_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "first", "last", "digest"), name="shenhuobao_paper_content"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9A-Z]{16}$")), name="shenhuobao_paper_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="shenhuobao_paper_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))), name="shenhuobao_paper_period"
                    ),
                ],
            },
        ),
    ]
