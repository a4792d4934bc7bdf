from apps.core.actors import Role

PERMISSIONS = {
    "daifutong.batch.read": {
        Role.MAKER,
        Role.CHECKER,
        Role.AUTHORISER,
        Role.HR_PAY,
        Role.ENTERPRISE_ADMIN,
        Role.API_CLIENT,
    },
    "daifutong.batch.make": {Role.MAKER, Role.API_CLIENT},
    "daifutong.batch.check": {Role.CHECKER},
    "daifutong.batch.authorise": {Role.AUTHORISER},
    "daifutong.batch.permit": {Role.AUTHORISER},
    "daifutong.batch.reject": {Role.CHECKER, Role.AUTHORISER},
    "daifutong.batch.review": {
        Role.REVIEWER,
        Role.APPROVER,
        Role.COMPLIANCE,
        Role.BANK_OPERATOR,
        Role.SERVICE_AGENT,
        Role.AUDITOR,
    },
    "daifutong.rows.recall": {Role.BANK_OPERATOR},
    "daifutong.recall.decide": {Role.APPROVER},
    "daifutong.payslip.read": {Role.EMPLOYEE, Role.FORMER},
    "daifutong.payslip.reply": {Role.HR_PAY},
}
