"""People at a case: who has it, what is proposed, who agreed."""

from django.db import migrations, models

import apps.cases.choices


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="cases_state",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="cases_open",
        ),
        migrations.AddField(
            model_name="case",
            name="checker_person_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="proposer_person_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="remedy",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[
                    (apps.cases.choices.CaseState["OPEN"], "待认领"),
                    (apps.cases.choices.CaseState["TAKEN"], "处理中"),
                    (apps.cases.choices.CaseState["PROPOSED"], "待复核"),
                    (apps.cases.choices.CaseState["CLOSED"], "已办结"),
                ],
                default=apps.cases.choices.CaseState["OPEN"],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "CLOSED"), _negated=True),
                fields=["unit_path", "opened_at"],
                name="cases_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("state", "CLOSED"), _negated=True), ("closed_at__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("state", "CLOSED")),
                    _connector="OR",
                ),
                name="cases_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checker_person_id__isnull", True),
                    models.Q(("checker_person_id", models.F("proposer_person_id")), _negated=True),
                    _connector="OR",
                ),
                name="cases_two_persons",
            ),
        ),
    ]
