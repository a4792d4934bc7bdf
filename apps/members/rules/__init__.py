from .lifecycles import APPLICATION, CERTIFICATION, ENTERPRISE, MEMBER, REVIEW, ROSTER, STAFF_CHANGE
from .roles import OPERATOR_ROLES, STAFF_ROLES, conflicting_role

__all__ = [
    "APPLICATION",
    "CERTIFICATION",
    "ENTERPRISE",
    "MEMBER",
    "OPERATOR_ROLES",
    "REVIEW",
    "ROSTER",
    "STAFF_CHANGE",
    "STAFF_ROLES",
    "conflicting_role",
]
