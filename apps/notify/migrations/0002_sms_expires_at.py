"""The message of a code is not sent after the code's end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_initial")]

    operations = [migrations.AddField("smsmessage", "expires_at", models.DateTimeField(null=True))]
