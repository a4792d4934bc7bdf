"""The life of an approval request (PY-6, RC-8)."""

from apps.core.lifecycle import Lifecycle, Move

from .choices import RequestState as S

REQUEST = Lifecycle(
    "approvals.request",
    "审批申请",
    (
        Move("request", "", S.PENDING, "maker", "no other request for the subject is pending", "digest frozen"),
        Move("pass", S.PENDING, S.PENDING, "approver", "another person, the step's role, same digest", "one step done"),
        Move("approve", S.PENDING, S.APPROVED, "approver", "as pass, and the last step", "the subject may go on"),
        Move("return", S.PENDING, S.RETURNED, "approver", "a reason", "back to the maker"),
        Move("lapse", S.PENDING, S.LAPSED, "system", "the days of its parameter are over", "the maker is told"),
        Move("void", S.PENDING, S.VOID, "maker", "withdrawn or edited", "approvals given so far are void"),
    ),
)
