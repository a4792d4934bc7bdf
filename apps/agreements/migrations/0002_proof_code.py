"""Each signature gets a code by which a printed copy is checked. Signatures never change, so that those of before get
theirs from the database with the column."""

from django.db import migrations, models

import apps.core.proof_codes

ADDED = """
    ALTER TABLE agreements_signature ADD COLUMN proof_code varchar(16) NOT NULL UNIQUE
        DEFAULT translate(upper(left(gen_random_uuid()::text, 4) || right(gen_random_uuid()::text, 12)), '01', 'XY');
    ALTER TABLE agreements_signature ALTER COLUMN proof_code DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(ADDED, "ALTER TABLE agreements_signature DROP COLUMN proof_code")],
            [
                migrations.AddField(
                    "signature",
                    "proof_code",
                    models.CharField(default=apps.core.proof_codes.new_code, max_length=16, unique=True),
                )
            ],
        )
    ]
