"""Which roles exist where, and which exclude each other (RC-9, SEC-4)."""

from apps.core.actors import Role

OPERATOR_ROLES = frozenset({Role.MAKER, Role.CHECKER, Role.AUTHORISER, Role.HR_PAY, Role.ENTERPRISE_ADMIN})
LENDABLE_ROLES = frozenset({Role.CHECKER, Role.AUTHORISER})  # for some days, to a colleague (代办)
# 三权分立 (SEC-4): the system administrator asks for logins and posts, the security administrator allows them, the
# auditor reads what both did. Each of the three stands alone: who has one of these posts has no other at the bank.
SEPARATED = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
STAFF_ROLES = SEPARATED | {
    Role.REVIEWER, Role.APPROVER, Role.COMPLIANCE, Role.BANK_OPERATOR, Role.SERVICE_AGENT,
}  # fmt: skip

_DECIDERS = frozenset({Role.REVIEWER, Role.APPROVER})
# RC-9: who makes does not check; who acts for an enterprise decides nothing at the bank.
_CONFLICTS = (
    frozenset({Role.MAKER, Role.CHECKER}),
    frozenset({Role.MAKER, Role.AUTHORISER}),
    frozenset({Role.CHECKER, Role.AUTHORISER}),
    frozenset({Role.REVIEWER, Role.APPROVER}),
    *(frozenset({one, other}) for one in SEPARATED for other in STAFF_ROLES - {one}),
    *(frozenset({operator, decider}) for operator in OPERATOR_ROLES for decider in _DECIDERS),
)


def conflicting_role(wanted: Role, held: frozenset[Role]) -> Role | None:
    """A role that the person holds already and that excludes the wanted one; None when there is none.

    `held` are the person's roles at the bank and, for an operator's role, at the same enterprise.
    """
    return next((role for role in sorted(held) if frozenset({wanted, role}) in _CONFLICTS), None)
