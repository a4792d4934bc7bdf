from apps.core.actors import Role

PERMISSIONS = {"notify.inbox.read": {Role.EMPLOYEE, Role.UNCERTIFIED}}
