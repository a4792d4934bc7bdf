from apps.core.actors import Role

PERMISSIONS = {"imessage.talk": {Role.EMPLOYEE}}
