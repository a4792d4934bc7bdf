from apps.core.actors import Role

PERMISSIONS = {
    "ledger.books.view": {Role.BANK_OPERATOR, Role.COMPLIANCE, Role.AUDITOR},
    "ledger.day.view": {Role.BANK_OPERATOR, Role.COMPLIANCE, Role.AUDITOR},
    "ledger.day.close": {Role.BANK_OPERATOR},
}
