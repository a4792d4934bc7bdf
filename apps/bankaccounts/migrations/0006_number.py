"""The sequence of account numbers. It begins above the numbers that the story gives."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bankaccounts", "0005_found_by_tail")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE bankaccounts_number START 20000000", "DROP SEQUENCE bankaccounts_number")
    ]
