"""The pay specialist says how payslips shall look from now on (PY-13)."""

from collections.abc import Sequence

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.members import api as members

from ..choices import NOTE_LENGTH, TEMPLATE_COLUMNS
from ..models import PayslipTemplate
from ..rules.payroll_items import LABEL_LENGTH
from ..rules.payslip_layout import ItemGroup


@use_case
def template_save(*, columns: Sequence[tuple[str, str]], note: str, actor: Actor, now: Moment) -> None:
    """A new row, in force for what is released from now on: no payslip that somebody has read changes.

    `columns`: (label, ItemGroup) in order. Locks nothing. Raises InvalidInput TEMPLATE, Conflict ENTERPRISE_SUSPENDED.
    """
    note = note.strip()
    check_template(columns, note)
    members.require_certified(actor.enterprise)
    saved = PayslipTemplate.objects.create(
        enterprise_id=actor.enterprise,
        columns=[list(column) for column in columns],
        note=note,
        person_id=actor.person,
        display=actor.display,
        saved_at=now.wall,
    )
    audit.record(
        actor=actor,
        action="daifutong.template.saved",
        subject_kind="daifutong.template",
        subject_id=saved.pk,
        detail={"columns": len(columns)},
        enterprise_id=actor.enterprise,
        unit_path=members.enterprise_brief(actor.enterprise).unit_path,
        now=now,
    )


def check_template(columns: Sequence[tuple[str, str]], note: str) -> None:
    """Raises InvalidInput TEMPLATE for what is no template."""
    labels = [label for label, _ in columns]
    if len(note) > NOTE_LENGTH:
        message, field = f"说明不超过 {NOTE_LENGTH} 字。", "note"
    elif len(columns) > TEMPLATE_COLUMNS or len(set(labels)) < len(labels):
        message, field = f"模板最多 {TEMPLATE_COLUMNS} 列,列名不能重复。", "columns"
    elif not all(1 <= len(label) <= LABEL_LENGTH and group in list(ItemGroup) for label, group in columns):
        message, field = "列名或分组有误,请重新选择。", "columns"
    else:
        return
    raise InvalidInput("TEMPLATE", message, fields={field: message})
