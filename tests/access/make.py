"""Rows of the tables, as few columns as will do: what the matrix needs is whose they are, not what they say."""

import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from apps.agreements.models import DataRequest, Mandate, Signature
from apps.agreements.selectors.texts import text_in_force
from apps.approvals import api as approvals
from apps.bankaccounts.models import BankAccount, BoundCard, Receipt, Statement
from apps.bankaccounts.selectors.statements import statement_digest
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.proof_codes import new_code
from apps.daifutong.models import Batch, Row
from apps.identity.models import Device, User
from apps.ledger import api as ledger
from apps.members.choices import CheckResult
from apps.members.models import (
    ApiCredential,
    BankUnit,
    BeneficialOwner,
    Certification,
    EmployeeMember,
    Enterprise,
    EnterpriseApplication,
    OperatorGrant,
    Paper,
    RosterUpload,
)
from apps.members.rules.roster import RosterRow
from apps.members.services.application_edit import KIND as APPLICATION
from apps.members.services.application_submit import application_digest
from apps.members.services.certification_submit import KIND, STEPS, certification_digest
from apps.members.services.review_open import review_open
from apps.news.choices import Audience, NewsKind
from apps.news.models import Announcement
from apps.news.services.announcement_write import NewAnnouncement, announcement_propose
from apps.transfers.models import Transfer
from fixtures.generators import OTHER_BANK, card_number
from tests.identity.authenticator import Passkey

CARD = card_number(960_000)


def batch(enterprise_id: UUID, title: str, now: Moment, *, state: str = "PARSED") -> Batch:
    """A batch in PARSED, UPLOADED or DONE."""
    is_done = state == "DONE"
    key = new_id()
    payers = BankAccount.objects.system("the stage").filter(holder_id=enterprise_id).order_by("pk")
    return Batch.objects.create(
        id=key,
        reference=f"ST{key.hex[-16:]}",
        enterprise_id=enterprise_id,
        pay_period="2026-02",
        title=title,
        state=state,
        file_name="名单.csv",
        file_sha256=sha256(key.bytes).hexdigest(),
        row_count=0 if state == "UPLOADED" else 1,
        total_fen=0 if state == "UPLOADED" else 5_000_00,
        payer_account_id=payers.values_list("pk", flat=True)[0],
        payer_ledger_id=new_id(),
        payer_name="付款单位",
        payer_masked="8010 **** 0001",
        transit_ledger_id=new_id() if is_done else None,
        maker_person_id=new_id(),
        maker_display="林*",
        checker_person_id=new_id() if is_done else None,
        created_at=now.wall,
        submitted_at=now.wall if is_done else None,
        finished_at=now.wall if is_done else None,
    )


def row(of: Batch, number: int, person_id: UUID | None = None, paid_at: Moment | None = None) -> Row:
    """A line of a batch: paid when `paid_at` is given."""
    return Row.objects.create(
        batch=of,
        number=number,
        name="李晓雯",
        account=CARD,
        account_tail=CARD[-4:],
        amount_fen=5_000_00,
        channel="OWN",
        payee_account_id=new_id(),
        payee_ledger_id=new_id(),
        person_id=person_id,
        state="PAID" if paid_at else "PENDING",
        outcome="P00" if paid_at else "",
        paid_at=paid_at.wall if paid_at else None,
    )


def member(like: EmployeeMember, person_id: UUID, emp_no: str, now: Moment) -> EmployeeMember:
    """Somebody whom the enterprise of another one has put on its roster, into that one's department."""
    return EmployeeMember.objects.create(
        person_id=person_id,
        enterprise_id=like.enterprise_id,
        department_id=like.department_id,
        emp_no=emp_no,
        name="唐悦",
        mobile_tail="0000",
        contract_type=like.contract_type,
        hired_on=like.hired_on,
        created_at=now.wall,
    )


def rejected(of: EmployeeMember, field: str, now: Moment) -> EmployeeMember:
    """The bank has sent the certification back for one field."""
    EmployeeMember.objects.system("stage").filter(pk=of.pk).update(status="REJECTED")
    Certification.objects.create(
        member=of, state="REJECTED", digest="0" * 64, submitter_person_id=new_id(), submitted_at=now.wall,
        decider_person_id=new_id(), decided_at=now.wall, rejected_field=field, rejected_reason="与证件不一致",
    )  # fmt: skip
    return of


