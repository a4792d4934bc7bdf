"""Rows of the tables, as few columns as will do: what the matrix needs is whose they are, not what they say."""

import json
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from apps.agreements.models import DataRequest, Mandate, Signature
from apps.agreements.selectors.texts import text_in_force
from apps.bankaccounts.models import BankAccount, BoundCard, Receipt, Statement
from apps.bankaccounts.selectors.statements import statement_digest
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.proof_codes import new_code
from apps.daifutong.models import Batch, Row
from apps.identity.models import Device, User
from apps.ledger import api as ledger
from apps.members.models import (
    BankUnit,
)
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
