"""Accounts that nobody has used since they were opened stop their business (AC-6)."""

from django.db import connection

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..choices import SLEEP_MONTHS
from ..contracts import AccountStatus
from ..models import BankAccount
from .account_move import OWNER_KIND

AT_ONCE = 5_000  # accounts of one close; the next one goes on
SYSTEM = Actor.system("开户后长期不用,暂停非柜面业务")


def accounts_sleep(now: Moment, partition: int) -> Report:
    """The step of a day's close: personal accounts that are in order, were opened so many months ago and have never
    moved become DORMANT, until their holder is verified again. Locks them, ascending by id."""
    require_transaction()
    months = params.get(SLEEP_MONTHS, now.business_date)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT b.id FROM bankaccounts_bankaccount b JOIN ledger_account a ON a.id = b.ledger_account_id
                WHERE b.status = %s AND b.holder_kind = 'person' AND a.version = 0
                  AND b.opened_on <= (%s::date - make_interval(months => %s))::date
                ORDER BY b.id LIMIT %s FOR NO KEY UPDATE OF b""",
            [AccountStatus.NORMAL.value, now.business_date, months, AT_ONCE],
        )
        ids = [row[0] for row in cursor.fetchall()]
    rows = list(BankAccount.objects.system("nobody has used them").filter(pk__in=ids).order_by("pk"))
    for row in rows:
        row.status = AccountStatus.DORMANT.value
        row.save(update_fields=["status"])
        audit.record(
            actor=SYSTEM,
            action="bankaccounts.account.made_dormant",
            subject_kind=OWNER_KIND,
            subject_id=row.pk,
            from_state=AccountStatus.NORMAL,
            to_state=AccountStatus.DORMANT,
            detail={"tail4": row.tail4, "months": months},
            unit_path=row.unit_path,
            now=now,
        )
    return Report(f"{len(rows)} 个账户开户后 {months} 个月未使用,已暂停非柜面业务", {"accounts": len(rows)})
