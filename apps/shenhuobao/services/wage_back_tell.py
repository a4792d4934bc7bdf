"""A wage has gone back after a part of it was bought for: its person hears that nothing is undone (WM-13)."""

from uuid import UUID

from django.urls import reverse

from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.notify import api as notify

from ..selectors.telling import runs_of_line

KIND = "shenhuobao.instruction"


def wage_back_tell(*, line_id: UUID, now: Moment) -> None:
    """In the caller's transaction; a repeat tells nobody twice. (退票 concerns other banks' accounts alone, and never
    what is bought here.)"""
    require_transaction()
    for told in runs_of_line(line_id):
        notify.tell(
            person_id=told.person_id,
            kind=KIND,
            title="工资退回,已转入的理财不变",
            body=f"{told.product}:这笔工资已退回单位,当时自动转入的理财没有撤回,需要时请您自行赎回。",
            link=reverse("mobile:instruction", args=[told.instruction_id]),
            key=f"{KIND}:back:{line_id}:{told.instruction_id}",
            now=now,
        )
