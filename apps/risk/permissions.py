"""Who may look into the limits centre."""

from apps.core.actors import Role

PERMISSIONS = {
    "risk.limits.view": {
        Role.BANK_OPERATOR, Role.APPROVER, Role.COMPLIANCE, Role.SERVICE_AGENT, Role.AUDITOR,
    },
}  # fmt: skip
