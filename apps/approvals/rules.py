"""The life of an approval request (PY-6, RC-8)."""

from collections.abc import Sequence

from apps.core.lifecycle import Lifecycle, Move

from .choices import RequestState as S
from .choices import Verdict

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


def next_move(verdict: str, earlier: Sequence[str], steps: int, *, is_blind: bool) -> str:
    """The move that a verdict makes after the `earlier` ones: pass, approve, return; "differ" where one more must say.

    Blind: a return ends nothing before the last step; two alike end the request by their word, two that differ call a
    third, whose word counts.
    """
    is_last = len(earlier) + 1 >= steps
    if not is_blind or (is_last and len(earlier) > 1):
        return "return" if verdict == Verdict.RETURN else "approve" if is_last else "pass"
    if not is_last:
        return "pass"
    if {*earlier} != {verdict}:
        return "differ"
    return "approve" if verdict == Verdict.APPROVE else "return"
