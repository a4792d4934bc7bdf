from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("shenhuobao", "0005_roomy_holdings")]

    operations = [
        migrations.AddField("product", "counter_fen", models.BigIntegerField(default=0)),
        migrations.RemoveConstraint("product", "shenhuobao_product_sold"),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(condition=Q(sold_fen__gte=0, counter_fen__gte=0), name="shenhuobao_product_sold"),
        ),
    ]
