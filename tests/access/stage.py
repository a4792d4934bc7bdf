"""What the matrix acts on: in each enterprise of the story one of every thing, its owner written beside it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from allauth.usersessions.models import UserSession

from apps.agreements.models import AgreementText
from apps.agreements.services.text_change import text_propose
from apps.approvals.services.parameter_change import parameter_propose
from apps.audit import api as audit
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.bankaccounts.models import BankAccount
from apps.cases import api as cases
from apps.core.actors import Actor, Relation
from apps.core.clock import SHANGHAI
from apps.core.ids import new_id
from apps.core.models import Job
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.identity.models import User
from apps.ledger.models import Entry
from apps.members.models import ApiCredential, EmployeeMember, Enterprise, EnterpriseApplication, Review, StaffGrant
from apps.members.models.application import papers_of
from apps.members.services.staff_change import login_reset_propose
from apps.notify import api as notify
from apps.notify.models import Notice
from fixtures.cast import BEDROCK, CAST, CLOUDSAIL, EAST, HEAD, LABELS, MORNINGSTAR, WEST
from fixtures.contracts import contract_in_force
from fixtures.generators import OTHER_BIN, card_number
from fixtures.world import World

from . import (
    make,
    make_desk,
    make_imessage,
    make_loans,
    make_members,
    make_papers,
    make_payroll,
    make_shenhuobao,
    make_tongxinbao,
)
from .thing import Thing

WHY = "setting the stage"
HOUSE = Actor.system(WHY)
FIRMS = {firm.key: firm.unit for firm in (MORNINGSTAR, CLOUDSAIL, BEDROCK)}  # each with its bank unit
ADMINS = {"morningstar": "admin", "cloudsail": "foreign_hr", "bedrock": "bedrock_hr"}  # who answers for programs
ELSEWHERE = "elsewhere"  # an employee of another enterprise, who has no place in the story
SIGN_IN_AS = LABELS | {ELSEWHERE: "另一家企业的员工"}  # settings.DEMO_CAST of these tests
OPERATORS = {"morningstar": "guilan", "cloudsail": "xujing", "bedrock": "yiming"}  # beside those of the story
STAFF = {EAST: "reviewer", WEST: "other_reviewer", HEAD: "bank_operator"}
OWNERS = {"xiaowen": "morningstar", "guilan": "morningstar", "xujing": "morningstar", ELSEWHERE: "bedrock"}
DESK_PEOPLE = ("maker", "hr", "admin", "reviewer", "head_approver")  # they have an inbox as well
KEYS = {player.login_name: key for key, player in CAST.items()}
PARAMETER = "daifutong.tier_one_limit"
ELSEWHERE_CARD = card_number(950_000)

# How the staff of a surface stand to what it shows to many, and the pages where nobody's rows are shown.
RELATIONS = {"mobile": "self", "office": "enterprise", "console": "unit"}
AUDIENCES = ("announcements", "inbox_settings", "inbox_read_all", "inbox_read", "me", "employer_switch", "search",
             "product_list", "product_compare")  # fmt: skip
WHOLE_PAGES = """day_list day_close day_steps books books_file books_code books_account
    books_journal text_list text_detail text_new text_decision parameter_list parameter_new parameter_decision
    lpr_list lpr_propose lpr_decide product_list product_detail product_propose product_suspend product_resume
    agent_file_list agent_file_csv agent_file_detail quota_list quota_csv exception_list
    terms_propose terms_decide questionnaire_list questionnaire_detail questionnaire_propose questionnaire_decide"""


class Stage:
    """The story and its things, the same ones in every test."""

    def __init__(self, world: World) -> None:
        self.world, self.now = world, world.now
        self.firms = {name: getattr(world, name) for name in FIRMS}
        _sign_up_elsewhere(self)
        Review.objects.system(WHY).filter(kind="ENTERPRISE").update(state="APPROVED", closed_at=self.now.wall)
        EnterpriseApplication.objects.system(WHY).update(state="APPROVED")  # what the story's firms wait for is decided
        Enterprise.objects.system("both enterprises of the matrix are at work").update(status="CERTIFIED")
        self.person_ids = {key: self.login(key).person_id for key in OWNERS}
        self._things = list(self._build())
        key = ApiCredential.objects.system(WHY).get(enterprise_id=self.firms["morningstar"])
        self.key_id, self.secret = key.key_id, key.secret.clear()

    def things(self, kind: str) -> list[Thing]:
        """All of a kind; of sessions those that are open now."""
        if kind == "session":
            return [
                Thing("session", (pk,), person=KEYS.get(name, name))
                for name, pk in UserSession.objects.values_list("user__login_name", "pk")
            ]
        return [thing for thing in self._things if thing.kind == kind]

    def thing(self, kind: str, whose: str) -> Thing:
        return next(thing for thing in self.things(kind) if thing.whose == whose)

    def login(self, key: str) -> User:
        name = CAST[key].login_name if key in CAST else key
        return User.objects.select_related("person").get(login_name=name)

    def _build(self) -> Iterator[Thing]:
        for firm, unit in FIRMS.items():
            place = {"enterprise": firm, "unit": unit}
            yield Thing("enterprise", (self.firms[firm],), **place)
            yield from self._payroll(firm, place)
            yield from self._people(firm, place)
            yield from self._loans(firm, place)
        for key in DESK_PEOPLE:
            yield self._notice(key)
        for person, firm in OWNERS.items():
            yield from self._private(person, {"person": person, "enterprise": firm, "unit": FIRMS[firm]})
        yield from self._bank()
        yield from make_desk.of_desk(self, FIRMS)

    def _payroll(self, firm: str, place: dict[str, str]) -> Iterator[Thing]:
        before = replace(self.now, wall=self.now.wall - timedelta(days=365))  # the newest batches are the others
        yield Thing("contract_held", (contract_in_force(self.firms[firm]).pk,), **place)
        batch = make.batch(self.firms[firm], f"{firm}的工资", self.now)
        row = make.row(batch, 2)
        yield Thing("batch", (batch.pk,), **place)
        yield Thing("row", (row.pk,), **place)
        yield Thing("line", (batch.pk, row.pk), **place)
        yield Thing("receipts", (batch.pk, 1), **place)
        unread = make_payroll.unread(make.batch(self.firms[firm], f"{firm}的名单", before, state="UPLOADED"))
        yield Thing("unread", (unread.pk,), **place)
        paid = make.row(make.batch(self.firms[firm], f"{firm}的奖金", before, state="DONE"), 2, new_id(), before)
        yield Thing("paid_row", (paid.pk,), **place)
        disputed = make.row(make.batch(self.firms[firm], f"{firm}的旧工资", before, state="DONE"), 2, new_id(), before)
        yield Thing("dispute", (make_payroll.payslip(disputed, dispute="少了一天").pk,), **place)
        yield Thing("withdrawn", (make_papers.withdrawn(make.row(disputed.batch, 3, new_id(), before)).pk,), **place)
        account = BankAccount.objects.system(WHY).get(holder_id=self.firms[firm])
        yield Thing("payer", (account.pk,), **place)
        yield Thing("opening", (make_payroll.opening(self.firms[firm], new_id(), self.now).pk,), **place)
        asked = make_payroll.contract(self.firms[firm], self.now)
        yield Thing("contract", (asked.pk,), mark=asked.reference, **place)
        yield Thing("fee", (make_payroll.fee(self.firms[firm], account, self.now).pk,), **place)
        yield from self._proofs(account, "firm_", place)

    def _loans(self, firm: str, place: dict[str, str]) -> Iterator[Thing]:
        begun = make_loans.issue(self.firms[firm], f"{firm}的草稿", self.now, state="DRAFT")
        yield Thing("loan_draft", (begun.pk,), **place)
        asked = make_loans.issue(self.firms[firm], f"{firm}的借款", self.now)
        yield Thing("loan", (asked.pk,), **place)
        yield Thing("firm_loan_paper", (make_loans.paper(asked, self.now).pk,), **place)
        opened = make_loans.issue(self.firms[firm], "认购", self.now, state="SUBSCRIBING")
        yield Thing("loan_open", (opened.pk,), **place)
        yield Thing("entrusted", (make_tongxinbao.entrusted(opened, self.now).pk,), **place)
        yield Thing("loan_shut", (make_loans.issue(self.firms[firm], "暂停", self.now, state="SUSPENDED").pk,), **place)
        yield Thing("loan_late", (make_loans.issue(self.firms[firm], "逾期", self.now, state="OVERDUE").pk,), **place)
        lent = make_loans.issue(self.firms[firm], f"{firm}的旧借款", self.now, state="ACTIVE")
        lender = EmployeeMember.objects.system(WHY).filter(enterprise_id=self.firms[firm]).earliest("emp_no")
        held = make_loans.loan(lent, lender.person_id, self.now)
        yield Thing("loan_lent", (lent.pk,), **place)
        yield Thing("entrusted_placed", (make_tongxinbao.placed(lent, self.now).pk,), **place)
        yield Thing("exit", (make_loans.exit_request(held, self.firms[firm], self.now),), **place)
        yield Thing("payout", (make_loans.payout(held, self.now).pk,), **place)

    def _people(self, firm: str, place: dict[str, str]) -> Iterator[Thing]:
        first = EmployeeMember.objects.system(WHY).filter(enterprise_id=self.firms[firm]).earliest("emp_no")
        yield Thing("member", (first.pk,), **place)
        yield Thing("department", (first.department_id,), **place)
        new, waiting = (
            make_members.member(first, self.login(key).person_id, f"{firm}-{key}", self.now)
            for key in ("service", "auditor")
        )
        wrong = make_members.member(first, self.login("compliance").person_id, f"{firm}-wrong", self.now)
        yield Thing("rejected", (make_members.rejected(wrong, "emp_no", self.now).pk,), **place)
        yield Thing("invited", (new.pk,), **place)
        certification = make_members.certification(waiting, self.now)
        yield Thing("certification", (certification.pk,), **place)
        yield Thing("review", (Review.objects.system(WHY).get(subject_id=certification.pk).pk,), **place)
        operator = make_members.operator(self.firms[firm], self.login(OPERATORS[firm]), self.now)
        yield Thing("operator_grant", (operator.pk,), **place)
        yield Thing("operator", (operator.user_id,), **place)
        lent = make_members.lending(self.firms[firm], self.login("checker"), self.login("compliance"), self.now)
        yield Thing("lending", (lent.pk,), **place)
        admin = ADMINS[firm]
        key = make_members.credential(self.firms[firm], self.login(admin).person_id, self.now)
        yield Thing("credential", (key.pk,), **place)
        signed = make.signature(self.login(admin), "enterprise_service", self.firms[firm], self.now)
        yield Thing("firm_signature", (signed.pk,), **place)
        begun = make_members.change(self.firms[firm], self.now)
        yield Thing("paper", (papers_of(begun).get().pk,), **place)
        upload = make_members.upload(self.firms[firm], self.now)
        yield Thing("upload", (upload.pk,), **place)
        yield Thing("upload_row", (upload.pk, 2), **place)
        insured = make_papers.insurance(self.firms[firm], f"{firm}的社保", self.now)
        yield Thing("insurance", (insured.pk,), **place)

    def _private(self, person: str, place: dict[str, str]) -> Iterator[Thing]:
        person_id = self.person_ids[person]
        if person != "xujing":  # who is not certified yet has no wages
            batch = make.batch(self.firms[place["enterprise"]], f"{person}的工资", self.now, state="DONE")
            slip = make_payroll.payslip(make.row(batch, 2, person_id, self.now))
            make_papers.pay_receipt(slip.row, self.now)
            yield Thing("payslip", (slip.pk,), **place)
            yield Thing("proof", (make_papers.wage_proof(slip, self.now).pk,), **place)
            asked = make.row(batch, 3, person_id, self.now)
            yield Thing("reclaim", (make_payroll.reclaim(asked, self.now).pk,), **place)
            yield Thing("wagecard", (make_payroll.wagecard(batch.enterprise_id, person_id, self.now).pk,), **place)
        if person in ("xiaowen", ELSEWHERE):  # each with an employer whom no other of them has
            yield Thing("employer", (self.firms[place["enterprise"]],), **place)
            yield from self._lending(person, place)
            assessed = make_shenhuobao.assessment(person_id, place["unit"], self.now)
            yield Thing("assessment", (assessed.pk,), **place)
            yield from self._wealth(person, place)
            yield from make_imessage.things(self.login(person), self.firms[place["enterprise"]], place, self.now)
            yield from make_desk.of_person(self, person, place)
        account = BankAccount.objects.system(WHY).get(holder_id=person_id)
        yield Thing("account", (account.pk,), mark=f"尾号 {account.tail4}", **place)
        yield from self._proofs(account, "", place)
        yield self._notice(person, **place)
        user = self.login(person)
        yield Thing("signature", (make.signature(user, "platform", None, self.now).pk,), **place)
        yield Thing("mandate", (make.mandate(user, self.now).pk,), **place)
        number = card_number(970_000 + list(OWNERS).index(person), bin_prefix=OTHER_BIN)
        card = make.bound_card(user, number, self.now)
        new = NewAccount(
            HolderKind.PERSON, person_id, account.holder_name, AccountClass.II,
            card_number(971_000 + list(OWNERS).index(person)), False, account.unit_path,
        )  # fmt: skip
        two = bankaccounts.account_open(account=new, actor=HOUSE, now=self.now).id
        closed = {"status": "CLOSED", "closed_on": self.now.business_date}  # so that no list has a second one
        BankAccount.objects.system(WHY).filter(pk=two).update(**closed)
        yield Thing("account_two", (two,), **place)
        yield Thing("card", (card.pk,), **place)
        yield Thing("transfer", (make.transfer(account, card, self.now).pk,), **place)
        asked = make.data_request(user, f"{person}的请求", self.now)
        yield Thing("data_request", (asked.pk,), person=person, unit=HEAD, mark=asked.text)
        yield Thing("passkey", (make.passkey(self.login(person)).pk,), **place)
        yield Thing("device", (make.device(self.login(person), self.now).pk,), **place)
        yield from self._joining(person, place)
        member = EmployeeMember.objects.system(WHY).filter(person_id=person_id).earliest("emp_no")
        decided_at = datetime(2026, 1, 5 + list(OWNERS).index(person), 9, 33, tzinfo=SHANGHAI)
        certification = make_members.approved(member, decided_at, self.now)
        yield Thing("own_certification", (certification.pk,), mark=f"{decided_at:%Y-%m-%d %H:%M}", **place)

    def _lending(self, person: str, place: dict[str, str]) -> Iterator[Thing]:
        """What the employer asks of its people, here of one of them, and what that one has lent before."""
        firm, account = (
            self.firms[place["enterprise"]],
            BankAccount.objects.system(WHY).filter(holder_id=self.person_ids[person]).earliest("pk"),
        )
        payer = BankAccount.objects.system(WHY).get(holder_id=firm)
        asked = make_tongxinbao.issue(firm, payer, f"TX-{person}", self.now)
        lent = make_tongxinbao.issue(firm, payer, f"TY-{person}", self.now, state="ACTIVE")
        EmployeeMember.objects.system(WHY).filter(person_id=self.person_ids[person], enterprise_id=firm).update(
            is_insured=True, hired_on=date(2020, 1, 1)
        )
        yield Thing("own_issue", (asked.pk,), **place)
        yield Thing("own_paper", (asked.pk, make_tongxinbao.paper(asked, self.now).pk), **place)
        signed = make.mandate(self.login(person), self.now, kind="loan_mandate", subject_id=asked.pk)
        yield Thing("own_mandate", (make_tongxinbao.mandate(asked, account, signed.pk, self.now).issue_id,), **place)
        yield Thing("own_order", (make_tongxinbao.order(asked, account, 1, self.now).pk,), **place)
        yield Thing("own_holding", (make_tongxinbao.holding(lent, account, self.now).pk,), **place)

    def _wealth(self, person: str, place: dict[str, str]) -> Iterator[Thing]:
        """What the person holds of cash management, of which a part is on its way back."""
        account = BankAccount.objects.system(WHY).filter(holder_id=self.person_ids[person]).earliest("pk")
        held, order = make_shenhuobao.holding(account, self.now)
        yield Thing("own_position", (held.pk,), **place)
        yield Thing("own_conversion", (held.pk, make_shenhuobao.target()), **place)
        yield Thing("own_trade", (order.pk,), **place)
        yield Thing("own_payout", (make_shenhuobao.payout(held, account, self.now).pk,), **place)
        plan, mandate = make_shenhuobao.plan(account, self.now), new_id()
        yield Thing("own_plan", (plan.pk,), **place)
        yield Thing("own_instruction", (make_shenhuobao.instruction(plan, account, mandate, self.now).pk,), **place)
        yield Thing("own_ending", (make_shenhuobao.ending(account, self.now).pk,), **place)
        yield Thing("own_wealth_paper", (make_shenhuobao.paper(account, self.now).pk,), **place)
        accord = make_shenhuobao.accord(self.person_ids[person], place["unit"], self.now)
        yield Thing("accord", (accord.pk,), mark=accord.number, **place)

    def _joining(self, person: str, place: dict[str, str]) -> Iterator[Thing]:
        """Another employer has invited the person, and a third one's certification came back for the name."""
        others = [firm for firm in FIRMS if firm != place["enterprise"]]
        for kind, firm in zip(("claim", "mend"), others, strict=True):
            like = EmployeeMember.objects.system(WHY).filter(enterprise_id=self.firms[firm]).earliest("emp_no")
            member = make_members.member(like, self.person_ids[person], f"zz-{kind}-{person}", self.now)
            if kind == "mend":
                make_members.rejected(member, "name", self.now)
            yield Thing(kind, (member.pk,), person=person)

    def _texts(self) -> Iterator[Thing]:
        yield Thing("agreement", ("account_two",))
        yield Thing("firm_agreement", ("payroll_service",))
        yield Thing("purpose", ("consent_face",))
        yield Thing("necessary", ("consent_identity",))
        yield Thing("text_code", ("membership",), unit=HEAD)
        words = AgreementText.objects.get(code="membership")
        proposed = text_propose.__wrapped__(
            code="membership", title=words.title, body=f"{words.body}\n补充。", change_note="试",
            effective_from=self.now.business_date, actor=self.world.actor("compliance"), now=self.now,
        )  # fmt: skip
        yield Thing("text", (proposed,), unit=HEAD)

    def _notice(self, key: str, **place: str) -> Thing:
        person_id = self.login(key).person_id
        notify.tell(
            person_id=person_id, kind="approvals.lapsed", title=f"给{key}的消息", body="您有一条消息。", link="",
            key="stage", now=self.now,
        )  # fmt: skip
        notice = Notice.objects.system(WHY).get(person_id=person_id, key="stage")
        return Thing("notice", (notice.pk,), mark=notice.title, **({"person": key} | place))

    def _proofs(self, account: BankAccount, prefix: str, place: dict[str, str]) -> Iterator[Thing]:
        """An entry without a receipt, one with it, and a statement."""
        yield Thing(f"{prefix}entry", (account.pk, *make.entry(account, self.now)), **place)
        receipt = make.receipt(account, self.now)
        yield Thing(f"{prefix}receipt", (account.pk, receipt.journal_id, receipt.leg), **place)
        yield Thing(f"{prefix}statement", (account.pk, make.statement(account, self.now).pk), **place)

    def _bank(self) -> Iterator[Thing]:
        for firm, unit in FIRMS.items():
            place = {"enterprise": firm, "unit": unit}
            case = cases.open_case(
                kind="stage", subject_kind="stage", subject_id=new_id(), title=f"{firm}的异常", detail="待查",
                unit_path=unit, key=f"stage:{firm}", now=self.now,
            )  # fmt: skip
            waits = make_members.applicant(unit, f"{firm}的邻居", self.now)
            yield Thing("application", (waits.pk,), mark=waits.enterprise.name, **place)
            yield Thing("application_paper", (papers_of(waits).get().pk,), **place)
            yield Thing("case", (case,), mark=f"{firm}的异常", **place)
            subject = new_id()
            audit.record(
                actor=HOUSE, action="stage.thing.made", subject_kind="stage", subject_id=subject, unit_path=unit,
                enterprise_id=self.firms[firm], now=self.now,
            )  # fmt: skip
            yield Thing("deed", (subject,), **place)
        yield from self._staff()
        for firm, unit in FIRMS.items():
            yield Thing("bank_bulletin", (make_imessage.bank_bulletin(unit, self.now),), unit=unit)
            row = make.announcement(unit, f"{firm}的公告", self.now)
            yield Thing("announcement", (row.pk,), mark=row.title, unit=unit)
        yield Thing("help", ("sign-in",))
        proposed = parameter_propose.__wrapped__(
            key=PARAMETER, value="1", effective_from=self.now.business_date, reason="试", now=self.now,
            actor=self.world.actor("bank_operator"),
        )  # fmt: skip
        yield Thing("parameter", (proposed,), unit=HEAD)
        yield Thing("lpr_quote", (make_loans.quote(self.world.actor("bank_operator"), self.now).pk,), unit=HEAD)
        operator = self.world.actor("bank_operator")
        for kind, key in make_shenhuobao.products(operator, self.now).items():
            yield Thing(kind, (key,))
        yield Thing("questionnaire", (make_shenhuobao.questionnaire(operator, self.now).pk,), unit=HEAD)
        yield from self._texts()
        job = Job.objects.create(kind="stage", key="stage", state=Job.State.PARKED, due_at=self.now.wall)
        cases.job_parked(job_id=job.pk, kind="stage", error="OSError", now=self.now)
        yield Thing("parked_job", (job.pk,), unit=HEAD)
        yield Thing("parameter_key", (PARAMETER,), unit=HEAD)
        leg = Entry.objects.select_related("account").order_by("journal_id", "leg")[0]
        yield Thing("gl_code", (leg.account.gl_code_id,), unit=HEAD)
        yield Thing("books_account", (leg.account_id,), unit=HEAD)
        yield Thing("books_journal", (leg.journal_id,), unit=HEAD)
        yield Thing("bank_day", (f"{self.now.business_date}",), unit=HEAD)

    def _staff(self) -> Iterator[Thing]:
        for unit, key in STAFF.items():
            grant = StaffGrant.objects.system(WHY).get(user=self.login(key))
            yield Thing("staff_grant", (grant.pk,), unit=unit)
            maker = self.world.actor("system_admin", relation=Relation.UNIT)
            proposed = login_reset_propose.__wrapped__(grant_id=grant.pk, reason="换手机", actor=maker, now=self.now)
            yield Thing("staff_change", (proposed,), unit=unit)


def _sign_up_elsewhere(stage: Stage) -> None:
    members = EmployeeMember.objects.system(WHY).filter(enterprise_id=stage.firms["bedrock"], status="ACTIVE")
    free = members.exclude(person_id__in=User.objects.values("person_id")).earliest("emp_no")
    user_id = identity.login_ensure(person_id=free.person_id, kind=LoginKind.EMPLOYEE, actor=HOUSE, now=stage.now)
    User.objects.filter(pk=user_id).update(login_name=ELSEWHERE)
    bankaccounts.account_open(
        account=NewAccount(
            HolderKind.PERSON, free.person_id, free.name, AccountClass.I, ELSEWHERE_CARD, True, FIRMS["bedrock"]
        ),
        actor=HOUSE,
        now=stage.now,
    )
