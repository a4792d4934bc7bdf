"""Approvals. A decision is append-only, and names the maker of its own request: the database checks both."""

import django.db.models.deletion
from django.db import migrations, models

import apps.approvals.choices
import apps.core.ids
from apps.core.db import append_only_sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0002_tables")]

    operations = [
        migrations.CreateModel(
            name="ApprovalRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("enterprise_id", models.UUIDField(null=True)),
                ("unit_path", models.CharField(blank=True, max_length=60)),
                ("digest", models.CharField(max_length=64)),
                ("summary", models.JSONField(default=dict)),
                ("steps", models.JSONField()),
                ("steps_done", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (apps.approvals.choices.RequestState["PENDING"], "待审批"),
                            (apps.approvals.choices.RequestState["APPROVED"], "已通过"),
                            (apps.approvals.choices.RequestState["RETURNED"], "已退回"),
                            (apps.approvals.choices.RequestState["VOID"], "已作废"),
                        ],
                        default=apps.approvals.choices.RequestState["PENDING"],
                        max_length=10,
                    ),
                ),
                ("maker_person_id", models.UUIDField()),
                ("maker_display", models.CharField(max_length=60)),
                ("requested_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "subject_id"], name="approvals_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PENDING")),
                        fields=("kind", "subject_id"),
                        name="approvals_one_pending",
                    ),
                    models.UniqueConstraint(fields=("id", "maker_person_id"), name="approvals_request_maker"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    apps.approvals.choices.RequestState["PENDING"],
                                    apps.approvals.choices.RequestState["APPROVED"],
                                    apps.approvals.choices.RequestState["RETURNED"],
                                    apps.approvals.choices.RequestState["VOID"],
                                ],
                            )
                        ),
                        name="approvals_request_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("step", models.PositiveSmallIntegerField()),
                ("role", models.CharField(max_length=20)),
                ("person_id", models.UUIDField()),
                ("maker_person_id", models.UUIDField()),
                ("display", models.CharField(max_length=60)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            (apps.approvals.choices.Verdict["APPROVE"], "同意"),
                            (apps.approvals.choices.Verdict["RETURN"], "退回"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("decided_at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="approvals.approvalrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person_id", models.F("maker_person_id")), _negated=True),
                        name="approvals_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                [apps.approvals.choices.Verdict["APPROVE"], apps.approvals.choices.Verdict["RETURN"]],
                            )
                        ),
                        name="approvals_verdict",
                    ),
                    models.UniqueConstraint(fields=("request", "person_id"), name="approvals_one_word_each"),
                    models.UniqueConstraint(fields=("request", "step"), name="approvals_one_word_a_step"),
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE approvals_decision ADD CONSTRAINT approvals_decision_maker FOREIGN KEY (request_id, maker_person_id)"
            " REFERENCES approvals_approvalrequest (id, maker_person_id)",
            "ALTER TABLE approvals_decision DROP CONSTRAINT approvals_decision_maker",
        ),
        migrations.RunSQL(*append_only_sql("approvals_decision")),
    ]
