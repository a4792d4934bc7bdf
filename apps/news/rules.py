"""The life of an announcement (RC-8: two people)."""

from apps.core.lifecycle import Lifecycle, Move

from .choices import SUBJECT
from .choices import NewsState as S

MOST_DAYS = 366  # that an announcement may stand

NEWS = Lifecycle(
    SUBJECT,
    "公告",
    (
        Move(
            "propose", "", S.PROPOSED, "maker", "its times lie ahead; a maintenance is head office's", "approval asked"
        ),
        Move(
            "publish", S.PROPOSED, S.PUBLISHED, "approver", "another person, not over yet", "a job tells the audience"
        ),
        Move("refuse", S.PROPOSED, S.REFUSED, "approver", "a reason", ""),
        Move("lapse", S.PROPOSED, S.LAPSED, "system", "the request for approval has lapsed", ""),
        Move("end", S.PUBLISHED, S.ENDED, "maker", "not over yet", "it stands on no page any more"),
    ),
)
