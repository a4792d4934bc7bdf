"""Blocks become trees, so that one line can be proved without showing others: the chains begin anew.

Rows keep their transactions, so the sealer seals all of them again; no head of the old form had left the database.
"""

from django.db import migrations, models

FOLD = r"""
-- The root of a tree whose leaves are the 32-byte digests in `digests`: 16 of a level under one node (core.proofs).
CREATE FUNCTION core_seal_fold(digests bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    WHILE octet_length(digests) > 512 LOOP
        SELECT string_agg(sha256('\x01'::bytea || substr(digests, 1 + 512 * i, 512)), ''::bytea ORDER BY i) INTO digests
          FROM generate_series(0, (octet_length(digests) - 1) / 512) i;
    END LOOP;
    RETURN sha256('\x01'::bytea || coalesce(digests, ''::bytea));
END $$;
"""
ANEW = """
ALTER TABLE core_sealblock DISABLE TRIGGER USER;
DELETE FROM core_sealblock;
ALTER TABLE core_sealblock ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_one_proposal")]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION core_seal_fold(bytea);"),
        migrations.RunSQL(ANEW, ANEW),
        migrations.AddField(
            model_name="sealblock",
            name="part_count",
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
    ]
