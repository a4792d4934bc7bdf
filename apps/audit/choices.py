"""The words of the audit trail that belong to no single app."""

AUDIT_ACTIONS = {"access.denied": "被拒绝访问"}
