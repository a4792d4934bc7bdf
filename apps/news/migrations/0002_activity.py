from django.db import migrations, models

KINDS = [("NOTICE", "公告"), ("MAINTENANCE", "维护通知"), ("ACTIVITY", "产品与活动")]


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("announcement", "news_announcement_kind"),
        migrations.AlterField("announcement", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AddConstraint(
            "announcement",
            models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _ in KINDS])), name="news_announcement_kind"
            ),
        ),
    ]
