from apps.core.actors import Role

PERMISSIONS = {
    "cases.desk.view": {Role.BANK_OPERATOR, Role.REVIEWER, Role.APPROVER, Role.COMPLIANCE, Role.AUDITOR},
    "cases.desk.work": {Role.BANK_OPERATOR},
    "cases.desk.decide": {Role.APPROVER},
    "cases.job.unpark": {Role.BANK_OPERATOR},
}
