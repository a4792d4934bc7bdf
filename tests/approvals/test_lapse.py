"""What nobody decides in time lapses by itself, and its maker hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from apps.approvals import api as approvals
from apps.approvals.models import ApprovalRequest
from apps.approvals.services.parameter_change import parameter_propose
from apps.approvals.services.request_open import LAPSE_JOB
from apps.audit.models import AuditRow
from apps.core import clock, jobs, outbox
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.errors import Conflict, NotFound
from apps.core.models import Job, Parameter
from apps.notify.models import Notice, SmsMessage

from .people import KIND, SUBJECT, decide

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = 30


@contextmanager
def days_later(monkeypatch: pytest.MonkeyPatch, **span: float) -> Iterator[None]:
    start = clock.wall()
    with monkeypatch.context() as moved:
        moved.setattr(clock, "wall", lambda: start + timedelta(**span))
        yield


def work() -> None:
    for _ in range(3):
        for job_id in jobs.due(50):
            jobs.run(job_id)
        outbox.relay(50)


def request() -> ApprovalRequest:
    return ApprovalRequest.objects.system("test").get()


def lapse_job() -> Job:
    return Job.objects.get(kind=LAPSE_JOB)


def test_on_the_day_before_it_still_waits(maker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with days_later(monkeypatch, days=DAYS - 1):
        work()
    assert (request().state, lapse_job().state) == ("PENDING", "DUE")


def test_it_lapses_on_its_day_and_the_maker_is_told_once(maker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with days_later(monkeypatch, days=DAYS, seconds=60):
        work()
        assert (request().state, lapse_job().state) == ("LAPSED", "DONE")
        assert request().closed_at is not None
    row = AuditRow.objects.system("test").get(action="approvals.request.lapsed")
    assert (row.subject_id, row.from_state, row.to_state, row.display) == (SUBJECT, "PENDING", "LAPSED", "逾期未办结")
    notice = Notice.objects.system("test").get()
    assert (notice.person_id, notice.title) == (maker.person_id, "审批申请已失效")
    assert SmsMessage.objects.system("test").count() == 1


def test_an_approval_given_so_far_lapses_with_it(
    checker: Actor,
    authoriser: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decide(checker)
    with days_later(monkeypatch, days=DAYS, seconds=60):
        work()
    assert approvals.pending(authoriser) == ()
    with pytest.raises(NotFound):
        decide(authoriser)


def test_nobody_decides_after_its_time_though_the_sweeper_is_late(
    checker: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ApprovalRequest.objects.system("test").update(expires_at=clock.wall() - timedelta(days=1))
    with pytest.raises(Conflict, match="LAPSED"):
        decide(checker, "RETURN", reason="迟了", pin="")


def test_a_decided_request_leaves_no_job_behind(checker: Actor) -> None:
    decide(checker, "RETURN", reason="金额有误", pin="")
    assert lapse_job().state == "DONE"


def test_a_job_that_comes_too_late_or_too_early_changes_nothing(
    checker: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Job.objects.update(due_at=clock.wall())
    work()
    assert (request().state, lapse_job().state, lapse_job().due_at) == ("PENDING", "DUE", request().expires_at)
    decide(checker, "RETURN", reason="金额有误", pin="")
    Job.objects.update(state="DUE", due_at=clock.wall(), woken_at=None)
    work()
    assert (request().state, lapse_job().state) == ("RETURNED", "DONE")


def test_a_lapsed_request_may_be_withdrawn_and_asked_anew(maker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with days_later(monkeypatch, days=DAYS, seconds=60):
        work()
        with transaction.atomic():
            now = clock.read()
            approvals.void(kind=KIND, subject_id=SUBJECT, reason="经办撤回", actor=maker, now=now)
            approvals.request(
                kind=KIND, subject_id=SUBJECT, digest="e" * 64, summary={}, steps=(Role.CHECKER,), actor=maker, now=now
            )
    states = ApprovalRequest.objects.system("test").order_by("requested_at").values_list("state", flat=True)
    assert list(states) == ["LAPSED", "PENDING"]


def test_a_proposed_parameter_goes_back_and_may_be_proposed_anew(
    maker: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ApprovalRequest.objects.system("test").all().delete()
    Job.objects.all().delete()
    operator = replace(maker, surface=Surface.CONSOLE, unit_path="/head/", relation=Relation.UNIT, enterprise_id=None)

    def propose() -> Parameter:
        now = clock.read()
        pk = parameter_propose(
            key="approvals.lapse_days", value="10", effective_from=now.business_date, reason="缩短", actor=operator,
            now=now,
        )  # fmt: skip
        return Parameter.objects.get(pk=pk)

    first = propose()
    with days_later(monkeypatch, days=DAYS, seconds=60):
        work()
        first.refresh_from_db()
        assert (first.state, first.checker_person_id) == ("LAPSED", None)
        assert Notice.objects.system("test").get().body.startswith("您提交的参数逾期")
        assert AuditRow.objects.system("test").filter(action="core.parameter.lapsed").count() == 1
        assert propose().state == "PROPOSED"
