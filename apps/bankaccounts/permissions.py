"""Who may do what with accounts."""

from apps.core.actors import Role

PERMISSIONS = {
    "bankaccounts.account.own": {Role.EMPLOYEE, Role.UNCERTIFIED},
}
