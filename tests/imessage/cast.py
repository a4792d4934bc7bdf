"""Colleagues who talk: the stage of an enterprise's people, each at a phone of the own."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from apps.core.actors import Actor
from apps.imessage.choices import Side, TalkKind
from apps.imessage.contracts import SendAnswer
from apps.imessage.models import Conversation, Message, Participant
from apps.imessage.rules import pace
from apps.imessage.selectors.messages import rows_for_seat
from apps.imessage.selectors.seats import seat_of
from apps.imessage.services.direct_open import direct_open
from apps.imessage.services.message_recall import message_recall
from apps.imessage.services.message_send import message_send
from apps.members.models import Department, EmployeeMember
from tests.daifutong.cast import Colleague
from tests.tongxinbao.cast import Stage


@dataclass
class Talk:
    stage: Stage

    def at_phone(self, who: Colleague) -> Actor:
        return self.stage.lender(who)

    def member(self, who: Colleague) -> UUID:
        return EmployeeMember.objects.system("test").get(person_id=who.person_id).pk

    def direct(self, one: Colleague, other: Colleague) -> UUID:
        answer = direct_open(member_id=self.member(other), actor=self.at_phone(one), now=self.stage.now)
        return answer.conversation_id

    def everybody(self, people: list[Colleague]) -> UUID:
        """A conversation of the whole enterprise, with these people."""
        return self._group(people, 0, kind=TalkKind.ENTERPRISE, title="全员群")

    def department(self, people: list[Colleague], *, strangers: int) -> UUID:
        """A conversation of a department of their own, with so many seats more."""
        name = f"部门{uuid4().hex[:6]}"
        made = Department.objects.create(enterprise_id=self.stage.house.enterprise_id, name=name)
        return self._group(people, strangers, kind=TalkKind.DEPARTMENT, title=name, department=made)

    def _group(self, people: list[Colleague], strangers: int, **facts: object) -> UUID:
        now = self.stage.now.wall
        firm = self.stage.house.enterprise_id
        talk = Conversation.objects.create(enterprise_id=firm, opened_at=now, last_at=now, **facts)
        seated = [(who.person_id, who.name) for who in people] + [(uuid4(), f"同事{n}") for n in range(strangers)]
        Participant.objects.bulk_create(
            Participant(
                conversation=talk, person_id=person_id, side=Side.EMPLOYEE, display=name, badge="测试 · 认证员工",
                joined_seq=0, recv_seq=0, read_seq=0, allowance=pace.FULL, allowance_at=now,
            )
            for person_id, name in seated
        )  # fmt: skip
        return talk.pk

    def say(self, talk: UUID, who: Colleague, text: str, *, client_id: UUID | None = None, now=None) -> SendAnswer:
        return message_send(
            conversation_id=talk, client_id=client_id or uuid4(), text=text, actor=self.at_phone(who),
            now=now or self.stage.now,
        )  # fmt: skip

    def recall(self, talk: UUID, who: Colleague, seq: int, *, now=None) -> SendAnswer:
        return message_recall(
            conversation_id=talk, seq=seq, client_id=uuid4(), actor=self.at_phone(who), now=now or self.stage.now
        )

    def reads(self, talk: UUID, who: Colleague) -> list[str | None]:
        """What a person sees there: the texts, None for what may not be seen."""
        rows = rows_for_seat(seat_of(self.at_phone(who), talk), 0)
        return [(row.body or {}).get("text") for row in rows]

    def seat(self, talk: UUID, who: Colleague) -> Participant:
        return Participant.objects.system("test").get(conversation=talk, person_id=who.person_id)

    def rows(self, talk: UUID) -> list[Message]:
        return list(Message.objects.system("test").filter(conversation=talk).order_by("seq"))
