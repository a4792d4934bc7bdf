from apps.core.actors import Role

PERMISSIONS = {
    "ledger.books.view": {Role.BANK_OPERATOR, Role.COMPLIANCE, Role.AUDITOR},
}
