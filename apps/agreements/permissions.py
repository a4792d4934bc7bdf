"""Who may read, sign, publish and answer."""

from apps.core.actors import Role

_PERSON = {Role.EMPLOYEE, Role.UNCERTIFIED}

PERMISSIONS = {
    "agreements.own": _PERSON,
    "agreements.enterprise.view": {
        Role.ENTERPRISE_ADMIN, Role.AUTHORISER, Role.CHECKER, Role.MAKER, Role.HR_PAY,
    },
    "agreements.enterprise.sign": {Role.ENTERPRISE_ADMIN},
    "agreements.text.view": {Role.COMPLIANCE, Role.APPROVER, Role.AUDITOR, Role.SERVICE_AGENT},
    "agreements.text.propose": {Role.COMPLIANCE},
    "agreements.text.decide": {Role.APPROVER},
    "agreements.data_request.view": {Role.COMPLIANCE, Role.AUDITOR},
    "agreements.data_request.answer": {Role.COMPLIANCE},
}  # fmt: skip
