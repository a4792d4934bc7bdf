"""The lives of what iMessage keeps."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import REPORT, WARRANT
from ..choices import BulletinState as B
from ..choices import PostState as P
from ..choices import ReportState as R
from ..choices import WarrantState as W

DESK, SECOND, AUTHOR = "bank operator", "approver, another person", "author"
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

REPORTED = Lifecycle(
    REPORT,
    "举报",
    (
        Move("report", "", R.OPEN, "participant", "another one's words, which the person may see", ""),
        Move("dismiss", R.OPEN, R.DISMISSED, DESK, "a reason", "the reporter is told"),
        Move("hide", R.OPEN, R.HIDDEN, DESK, "a reason", "nobody is shown the words; both are told"),
        Move("mute", R.OPEN, R.MUTED, DESK, "a reason", "hidden, and the author says nothing for 7 days"),
        Move("propose", R.OPEN, R.PROPOSED, DESK, "a reason", "hidden at once; approval asked for the mute"),
        Move("approve", R.PROPOSED, R.MUTED, SECOND, "step-up, same hash", "the author says nothing any more"),
        Move("return", R.PROPOSED, R.OPEN, SECOND, "a reason", "shown again; the desk decides anew"),
        Move("lapse", R.PROPOSED, R.OPEN, "system", "the request for approval has lapsed", "shown again"),
        Move("appeal", R.HIDDEN, R.APPEALED, AUTHOR, "once, with words", ""),
        Move("appeal", R.MUTED, R.APPEALED, AUTHOR, "once, with words", ""),
        Move("uphold", R.APPEALED, R.UPHELD, SECOND, "an answer", "the measure stays"),
        Move("overturn", R.APPEALED, R.OVERTURNED, SECOND, "an answer", "shown again, the mute ends"),
    ),
)

COMPLIANCE, SECOND_PERSON = "compliance", "approver, another person"

WARRANTED = Lifecycle(
    WARRANT,
    "会话调阅保全单",
    (
        Move("propose", "", W.PROPOSED, COMPLIANCE, "case number, reason, scope", "a hold keeps from now on"),
        Move("approve", W.PROPOSED, W.ACTIVE, SECOND_PERSON, "step-up, same hash", "the window of a reading opens"),
        Move("return", W.PROPOSED, W.RETURNED, SECOND_PERSON, "a reason", "nothing is kept by it"),
        Move("lapse", W.PROPOSED, W.LAPSED, "system", "the request for approval has lapsed", "nothing is kept by it"),
        Move("close", W.ACTIVE, W.ENDED, "compliance or system", "a reading: its maker, or its window has shut", ""),
        Move("release", W.ACTIVE, W.RELEASING, COMPLIANCE, "a hold, a reason", "approval asked; it keeps until then"),
        Move("free", W.RELEASING, W.ENDED, SECOND_PERSON, "step-up, same hash", "nothing is kept by it"),
        Move("keep", W.RELEASING, W.ACTIVE, "approver or system", "returned, or lapsed", "it keeps on"),
    ),
)
