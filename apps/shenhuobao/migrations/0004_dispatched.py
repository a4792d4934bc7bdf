import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shenhuobao", "0003_assessments")]

    operations = [
        migrations.AddField("dispatch", "confirm_on", models.DateField(default="2026-03-02"), preserve_default=False),
        migrations.AddField(
            "order",
            "carries",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_by",
                to="shenhuobao.order",
            ),
        ),
    ]
