"""Inbox and short messages."""

import django.db.models.deletion
from django.db import migrations, models

import apps.core.crypto
import apps.core.ids
import apps.notify.choices


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SmsMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("mobile", apps.core.crypto.EncryptedField(kind="mobile")),
                ("text", apps.core.crypto.EncryptedField(kind="secret")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (apps.notify.choices.SmsState["WAITING"], "待发送"),
                            (apps.notify.choices.SmsState["SENT"], "已发送"),
                            (apps.notify.choices.SmsState["FAILED"], "发送失败"),
                        ],
                        default=apps.notify.choices.SmsState["WAITING"],
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-created_at"], name="notify_sms_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    apps.notify.choices.SmsState["WAITING"],
                                    apps.notify.choices.SmsState["SENT"],
                                    apps.notify.choices.SmsState["FAILED"],
                                ],
                            )
                        ),
                        name="notify_sms_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=40)),
                ("body", models.CharField(max_length=200)),
                ("link", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="identity.person")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notify_unread")
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="notify_notice_key")],
            },
        ),
    ]
