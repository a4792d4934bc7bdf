"""The tables of the ground floor; the chain of seals is append-only."""

import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids
from apps.core.db import append_only_sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("state", models.CharField(choices=[("LOADED", "已载入"), ("PROVISIONAL", "暂定")], max_length=12)),
                ("source", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="BankDay",
            fields=[
                ("business_date", models.DateField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(choices=[("OPEN", "营业中"), ("CLOSED", "已日终")], default="OPEN", max_length=8),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")), fields=("state",), name="core_one_open_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["OPEN", "CLOSED"])), name="core_bankday_state"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("is_workday", models.BooleanField()),
                ("is_trading_day", models.BooleanField()),
                ("name", models.CharField(blank=True, max_length=20)),
                ("year", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="core.calendaryear")),
            ],
        ),
        migrations.CreateModel(
            name="IdempotencyRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("enterprise_id", models.UUIDField(null=True)),
                ("person_id", models.UUIDField(null=True)),
                ("route", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=80)),
                ("body_hash", models.CharField(max_length=64)),
                ("answer", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise_id", "person_id", "route", "key"),
                        name="core_idempotency_key",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=160)),
                ("payload", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("DUE", "待执行"), ("LEASED", "执行中"), ("DONE", "已完成"), ("PARKED", "已搁置")],
                        default="DUE",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("woken_at", models.DateTimeField(null=True)),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("max_attempts", models.PositiveIntegerField(default=8)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "DUE")), fields=["due_at"], name="core_job_due"),
                    models.Index(
                        condition=models.Q(("state", "LEASED")), fields=["lease_until"], name="core_job_leased"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="core_job_key"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["DUE", "LEASED", "DONE", "PARKED"])), name="core_job_state"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("payload", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("relayed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("relayed_at__isnull", True)), fields=["id"], name="core_outbox_waiting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parameter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.CharField(max_length=80)),
                ("value", models.CharField(max_length=200)),
                ("effective_from", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("PROPOSED", "待复核"), ("ACTIVE", "已生效"), ("REJECTED", "已退回")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("maker_person_id", models.UUIDField(null=True)),
                ("checker_person_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["key", "-effective_from"], name="core_parameter_lookup")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("maker_person_id", models.F("checker_person_id")), _negated=True),
                        name="core_parameter_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checker_person_id__isnull", True),
                                ("maker_person_id__isnull", True),
                                ("state", "ACTIVE"),
                            ),
                            models.Q(
                                ("checker_person_id__isnull", True),
                                ("maker_person_id__isnull", False),
                                ("state", "PROPOSED"),
                            ),
                            models.Q(
                                ("checker_person_id__isnull", False),
                                ("maker_person_id__isnull", False),
                                ("state__in", ["ACTIVE", "REJECTED"]),
                            ),
                            _connector="OR",
                        ),
                        name="core_parameter_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealBlock",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stream", models.CharField(max_length=40)),
                ("number", models.PositiveBigIntegerField()),
                ("from_xact", models.BigIntegerField()),
                ("to_xact", models.BigIntegerField()),
                ("row_count", models.PositiveIntegerField()),
                ("previous_hash", models.BinaryField(max_length=32)),
                ("block_hash", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("stream", "number"), name="core_seal_number")],
            },
        ),
        migrations.RunSQL(*append_only_sql("core_sealblock")),
    ]
