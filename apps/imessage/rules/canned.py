"""The life of a canned answer: written by one person, let out by another. One placeholder."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices.canned import CANNED
from ..choices.canned import CannedState as S

MOST_TITLE, MOST_ANSWER = 40, 500
NAME = "{称呼}"

CANNED_LIFE = Lifecycle(
    CANNED,
    "快捷回复",
    (
        Move("propose", "", S.PROPOSED, "service agent", "words that may be said", "approval asked"),
        Move("publish", S.PROPOSED, S.PUBLISHED, "approver", "another person", "agents find it in a thread"),
        Move("refuse", S.PROPOSED, S.REFUSED, "approver", "a reason"),
        Move("lapse", S.PROPOSED, S.LAPSED, "system", "the request for approval has lapsed"),
        Move("retire", S.PUBLISHED, S.RETIRED, "service agent", "", "nobody finds it any more"),
    ),
)


def filled(text: str, name: str) -> str:
    """The answer as it is said to one person."""
    return text.replace(NAME, name)
