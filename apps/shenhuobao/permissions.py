from apps.core.actors import Role

PERMISSIONS = {
    "shenhuobao.quote.make": {Role.EMPLOYEE},
    "shenhuobao.shelf.read": {Role.EMPLOYEE, Role.FORMER},  # who has left may still hold
    "shenhuobao.product.watch": {Role.APPROVER, Role.COMPLIANCE, Role.BANK_OPERATOR, Role.AUDITOR},
    "shenhuobao.product.propose": {Role.BANK_OPERATOR},
    "shenhuobao.product.decide": {Role.APPROVER},
    "shenhuobao.product.suspend": {Role.COMPLIANCE, Role.BANK_OPERATOR},
    "shenhuobao.product.resume": {Role.APPROVER},
}
