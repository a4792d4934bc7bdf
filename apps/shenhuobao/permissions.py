from apps.core.actors import Role

PERMISSIONS = {
    "shenhuobao.quote.make": {Role.EMPLOYEE},
    "shenhuobao.shelf.read": {Role.EMPLOYEE, Role.FORMER},  # who has left may still hold
    "shenhuobao.purchase.place": {Role.EMPLOYEE},
    "shenhuobao.holding.own": {Role.EMPLOYEE, Role.FORMER},  # who has left still takes back what is held
    "shenhuobao.plan.make": {Role.EMPLOYEE},
    "shenhuobao.plan.own": {Role.EMPLOYEE, Role.FORMER},  # who has left still pauses and stops
    "shenhuobao.product.watch": {Role.APPROVER, Role.COMPLIANCE, Role.BANK_OPERATOR, Role.AUDITOR},
    "shenhuobao.product.propose": {Role.BANK_OPERATOR},
    "shenhuobao.product.decide": {Role.APPROVER},
    "shenhuobao.product.suspend": {Role.COMPLIANCE, Role.BANK_OPERATOR},
    "shenhuobao.product.resume": {Role.APPROVER},
    "shenhuobao.assessment.take": {Role.EMPLOYEE},
    "shenhuobao.assessment.own": {Role.EMPLOYEE, Role.FORMER},
    "shenhuobao.assessment.watch": {Role.COMPLIANCE, Role.AUDITOR},
    "shenhuobao.questionnaire.read": {Role.BANK_OPERATOR, Role.APPROVER, Role.COMPLIANCE, Role.AUDITOR},
    "shenhuobao.questionnaire.propose": {Role.BANK_OPERATOR},
    "shenhuobao.questionnaire.decide": {Role.APPROVER},
    "shenhuobao.accord.read": {Role.BANK_OPERATOR, Role.APPROVER, Role.COMPLIANCE, Role.AUDITOR},
    "shenhuobao.accord.propose": {Role.BANK_OPERATOR},
    "shenhuobao.accord.decide": {Role.APPROVER},
    "shenhuobao.accord.end": {Role.BANK_OPERATOR, Role.COMPLIANCE},
}
