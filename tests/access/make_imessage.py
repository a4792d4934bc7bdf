"""A conversation of one of the people with a colleague who has no other place in the matrix, and a word in it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

from PIL import Image

from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import Moment
from apps.daifutong.models import Payslip
from apps.identity.models import User
from apps.imessage.choices import MessageKind, Side, TalkKind
from apps.imessage.models import Conversation, Participant, Report, Warrant
from apps.imessage.selectors.bulletin_lines import NewBulletin
from apps.imessage.services.answer_give import answer_give
from apps.imessage.services.append import append_words
from apps.imessage.services.bulletin_draft import bulletin_draft
from apps.imessage.services.bulletin_propose import bulletin_propose
from apps.imessage.services.bulletin_publish import bulletin_publish
from apps.imessage.services.bulletin_read import bulletin_read
from apps.imessage.services.cards_deal import cards_deal
from apps.imessage.services.direct_open import direct_open
from apps.imessage.services.file_send import file_send
from apps.imessage.services.message_send import message_send
from apps.imessage.services.question_ask import question_ask
from apps.imessage.services.seats import seat_take
from apps.members import api as members
from apps.members.models import EmployeeMember

from .thing import Thing


def things(user: User, firm: UUID, place: Mapping[str, str], now: Moment) -> Iterator[Thing]:
    """What is a person's own in conversations."""
    ours, said, seen, colleague = talk(user, firm, now)
    yield Thing("own_talk", (ours,), **place)
    yield Thing("own_said", (ours, said), **place)
    yield Thing("own_picture", (ours, seen), **place)
    yield Thing("colleague", (colleague,), **place)
    published, draft = bulletins(user, firm, now)
    yield Thing("own_bulletin", (published,), **place)
    yield Thing("bulletin_draft", (draft,), **place)
    department, question, answer = board(user, firm, now)
    yield Thing("department_of", (department,), **place)
    yield Thing("own_question", (question,), **place)
    yield Thing("own_answer", (question, answer), **place)
    yield Thing("lone_answer", (answer,), **place)
    yield Thing("own_card", (card(user, now), 1), **place)
    other, heard = hears(user, firm, now)
    yield Thing("own_heard", (other, heard), **place)
    report_id = reported(user, other, heard, firm, now)
    yield Thing("own_report", (report_id,), **place)
    yield Thing("talk_report", (report_id,), unit=place["unit"])
    yield Thing("warrant", (warrant(other, place["unit"], now),), unit=place["unit"])


def hears(user: User, firm: UUID, now: Moment) -> tuple[UUID, int]:
    """A conversation of the whole enterprise in which somebody else has said something."""
    row, _ = Conversation.objects.system("stage").get_or_create(
        enterprise_id=firm,
        kind=TalkKind.ENTERPRISE,
        defaults={"title": "全员群", "opened_at": now.wall, "last_at": now.wall},
    )
    seats = Participant.objects.system("stage").filter(conversation=row, left_seq=None)
    if not seats.filter(person_id=user.person_id).exists():
        seat_take(row, person_id=user.person_id, side=Side.EMPLOYEE, display="我", badge="", tells=False, now=now)
    speaker = seats.exclude(person_id=user.person_id).first() or seat_take(
        row, person_id=uuid4(), side=Side.EMPLOYEE, display="同事", badge="", tells=False, now=now
    )
    said = append_words(
        seat=speaker, device="", client_id=uuid4(), kind=MessageKind.TEXT, body={"text": "买点基金吧"}, now=now
    )
    return row.pk, said.seq


def warrant(conversation_id: UUID, unit: str, now: Moment) -> UUID:
    """A hold that somebody has asked for and somebody else has agreed to."""
    return Warrant.objects.create(
        kind="HOLD", case_no="演示-001", reason="核查", conversation_id=conversation_id, scope_label="全员群",
        unit_path=unit, state="ACTIVE", digest="0" * 64, maker_person_id=uuid4(), maker_display="合**",
        checker_person_id=uuid4(), proposed_at=now.wall, decided_at=now.wall,
    ).pk  # fmt: skip


def reported(user: User, conversation_id: UUID, seq: int, firm: UUID, now: Moment) -> UUID:
    """What another one has said of the person's words, of which they were hidden."""
    unit = members.enterprise_brief(firm).unit_path
    return Report.objects.create(
        conversation_id=conversation_id, seq=seq, unit_path=unit, reporter_person_id=uuid4(),
        author_person_id=user.person_id, author_display="我", author_badge="", reason="ABUSE", state="HIDDEN",
        reported_at=now.wall, decided_at=now.wall, decider_person_id=uuid4(), decision="辱骂", is_hidden=True,
    ).pk  # fmt: skip


