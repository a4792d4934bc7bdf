"""Opening an application again for a certified enterprise: something has changed, or a year is over (ID-8)."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from apps.core import jobs, params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, NotFound
from apps.core.ids import new_id
from apps.core.outbox import publish

from ..choices import REVERIFY_DAYS, ApplicationKind, ApplicationState, CheckResult
from ..contracts import EnterpriseStatus
from ..events import EnterpriseMoved
from ..models import BeneficialOwner, Enterprise, EnterpriseApplication, Nominee, Paper
from ..models.application import OPEN_STATES, nominees_of, owners_of, papers_of
from ..rules import APPLICATION
from .application_edit import application_record, open_application

REVERIFY_JOB = "members.reverify"
_KEPT = (
    "address", "business_scope", "established_on", "licence_until", "legal_name", "account_tail", "account_bank",
    "proved_at", "legal_check", "legal_check_reference", "legal_checked_at",
)  # the register is asked anew: that is what a yearly review is for  # fmt: skip


@use_case
def application_open(*, actor: Actor, now: Moment) -> UUID:
    """Opens a change of what a certified enterprise has stated, beginning with what holds. Gives its id.

    Locks the enterprise. Raises NotFound, Conflict (NOT_CERTIFIED, APPLICATION_OPEN).
    """
    rows = lock_rows(Enterprise.objects.scoped(actor).select_related("unit"))
    if not rows:
        raise NotFound("没有找到这家企业。")
    if rows[0].status != EnterpriseStatus.CERTIFIED:
        raise Conflict("NOT_CERTIFIED", "企业通过认证后才能变更信息。")
    if EnterpriseApplication.objects.scoped(actor).filter(state__in=OPEN_STATES).exists():
        raise Conflict("APPLICATION_OPEN", "已有一份正在办理的申请,请先办结。")
    return _copy(rows[0], ApplicationKind.CHANGE, actor, now).pk


@use_case
def application_withdraw(*, actor: Actor, now: Moment) -> None:
    """Takes back an application for a change that waits at the enterprise. Locks it.

    Raises NotFound, IllegalMove, Conflict (FIRST: a first application is left lying instead).
    """
    row = open_application(actor)
    if row.kind != ApplicationKind.CHANGE:
        raise Conflict("FIRST", "首次认证和年度复核的申请不能撤销,可以稍后继续填写。")
    source, row.state = row.state, APPLICATION.check(row.state, "withdraw").target
    row.save(update_fields=["state"])
    application_record(row, "withdrawn", actor, now, source=source)


def first_application(enterprise: Enterprise, actor: Actor, now: Moment) -> EnterpriseApplication:
    """The empty application of a new enterprise, in the caller's transaction."""
    return _new(enterprise, ApplicationKind.FIRST, actor, now)


def reverify_plan(*, enterprise_id: UUID, now: Moment) -> None:
    """Plans the re-verification a year after a certification, in the caller's transaction. A repeat changes nothing."""
    require_transaction()
    enterprise = Enterprise.objects.system("it was certified").get(pk=enterprise_id)
    due = now.wall + timedelta(days=params.get(REVERIFY_DAYS, now.business_date))
    key = f"{enterprise_id}:{enterprise.certified_on}"
    jobs.add(REVERIFY_JOB, key, {"enterprise_id": str(enterprise_id)}, due_at=due)


@use_case
def reverify_open(*, lease: jobs.Lease, now: Moment) -> None:
    """Opens the yearly application of an enterprise that is still certified and has none open. Locks the enterprise."""
    wanted = Enterprise.objects.system("a year is over").filter(
        pk=UUID(lease.payload["enterprise_id"]), status=EnterpriseStatus.CERTIFIED
    )
    for enterprise in lock_rows(wanted.select_related("unit")):
        if not _of(enterprise).filter(state__in=OPEN_STATES).exists():
            _copy(enterprise, ApplicationKind.YEARLY, Actor.system("年度复核"), now)
            publish(EnterpriseMoved(enterprise.pk, "reverify"))
    lease.finish()


def _of(enterprise: Enterprise) -> "QuerySet[EnterpriseApplication]":
    return EnterpriseApplication.objects.system("of a locked enterprise").filter(enterprise=enterprise)


def _new(enterprise: Enterprise, kind: ApplicationKind, actor: Actor, now: Moment) -> EnterpriseApplication:
    row = EnterpriseApplication(
        id=new_id(),
        enterprise=enterprise,
        kind=kind,
        state=APPLICATION.check("", "open").target,
        created_at=now.wall,
    )
    row.save(force_insert=True)
    application_record(row, "opened", actor, now, detail={"kind": kind})
    return row


def _copy(enterprise: Enterprise, kind: ApplicationKind, actor: Actor, now: Moment) -> EnterpriseApplication:
    """A new application that begins with what the last approved one said; the legal representative is checked anew."""
    row = _new(enterprise, kind, actor, now)
    approved = _of(enterprise).filter(state=ApplicationState.APPROVED)
    last = approved.order_by("-decided_at").first()
    if last is None:
        return row
    for name in _KEPT:
        setattr(row, name, getattr(last, name))
    row.legal_id_number, row.account_number = last.legal_id_number, last.account_number
    row.legal_check, row.legal_check_reference, row.legal_checked_at = CheckResult.WAITING, "", None
    row.save()
    BeneficialOwner.objects.bulk_create(
        BeneficialOwner(id=new_id(), application=row, name=o.name, id_number=o.id_number.clear(), percent=o.percent)
        for o in owners_of(last)
    )
    Paper.objects.bulk_create(
        Paper(
            id=new_id(),
            application=row,
            kind=p.kind,
            content=p.content.clear(),
            content_type=p.content_type,
            size=p.size,
            sha256=p.sha256,
            added_at=p.added_at,
        )
        for p in papers_of(last)
    )
    Nominee.objects.bulk_create(
        Nominee(
            id=new_id(),
            application=row,
            role=n.role,
            name=n.name,
            id_number=n.id_number.clear(),
            mobile=n.mobile.clear(),
        )
        for n in nominees_of(last)
    )
    return row
