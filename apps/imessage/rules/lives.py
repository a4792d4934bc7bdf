"""The lives of what iMessage keeps."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import BulletinState as B

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
