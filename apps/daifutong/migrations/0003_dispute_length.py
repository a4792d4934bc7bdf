from django.db import migrations, models


class Migration(migrations.Migration):
    """One limit for the dispute's text: what form and API have always taken."""

    dependencies = [("daifutong", "0002_numbers_and_room")]

    operations = [
        migrations.AlterField(
            model_name="payslip",
            name="dispute_text",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
