"""Bank staff find an account by the end of its number."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bankaccounts", "0004_receipt")]
    operations = [
        AddIndexConcurrently("bankaccount", models.Index(fields=["tail4"], name="bankaccounts_tail")),
    ]
