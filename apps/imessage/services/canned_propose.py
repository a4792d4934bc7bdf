"""快捷回复: an agent writes what is said often and asks another person to let it out."""

from uuid import UUID

from django.conf import settings

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput

from ..choices.canned import CANNED
from ..choices.desk import TOPIC_LABELS, Topic
from ..models import CannedAnswer
from ..rules.bodies import text_body
from ..rules.canned import CANNED_LIFE, MOST_ANSWER, MOST_TITLE
from ..selectors.canned import canned_digest
from .canned_parts import record


@use_case
def canned_propose(*, skill: str, title: str, text: str, actor: Actor, now: Moment) -> UUID:
    """Writes a canned answer and opens its approval.

    Raises InvalidInput E_TITLE, E_SKILL, and for the words as a message is refused (rules.bodies).
    """
    name = title.strip()
    if not 1 <= len(name) <= MOST_TITLE:
        message = f"请填写标题,不超过 {MOST_TITLE} 字。"
        raise InvalidInput("E_TITLE", message, fields={"title": message})
    if skill and skill not in TOPIC_LABELS:
        raise InvalidInput("E_SKILL", "请选择列出的技能。", fields={"skill": "请选择列出的技能。"})
    if len(text) > MOST_ANSWER:
        message = f"快捷回复最多 {MOST_ANSWER} 字。"
        raise InvalidInput("E_TEXT", message, fields={"text": message})
    hosts = tuple(settings.ALLOWED_HOSTS)
    said = text_body(text, None, first_seq=1, last_seq=0, today=now.business_date, own_hosts=hosts)["text"]
    row = CannedAnswer.objects.create(
        unit_path=str(actor.unit_path), skill=skill, title=name, text=said,
        state=CANNED_LIFE.check("", "propose").target, maker_person_id=actor.person, maker_display=actor.display,
        created_at=now.wall,
    )  # fmt: skip
    label = TOPIC_LABELS[Topic(skill)] if skill else "全部"
    approvals.request(
        kind=CANNED, subject_id=row.pk, digest=canned_digest(row), steps=(Role.APPROVER,), actor=actor, now=now,
        summary={"快捷回复": name, "技能": label, "内容": said}, unit_path=row.unit_path,
    )  # fmt: skip
    record(row, "proposed", "", actor, now)
    return row.pk
