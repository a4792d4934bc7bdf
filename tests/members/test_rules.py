"""Every state against every move, every pair of roles; no database."""

from itertools import combinations, product

import pytest

from apps.core.actors import Role
from apps.core.errors import IllegalMove
from apps.core.lifecycle import Lifecycle
from apps.members.choices import ApplicationState, CertificationState, RosterState
from apps.members.contracts import EnterpriseStatus, MemberStatus
from apps.members.rules import (
    APPLICATION,
    CERTIFICATION,
    ENTERPRISE,
    MEMBER,
    OPERATOR_ROLES,
    ROSTER,
    STAFF_ROLES,
    conflicting_role,
)

EXPECTED = {
    ENTERPRISE.name: {
        ("", "draft"): "DRAFT",
        ("DRAFT", "submit"): "SUBMITTED",
        ("SUBMITTED", "take"): "BANK_REVIEW",
        ("BANK_REVIEW", "certify"): "CERTIFIED",
        ("BANK_REVIEW", "reject"): "REJECTED",
        ("CERTIFIED", "suspend"): "SUSPENDED",
        ("SUSPENDED", "resume"): "CERTIFIED",
        ("SUSPENDED", "terminate"): "TERMINATED",
        ("REJECTED", "submit"): "SUBMITTED",
        ("SUBMITTED", "lapse"): "REJECTED",
        ("BANK_REVIEW", "lapse"): "REJECTED",
    },
    MEMBER.name: {
        ("", "invite"): "INVITED",
        ("LEFT", "rejoin"): "INVITED",
        ("INVITED", "submit"): "PENDING",
        ("REJECTED", "submit"): "PENDING",
        ("PENDING", "approve"): "ACTIVE",
        ("PENDING", "reject"): "REJECTED",
        ("PENDING", "lapse"): "INVITED",
        ("ACTIVE", "suspend"): "SUSPENDED",
        ("SUSPENDED", "resume"): "ACTIVE",
        ("INVITED", "leave"): "LEFT",
        ("PENDING", "leave"): "LEFT",
        ("ACTIVE", "leave"): "LEFT",
        ("SUSPENDED", "leave"): "LEFT",
        ("REJECTED", "leave"): "LEFT",
    },
    CERTIFICATION.name: {
        ("", "submit"): "SUBMITTED",
        ("SUBMITTED", "review"): "REVIEWED",
        ("REVIEWED", "approve"): "APPROVED",
        ("SUBMITTED", "reject"): "REJECTED",
        ("REVIEWED", "reject"): "REJECTED",
        ("SUBMITTED", "lapse"): "WITHDRAWN",
        ("REVIEWED", "lapse"): "WITHDRAWN",
        ("SUBMITTED", "withdraw"): "WITHDRAWN",
        ("REVIEWED", "withdraw"): "WITHDRAWN",
    },
    APPLICATION.name: {
        ("", "open"): "DRAFT",
        ("DRAFT", "submit"): "SUBMITTED",
        ("REJECTED", "submit"): "SUBMITTED",
        ("SUBMITTED", "review"): "REVIEWED",
        ("REVIEWED", "approve"): "APPROVED",
        ("SUBMITTED", "reject"): "REJECTED",
        ("REVIEWED", "reject"): "REJECTED",
        ("SUBMITTED", "lapse"): "REJECTED",
        ("REVIEWED", "lapse"): "REJECTED",
        ("DRAFT", "withdraw"): "WITHDRAWN",
        ("REJECTED", "withdraw"): "WITHDRAWN",
    },
    ROSTER.name: {
        ("", "upload"): "PREVIEW",
        ("PREVIEW", "amend"): "PREVIEW",
        ("PREVIEW", "import"): "IMPORTED",
        ("PREVIEW", "discard"): "DISCARDED",
    },
}
STATES = {
    ENTERPRISE.name: EnterpriseStatus,
    MEMBER.name: MemberStatus,
    APPLICATION.name: ApplicationState,
    CERTIFICATION.name: CertificationState,
    ROSTER.name: RosterState,
}


@pytest.mark.parametrize(
    "lifecycle", [ENTERPRISE, MEMBER, APPLICATION, CERTIFICATION, ROSTER], ids=lambda table: table.name
)
def test_every_state_against_every_move(lifecycle: Lifecycle) -> None:
    expected, found = EXPECTED[lifecycle.name], {}
    for state in ("", *STATES[lifecycle.name]):
        for move in {move.name for move in lifecycle.moves}:
            try:
                found[state, move] = lifecycle.check(state, move).target
            except IllegalMove as error:
                assert error.code == "ILLEGAL_MOVE"
    assert found == expected


ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)  # 三权分立: each stands alone at the bank (SEC-4)
AT_THE_BANK = (Role.REVIEWER, Role.APPROVER, Role.COMPLIANCE, Role.BANK_OPERATOR, Role.SERVICE_AGENT)
IN_A_FIRM = (Role.MAKER, Role.CHECKER, Role.AUTHORISER, Role.HR_PAY, Role.ENTERPRISE_ADMIN)
CONFLICTS = {
    frozenset(pair)
    for pair in (
        (Role.MAKER, Role.CHECKER),
        (Role.MAKER, Role.AUTHORISER),
        (Role.CHECKER, Role.AUTHORISER),
        (Role.REVIEWER, Role.APPROVER),
        *combinations(ADMINS, 2),
        *product(ADMINS, AT_THE_BANK),
        *product(IN_A_FIRM, (Role.REVIEWER, Role.APPROVER)),
    )
}


def test_which_roles_one_person_may_not_hold_together() -> None:
    found = set()
    for one, other in combinations(sorted(OPERATOR_ROLES | STAFF_ROLES), 2):
        forwards, backwards = conflicting_role(one, frozenset({other})), conflicting_role(other, frozenset({one}))
        assert bool(forwards) == bool(backwards)
        if forwards:
            assert (forwards, backwards) == (other, one)
            found.add(frozenset({one, other}))
    assert found == CONFLICTS
