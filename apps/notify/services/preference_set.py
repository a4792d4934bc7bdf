"""Saying how one wants to hear of things."""

from collections.abc import Mapping

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import InvalidInput

from ..choices import PURPOSES, Category
from ..models import SmsPreference
from ..selectors import preferences_for


@use_case
def preferences_set(*, sms: Mapping[str, bool], actor: Actor, now: Moment) -> None:
    """Keeps for each named category whether the actor wants text messages; the same again changes nothing.

    Holds the person's name until the end. Raises InvalidInput for an unknown category (CATEGORY) and for switching
    off one that cannot be (LOCKED_CATEGORY).
    """
    for category, wanted in sms.items():
        if category not in PURPOSES:
            raise InvalidInput("CATEGORY", "没有这一类消息。")
        purpose = PURPOSES[Category(category)]
        if purpose.is_locked and not wanted:
            raise InvalidInput("LOCKED_CATEGORY", f"「{purpose.label}」类短信关系到您的资金与登录安全,不能关闭。")
    lock_name(f"notify.preference:{actor.person}")
    changed = {}
    for line in preferences_for(actor):
        wanted = sms.get(line.category, line.sms)
        if wanted != line.sms:
            changed[line.label] = "开" if wanted else "关"
            SmsPreference.objects.scoped(actor).update_or_create(
                category=line.category,
                person_id=actor.person,
                defaults={"sms": wanted, "changed_at": now.wall},
            )
    if changed:
        audit.record(
            actor=actor,
            action="notify.preference.changed",
            subject_kind="notify.preference",
            subject_id=actor.person,
            detail=changed,
            now=now,
        )
