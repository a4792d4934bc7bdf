"""Who may do what with accounts."""

from apps.core.actors import Role

PERMISSIONS = {
    # what the enterprise holds is not the business of who keeps its roster and wages (HR_PAY)
    "bankaccounts.account.read": {
        Role.MAKER,
        Role.CHECKER,
        Role.AUTHORISER,
        Role.ENTERPRISE_ADMIN,
        Role.API_CLIENT,
    },
    "bankaccounts.account.confirm": {Role.CHECKER, Role.AUTHORISER, Role.ENTERPRISE_ADMIN},
    "bankaccounts.account.own": {Role.EMPLOYEE, Role.UNCERTIFIED},
    "bankaccounts.card.own": {Role.EMPLOYEE},  # whose real name is known (ID-9)
}
