"""Reminding enterprises of 对账确认, and telling them when the bank has looked into what they said differs."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from apps.core import params
from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.notify import api as notify

from ..choices import CONFIRMATION_DAY
from ..models import BalanceConfirmation
from ..permissions import PERMISSIONS
from ..selectors.confirmations import enterprises_waiting

CONFIRMERS = frozenset(PERMISSIONS["bankaccounts.account.confirm"])
DAYS_BEFORE = (3, 0)  # the day by which a month should be confirmed, and three days earlier; and on the first of all


def confirmations_remind(now: Moment, partition: int) -> Report:
    """The step of a day's close: who may confirm for an enterprise that has not confirmed last month is told, on the
    first day of a month, three days before the day of the parameter, and on that day. Key: enterprise, month, day.

    Needs the transaction of the step; locks nothing.
    """
    require_transaction()
    today = now.business_date
    due = params.get(CONFIRMATION_DAY, today)
    if today.day not in {1, *(due - days for days in DAYS_BEFORE)}:
        return Report("今日不提醒对账")
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    enterprises = enterprises_waiting(month)
    for enterprise_id in enterprises:
        people = _confirmers(enterprise_id)
        notify.tell_many(
            person_ids=people,
            kind="bankaccounts.confirmation",
            title="月末对账待确认",
            body=f"{month:%Y}年{month.month}月的账户余额尚未确认,请在本月{due}日前完成对账。",
            link=reverse("office:confirmation_list"),
            key=f"bankaccounts.confirmation:{enterprise_id}:{month:%Y-%m}:{today.day}",
            now=now,
        )
    return Report(f"{len(enterprises)} 家企业尚未对账,已提醒", {"enterprises": len(enterprises)})


def difference_explained(confirmation_id: UUID, approval_id: UUID, now: Moment) -> None:
    """The remedy of a case: the bank has gone through the difference with the enterprise, which is asked to confirm."""
    row = BalanceConfirmation.objects.system("the remedy of its case").select_related("account").get(pk=confirmation_id)
    notify.tell_many(
        person_ids=_confirmers(row.account.holder_id),
        kind="bankaccounts.confirmation",
        title="对账不符已核对",
        body=f"银行已就贵企业提出的{row.month:%Y}年{row.month.month}月对账不符完成核对,请查看后再次确认。",
        link=reverse("office:confirmation_list"),
        key=f"bankaccounts.confirmation.explained:{confirmation_id}:{approval_id}",
        now=now,
    )


def _confirmers(enterprise_id: UUID) -> list[UUID]:
    operators = import_string(settings.OPERATORS_OF)(enterprise_id)
    return [one.person_id for one in operators if one.roles & CONFIRMERS]
