from apps.core.actors import Role

OPERATORS = {Role.MAKER, Role.CHECKER, Role.AUTHORISER, Role.HR_PAY, Role.ENTERPRISE_ADMIN}
STAFF = {
    Role.REVIEWER, Role.APPROVER, Role.COMPLIANCE, Role.BANK_OPERATOR, Role.SERVICE_AGENT, Role.AUDITOR,
    Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN,
}  # fmt: skip

PERMISSIONS = {
    "portal.mobile.home": {Role.EMPLOYEE, Role.UNCERTIFIED},
    "portal.office.home": OPERATORS,
    "portal.console.home": STAFF,
}
