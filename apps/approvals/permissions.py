from apps.core.actors import Role

PERMISSIONS = {
    "approvals.parameters.view": {Role.BANK_OPERATOR, Role.APPROVER, Role.COMPLIANCE, Role.AUDITOR},
    "approvals.parameters.propose": {Role.BANK_OPERATOR},
    "approvals.parameters.decide": {Role.APPROVER},
}
