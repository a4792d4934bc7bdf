"""Requests lapse: those that are open get thirty days from their beginning and the job that ends them."""

from django.db import migrations, models

STATES = ["PENDING", "APPROVED", "RETURNED", "VOID"]
LABELS = ["待审批", "已通过", "已退回", "已作废"]
LAPSED = [*zip(STATES, LABELS, strict=True), ("LAPSED", "已失效")]


def state_is_in(states: list[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(state__in=states), name="approvals_request_state")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial"), ("core", "0006_parameter_lapsed")]

    operations = [
        migrations.AlterField(
            "approvalrequest", "state", models.CharField(choices=LAPSED, default="PENDING", max_length=10)
        ),
        migrations.RemoveConstraint("approvalrequest", "approvals_request_state"),
        migrations.AddConstraint("approvalrequest", state_is_in([*STATES, "LAPSED"])),
        migrations.AddField("approvalrequest", "expires_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE approvals_approvalrequest SET expires_at = requested_at + interval '30 days'",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "INSERT INTO core_job (id, kind, key, payload, state, due_at, attempt, max_attempts, last_error, created_at)"
            " SELECT gen_random_uuid(), 'approvals.lapse', id::text, jsonb_build_object('request_id', id), 'DUE',"
            " expires_at, 0, 8, '', now() FROM approvals_approvalrequest WHERE state = 'PENDING'",
            "DELETE FROM core_job WHERE kind = 'approvals.lapse'",
        ),
        migrations.AlterField("approvalrequest", "expires_at", models.DateTimeField()),
    ]
