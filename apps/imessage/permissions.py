from apps.core.actors import Role

PERMISSIONS = {
    "imessage.talk": {Role.EMPLOYEE},
    "imessage.bulletin.manage": {Role.HR_PAY, Role.ENTERPRISE_ADMIN},
    "imessage.bank_bulletin.view": {
        Role.BANK_OPERATOR,
        Role.SERVICE_AGENT,
        Role.APPROVER,
        Role.COMPLIANCE,
        Role.AUDITOR,
    },
    "imessage.bank_bulletin.write": {Role.BANK_OPERATOR, Role.SERVICE_AGENT},
    "imessage.bank_bulletin.decide": {Role.APPROVER},
    "imessage.community.moderate": {Role.HR_PAY, Role.ENTERPRISE_ADMIN},
}
