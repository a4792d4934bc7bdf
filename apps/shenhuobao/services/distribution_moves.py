"""What the use cases of dividends and maturities do alike: announce one, and put it on record."""

from datetime import date
from decimal import Decimal

from django.conf import settings

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.outbox import publish

from ..choices.distribution import DISTRIBUTION_SUBJECT, DistributionKind
from ..events import DistributionAnnounced
from ..models import Distribution, Product
from ..rules.lives import DISTRIBUTION


def distribution_announce(
    product: Product,
    kind: DistributionKind,
    *,
    record_on: date,
    ex_on: date,
    per_unit: Decimal | None = None,
    actor: Actor,
    now: Moment,
) -> None:
    """Writes what a product will pay out; its holders are told. Key: (product, kind, ex-date), a repeat changes
    nothing. Needs the product's lock, or the agent's name."""
    if Distribution.objects.filter(product=product, kind=kind, ex_on=ex_on).exists():
        return
    made = Distribution.objects.create(
        id=new_id(),
        product=product,
        kind=kind,
        state=DISTRIBUTION.check("", "announce").target,
        record_on=record_on,
        ex_on=ex_on,
        per_unit=per_unit,
        announced_at=now.business_at,
    )
    distribution_record(made, "shenhuobao.distribution.announced", source="", actor=actor, now=now)
    publish(DistributionAnnounced(made.pk, kind))


def distribution_record(made: Distribution, action: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of what brought a distribution from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=DISTRIBUTION_SUBJECT,
        subject_id=made.pk,
        from_state=source,
        to_state=made.state,
        detail={
            "code": made.product.code,
            "kind": made.kind,
            "ex_on": str(made.ex_on),
            "per_unit": None if made.per_unit is None else str(made.per_unit),
        },
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
