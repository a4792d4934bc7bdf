"""The bank's own account of error suspense, 2241.09."""

from django.db import migrations

OPEN = """
SELECT ledger_open_account(
    gen_random_uuid(), 'bank', '00000000-0000-0000-0000-000000000000', '2241.09', 'CNY', DATE '2014-01-01');
"""
GONE = """
SET LOCAL session_replication_role = replica;
DELETE FROM ledger_account WHERE owner_kind = 'bank' AND gl_code = '2241.09' AND version = 0;
SET LOCAL session_replication_role = origin;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_clearing")]
    operations = [migrations.RunSQL(OPEN, GONE)]
