from apps.core.actors import Role

PERMISSIONS = {
    "news.read": frozenset(Role) - {Role.SYSTEM, Role.API_CLIENT},
    "news.desk.view": {Role.BANK_OPERATOR, Role.SERVICE_AGENT, Role.APPROVER, Role.COMPLIANCE, Role.AUDITOR},
    "news.desk.write": {Role.BANK_OPERATOR, Role.SERVICE_AGENT},
    "news.desk.decide": {Role.APPROVER},
}
