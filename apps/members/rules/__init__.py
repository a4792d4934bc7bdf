from .lifecycles import CERTIFICATION, ENTERPRISE, MEMBER, ROSTER
from .roles import OPERATOR_ROLES, STAFF_ROLES, conflicting_role

__all__ = ["CERTIFICATION", "ENTERPRISE", "MEMBER", "OPERATOR_ROLES", "ROSTER", "STAFF_ROLES", "conflicting_role"]
