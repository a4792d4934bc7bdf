"""Which roles exist where, and which exclude each other (RC-9)."""

from apps.core.actors import Role

OPERATOR_ROLES = frozenset({Role.MAKER, Role.CHECKER, Role.AUTHORISER, Role.HR_PAY, Role.ENTERPRISE_ADMIN})
STAFF_ROLES = frozenset(
    {Role.REVIEWER, Role.APPROVER, Role.COMPLIANCE, Role.BANK_OPERATOR, Role.SERVICE_AGENT, Role.AUDITOR}
)

_DECIDERS = frozenset({Role.REVIEWER, Role.APPROVER})
# RC-9: who makes does not check; who audits does nothing else; who acts for an enterprise decides nothing at the bank.
_CONFLICTS = (
    frozenset({Role.MAKER, Role.CHECKER}),
    frozenset({Role.MAKER, Role.AUTHORISER}),
    frozenset({Role.CHECKER, Role.AUTHORISER}),
    frozenset({Role.REVIEWER, Role.APPROVER}),
    *(frozenset({Role.AUDITOR, other}) for other in STAFF_ROLES - {Role.AUDITOR}),
    *(frozenset({operator, decider}) for operator in OPERATOR_ROLES for decider in _DECIDERS),
)


def conflicting_role(wanted: Role, held: frozenset[Role]) -> Role | None:
    """A role that the person holds already and that excludes the wanted one; None when there is none.

    `held` are the person's roles at the bank and, for an operator's role, at the same enterprise.
    """
    return next((role for role in sorted(held) if frozenset({wanted, role}) in _CONFLICTS), None)
