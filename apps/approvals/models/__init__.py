from .request import ApprovalRequest, Decision

__all__ = ["ApprovalRequest", "Decision"]
