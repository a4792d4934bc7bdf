"""The bank's own account for the VAT inside its fees (PY-16)."""

from django.db import migrations

OPEN = """
SELECT ledger_open_account(gen_random_uuid(), 'bank', '00000000-0000-0000-0000-000000000000', code, 'CNY', DATE '2014-01-01')
  FROM ledger_glaccount WHERE code = '2221.01';
"""
CLOSE = "DELETE FROM ledger_account WHERE owner_kind = 'bank' AND gl_code = '2221.01' AND version = 0;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_closing_interest")]
    operations = [migrations.RunSQL(OPEN, CLOSE)]
