from apps.core.actors import Role

PERMISSIONS = {
    "cases.desk.view": {Role.BANK_OPERATOR, Role.REVIEWER, Role.APPROVER, Role.COMPLIANCE, Role.AUDITOR},
    "cases.job.unpark": {Role.BANK_OPERATOR},
}
