"""The limits centre: counters, reservations, and the log of their movements, which nobody may change."""

import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids
from apps.core.db import append_only_sql


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LimitUse",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("customer", "客户"),
                            ("account", "账户"),
                            ("card", "卡片"),
                            ("device", "设备"),
                            ("product", "产品"),
                            ("channel", "渠道"),
                            ("merchant", "商户"),
                            ("enterprise", "企业"),
                            ("operator", "操作员"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("flow", models.CharField(max_length=40)),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("SINGLE", "单笔"),
                            ("DAY", "日累计"),
                            ("MONTH", "月累计"),
                            ("YEAR", "年累计"),
                            ("BALANCE", "余额"),
                        ],
                        max_length=8,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("reserved_fen", models.BigIntegerField(default=0)),
                ("used_fen", models.BigIntegerField(default=0)),
                ("reserved_count", models.BigIntegerField(default=0)),
                ("used_count", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_id", "dimension", "flow", "period", "starts_on"), name="risk_limituse_counter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reserved_count__gte", 0),
                            ("reserved_fen__gte", 0),
                            ("used_count__gte", 0),
                            ("used_fen__gte", 0),
                        ),
                        name="risk_limituse_never_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("flow", models.CharField(max_length=40)),
                ("key", models.UUIDField()),
                ("body_hash", models.BinaryField(max_length=32)),
                ("amount", models.BigIntegerField()),
                ("settled", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RESERVED", "已预占"),
                            ("COMMITTED", "已使用"),
                            ("RELEASED", "已释放"),
                            ("EXPIRED", "已到期释放"),
                        ],
                        max_length=10,
                    ),
                ),
                ("business_date", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "RESERVED")), fields=["expires_at"], name="risk_reservation_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "flow"), name="risk_reservation_key"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="risk_reservation_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__isnull", False),
                                ("settled", 0),
                                ("settled_at__isnull", True),
                                ("state", "RESERVED"),
                            ),
                            models.Q(
                                ("settled__gt", 0),
                                ("settled__lte", models.F("amount")),
                                ("settled_at__isnull", False),
                                ("state", "COMMITTED"),
                            ),
                            models.Q(
                                ("settled", 0), ("settled_at__isnull", False), ("state__in", ["RELEASED", "EXPIRED"])
                            ),
                            _connector="OR",
                        ),
                        name="risk_reservation_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LimitEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RESERVE", "RESERVE"),
                            ("TAKE", "TAKE"),
                            ("COMMIT", "COMMIT"),
                            ("RELEASE", "RELEASE"),
                            ("EXPIRE", "EXPIRE"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reserved_fen", models.BigIntegerField()),
                ("used_fen", models.BigIntegerField()),
                ("reserved_count", models.SmallIntegerField()),
                ("used_count", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "use",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="risk.limituse"
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="risk.reservation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["RESERVE", "TAKE"])),
                        fields=("reservation", "use"),
                        name="risk_limitevent_opened_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["RESERVE", "TAKE"]), _negated=True),
                        fields=("reservation", "use"),
                        name="risk_limitevent_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["RESERVE", "TAKE", "COMMIT", "RELEASE", "EXPIRE"])),
                        name="risk_limitevent_kind",
                    ),
                ],
            },
        ),
        migrations.RunSQL(*append_only_sql("risk_limitevent")),
        migrations.RunSQL(  # counters are updated in place: room on the page, no new index entry
            "ALTER TABLE risk_limituse SET (fillfactor = 70)", "ALTER TABLE risk_limituse RESET (fillfactor)"
        ),
    ]
