"""The bank's own account under every code that is no customer's: assets, clearing, income, expense."""

from django.db import migrations

OPEN = """
SELECT ledger_open_account(gen_random_uuid(), 'bank', '00000000-0000-0000-0000-000000000000', code, 'CNY', DATE '2014-01-01')
  FROM ledger_glaccount WHERE kind IN ('ASSET', 'CLEARING', 'INCOME', 'EXPENSE');
"""
CLOSE = "DELETE FROM ledger_account WHERE owner_kind = 'bank' AND version = 0;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_chart_of_accounts")]
    operations = [migrations.RunSQL(OPEN, CLOSE)]
