"""A proposed value that nobody decided on lapses: it has a maker and no checker."""

from django.db import migrations, models
from django.db.models import Q

STATES = [("PROPOSED", "待复核"), ("ACTIVE", "已生效"), ("REJECTED", "已退回"), ("LAPSED", "已失效")]


class Migration(migrations.Migration):
    dependencies = [("core", "0005_bank_day")]

    operations = [
        migrations.AlterField("parameter", "state", models.CharField(choices=STATES, max_length=10)),
        migrations.RemoveConstraint("parameter", "core_parameter_state"),
        migrations.AddConstraint(
            "parameter",
            models.CheckConstraint(
                condition=Q(state="ACTIVE", maker_person_id__isnull=True, checker_person_id__isnull=True)
                | Q(state__in=["PROPOSED", "LAPSED"], maker_person_id__isnull=False, checker_person_id__isnull=True)
                | Q(state__in=["ACTIVE", "REJECTED"], maker_person_id__isnull=False, checker_person_id__isnull=False),
                name="core_parameter_state",
            ),
        ),
    ]
