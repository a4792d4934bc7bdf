"""Filling in an enterprise's application, section by section; it can be left and resumed at any time (ID-8)."""

import base64
import hashlib
from collections.abc import Mapping
from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.files import paper_type
from apps.core.ids import new_id
from apps.identity.contracts import NewPerson

from ..choices import OWNER_PERCENT, PAPER_LABELS, CheckResult, PaperKind, Section
from ..models import BeneficialOwner, EnterpriseApplication, Nominee, Paper
from ..models.application import OPEN_STATES, nominees_of, owners_of, papers_of
from ..rules.applications import (
    NOMINEE_ROLES,
    REQUIRED_ROLES,
    Company,
    owner_faults,
    require_open,
)

KIND = "members.application"


@use_case
def company_save(*, company: Company, actor: Actor, now: Moment) -> None:
    """Writes company data, legal representative and beneficial owners. Locks the open application.

    A changed name or legal representative is checked again at the next submission. Raises NotFound, Conflict
    (SECTION_LOCKED), InvalidInput (COMPANY) with the faults by field.
    """
    row = open_application(actor)
    require_open(row.state, row.rejected_field, Section.COMPANY)
    faults = owner_faults(company.owners, params.get(OWNER_PERCENT, now.business_date))
    if company.established_on > now.business_date:
        faults["established_on"] = "成立日期不能晚于今天。"
    if company.licence_until and company.licence_until <= now.business_date:
        faults["licence_until"] = "营业期限已过,请先办理执照延期。"
    if faults:
        raise InvalidInput("COMPANY", "请修改标出的内容。", fields=faults)
    if (
        row.legal_id_number is None
        or row.legal_id_number.clear() != company.legal_id_number
        or (row.legal_name != company.legal_name)
    ):
        row.legal_check, row.legal_check_reference, row.legal_checked_at = CheckResult.WAITING, "", None
    if (row.enterprise.name, row.legal_name) != (company.name, company.legal_name):
        row.register_check, row.register_reference, row.register_checked_at = CheckResult.WAITING, "", None
    row.address, row.business_scope = company.address, company.business_scope
    row.established_on, row.licence_until = company.established_on, company.licence_until
    row.legal_name, row.legal_id_number = company.legal_name, company.legal_id_number
    row.save()
    if row.enterprise.name != company.name:
        row.enterprise.name = company.name
        row.enterprise.save(update_fields=["name"])
    owners_of(row).delete()
    BeneficialOwner.objects.bulk_create(
        BeneficialOwner(id=new_id(), application=row, name=o.name, id_number=o.id_number, percent=o.percent)
        for o in company.owners
    )
    application_record(row, "saved", actor, now, detail={"section": Section.COMPANY, "owners": len(company.owners)})


@use_case
def papers_put(*, files: Mapping[PaperKind, bytes], actor: Actor, now: Moment) -> None:
    """Keeps papers, each in place of the one of its kind; all or none. Locks the open application.

    Raises NotFound, Conflict (SECTION_LOCKED), InvalidInput (PAPER_SIZE: 2 MB; PAPER_TYPE: by its first bytes, not its
    name).
    """
    row = open_application(actor)
    require_open(row.state, row.rejected_field, Section.PAPERS)
    for kind, data in files.items():
        _put(row, kind, data, now)
    labels = "、".join(PAPER_LABELS[kind] for kind in files)
    application_record(row, "saved", actor, now, detail={"section": Section.PAPERS, "paper": labels})


def _put(row: EnterpriseApplication, kind: PaperKind, data: bytes, now: Moment) -> None:
    content_type = paper_type(data, kind.lower())
    papers_of(row).filter(kind=kind).delete()
    Paper.objects.create(
        application=row,
        kind=kind,
        content=base64.b64encode(data).decode(),
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        added_at=now.wall,
    )


@use_case
def nominees_save(*, people: Mapping[Role, NewPerson], actor: Actor, now: Moment) -> None:
    """Writes who shall act for the enterprise; maker, checker and authoriser are three different persons (PY-6).

    Locks the open application. Raises NotFound, Conflict (SECTION_LOCKED), InvalidInput (NOMINEES) with the faults by
    role.
    """
    row = open_application(actor)
    require_open(row.state, row.rejected_field, Section.OPERATORS)
    faults = {
        role: f"请填写{ROLE_LABELS[role]}的姓名、证件号和手机号。" for role in REQUIRED_ROLES if role not in people
    }
    seen: dict[str, Role] = {}
    for role in REQUIRED_ROLES:
        who = people.get(role)
        if who and (other := seen.setdefault(who.id_number, role)) != role:
            faults[role] = f"{ROLE_LABELS[role]}与{ROLE_LABELS[other]}不能是同一人。"
    if faults:
        raise InvalidInput("NOMINEES", "请修改标出的内容。", fields={str(role): text for role, text in faults.items()})
    nominees_of(row).delete()
    Nominee.objects.bulk_create(
        Nominee(id=new_id(), application=row, role=role, name=who.name, id_number=who.id_number, mobile=who.mobile)
        for role, who in people.items()
        if role in NOMINEE_ROLES
    )
    application_record(row, "saved", actor, now, detail={"section": Section.OPERATORS, "roles": sorted(people)})


def open_application(actor: Actor) -> EnterpriseApplication:
    """The open application of the actor's enterprise, locked. Raises NotFound."""
    require_transaction()
    rows = lock_rows(
        EnterpriseApplication.objects.scoped(actor).filter(state__in=OPEN_STATES).select_related("enterprise__unit")
    )
    if not rows:
        raise NotFound("企业没有正在办理的认证申请。")
    return rows[0]


def application_record(
    row: EnterpriseApplication,
    deed: str,
    actor: Actor,
    now: Moment,
    *,
    source: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """The row in the trail of a deed on an application; `source` is the state that it left."""
    audit.record(
        actor=actor,
        action=f"members.application.{deed}",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=source,
        to_state=row.state if source else "",
        detail=dict(detail or {}),
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )


def application_of(application_id: UUID, actor: Actor) -> EnterpriseApplication:
    """An application within the actor's reach, locked. Raises NotFound."""
    rows = lock_rows(
        EnterpriseApplication.objects.scoped(actor).filter(pk=application_id).select_related("enterprise__unit")
    )
    if not rows:
        raise NotFound("没有找到这份企业认证申请。")
    return rows[0]
