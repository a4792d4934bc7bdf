from apps.core.actors import Role

PERMISSIONS = {
    "imessage.talk": {Role.EMPLOYEE},
    "imessage.bulletin.manage": {Role.HR_PAY, Role.ENTERPRISE_ADMIN},
    "imessage.community.moderate": {Role.HR_PAY, Role.ENTERPRISE_ADMIN},
}
