from django.db import migrations


class Migration(migrations.Migration):
    """Each night every holding of cash-management changes: with room beside it, no index has to know (HOT)."""

    dependencies = [("shenhuobao", "0004_dispatched")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE shenhuobao_holding SET (fillfactor = 45)",
            "ALTER TABLE shenhuobao_holding RESET (fillfactor)",
        )
    ]
