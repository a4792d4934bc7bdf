"""An enterprise becomes a member: registered, filled in, proved, signed, decided by two persons (ID-8, RC-8)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.errors import AppError, Conflict, Forbidden, IllegalMove, InvalidInput, NotFound
from apps.core.models import Job
from apps.members.choices import PaperKind
from apps.members.models import BankUnit, Enterprise, EnterpriseApplication, OperatorGrant
from apps.members.models.application import papers_of
from apps.members.rules.applications import Owner
from apps.members.selectors.applications import application_desk, application_for_enterprise, paper_for
from apps.members.selectors.reviews import Wanted, queue_for_staff
from apps.members.services.application_decide import application_approve, application_reject
from apps.members.services.application_edit import company_save, nominees_save, papers_put
from apps.members.services.application_open import application_open, application_withdraw, reverify_open, reverify_plan
from apps.members.services.application_submit import application_submit
from apps.members.services.enterprise_move import enterprise_supervise
from apps.members.services.enterprise_register import Registration, enterprise_register
from apps.members.subscribers import give_application_back, plan_reverification, tell_operators
from apps.notify.models import Notice
from fixtures.cast import EAST
from fixtures.generators import id_number, mobile, uscc_code
from fixtures.world import World
from fixtures.world_applications import company, matched, nominees, paper

from .applicants import NAME, decide, row_of, submitted

pytestmark = pytest.mark.django_db


def actions(row: EnterpriseApplication) -> list[str]:
    rows = AuditRow.objects.system("test").filter(subject_id__in=[row.pk, row.enterprise_id]).order_by("pk")
    return [name.removeprefix("members.") for name in rows.values_list("action", flat=True)]


def test_from_registration_to_certified(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    assert (row.state, row.enterprise.status) == ("SUBMITTED", "SUBMITTED")
    assert decide(world, "reviewer", row) == "REVIEWED"
    assert decide(world, "approver", row) == "APPROVED"
    row = row_of(admin)
    assert (row.state, row.enterprise.status, row.enterprise.certified_on) == (
        "APPROVED", "CERTIFIED", world.now.business_date,
    )  # fmt: skip
    roles = OperatorGrant.objects.system("test").filter(enterprise_id=admin.enterprise).values_list("role", flat=True)
    assert sorted(roles) == ["authoriser", "checker", "enterprise_admin", "maker"]
    (account,) = bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=admin.enterprise)
    assert account.account_class == AccountClass.CORPORATE and account.holder_name == NAME
    told = [
        name for name in actions(row) if name.startswith(("enterprise.", "application.reviewed", "application.app"))
    ]
    assert told == [
        "enterprise.registered", "enterprise.submitted", "enterprise.taken", "application.reviewed",
        "enterprise.certified", "application.approved",
    ]  # fmt: skip


def test_who_handed_it_in_or_reviewed_it_decides_nothing_more(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    decide(world, "reviewer", row)
    both = replace(world.actor("reviewer"), roles=frozenset({Role.APPROVER, Role.REVIEWER}))
    with pytest.raises(Forbidden) as refused:
        application_approve(application_id=row.pk, actor=both, now=world.now)
    assert refused.value.code == "SAME_PERSON"
    with pytest.raises(IntegrityError), transaction.atomic():
        EnterpriseApplication.objects.system("test").filter(pk=row.pk).update(
            state="APPROVED", decider_person_id=row_of(admin).reviewer_person_id
        )


def test_the_other_branch_finds_nothing(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    stranger = world.actor("other_reviewer")
    assert application_desk(stranger, row.pk, world.now) is None
    shown = queue_for_staff(stranger, world.now.wall, Wanted(), page=1)
    assert row.pk not in {line.subject_id for line in shown.lines}
    paper_id = papers_of(row).first().pk
    assert paper_for(stranger, paper_id) is None and paper_for(world.actor("reviewer"), paper_id) is not None
    assert paper_for(world.actor("admin"), paper_id) is None
    for deed in (
        lambda: application_approve(application_id=row.pk, actor=stranger, now=world.now),
        lambda: application_reject(
            application_id=row.pk, field="address", reason="不符", actor=stranger, now=world.now
        ),
    ):
        with pytest.raises(NotFound):
            deed()


def test_a_rejection_opens_the_wrong_field_and_nothing_else(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    application_reject(
        application_id=row.pk, field="licence", reason="照片模糊,请重拍", actor=world.actor("reviewer"), now=world.now
    )
    row = row_of(admin)
    assert (row.state, row.enterprise.status, row.rejected_field) == ("REJECTED", "REJECTED", "licence")
    with pytest.raises(Conflict) as locked:
        company_save(company=company(NAME), actor=admin, now=world.now)
    assert locked.value.code == "SECTION_LOCKED"
    with pytest.raises(Conflict):
        nominees_save(people=nominees(), actor=admin, now=world.now)
    with pytest.raises(InvalidInput) as as_it_was:
        application_submit(actor=admin, now=world.now)
    assert as_it_was.value.code == "NOT_MENDED"
    papers_put(files={PaperKind.LICENCE: paper("更正")}, actor=admin, now=world.now)
    application_submit(actor=admin, now=world.now)
    row = row_of(admin)
    assert (row.state, row.rejected_field) == ("SUBMITTED", "")
    decide(world, "reviewer", row)
    assert decide(world, "approver", row) == "APPROVED"


def test_what_changed_after_the_review_cannot_be_approved(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    decide(world, "reviewer", row)
    EnterpriseApplication.objects.system("test").filter(pk=row.pk).update(address="别处")
    with pytest.raises(Conflict) as stale:
        application_approve(application_id=row.pk, actor=world.actor("approver"), now=world.now)
    assert stale.value.code == "STALE"


@pytest.mark.parametrize("check", ["legal_check", "register_check"])
@pytest.mark.parametrize("said", ["MISMATCH", "UNABLE", "CHANNEL_ERROR", "WAITING"])
def test_what_the_machines_do_not_confirm_is_not_passed(world: World, admin: Actor, check: str, said: str) -> None:
    row = submitted(world, admin)
    EnterpriseApplication.objects.system("test").filter(pk=row.pk).update(**{check: said})
    with pytest.raises(Conflict) as refused:
        application_approve(application_id=row.pk, actor=world.actor("reviewer"), now=world.now)
    assert refused.value.code == "NO_MATCH"


def test_another_name_is_asked_about_anew(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    EnterpriseApplication.objects.system("test").filter(pk=row.pk).update(state="REJECTED", rejected_field="name")
    renamed = replace(company(NAME), name="新禾种业(演示)有限公司")
    company_save(company=renamed, actor=admin, now=world.now)
    saved = row_of(admin)
    assert (saved.legal_check, saved.register_check, saved.register_reference) == ("MATCH", "WAITING", "")


def test_what_is_missing_is_named_section_by_section(world: World, admin: Actor) -> None:
    with pytest.raises(InvalidInput) as missing:
        application_submit(actor=admin, now=world.now)
    assert set(missing.value.fields) == {"company", "papers", "account", "operators", "agreements"}
    company_save(company=company(NAME), actor=admin, now=world.now)
    with pytest.raises(InvalidInput) as missing:
        application_submit(actor=admin, now=world.now)
    assert set(missing.value.fields) == {"papers", "account", "operators", "agreements"}
    assert row_of(admin).state == "DRAFT"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"owners": ()}, "owners"),
        ({"owners": (Owner("甲", "1", Decimal(60)), Owner("乙", "2", Decimal(50)))}, "owners"),
        ({"owners": (Owner("甲", "1", Decimal(30)), Owner("甲", "1", Decimal(30)))}, "owners"),
        ({"established_on": date(2026, 3, 3)}, "established_on"),
        ({"licence_until": date(2026, 3, 2)}, "licence_until"),
    ],
)
def test_company_data_that_cannot_be(world: World, admin: Actor, change: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        company_save(company=replace(company(NAME), **change), actor=admin, now=world.now)
    assert set(refused.value.fields) == {field}
    assert row_of(admin).legal_name == ""


def test_three_persons_make_check_and_authorise(world: World, admin: Actor) -> None:
    people = nominees()
    with pytest.raises(InvalidInput) as twice:
        nominees_save(people=people | {Role.CHECKER: people[Role.MAKER]}, actor=admin, now=world.now)
    assert set(twice.value.fields) == {"checker"}
    del people[Role.AUTHORISER]
    with pytest.raises(InvalidInput) as missing:
        nominees_save(people=people, actor=admin, now=world.now)
    assert set(missing.value.fields) == {"authoriser"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ\x90", "PAPER_TYPE"),
        (b"<svg/>", "PAPER_TYPE"),
        (b"", "PAPER_TYPE"),
        (b"%PDF-" + b"0" * 2**21, "PAPER_SIZE"),
    ],
)
def test_papers_are_known_by_their_first_bytes(world: World, admin: Actor, data: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        papers_put(files={PaperKind.LICENCE: data}, actor=admin, now=world.now)
    assert refused.value.code == code and not papers_of(row_of(admin)).exists()


def test_a_paper_is_kept_encrypted_and_comes_back_byte_for_byte(world: World, admin: Actor) -> None:
    papers_put(files={PaperKind.LICENCE: paper("一")}, actor=admin, now=world.now)
    papers_put(files={PaperKind.LICENCE: paper("二")}, actor=admin, now=world.now)
    (kept,) = papers_of(row_of(admin))
    assert b"PNG" not in kept.__dict__["content"]
    assert paper_for(admin, kept.pk)[:2] == ("image/png", paper("二"))


def somebody_else() -> Registration:
    return Registration(
        uscc=uscc_code(77), name=NAME, short_name=NAME[:8], unit_id=BankUnit.objects.get(path=EAST).pk,
        applicant_name="别人", applicant_id_number=id_number(date(1991, 1, 1), female=True, sequence=72),
        applicant_mobile=mobile(8_001),
    )  # fmt: skip


def in_days(world: World, days: int) -> Moment:
    return Moment(world.now.wall + timedelta(days=days), world.now.business_date)


def test_a_code_is_registered_once(world: World, admin: Actor) -> None:
    with pytest.raises(Conflict) as taken:
        enterprise_register(registration=somebody_else(), actor=Actor.system("注册"), now=in_days(world, 6))
    assert taken.value.code == "USCC_TAKEN"


def test_a_draft_that_stays_empty_for_a_week_does_not_keep_the_code(world: World, admin: Actor) -> None:
    enterprise_id, user_id = enterprise_register(
        registration=somebody_else(), actor=Actor.system("注册"), now=in_days(world, 7)
    )
    assert enterprise_id == admin.enterprise
    grants = OperatorGrant.objects.system("test").filter(enterprise_id=enterprise_id)
    assert [grant.user_id for grant in grants.filter(revoked_at=None)] == [user_id] != [admin.user_id]
    assert grants.exclude(revoked_at=None).get().user_id == admin.user_id
    assert EnterpriseApplication.objects.system("test").filter(enterprise_id=enterprise_id).count() == 1


def test_a_draft_with_anything_in_it_keeps_the_code(world: World, admin: Actor) -> None:
    company_save(company=company(NAME), actor=admin, now=world.now)
    with pytest.raises(Conflict) as taken:
        enterprise_register(registration=somebody_else(), actor=Actor.system("注册"), now=in_days(world, 400))
    assert taken.value.code == "USCC_TAKEN"


def test_a_change_begins_with_what_holds_and_leaves_the_enterprise_at_work(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    with pytest.raises(Conflict):
        application_open(actor=admin, now=world.now)
    decide(world, "reviewer", row)
    decide(world, "approver", row)
    application_open(actor=admin, now=world.now)
    facts = application_for_enterprise(admin, world.now)
    assert (facts.kind, facts.state, facts.legal_name, len(facts.papers), len(facts.nominees)) == (
        "CHANGE", "DRAFT", "谢云帆", 2, 3,
    )  # fmt: skip
    company_save(company=replace(company(NAME), address="新址"), actor=admin, now=world.now)
    application_submit(actor=admin, now=world.now)
    matched(admin, world.now)
    assert row_of(admin).enterprise.status == "CERTIFIED"
    decide(world, "reviewer", row_of(admin))
    decide(world, "approver", row_of(admin))
    application_open(actor=admin, now=world.now)
    application_withdraw(actor=admin, now=world.now)
    assert row_of(admin).state == "WITHDRAWN"


def test_a_first_application_is_left_lying_and_not_withdrawn(world: World, admin: Actor) -> None:
    with pytest.raises(Conflict):
        application_withdraw(actor=admin, now=world.now)


def test_a_request_that_lapsed_gives_the_application_back_whole(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    request = ApprovalRequest.objects.system("test").get(subject_id=row.pk)
    ApprovalRequest.objects.system("test").filter(pk=request.pk).update(state="LAPSED", closed_at=world.now.wall)
    event = {"kind": "members.application", "subject_id": str(row.pk), "request_id": str(request.pk)}
    for _ in range(2):
        with transaction.atomic():
            give_application_back(event)
    row = row_of(admin)
    assert (row.state, row.rejected_field, row.enterprise.status) == ("REJECTED", "", "REJECTED")
    application_submit(actor=admin, now=world.now)


class Lease:
    """A lease of the reverify job, as the worker hands it over."""

    def __init__(self, enterprise_id: UUID) -> None:
        self.payload, self.finished = {"enterprise_id": str(enterprise_id)}, 0

    def finish(self) -> None:
        self.finished += 1


def test_a_year_later_the_enterprise_is_asked_again(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    decide(world, "reviewer", row)
    decide(world, "approver", row)
    event = {"enterprise_id": str(admin.enterprise), "deed": "certified", "event_id": "1"}
    for _ in range(2):
        with transaction.atomic():
            plan_reverification(event)
    (job,) = Job.objects.filter(kind="members.reverify", key__startswith=str(admin.enterprise))
    assert timedelta(days=364) < job.due_at - world.now.wall < timedelta(days=366)
    for _ in range(2):
        reverify_open(lease=Lease(admin.enterprise), now=world.now)
    facts = application_for_enterprise(admin, world.now)
    assert (facts.kind, facts.state) == ("YEARLY", "DRAFT")
    with transaction.atomic():
        reverify_plan(enterprise_id=admin.enterprise, now=world.now)


@pytest.mark.parametrize("deed", ["certified", "rejected", "suspended", "resumed", "terminated", "reverify"])
def test_the_administrator_hears_of_it_once(world: World, admin: Actor, deed: str) -> None:
    for _ in range(2):
        with transaction.atomic():
            tell_operators({"enterprise_id": str(admin.enterprise), "deed": deed, "event_id": "7"})
    assert Notice.objects.system("test").filter(person_id=admin.person, kind="members.enterprise").count() == 1


def supervise(world: World, move: str, who: str = "compliance", reason: str = "登记信息异常") -> None:
    enterprise_supervise(enterprise_id=world.bedrock, move=move, reason=reason, actor=world.actor(who), now=world.now)


def test_the_bank_suspends_and_resumes(world: World) -> None:
    supervise(world, "suspend")
    assert Enterprise.objects.system("test").get(pk=world.bedrock).status == "SUSPENDED"
    with pytest.raises(IllegalMove):
        supervise(world, "suspend")
    with pytest.raises(Conflict) as members:
        supervise(world, "terminate")
    assert members.value.code == "MEMBERS_LEFT"
    supervise(world, "resume")
    for reason, move in ((" ", "suspend"), ("原因", "sell")):
        with pytest.raises(InvalidInput):
            supervise(world, move, reason=reason)
    with pytest.raises(NotFound):
        supervise(world, "suspend", who="other_reviewer")


def test_submitting_twice_has_one_effect(world: World, admin: Actor) -> None:
    submitted(world, admin)
    with pytest.raises(AppError) as again:
        application_submit(actor=admin, now=world.now)
    assert isinstance(again.value, IllegalMove)
