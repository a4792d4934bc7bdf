"""The chart of accounts of the bank (CAS 2006 main codes and our own sub-codes)."""

import csv

from django.conf import settings
from django.db import migrations


def load(apps, schema_editor):
    GlAccount = apps.get_model("ledger", "GlAccount")
    with (settings.BASE_DIR / "fixtures" / "chart_of_accounts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    GlAccount.objects.bulk_create(
        GlAccount(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            floor=row["floor"] or None,
            is_hot=row["is_hot"] == "true",
        )
        for row in rows
    )


def unload(apps, schema_editor):
    apps.get_model("ledger", "GlAccount").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_door")]
    operations = [migrations.RunPython(load, unload)]
