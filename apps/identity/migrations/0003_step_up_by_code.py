from django.db import migrations, models

METHODS = ["PIN", "CODE", "PASSKEY"]


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_devices_and_passwords")]

    operations = [
        migrations.RemoveConstraint(model_name="stepup", name="identity_step_up_method"),
        migrations.AlterField(
            model_name="stepup",
            name="method",
            field=models.CharField(choices=[(method, method) for method in METHODS], max_length=8),
        ),
        migrations.AddConstraint(
            model_name="stepup",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", METHODS)), name="identity_step_up_method"
            ),
        ),
    ]
