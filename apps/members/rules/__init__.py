from .lifecycles import APPLICATION, CERTIFICATION, ENTERPRISE, MEMBER, ROSTER, STAFF_CHANGE
from .roles import OPERATOR_ROLES, STAFF_ROLES, conflicting_role

__all__ = [
    "APPLICATION",
    "CERTIFICATION",
    "ENTERPRISE",
    "MEMBER",
    "OPERATOR_ROLES",
    "ROSTER",
    "STAFF_CHANGE",
    "STAFF_ROLES",
    "conflicting_role",
]
