"""书面约定: two people of the bank put a paper on record, and R4 and above is sold online as far as the level goes
(WM-2)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.core.actors import Actor
from apps.core.errors import AppError
from apps.identity import api as identity
from apps.shenhuobao.choices import ProductRisk
from apps.shenhuobao.models import Accord
from apps.shenhuobao.selectors.accords import accord_for_staff, accords_for_staff
from apps.shenhuobao.selectors.suitability import assessment_for
from apps.shenhuobao.services.accord_decide import accord_decide, accord_lapse
from apps.shenhuobao.services.accord_end import accord_end
from apps.shenhuobao.services.accord_propose import accord_propose
from fixtures import loans
from fixtures.world import World

from .test_assessments import MARCH_1, R3, R4, on, take
from .test_wealth import browser, read

pytestmark = pytest.mark.django_db
R5 = ProductRisk.R5


@pytest.fixture
def who(world: World) -> Actor:
    return world.actor("yiming")  # 37 years old, never assessed


def paper(who: Actor) -> str:
    """The ID number on it."""
    return identity.person_clear(who.person).id_number


def propose(world: World, number: str = "YD-2026-0001", said: str = "k") -> UUID:
    return accord_propose(
        id_number=paper(world.actor("yiming")), number=number, signed_on=MARCH_1, key=said,
        actor=world.actor("bank_operator"), now=world.now,
    )  # fmt: skip


def decide(world: World, accord_id: UUID, verdict: str = "APPROVE", *, who: str = "head_approver") -> None:
    digest = ApprovalRequest.objects.system("test").get(subject_id=accord_id).digest
    loans.signed(
        accord_decide, world.actor(who, step_up=True), accord_id=accord_id, verdict=verdict,
        reason="" if verdict == "APPROVE" else "签名不清", digest=digest,
    )  # fmt: skip


def refused(who: Actor, rating: ProductRisk) -> str:
    try:
        assessment_for(who.person, rating, on(MARCH_1))
    except AppError as error:
        return error.code
    return ""


def code_of(call: object) -> str:
    with pytest.raises(AppError) as error:
        call()  # type: ignore[operator]
    return error.value.code


def test_high_risk_is_sold_online_from_the_second_person_on_until_it_ends(world: World, who: Actor) -> None:
    take(who, 4)
    accord_id = propose(world)
    assert propose(world) == accord_id  # the same key
    assert [refused(who, rating) for rating in (R3, R4, R5)] == ["", "BRANCH_ONLY", "NOT_SUITABLE"]
    decide(world, accord_id)
    assert [refused(who, rating) for rating in (R3, R4, R5)] == ["", "", "NOT_SUITABLE"], "the level stays the law"
    line = accord_for_staff(world.actor("bank_operator"), accord_id)
    assert "*" in line.name and (line.state_label, line.may) == ("有效", ("end",))
    accord_end(accord_id=accord_id, reason="客户要求", key="e", actor=world.actor("compliance"), now=world.now)
    assert refused(who, R4) == "BRANCH_ONLY"
    rows = AuditRow.objects.system("test").filter(action__startswith="shenhuobao.accord").order_by("pk")
    assert [row.action.rpartition(".")[2] for row in rows] == ["proposed", "decided", "ended"]


def test_what_is_not_agreed_to_is_nothing(world: World, who: Actor) -> None:
    take(who, 5)
    accord_id = propose(world)
    decide(world, accord_id, "RETURN")
    assert refused(who, R5) == "BRANCH_ONLY"
    again = propose(world, number="YD-2026-0002", said="again")
    with transaction.atomic():
        accord_lapse(accord_id=again, now=world.now)
        accord_lapse(accord_id=again, now=world.now)
    assert set(Accord.objects.system("test").values_list("state", flat=True)) == {"REFUSED"}
    assert refused(who, R5) == "BRANCH_ONLY"


def test_nobody_agrees_to_the_own_record(world: World, who: Actor) -> None:
    take(who, 5)
    accord_id = propose(world)
    assert code_of(lambda: decide(world, accord_id, who="bank_operator")) in ("SAME_PERSON", "FORBIDDEN")
    assert refused(who, R5) == "BRANCH_ONLY"


def test_a_paper_is_of_somebody_who_may_bear_it_and_is_put_down_once(world: World, who: Actor) -> None:
    assert code_of(lambda: propose(world)) == "PERSON"  # never assessed
    take(who, 3)
    assert code_of(lambda: propose(world)) == "LEVEL"
    take(who, 5)
    propose(world)
    assert code_of(lambda: propose(world, number="YD-2026-0002", said="two")) == "ACCORD_EXISTS"
    for changes, code in (
        ({"signed_on": world.now.business_date + timedelta(days=1)}, "SIGNED_ON"),
        ({"number": " "}, "NUMBER"),
        ({"id_number": "110101199003070011"}, "PERSON"),
    ):  # fmt: skip
        said = {"id_number": paper(who), "number": "YD-3", "signed_on": date(2026, 3, 1)} | changes
        asked = said | {"key": "x", "actor": world.actor("bank_operator"), "now": world.now}
        assert code_of(lambda asked=asked: accord_propose(**asked)) == code
    with pytest.raises(IntegrityError), transaction.atomic():
        Accord.objects.system("test").update(state="ENDED")


def test_the_pages_from_the_paper_to_its_end(world: World, who: Actor) -> None:
    take(who, 5)
    operator = browser("bank_operator")
    page = read(operator, "/console/wealth/accords/propose/")
    assert "只登记客户本人已在网点签署的纸质约定" in page
    sent = {"id_number": paper(who), "number": "yd-7", "signed_on": "2026-03-01", "idempotency_key": "k1"}
    assert operator.post("/console/wealth/accords/propose/", sent | {"number": ""}).status_code == 422
    answer = operator.post("/console/wealth/accords/propose/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert "待复核" in read(operator, answer["Location"]) and "YD-7" in read(operator, "/console/wealth/accords/")
    (line,) = accords_for_staff(world.actor("bank_operator"))
    assert "请对照纸质约定" in read(browser("head_approver"), answer["Location"])
    decide(world, line.id)
    assert "书面约定" in read(browser("yiming"), "/mobile/wealth/assessments/")
    end = f"/console/wealth/accords/{line.id}/end/"
    assert operator.post(end, {"reason": " ", "idempotency_key": "k2"}).status_code == 422
    assert operator.post(end, {"reason": "客户要求", "idempotency_key": "k3"}).status_code == 302
    assert "书面约定" not in read(browser("yiming"), "/mobile/wealth/assessments/")