def certification(of: EmployeeMember, now: Moment, *, hours: int = 100) -> Certification:
    """One that has waited for the reviewer so many hours, longer than all of the story, and may be passed."""
    digest = certification_digest(of)
    EmployeeMember.objects.system("stage").filter(pk=of.pk).update(status="PENDING")
    row = Certification.objects.create(
        member=of,
        digest=digest,
        check_result=CheckResult.MATCH,
        submitter_person_id=new_id(),
        submitted_at=now.wall - timedelta(hours=hours),
    )
    approvals.request(
        kind=KIND,
        subject_id=row.pk,
        digest=digest,
        summary={"姓名": "唐*"},
        steps=STEPS,
        actor=Actor(person_id=row.submitter_person_id, display="孙**"),
        enterprise_id=of.enterprise_id,
        unit_path=of.enterprise.unit.path,
        now=now,
    )
    row.member = of
    review_open(subject=row, now=now)
    return row


def approved(of: EmployeeMember, at: datetime, now: Moment) -> Certification:
    """The newest of a member, decided at that time, which the member sees."""
    return Certification.objects.create(
        member=of,
        state="APPROVED",
        submitter_person_id=new_id(),
        submitted_at=now.wall,
        reviewer_person_id=new_id(),
        reviewed_at=at,
        decider_person_id=new_id(),
        decided_at=at,
    )


def change(enterprise_id: UUID, now: Moment) -> EnterpriseApplication:
    """A change that an enterprise has begun, with one paper."""
    row = EnterpriseApplication.objects.create(enterprise_id=enterprise_id, kind="CHANGE", created_at=now.wall)
    scan(row, now)
    return row


def applicant(unit: str, name: str, now: Moment) -> EnterpriseApplication:
    """The application of another enterprise at a branch, which waits for the reviewer and may be passed."""
    enterprise = Enterprise.objects.create(
        uscc=f"ST{new_id().hex[-16:]}", name=name, short_name=name, unit=BankUnit.objects.get(path=unit),
        status="SUBMITTED", created_at=now.wall,
    )  # fmt: skip
    row = EnterpriseApplication.objects.create(
        enterprise=enterprise, kind="FIRST", state="SUBMITTED", legal_check=CheckResult.MATCH,
        register_check=CheckResult.MATCH,
        submitter_person_id=new_id(), submitted_at=now.wall - timedelta(hours=100), created_at=now.wall,
        established_on=date(2018, 6, 12), proved_at=now.wall,
    )  # fmt: skip
    BeneficialOwner.objects.create(application=row, name="孙一", id_number="1", percent=60)
    scan(row, now)
    approvals.request(
        kind=APPLICATION, subject_id=row.pk, digest=application_digest(row), summary={"企业": name}, steps=STEPS,
        actor=Actor(person_id=row.submitter_person_id, display="孙**"), unit_path=unit, now=now,
    )  # fmt: skip
    review_open(subject=row, now=now)
    return row


def scan(of: EnterpriseApplication, now: Moment) -> Paper:
    """A paper of an application."""
    return Paper.objects.create(
        application=of, kind="LICENCE", content="iVBORw0KGgo=", content_type="image/png", size=8, sha256="0" * 64,
        added_at=now.wall,
    )  # fmt: skip


def upload(enterprise_id: UUID, now: Moment) -> RosterUpload:
    """A roster that waits to be confirmed, its two rows wrong alike."""
    return RosterUpload.objects.create(
        id=new_id(),
        enterprise_id=enterprise_id,
        file_name="花名册.xlsx",
        rows=json.dumps(
            [RosterRow(number, name="甲乙", errors={"department": "请填写部门"}).as_json() for number in (2, 3)]
        ),
        row_count=2,
        good_count=0,
        uploader_person_id=new_id(),
        uploaded_at=now.wall,
    )


def announcement(unit_path: str, title: str, now: Moment) -> Announcement:
    """One that waits for the approver of its unit."""
    return Announcement.objects.system("stage").get(
        pk=announcement_propose.__wrapped__(  # type: ignore[attr-defined]
            announcement=NewAnnouncement(
                NewsKind.NOTICE,
                Audience.ALL,
                BankUnit.objects.get(path=unit_path).pk,
                title,
                "请留意。",
                now.wall,
                now.wall + timedelta(days=1),
            ),
            actor=Actor(person_id=new_id(), unit_path=unit_path, display="韩**"),
            now=now,
        )
    )


def entry(of: BankAccount, now: Moment) -> tuple[UUID, int]:
    """One that is too young to be sealed: its journal and its leg."""
    return _moved(of, now), 2


def receipt(of: BankAccount, now: Moment) -> Receipt:
    """The stored receipt of another entry; its document proves nothing."""
    return Receipt.objects.create(
        account=of,
        journal_id=_moved(of, now),
        leg=2,
        code=new_code(),
        document={},
        prints=1,
        issued_at=now.wall,
    )


def statement(of: BankAccount, now: Moment, *, back: int = 0) -> Statement:
    """The statement of a day long before the account was opened: it says nothing, and stays true."""
    day = date(2025, 1, 31) - timedelta(days=back)
    sheet, lines = ledger.period_page(of.ledger_account_id, first=day, last=day)
    return Statement.objects.create(
        account=of, first=day, last=day, opening=0, closing=0, lines=0, code=new_code(), prints=1, issued_at=now.wall,
        digest=statement_digest(of.ledger_account_id, sheet, lines),
    )  # fmt: skip


