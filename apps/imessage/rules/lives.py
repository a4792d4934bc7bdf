"""The lives of what iMessage keeps."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import BulletinState as B
from ..choices import PostState as P

WRITER, STAFF, CHECKER, SYSTEM = "企业公告员", "银行经办", "银行复核", "系统"

BULLETIN = Lifecycle(
    "imessage.bulletin",
    "公告",
    (
        Move("draft", "", B.DRAFT, WRITER, "title and text"),
        Move("discard", B.DRAFT, B.DISCARDED, WRITER),
        Move("publish", B.DRAFT, B.PUBLISHED, WRITER, "somebody reads it", "a row of the channel"),
        Move("propose", "", B.PROPOSED, STAFF, "title and text"),
        Move("adopt", B.PROPOSED, B.PUBLISHED, CHECKER, "another person", "a row of each channel"),
        Move("refuse", B.PROPOSED, B.REFUSED, CHECKER, "a reason"),
        Move("lapse", B.PROPOSED, B.REFUSED, SYSTEM, "nobody decided in time"),
        Move("withdraw", B.PUBLISHED, B.WITHDRAWN, WRITER, "a reason, within the window", "nobody reads it any more"),
    ),
)

COLLEAGUE = "同事"

QUESTION = Lifecycle(
    "imessage.question",
    "社区问题",
    (
        Move("ask", "", P.SHOWN, COLLEAGUE, "in service, within the pace", "colleagues read it"),
        Move("hide", P.SHOWN, P.HIDDEN, WRITER, "a reason", "only the office reads it"),
        Move("show", P.HIDDEN, P.SHOWN, WRITER),
    ),
)

ANSWER = Lifecycle(
    "imessage.answer",
    "社区回答",
    (
        Move("give", "", P.SHOWN, COLLEAGUE, "the question is shown", "colleagues read it"),
        Move("hide", P.SHOWN, P.HIDDEN, WRITER, "a reason", "it is no helpful one any more"),
        Move("show", P.HIDDEN, P.SHOWN, WRITER),
    ),
)
