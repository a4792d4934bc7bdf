from apps.core.actors import Role

PERMISSIONS = {"audit.trail.view": {Role.AUDITOR, Role.COMPLIANCE, Role.BANK_OPERATOR}}
