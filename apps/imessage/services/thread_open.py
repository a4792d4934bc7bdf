"""A person asks the bank's desk something: a thread on a topic begins, or the one that is open goes on."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor, Surface
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.errors import InvalidInput
from apps.members import api as members

from ..choices import Side, TalkKind
from ..choices.desk import THREAD, TOPIC_LABELS, ThreadState, Topic
from ..contracts import DirectAnswer
from ..models import Conversation, ServiceStint, ServiceThread
from ..rules.desk import THREAD_LIFE
from ..selectors.seats import SIDES
from .direct_open import badge_of
from .seats import seat_take
from .thread_parts import say_place, say_words

WHY = "the person's own threads"


@use_case
def thread_open(*, topic: str, text: object, client_id: UUID, actor: Actor, now: Moment) -> DirectAnswer:
    """The conversation with the desk on a topic, with the person's first words in it.

    One is open per person, side, enterprise and topic: while it is, the words are said there. Key: `client_id` of the
    words. Locks the name of those four, then the thread. Raises InvalidInput E_TOPIC and for the words (rules.bodies),
    TooMany, KeyReused.
    """
    if topic not in TOPIC_LABELS:
        raise InvalidInput("E_TOPIC", "请选择要咨询的业务。", fields={"topic": "请选择要咨询的业务。"})
    side = SIDES[actor.surface]
    lock_name(f"imessage.service:{actor.enterprise}:{side}:{actor.person}:{topic}")
    mine = ServiceThread.objects.system(WHY).filter(
        person_id=actor.person, enterprise_id=actor.enterprise, side=side, topic=topic
    )
    thread = mine.exclude(state=ThreadState.CLOSED).first()
    if thread is None:
        thread = _begin(Topic(topic), side, actor, now)
        say_words(thread, client_id=client_id, text=text, actor=actor, now=now)
        say_place(thread, now=now)
    else:
        lock_rows(mine.filter(pk=thread.pk))
        say_words(thread, client_id=client_id, text=text, actor=actor, now=now)
    return DirectAnswer(thread.pk)


def _begin(topic: Topic, side: Side, actor: Actor, now: Moment) -> ServiceThread:
    talk = Conversation.objects.create(
        kind=TalkKind.SERVICE, enterprise_id=actor.enterprise, title=f"银行客服 · {TOPIC_LABELS[topic]}",
        opened_at=now.wall, last_at=now.wall,
    )  # fmt: skip
    thread = ServiceThread.objects.create(
        conversation=talk, enterprise_id=actor.enterprise, person_id=actor.person, side=side, topic=topic, skill=topic,
        state=THREAD_LIFE.check("", "open").target, opened_at=now.wall, waiting_since=now.wall,
    )  # fmt: skip
    ServiceStint.objects.create(thread=thread, skill=topic, waiting_since=now.wall)
    name, badge = _as_seen(actor)
    seat_take(talk, person_id=actor.person, side=side, display=name, badge=badge, tells=False, now=now)
    audit.record(
        actor=actor, action="imessage.thread.opened", subject_kind=THREAD, subject_id=talk.pk, now=now,
        to_state=thread.state, detail={"topic": TOPIC_LABELS[topic]}, enterprise_id=actor.enterprise,
    )  # fmt: skip
    return thread


def _as_seen(actor: Actor) -> tuple[str, str]:
    """The name and the badge of who asks: an employee as certified, an operator as the enterprise's."""
    if actor.surface == Surface.OFFICE:
        return actor.display, f"{members.enterprise_brief(actor.enterprise).short_name} · 企业操作员"
    return members.engagements(actor.enterprise, [actor.person])[actor.person].name, badge_of(actor.enterprise)
