from apps.core.actors import Role

PERMISSIONS = {
    "shenhuobao.quote.make": {Role.EMPLOYEE},
}
