"""The case desk."""

from django.db import migrations, models

import apps.cases.choices
import apps.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("title", models.CharField(max_length=80)),
                ("detail", models.CharField(max_length=300)),
                ("unit_path", models.CharField(max_length=60)),
                ("enterprise_id", models.UUIDField(null=True)),
                ("owner_person_id", models.UUIDField(null=True)),
                ("owner_display", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (apps.cases.choices.CaseState["OPEN"], "处理中"),
                            (apps.cases.choices.CaseState["CLOSED"], "已办结"),
                        ],
                        default=apps.cases.choices.CaseState["OPEN"],
                        max_length=8,
                    ),
                ),
                ("resolution", models.CharField(blank=True, max_length=300)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["unit_path", "opened_at"], name="cases_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "OPEN")),
                            models.Q(("closed_at__isnull", False), ("state", "CLOSED")),
                            _connector="OR",
                        ),
                        name="cases_state",
                    )
                ],
            },
        ),
    ]
