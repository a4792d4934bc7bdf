"""`manage.py verify_audit [--heads FILE] [--from N]`: is the audit trail as it was sealed?"""

from apps.core.management.verify_seal import VerifySeal


class Command(VerifySeal):
    help = (
        "Verifies every sealed block of the audit trail, and with --heads against what was exported; changes nothing."
    )
    app = "audit"
