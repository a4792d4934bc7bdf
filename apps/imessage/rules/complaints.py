"""The life of a complaint: nothing is closed that was not replied to."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices.complaints import COMPLAINT
from ..choices.complaints import ComplaintState as S

PERSON, STAFF, LEAD = "the person who complains", "service agent", "compliance"
MOST_TEXT, MOST_REPLY, MOST_REASON = 1000, 1000, 200
ROUNDS = 2  # replies; who is not satisfied with the last one is told of other ways
EXTENSIONS = 2

COMPLAINT_LIFE = Lifecycle(
    COMPLAINT,
    "消费投诉",
    (
        Move("file", "", S.FILED, PERSON, "says what and, if wanted, what is asked for", "number and due day are told"),
        Move("take", S.FILED, S.TAKEN, STAFF, "nobody has it"),
        Move("reply", S.TAKEN, S.REPLIED, STAFF, "theirs; the reply in words", "the person is told"),
        Move("answer", S.ESCALATED, S.REPLIED, LEAD, "another person than before; in words", "the person is told"),
        Move("accept", S.REPLIED, S.CLOSED, PERSON, "satisfied"),
        Move("escalate", S.REPLIED, S.ESCALATED, PERSON, "not satisfied with the first reply; why"),
        Move("refuse", S.REPLIED, S.CLOSED, PERSON, "not satisfied with the last reply", "other ways are told"),
        Move("lapse", S.REPLIED, S.CLOSED, "system", "nothing said for so many days"),
    ),
)
