"""A bank operator loads the LPR of a day; another person has to agree (TX-6)."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import body_hash, once

from ..choices import QUOTE_SUBJECT
from ..models import LprQuote
from ..rules.lpr import QUOTE

MOST = Decimal(20)  # % a year: above it somebody has mistyped


@use_case
def lpr_propose(*, published_on: date, rate: Decimal, key: str, actor: Actor, now: Moment) -> UUID:
    """Writes a quote that holds once an approver has agreed. `rate` in %, two decimals. Key: (person, key).

    Raises InvalidInput E_LPR with the faulty field, Conflict LPR_KNOWN for a day that has one, KeyReused, Busy.
    """
    faults = {}
    if published_on > now.business_date:
        faults["published_on"] = "发布日期不能晚于今天。"
    if not 0 < rate <= MOST or rate != round(rate, 2):
        faults["rate"] = f"请填写 0 到 {MOST} 之间、最多两位小数的百分数。"
    if faults:
        raise InvalidInput("E_LPR", "请修改标出的内容。", fields=faults)

    def effect() -> dict[str, Any]:
        quote = _quote(published_on, rate, actor, now)
        shown = {"发布日期": f"{published_on:%Y-%m-%d}", "一年期 LPR": f"{rate:.2f}%"}
        quote.approval_id = approvals.request(
            kind=QUOTE_SUBJECT,
            subject_id=quote.pk,
            digest=quote_digest(quote),
            summary=shown,
            steps=(Role.APPROVER,),
            actor=actor,
            unit_path=actor.unit_path or "",
            now=now,
        )
        quote.save(update_fields=["approval_id"])
        quote_record(quote, "tongxinbao.lpr.proposed", source="", actor=actor, now=now)
        return {"quote_id": str(quote.pk)}

    body = {"published_on": published_on, "rate": str(rate)}
    answer, _ = once(actor=actor, route="tongxinbao.lpr_propose", key=key, body=body, effect=effect)
    return UUID(answer["quote_id"])


def _quote(published_on: date, rate: Decimal, actor: Actor, now: Moment) -> LprQuote:
    try:
        with transaction.atomic():
            return LprQuote.objects.create(
                published_on=published_on,
                rate=rate,
                state=QUOTE.check("", "propose").target,
                display=actor.display,
                created_at=now.wall,
            )
    except IntegrityError as error:
        raise Conflict("LPR_KNOWN", f"{published_on:%Y-%m-%d} 的报价已经录入,请核对。") from error


def quote_digest(quote: LprQuote) -> str:
    """Names exactly this quote."""
    return body_hash({"quote": quote.pk, "on": quote.published_on, "rate": f"{quote.rate:.2f}"})


def quote_record(quote: LprQuote, action: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of what brought a quote from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=QUOTE_SUBJECT,
        subject_id=quote.pk,
        from_state=source,
        to_state=quote.state,
        detail={"published_on": str(quote.published_on), "rate": f"{quote.rate:.2f}"},
        now=now,
    )
