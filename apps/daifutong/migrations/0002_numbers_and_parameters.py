"""The run of batch numbers, room for lines to move in place, and the first values of the dated parameters (PY-1 … PY-13)."""

from datetime import UTC, date, datetime

from django.db import migrations

PARAMETERS = {
    "daifutong.tier_one_limit": "50000000",
    "daifutong.tier_two_limit": "500000000",
    "daifutong.row_limit": "100000000",
    "daifutong.other_bank_row_limit": "100000000",
    "daifutong.other_bank_enabled": "yes",
    "daifutong.other_bank_bins": "629100=999890100017",
    "daifutong.duplicate_file_days": "30",
    "daifutong.payslip_months": "24",
}


def load(apps, schema_editor):
    Parameter = apps.get_model("core", "Parameter")
    Parameter.objects.bulk_create(
        Parameter(
            key=key,
            value=value,
            effective_from=date(2020, 1, 1),
            state="ACTIVE",
            reason="初始值",
            created_at=datetime(2020, 1, 1, tzinfo=UTC),
        )
        for key, value in PARAMETERS.items()
    )


def unload(apps, schema_editor):
    apps.get_model("core", "Parameter").objects.filter(key__in=PARAMETERS).delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0002_tables"), ("daifutong", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE daifutong_batch_number", "DROP SEQUENCE daifutong_batch_number"),
        # Every line is updated once, when it is paid: half a page free keeps that off the indexes (HOT).
        migrations.RunSQL(
            "ALTER TABLE daifutong_row SET (fillfactor = 50)", "ALTER TABLE daifutong_row RESET (fillfactor)"
        ),
        migrations.RunPython(load, unload),
    ]
