"""The two tables of the port: payments with their intents, identity checks without their elements."""

from django.db import migrations, models

import apps.core.crypto
import apps.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CoreMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("reference", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(choices=[("PAYMENT", "跨行支付")], default="PAYMENT", max_length=10)),
                ("amount", models.BigIntegerField()),
                ("payload", apps.core.crypto.EncryptedField(kind="secret")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("INTENT", "INTENT"),
                            ("SENT", "SENT"),
                            ("SUCCEEDED", "SUCCEEDED"),
                            ("FAILED", "FAILED"),
                            ("UNKNOWN", "UNKNOWN"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("P00", "成功"),
                            ("P01", "账号不存在"),
                            ("P02", "户名不符"),
                            ("P03", "已销户"),
                            ("P04", "冻结止付"),
                            ("P05", "不动户或已暂停非柜面业务"),
                            ("P06", "超账户类别限额"),
                            ("P07", "金额不正确"),
                            ("P08", "非本行账户"),
                            ("P09", "重复"),
                            ("P10", "付款账户余额不足"),
                            ("P11", "付款账户已冻结"),
                            ("P12", "超限额"),
                            ("P13", "卡片已挂失或过期"),
                            ("P14", "状态未知,正在查询"),
                            ("P15", "暂时无法办理,请联系网点"),
                            ("P99", "其他原因失败"),
                        ],
                        max_length=3,
                    ),
                ),
                ("bank_reference", models.CharField(blank=True, max_length=64)),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("queries", models.PositiveIntegerField(default=0)),
                ("business_date", models.DateField(null=True)),
                ("intended_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("resolved_at", models.DateTimeField(null=True)),
                ("next_query_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["SENT", "UNKNOWN"])),
                        fields=["sent_at"],
                        name="corebank_message_doubt",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="corebank_message_amount"),
                    models.CheckConstraint(condition=models.Q(("kind", "PAYMENT")), name="corebank_message_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("code", ""),
                                ("resolved_at__isnull", True),
                                ("sent_at__isnull", True),
                                ("state", "INTENT"),
                            ),
                            models.Q(
                                ("code", ""),
                                ("resolved_at__isnull", True),
                                ("sent_at__isnull", False),
                                ("state", "SENT"),
                            ),
                            models.Q(
                                ("code", "P14"),
                                ("resolved_at__isnull", True),
                                ("sent_at__isnull", False),
                                ("state", "UNKNOWN"),
                            ),
                            models.Q(
                                ("code", "P00"),
                                ("resolved_at__isnull", False),
                                ("sent_at__isnull", False),
                                ("state", "SUCCEEDED"),
                            ),
                            models.Q(
                                (
                                    "code__in",
                                    [
                                        "P01",
                                        "P02",
                                        "P03",
                                        "P04",
                                        "P05",
                                        "P06",
                                        "P07",
                                        "P08",
                                        "P09",
                                        "P10",
                                        "P11",
                                        "P12",
                                        "P13",
                                        "P15",
                                        "P99",
                                    ],
                                ),
                                ("resolved_at__isnull", False),
                                ("sent_at__isnull", False),
                                ("state", "FAILED"),
                            ),
                            _connector="OR",
                        ),
                        name="corebank_message_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_query_at__isnull", True), ("state__in", ["SENT", "UNKNOWN"]), _connector="OR"
                        ),
                        name="corebank_message_query",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("factors", models.PositiveSmallIntegerField()),
                ("id_number_index", models.BinaryField(max_length=16)),
                ("account_index", models.BinaryField(max_length=16, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "核验中"),
                            ("MATCH", "MATCH"),
                            ("MISMATCH", "MISMATCH"),
                            ("UNABLE", "UNABLE"),
                            ("CHANNEL_ERROR", "CHANNEL_ERROR"),
                        ],
                        max_length=13,
                    ),
                ),
                ("bank_reference", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["id_number_index", "asked_at"], name="corebank_identity_person"),
                    models.Index(fields=["account_index", "asked_at"], name="corebank_identity_account"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("factors__range", (2, 5))), name="corebank_identity_factors"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "ASKED")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state__in", ["MATCH", "MISMATCH", "UNABLE", "CHANNEL_ERROR"]),
                            ),
                            _connector="OR",
                        ),
                        name="corebank_identity_state",
                    ),
                ],
            },
        ),
    ]
