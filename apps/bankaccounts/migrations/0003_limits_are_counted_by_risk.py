"""What comes into an account is counted by the limits centre (risk)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bankaccounts", "0002_row_history")]
    operations = [migrations.DeleteModel(name="InboundDay")]
