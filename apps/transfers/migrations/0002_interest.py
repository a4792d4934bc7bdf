from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_tables")]

    operations = [
        migrations.AddField(model_name="transfer", name="is_interest", field=models.BooleanField(default=False)),
    ]
