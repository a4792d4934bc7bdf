"""The life of a list by which an enterprise buys for its people under their mandates (TX-11)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import EntrustedState as S

MAKER, CHECKER, SYSTEM = "企业经办", "企业复核", "系统"
BEFORE_RELEASE = (S.CHECKED, S.SUBMITTED)
WAITING = (*BEFORE_RELEASE, S.RELEASED)  # what is not done yet when the raising ends

ENTRUSTED = Lifecycle(
    "tongxinbao.entrusted",
    "委托认购名单",
    (
        Move("load", "", S.CHECKED, MAKER, "before the close", "each line held against the roster and the terms"),
        Move("submit", S.CHECKED, S.SUBMITTED, MAKER, "no line has a fault", "the checkers are told"),
        Move("return", S.SUBMITTED, S.CHECKED, CHECKER, "another person, a reason", "the maker is told"),
        Move("release", S.SUBMITTED, S.RELEASED, CHECKER, "another person, step-up, the issue is open, room for all",
             "its sum is nobody else's room"),
        Move("place", S.RELEASED, S.PLACED, SYSTEM, "the issue is open",
             "each line held against its mandate; orders, holds; each person is told"),
        Move("discard", S.CHECKED, S.DISCARDED, MAKER, "a newer file, or given up"),
        *(Move("lapse", source, S.LAPSED, SYSTEM, "the raising has ended, or stopped") for source in WAITING),
    ),
)  # fmt: skip
