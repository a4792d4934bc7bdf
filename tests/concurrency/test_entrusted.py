"""委托批量购买 under many hands: a revocation against the job, one list twice, two releases at once (TX-11)."""

from functools import partial
from uuid import UUID

import pytest

from apps.core import jobs
from apps.core.errors import Conflict
from apps.core.invariants import faults
from apps.core.models import Job
from apps.ledger import api as ledger
from apps.tongxinbao.models import EntrustedAnswer, EntrustedList, Order
from apps.tongxinbao.rules.entrusted_file import line_of
from apps.tongxinbao.services import entrusted_load as loading
from apps.tongxinbao.services.entrusted_place import entrusted_place
from apps.tongxinbao.services.entrusted_release import entrusted_release
from apps.tongxinbao.services.mandate_revoke import mandate_revoke
from fixtures import reference
from tests.tongxinbao.cast import Stage, build_stage
from tests.tongxinbao.lists import mandate, release, submitted, the_list

from .race import race
from .test_loans import bare, signed

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12
EACH = 100_000_000  # 分 that everybody has


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    reference.load()
    return build_stage(staff=PEOPLE)


def free(stage: Stage) -> int:
    return sum(ledger.available(who.ledger_id, now=stage.now) for who in stage.house.staff)


def mandated(stage: Stage) -> UUID:
    issue_id = stage.open()
    for who in stage.house.staff:
        mandate(stage, issue_id, who)
    return issue_id


def test_a_revocation_against_the_job_leaves_an_order_and_its_way_back_or_none(stage: Stage) -> None:
    """Whoever comes first: afterwards no money is held for anybody who has taken the mandate back."""
    issue_id = mandated(stage)
    list_id = submitted(stage, issue_id, [(who, "1000") for who in stage.house.staff])
    release(stage, list_id)
    [job] = Job.objects.filter(kind="tongxinbao.entrust")
    lease = jobs.claim(job.pk)
    place = bare(entrusted_place, list_id=list_id, lease=lease, now=stage.now)
    half = stage.house.staff[: PEOPLE // 2]
    taken_back = [
        bare(mandate_revoke, issue_id=issue_id, key=f"r-{n}", actor=stage.lender(who), now=stage.now)
        for n, who in enumerate(half)
    ]
    outcome = race([place], *([deed] for deed in taken_back))
    assert outcome.answers == {"ok": PEOPLE // 2 + 1}
    assert the_list(list_id).state == "PLACED"
    revoked = {who.person_id for who in half}
    orders = Order.objects.system("race").filter(issue_id=issue_id)
    assert {o.state for o in orders if o.person_id in revoked} <= {"WITHDRAWN"}
    assert [o.state for o in orders if o.person_id not in revoked] == ["HELD"] * (PEOPLE - len(half))
    answers = EntrustedAnswer.objects.system("race").filter(line__list_id=list_id)
    declined = {a.person_id for a in answers if a.outcome == "NO_MANDATE"}
    assert declined <= revoked and declined.isdisjoint(orders.values_list("person_id", flat=True))
    issue = stage.issue(issue_id)
    assert (issue.taken_fen, issue.reserved_fen) == (6_000_00, 6_000_00)
    assert free(stage) == PEOPLE * EACH - 6_000_00
    assert list(faults()) == []


def test_a_list_is_released_once_by_however_many_hands(stage: Stage) -> None:
    issue_id = mandated(stage)
    list_id = submitted(stage, issue_id, [(who, "1000") for who in stage.house.staff])
    deed = signed(
        stage, entrusted_release, stage.actor("checker"), times=4, list_id=list_id, digest=the_list(list_id).digest,
        key="release-0",
    )  # fmt: skip
    others = [partial(deed, key=f"release-{n}") for n in range(1, 4)]
    outcome = race([deed], *([other] for other in others))
    assert outcome.answers == {"ok": 1, "ILLEGAL_MOVE": 3}
    assert stage.issue(issue_id).reserved_fen == PEOPLE * 1_000_00
    [job] = Job.objects.filter(kind="tongxinbao.entrust")

    lease = jobs.claim(job.pk)
    place = bare(entrusted_place, list_id=list_id, lease=lease, now=stage.now)

    def work() -> object:
        try:
            return place()
        except jobs.LeaseLost as lost:
            raise Conflict("LEASE_LOST", "") from lost

    outcome = race(*([work] for _ in range(4)))
    assert outcome.answers == {"ok": 1, "LEASE_LOST": 3}
    assert Order.objects.system("race").filter(issue_id=issue_id, state="HELD").count() == PEOPLE
    assert free(stage) == PEOPLE * (EACH - 1_000_00)
    assert list(faults()) == []


def test_the_same_list_from_two_hands_at_once_is_one_list(stage: Stage) -> None:
    issue_id = mandated(stage)
    lines = tuple(line_of(n, who.emp_no, who.name, "1000") for n, who in enumerate(stage.house.staff, 2))
    asked = {"issue_id": issue_id, "lines": lines, "file_name": "名单.csv", "file_sha256": "0" * 64, "now": stage.now}
    deeds = [bare(loading._list_keep, **asked, key=f"load-{n}", actor=stage.actor("maker")) for n in range(4)]
    outcome = race(*([deed] for deed in deeds))
    assert outcome.answers == {"ok": 4}
    states = list(EntrustedList.objects.system("race").values_list("state", flat=True))
    assert sorted(states) == ["CHECKED", "DISCARDED", "DISCARDED", "DISCARDED"]
    assert list(faults()) == []
