"""A key is named, its last use is known, and it ends at a time instead of being off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0002_row_history")]

    operations = [
        migrations.AddField("apicredential", "name", models.CharField(default="企业程序", max_length=30), False),
        migrations.AddField("apicredential", "last_used_at", models.DateTimeField(null=True)),
        migrations.AddField("apicredential", "revoked_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE members_apicredential SET revoked_at = now() WHERE NOT is_active",
            "UPDATE members_apicredential SET is_active = revoked_at IS NULL",
        ),
        migrations.RemoveField("apicredential", "is_active"),
    ]