def card(user: User, now: Moment) -> UUID:
    """The conversation in which the person has the card of a payslip."""
    slip = Payslip.objects.system("stage").select_related("row").filter(person_id=user.person_id).latest("published_at")
    lines = {"batch_id": f"{slip.row.batch_id}", "first": slip.row.number, "last": slip.row.number}
    cards_deal(kind="daifutong.payslip", event=lines, now=now)
    return Conversation.objects.system("stage").get(kind=TalkKind.CARDS, pair=f"{user.person_id}:EMPLOYEE").pk


def bulletins(user: User, firm: UUID, now: Moment) -> tuple[UUID, UUID]:
    """A bulletin of the firm that the person has read and not confirmed, and a draft."""
    writer = Actor(
        person_id=user.person_id, user_id=user.pk, surface=Surface.OFFICE, roles=frozenset({Role.HR_PAY}),
        enterprise_id=firm, relation=Relation.ENTERPRISE, display="测试",
    )  # fmt: skip
    said = NewBulletin("消防演练", "请准时参加。", None, needs_confirm=True, confirm_by=None)
    out, kept = (bulletin_draft.__wrapped__(bulletin=said, actor=writer, now=now).id for _ in range(2))
    bulletin_publish.__wrapped__(bulletin_id=out, actor=writer, now=now)
    reader = replace(writer, surface=Surface.MOBILE, roles=frozenset({Role.EMPLOYEE}), relation=Relation.SELF)
    bulletin_read.__wrapped__(bulletin_id=out, actor=reader, now=now)
    return out, kept


def bank_bulletin(unit_path: str, now: Moment) -> UUID:
    """A bulletin of the bank's unit that waits for its second person."""
    maker = Actor(
        person_id=uuid4(), user_id=uuid4(), surface=Surface.CONSOLE, roles=frozenset({Role.BANK_OPERATOR}),
        unit_path=unit_path, relation=Relation.UNIT, display="测试",
    )  # fmt: skip
    said = NewBulletin("防诈骗提示", "银行不会索要验证码。", None, needs_confirm=True, confirm_by=None)
    return bulletin_propose.__wrapped__(bulletin=said, enterprise_ids=(), actor=maker, now=now).id


def board(user: User, firm: UUID, now: Moment) -> tuple[UUID, UUID, UUID]:
    """A department of the firm, a question of the person's and the person's own answer to it."""
    actor = Actor(
        person_id=user.person_id, user_id=user.pk, surface=Surface.MOBILE, roles=frozenset({Role.EMPLOYEE}),
        enterprise_id=firm, relation=Relation.SELF, display="测试",
    )  # fmt: skip
    asked = question_ask.__wrapped__(client_id=uuid4(), title="班车几点到?", text="", actor=actor, now=now)
    given = answer_give.__wrapped__(question_id=asked.id, client_id=uuid4(), text="七点半。", actor=actor, now=now)
    mine = EmployeeMember.objects.system("stage").get(enterprise_id=firm, person_id=user.person_id)
    return mine.department_id, asked.id, given.id


def talk(user: User, firm: UUID, now: Moment) -> tuple[UUID, int, int, UUID]:
    """The conversation, the numbers of the person's own words and picture in it, and the colleague's membership."""
    actor = Actor(
        person_id=user.person_id, user_id=user.pk, surface=Surface.MOBILE, roles=frozenset({Role.EMPLOYEE}),
        enterprise_id=firm, relation=Relation.SELF, display="测试",
    )  # fmt: skip
    others = EmployeeMember.objects.system("stage").filter(enterprise_id=firm, status="ACTIVE")
    strangers = others.exclude(person__logins__kind="EMPLOYEE").exclude(person_id=user.person_id)
    other = strangers.order_by("department__name", "emp_no")[0]  # so that the first page of colleagues shows it
    long_ago = replace(now, wall=now.wall - timedelta(hours=1))  # too long to be recalled
    ours = direct_open.__wrapped__(member_id=other.pk, actor=actor, now=long_ago).conversation_id
    said = message_send.__wrapped__(conversation_id=ours, client_id=uuid4(), text="明天见", actor=actor, now=long_ago)
    seen = file_send.__wrapped__(
        conversation_id=ours, client_id=uuid4(), data=picture(), name="门口.png", actor=actor, now=long_ago
    )
    return ours, said.seq, seen.seq, other.pk


def picture(size: tuple[int, int] = (40, 30), kind: str = "PNG", colour: str = "teal") -> bytes:
    """A picture of one colour."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()
