from .audit_row import AuditRow

__all__ = ["AuditRow"]
