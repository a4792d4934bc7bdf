import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    """What says that wages come again: a likeness to warn of, a permit to let them pass (PY-11)."""

    dependencies = [
        ("daifutong", "0004_returns_held"),
        ("members", "0002_row_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="overlap_percent",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="batch",
            name="overlap_reference",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.CreateModel(
            name="RepeatPermit",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField()),
                ("display", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=200)),
                ("granted_at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="daifutong.batch"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="batch",
            name="permit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="daifutong.repeatpermit",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("permit",), name="daifutong_batch_permit"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("overlap_percent", 0), ("overlap_reference", "")),
                    models.Q(("overlap_percent__range", (1, 100)), models.Q(("overlap_reference", ""), _negated=True)),
                    _connector="OR",
                ),
                name="daifutong_batch_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="repeatpermit",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="daifutong_permit_reason"
            ),
        ),
    ]
