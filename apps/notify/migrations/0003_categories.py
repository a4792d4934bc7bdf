"""Notices have a category and a surface; people say how they want to hear; a message may wait for the morning."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import apps.core.ids

CATEGORIES = [
    ("ACCOUNT", "账户"),
    ("SECURITY", "安全"),
    ("PAYROLL", "代发"),
    ("CERTIFICATION", "认证"),
    ("APPROVAL", "审批"),
    ("NEWS", "公告"),
]
SORT = """
    UPDATE notify_notice SET
        kind = CASE WHEN kind = 'daifutong.payslip' AND link LIKE '/office/%' THEN 'daifutong.dispute' ELSE kind END,
        category = CASE WHEN kind LIKE 'daifutong.%' THEN 'PAYROLL' WHEN kind LIKE 'members.%' THEN 'CERTIFICATION'
                        WHEN kind LIKE 'approvals.%' THEN 'APPROVAL' ELSE 'NEWS' END,
        surface = CASE WHEN link LIKE '/mobile/%' THEN 'mobile' WHEN link LIKE '/office/%' THEN 'office' ELSE '' END
"""


def hold_none(apps, schema_editor):
    apps.get_model("notify", "SmsMessage")._base_manager.update(leaves_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("notify", "0002_sms_expires_at"), ("identity", "0001_initial")]

    operations = [
        migrations.AddField(
            "notice", "category", models.CharField(choices=CATEGORIES, max_length=16, default="NEWS"), False
        ),
        migrations.AddField("notice", "surface", models.CharField(blank=True, max_length=8, default=""), False),
        migrations.AddField("smsmessage", "leaves_at", models.DateTimeField(null=True)),
        migrations.RunSQL(SORT, migrations.RunSQL.noop),
        migrations.RunPython(hold_none, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("smsmessage", "leaves_at", models.DateTimeField()),
        migrations.AlterField(
            "notice",
            "person",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="identity.person"),
        ),
        migrations.AddIndex("notice", models.Index(fields=["person", "-id"], name="notify_latest")),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=Q(category__in=[name for name, _ in CATEGORIES]), name="notify_notice_category"
            ),
        ),
        migrations.CreateModel(
            name="SmsPreference",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("category", models.CharField(choices=CATEGORIES, max_length=16)),
                ("sms", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="identity.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "category"), name="notify_preference_once"),
                    models.CheckConstraint(
                        condition=Q(category__in=["PAYROLL", "CERTIFICATION", "APPROVAL", "NEWS"]),
                        name="notify_preference_category",
                    ),
                ]
            },
        ),
    ]
