"""`manage.py verify_ledger [--heads FILE] [--from N]`: are the books as they were sealed?"""

from apps.core.management.verify_seal import VerifySeal


class Command(VerifySeal):
    help = "Verifies every sealed block of the books, and with --heads against what was exported; changes nothing."
    app = "ledger"
