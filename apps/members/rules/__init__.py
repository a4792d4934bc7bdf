from .lifecycles import APPLICATION, CERTIFICATION, ENTERPRISE, MEMBER, REVIEW, ROSTER, STAFF_CHANGE
from .roles import LENDABLE_ROLES, OPERATOR_ROLES, STAFF_ROLES, conflicting_role

__all__ = [
    "APPLICATION",
    "CERTIFICATION",
    "ENTERPRISE",
    "LENDABLE_ROLES",
    "MEMBER",
    "OPERATOR_ROLES",
    "REVIEW",
    "ROSTER",
    "STAFF_CHANGE",
    "STAFF_ROLES",
    "conflicting_role",
]
