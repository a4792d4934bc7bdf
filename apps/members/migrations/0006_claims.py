"""When a member was invited, when the person claimed the membership, and when a rejected field was mended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0005_application")]

    operations = [
        migrations.AddField(model, name, models.DateTimeField(null=True))
        for model in ("employeemember", "historicalemployeemember")
        for name in ("invited_at", "claimed_at", "mended_at")
    ]
