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
    "imessage.warrant.view": {Role.COMPLIANCE, Role.APPROVER, Role.AUDITOR},
    "imessage.warrant.propose": {Role.COMPLIANCE},
    "imessage.warrant.decide": {Role.APPROVER},
    "imessage.warrant.read": {Role.COMPLIANCE},
    "imessage.report.view": {Role.BANK_OPERATOR, Role.APPROVER, Role.COMPLIANCE, Role.AUDITOR},
    "imessage.report.decide": {Role.BANK_OPERATOR},
    "imessage.report.second": {Role.APPROVER},
}
