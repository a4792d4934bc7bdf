from apps.core.actors import Role

_ENTERPRISE = {Role.MAKER, Role.CHECKER, Role.AUTHORISER, Role.ENTERPRISE_ADMIN}

PERMISSIONS = {
    "tongxinbao.quote.make": {Role.EMPLOYEE},
    "tongxinbao.issue.read": _ENTERPRISE,
    "tongxinbao.issue.make": {Role.MAKER},
    "tongxinbao.issue.check": {Role.CHECKER},
    "tongxinbao.entrusted.read": {Role.MAKER, Role.CHECKER},
    "tongxinbao.entrusted.make": {Role.MAKER},
    "tongxinbao.entrusted.check": {Role.CHECKER},
    "tongxinbao.issue.watch": {Role.REVIEWER, Role.APPROVER, Role.COMPLIANCE, Role.BANK_OPERATOR, Role.AUDITOR},
    "tongxinbao.issue.review": {Role.REVIEWER},
    "tongxinbao.issue.decide": {Role.APPROVER},
    "tongxinbao.issue.suspend": {Role.COMPLIANCE},
    "tongxinbao.issue.default": {Role.COMPLIANCE},
    "tongxinbao.early.ask": {Role.CHECKER},
    "tongxinbao.early.decide": {Role.AUTHORISER, Role.APPROVER},  # the enterprise's first, then the bank's
    "tongxinbao.exit.ask": {Role.EMPLOYEE, Role.FORMER},
    "tongxinbao.exit.decide": {Role.CHECKER, Role.AUTHORISER},
    "tongxinbao.notice.publish": {Role.MAKER},
    "tongxinbao.register.export": {Role.MAKER, Role.CHECKER, Role.AUTHORISER},
    "tongxinbao.cancel.ask": {Role.CHECKER},
    "tongxinbao.cancel.decide": {Role.APPROVER},
    "tongxinbao.lpr.propose": {Role.BANK_OPERATOR},
    "tongxinbao.lpr.decide": {Role.APPROVER},
    "tongxinbao.issue.lend": {Role.EMPLOYEE},
    "tongxinbao.mandate.sign": {Role.EMPLOYEE},
    "tongxinbao.mandate.own": {Role.EMPLOYEE, Role.FORMER},  # who has left still takes back what was given
    "tongxinbao.order.own": {Role.EMPLOYEE, Role.FORMER},  # who has left still takes back what is held
    "tongxinbao.holding.own": {Role.EMPLOYEE, Role.FORMER},
}
