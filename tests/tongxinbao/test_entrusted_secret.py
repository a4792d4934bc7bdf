"""Whether all of a list's people have mandated it or none of them has: the enterprise sees the same (TX-11, AT-08).

The same story is played twice from the same start, and everything that reaches the enterprise is compared: its pages,
its programs, its notices, its audit rows, and the room that any colleague can watch."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.identity.models import User
from apps.members.models import OperatorGrant
from apps.notify.models import Notice
from apps.tongxinbao.models import EntrustedAnswer, EntrustedLine, EntrustedList, LoanMandate, Order
from apps.tongxinbao.selectors.lending import issue_for_lender
from tests.access import make_members

from .cast import Stage, clock_at
from .lists import mandate, outcomes, placed, release, revoke, run, submitted

MAIN = re.compile(r"<main.*</main>", re.S)
CHANGING = re.compile(  # ids, what forms carry once, references and hashes: new ones each time
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|value=\"[^\"]*\"|TX[0-9A-Z]{6,}|[0-9a-f]{12,}"
)


@pytest.fixture
def desk(stage: Stage) -> Stage:
    for who in ("maker", "checker"):
        user = User.objects.get(pk=stage.house.operators[who].user_id)
        grant = make_members.operator(stage.house.enterprise_id, user, stage.now)
        OperatorGrant.objects.system("test").filter(pk=grant.pk).update(role=who)
    return stage


def client(stage: Stage, who: str) -> Client:
    made = Client()
    made.force_login(User.objects.get(pk=stage.house.operators[who].user_id))
    return made


def seen(stage: Stage) -> dict[str, object]:
    """Everything of the issue and its lists that reaches the enterprise."""
    sent = EntrustedList.objects.system("test").select_related("issue").get()
    urls = [
        reverse("office:issue_list"),
        reverse("office:issue_detail", args=[sent.issue_id]),
        reverse("office:entrusted_list", args=[sent.issue_id]),
        reverse("office:entrusted_detail", args=[sent.pk]),
        reverse("api:entrusted_lists", args=[sent.issue_id]),
        reverse("api:entrusted", args=[sent.pk]),
        reverse("api:firm_issues"),
        reverse("api:firm_issue", args=[sent.issue_id]),
        reverse("api:firm_notices", args=[sent.issue_id]),
    ]
    found: dict[str, object] = {}
    for who in ("maker", "checker"):
        browser = client(stage, who)
        for name, url in enumerate(urls):
            with clock_at(stage):
                answer = browser.get(url)
            assert answer.status_code == 200, url
            text = answer.content.decode()
            main = MAIN.search(text)
            found[f"{who} {name}"] = CHANGING.sub("#", main[0] if main else text)
    operators = [actor.person_id for actor in stage.house.operators.values()]
    notices = Notice.objects.system("test").filter(person_id__in=operators).order_by("title", "body")
    found["notices"] = list(notices.values_list("title", "body"))
    rows = AuditRow.objects.system("test").filter(enterprise_id=stage.house.enterprise_id, action__contains="entrusted")
    found["audit"] = sorted(
        (row.action, row.from_state, row.to_state, CHANGING.sub("#", str(row.detail))) for row in rows
    )
    watcher = stage.lender(stage.house.staff[5])
    page = issue_for_lender(watcher, sent.issue_id, stage.now)
    found["room"] = (page.room_fen, page.line.state)
    return found


def all_of_them(stage: Stage) -> None:
    issue_id = stage.open()
    for place in range(4):
        mandate(stage, issue_id, stage.house.staff[place])
    lines = [(who, "2000") for who in stage.house.staff[:4]]
    assert set(outcomes(placed(stage, issue_id, lines)).values()) == {""}


def none_of_them(stage: Stage) -> None:
    lines = [(who, "2000") for who in stage.house.staff[:4]]
    assert set(outcomes(placed(stage, stage.open(), lines)).values()) == {"NO_MANDATE"}


def some_and_they_take_it_back(stage: Stage) -> None:
    issue_id = stage.open()
    for place in range(3):
        mandate(stage, issue_id, stage.house.staff[place])
    list_id = placed(stage, issue_id, [(who, "2000") for who in stage.house.staff[:4]])
    orders = Order.objects.system("test").order_by("number")
    owner = next(who for who in stage.house.staff if who.person_id == orders[0].person_id)
    stage.withdraw(orders[0].pk, owner)
    other = next(who for who in stage.house.staff[:3] if who != owner)
    revoke(stage, issue_id, other)
    assert sorted(outcomes(list_id).values()) == ["", "", "", "NO_MANDATE"]


def released_and_not_carried_out(stage: Stage) -> None:
    issue_id = stage.open()
    release(stage, submitted(stage, issue_id, [(who, "2000") for who in stage.house.staff[:4]]))


def played(stage: Stage, story: Callable[[Stage], None], then: Callable[[Stage], None] | None) -> dict[str, object]:
    """What is seen at the end of a story, from the same start."""
    before, day, keys = transaction.savepoint(), stage.day, stage.keys
    story(stage)
    if then is None:
        run(stage)
    else:
        then(stage)
    found = seen(stage)
    stage.turn(day)
    transaction.savepoint_rollback(before)
    stage.keys = keys
    stage.devices.clear()
    return found


def closed(stage: Stage) -> None:
    run(stage)
    issue = EntrustedList.objects.system("test").get().issue
    assert issue.min_ratio
    type(issue).objects.system("test").filter(pk=issue.pk).update(min_ratio=1)
    stage.place(issue.pk, stage.house.staff[4], 5_000_00)
    stage.close(issue.pk)
    run(stage)


STORIES = (all_of_them, none_of_them, some_and_they_take_it_back)


def test_while_it_is_raised_the_enterprise_sees_the_same_whatever_became_of_the_lines(desk: Stage) -> None:
    first, *others = (played(desk, story, None) for story in STORIES)
    assert "已放行" in str(first["maker 3"]) and "8,000.00" in str(first["maker 1"])
    for other in others:
        for name, said in first.items():
            assert other[name] == said, name


def test_the_job_itself_leaves_no_trace_for_the_enterprise(desk: Stage) -> None:
    """Nor does its page tell a list that was carried out from one that was only released."""

    def leave(stage: Stage) -> None:
        pass

    waiting = played(desk, released_and_not_carried_out, leave)
    done = played(desk, none_of_them, None)
    for name in (*(f"{who} {n}" for who in ("maker", "checker") for n in range(9)), "room"):
        assert waiting[name] == done[name], name


def test_after_the_close_the_sums_are_sealed_until_the_money_has_moved(desk: Stage) -> None:
    first, *others = (played(desk, story, closed) for story in STORIES)
    assert "结算后显示" in str(first["maker 1"])
    for other in others:
        for name, said in first.items():
            assert other[name] == said, name


def test_no_scope_of_the_enterprise_reaches_a_mandate_or_an_answer(desk: Stage) -> None:
    all_of_them(desk)
    for who in ("maker", "checker", "authoriser"):
        actor = desk.actor(who)
        assert not EntrustedAnswer.objects.scoped(actor).exists()
        assert not LoanMandate.objects.scoped(actor).exists()
    kept = {field.name for field in EntrustedLine._meta.get_fields() if field.concrete}
    assert kept & {"order", "outcome", "state"} == set()


def test_the_control_an_unsealed_sum_would_have_told(desk: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what is reserved the same comparison finds the difference: the test above can fail."""
    from apps.tongxinbao.selectors import issues

    real = issues.issue_line

    def telling(row, **asked):  # type: ignore[no-untyped-def]
        row.reserved_fen = 0
        return real(row, **asked)

    monkeypatch.setattr(issues, "issue_line", telling)
    first, second = played(desk, all_of_them, None), played(desk, none_of_them, None)
    assert first["maker 1"] != second["maker 1"]