def _moved(to: BankAccount, now: Moment) -> UUID:
    posted = ledger.post(
        key=f"stage:{new_id()}",
        kind="stage",
        summary="转入",
        legs=[(ledger.house_account("3001.02"), -1), (to.ledger_account_id, 1)],
        now=now,
    )
    return posted.journal_id


def credential(enterprise_id: UUID, issuer: UUID, now: Moment) -> ApiCredential:
    """A key for an enterprise's program. That it is used counts as noted, so that a request shows its own writes."""
    return ApiCredential.objects.create(
        enterprise_id=enterprise_id,
        name="财务系统",
        key_id=f"ek_{enterprise_id.hex[-24:]}",
        secret="11" * 32,
        issuer_person_id=issuer,
        created_at=now.wall,
        last_used_at=now.wall + timedelta(days=1),
    )


def signature(user: User, code: str, enterprise_id: UUID | None, now: Moment) -> Signature:
    """A signature under the words of today."""
    text = text_in_force(code, now.business_date)
    return Signature.objects.create(
        text=text,
        text_hash=text.text_hash,
        person_id=user.person_id,
        user_id=user.pk,
        signer="唐*",
        enterprise_id=enterprise_id,
        subject_id=new_id(),
        business_date=now.business_date,
        signed_at=now.wall,
        device="测试",
    )


def mandate(user: User, now: Moment, *, kind: str = "stage", subject_id: UUID | None = None) -> Mandate:
    """A mandate that holds."""
    return Mandate.objects.create(
        person_id=user.person_id,
        kind=kind,
        subject_id=subject_id or new_id(),
        title="绑定卡转入授权",
        terms=[["单笔上限", "¥100.00"]],
        signature=signature(user, "card_transfer", None, now),
        signed_at=now.wall,
    )


def bound_card(user: User, number: str, now: Moment) -> BoundCard:
    """A card of the other bank without a mandate."""
    return BoundCard.objects.create(
        person_id=user.person_id,
        number=number,
        tail4=number[-4:],
        holder_name=user.person.name,
        card_class="I",
        bank_code=OTHER_BANK,
        state="BOUND",
        factors=4,
        checked_at=now.wall,
        bound_at=now.wall,
    )


def transfer(account: BankAccount, card: BoundCard, now: Moment) -> Transfer:
    """Money that has moved between the two; the books know nothing of it."""
    key = new_id()
    return Transfer.objects.create(
        id=key,
        reference=f"ST-{key.hex}",
        person_id=account.holder_id,
        unit_path=account.unit_path,
        account=account,
        card=card,
        direction="IN",
        flow="in.bound",
        is_own_bank=False,
        amount_fen=100_00,
        state="SUCCEEDED",
        code="P00",
        business_date=now.business_date,
        asked_at=now.wall,
        ended_at=now.wall,
    )


def data_request(user: User, text: str, now: Moment) -> DataRequest:
    """A request that waits for its answer."""
    return DataRequest.objects.create(
        person_id=user.person_id,
        kind="CORRECT",
        text=text,
        unit_path=settings.HEAD_UNIT_PATH,
        opened_at=now.wall,
        due_on=now.business_date,
    )


def passkey(user: User) -> Authenticator:
    """A passkey that somebody's phone holds."""
    answer = json.loads(Passkey().create({"publicKey": {"challenge": "AA"}}))
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "手机", "credential": answer}
    )


def device(user: User, now: Moment) -> Device:
    """A browser that somebody has signed in with, and does not use now."""
    seen = {"first_seen_at": now.wall, "last_seen_at": now.wall, "trusted_at": now.wall}
    return Device.objects.create(user=user, token_index=user.pk.bytes, name="旧手机", ip="127.0.0.1", **seen)


def lending(enterprise_id: UUID, lender: User, borrower: User, now: Moment) -> OperatorGrant:
    """A role that one of the enterprise's people has lent to a colleague for today."""
    return OperatorGrant.objects.create(
        enterprise_id=enterprise_id, user=borrower, person_id=borrower.person_id, role="checker",
        granted_at=now.wall, granter_person_id=lender.person_id, first_on=now.business_date, last_on=now.business_date,
    )  # fmt: skip


def operator(enterprise_id: UUID, user: User, now: Moment) -> OperatorGrant:
    """Somebody who may pay wages for an enterprise, beside those of the story."""
    return OperatorGrant.objects.create(
        enterprise_id=enterprise_id, user=user, person_id=user.person_id, role="hr_pay", granted_at=now.wall
    )
