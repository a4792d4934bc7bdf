"""Who may move their own money."""

from apps.core.actors import Role

PERMISSIONS = {
    "transfers.own": {Role.EMPLOYEE},
    "transfers.account.manage": {Role.EMPLOYEE, Role.UNCERTIFIED},  # stopping one's own money is everybody's
}
