"""Lifecycles of enterprises, memberships, certifications and rosters (ID-8, ID-9)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import ApplicationState as A
from ..choices import CertificationState as C
from ..choices import ReviewState as V
from ..choices import RosterState as R
from ..choices import StaffChangeState as T
from ..contracts import EnterpriseStatus as E
from ..contracts import MemberStatus as M

ENTERPRISE = Lifecycle(
    "members.enterprise",
    "企业",
    (
        Move("draft", "", E.DRAFT, "enterprise admin", "the code is valid and new"),
        Move("submit", E.DRAFT, E.SUBMITTED, "enterprise admin", "papers complete"),
        Move("submit", E.REJECTED, E.SUBMITTED, "enterprise admin", "the named field is mended"),
        Move("take", E.SUBMITTED, E.BANK_REVIEW, "bank reviewer", "of the unit or above it"),
        Move("certify", E.BANK_REVIEW, E.CERTIFIED, "bank approver", "another person than the reviewer"),
        Move("reject", E.BANK_REVIEW, E.REJECTED, "bank reviewer or approver", "a field and a reason are named"),
        Move("suspend", E.CERTIFIED, E.SUSPENDED, "bank compliance", "a reason"),
        Move("resume", E.SUSPENDED, E.CERTIFIED, "bank compliance", "the reason is gone"),
        Move("terminate", E.SUSPENDED, E.TERMINATED, "bank compliance", "nothing is owed"),
        Move("lapse", E.SUBMITTED, E.REJECTED, "system", "the bank did not decide in time"),
        Move("lapse", E.BANK_REVIEW, E.REJECTED, "system", "the bank did not decide in time"),
    ),
)

APPLICATION = Lifecycle(
    "members.application",
    "企业认证申请",
    (
        Move("open", "", A.DRAFT, "enterprise admin", "none is open"),
        Move("submit", A.DRAFT, A.SUBMITTED, "enterprise admin", "every section is complete", "digest frozen"),
        Move("submit", A.REJECTED, A.SUBMITTED, "enterprise admin", "the named field is mended", "digest frozen"),
        Move("review", A.SUBMITTED, A.REVIEWED, "bank reviewer", "another person; the machine found a match"),
        Move("approve", A.REVIEWED, A.APPROVED, "bank approver", "a third person", "account, operators, enterprise"),
        Move("reject", A.SUBMITTED, A.REJECTED, "bank reviewer", "a field and a reason", "that field is open again"),
        Move("reject", A.REVIEWED, A.REJECTED, "bank approver", "a field and a reason", "that field is open again"),
        Move("lapse", A.SUBMITTED, A.REJECTED, "system", "its request for approval lapsed"),
        Move("lapse", A.REVIEWED, A.REJECTED, "system", "its request for approval lapsed"),
        Move("withdraw", A.DRAFT, A.WITHDRAWN, "enterprise admin", "not the first application"),
        Move("withdraw", A.REJECTED, A.WITHDRAWN, "enterprise admin", "not the first application"),
    ),
)

MEMBER = Lifecycle(
    "members.employee_member",
    "员工",
    (
        Move("invite", "", M.INVITED, "HR", "on a roster that was confirmed"),
        Move("rejoin", M.LEFT, M.INVITED, "HR", "on a later roster again", "hire date as in the roster"),
        Move("submit", M.INVITED, M.PENDING, "HR", "", "a certification opens"),
        Move("submit", M.REJECTED, M.PENDING, "HR", "the named field is mended", "a certification opens"),
        Move("approve", M.PENDING, M.ACTIVE, "bank approver", "the certification is approved", "a login exists"),
        Move("lapse", M.PENDING, M.INVITED, "system", "the bank did not decide on the certification in time"),
        Move("reject", M.PENDING, M.REJECTED, "bank reviewer or approver", "a field and a reason are named"),
        Move("suspend", M.ACTIVE, M.SUSPENDED, "bank compliance", "a reason"),
        Move("resume", M.SUSPENDED, M.ACTIVE, "bank compliance", "the reason is gone"),
        Move("leave", M.INVITED, M.LEFT, "HR", "the date is there"),
        Move("leave", M.PENDING, M.LEFT, "HR", "the date is there", "the open certification is withdrawn"),
        Move("leave", M.ACTIVE, M.LEFT, "HR", "the date is there"),
        Move("leave", M.SUSPENDED, M.LEFT, "HR", "the date is there"),
        Move("leave", M.REJECTED, M.LEFT, "HR", "the date is there"),
    ),
)

CERTIFICATION = Lifecycle(
    "members.certification",
    "认证申请",
    (
        Move("submit", "", C.SUBMITTED, "HR", "the member is INVITED or REJECTED", "the identity check is asked for"),
        Move("review", C.SUBMITTED, C.REVIEWED, "bank reviewer", "another person; the machine found a match"),
        Move("approve", C.REVIEWED, C.APPROVED, "bank approver", "a third person", "the member is ACTIVE"),
        Move("reject", C.SUBMITTED, C.REJECTED, "bank reviewer", "a field and a reason", "the member is REJECTED"),
        Move("reject", C.REVIEWED, C.REJECTED, "bank approver", "a field and a reason", "the member is REJECTED"),
        Move("lapse", C.SUBMITTED, C.WITHDRAWN, "system", "its request for approval lapsed", "the member is INVITED"),
        Move("lapse", C.REVIEWED, C.WITHDRAWN, "system", "its request for approval lapsed", "the member is INVITED"),
        Move("withdraw", C.SUBMITTED, C.WITHDRAWN, "HR", "the member leaves"),
        Move("withdraw", C.REVIEWED, C.WITHDRAWN, "HR", "the member leaves"),
    ),
)

ROSTER = Lifecycle(
    "members.roster_upload",
    "花名册",
    (
        Move("upload", "", R.PREVIEW, "HR", "the file is readable"),
        Move("amend", R.PREVIEW, R.PREVIEW, "HR", "", "all rows are checked again"),
        Move("import", R.PREVIEW, R.IMPORTED, "HR", "of a full list every row is good", "members join, change, leave"),
        Move("discard", R.PREVIEW, R.DISCARDED, "HR", "", "the rows are gone"),
    ),
)

STAFF_CHANGE = Lifecycle(
    "members.staff_change",
    "岗位变更申请",
    (
        Move("propose", "", T.PROPOSED, "bank compliance", "no conflict of roles; about another person", "a request"),
        Move("approve", T.PROPOSED, T.APPROVED, "bank approver", "a third person, step-up", "it takes effect"),
        Move("return", T.PROPOSED, T.RETURNED, "bank approver", "a reason"),
        Move("lapse", T.PROPOSED, T.LAPSED, "system", "its request for approval lapsed"),
    ),
)

_OPEN = (V.SUBMITTED, V.REVIEWED, V.DISPUTED)
REVIEW = Lifecycle(
    "members.review",
    "审核件",
    (
        Move(
            "submit", "", V.SUBMITTED, "enterprise", "what it asks for is submitted", "due after the parameter's hours"
        ),
        Move("review", V.SUBMITTED, V.REVIEWED, "bank reviewer", "a word is given; at high risk nobody sees it yet"),
        Move(
            "differ", V.REVIEWED, V.DISPUTED, "bank approver", "high risk, and the two words differ", "a third decides"
        ),
        Move(
            "approve",
            V.REVIEWED,
            V.APPROVED,
            "bank approver",
            "passes; at high risk as the first did",
            "may be sampled",
        ),
        Move("approve", V.DISPUTED, V.APPROVED, "another bank approver", "passes", "may be sampled"),
        Move("reject", V.SUBMITTED, V.REJECTED, "bank reviewer", "a field and a reason; not at high risk"),
        Move("reject", V.REVIEWED, V.REJECTED, "bank approver", "a field and a reason; at high risk as the first did"),
        Move("reject", V.DISPUTED, V.REJECTED, "another bank approver", "a field and a reason"),
        *(
            Move("withdraw", source, V.WITHDRAWN, "enterprise or system", "what it asks for is over")
            for source in _OPEN
        ),
    ),
)
