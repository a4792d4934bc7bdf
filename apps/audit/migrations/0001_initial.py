"""The audit trail, append-only from its first row."""

from django.db import migrations, models

import apps.core.db
from apps.core.db import append_only_sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0002_tables")]

    operations = [
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("xact", apps.core.db.XactField()),
                ("action", models.CharField(max_length=80)),
                ("surface", models.CharField(max_length=8)),
                ("roles", models.CharField(max_length=120)),
                ("person_id", models.UUIDField(null=True)),
                ("user_id", models.UUIDField(null=True)),
                ("display", models.CharField(max_length=60)),
                ("enterprise_id", models.UUIDField(null=True)),
                ("unit_path", models.CharField(blank=True, max_length=60)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.UUIDField(null=True)),
                ("from_state", models.CharField(blank=True, max_length=24)),
                ("to_state", models.CharField(blank=True, max_length=24)),
                ("detail", models.JSONField(default=dict)),
                ("request_id", models.CharField(blank=True, max_length=36)),
                ("device", models.CharField(blank=True, max_length=80)),
                ("ip", models.GenericIPAddressField(null=True)),
                ("business_date", models.DateField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "id"], name="audit_subject"),
                    models.Index(fields=["person_id", "id"], name="audit_person"),
                    models.Index(fields=["enterprise_id", "id"], name="audit_enterprise"),
                    models.Index(fields=["xact"], name="audit_xact"),
                ],
            },
        ),
        migrations.RunSQL(*append_only_sql("audit_auditrow")),
    ]
