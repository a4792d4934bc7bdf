"""The run of batch numbers, and room for lines to move in place."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("daifutong", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE daifutong_batch_number", "DROP SEQUENCE daifutong_batch_number"),
        # Every line is updated once, when it is paid: half a page free keeps that off the indexes (HOT).
        migrations.RunSQL(
            "ALTER TABLE daifutong_row SET (fillfactor = 50)", "ALTER TABLE daifutong_row RESET (fillfactor)"
        ),
    ]
