"""What the use cases of a roster that waits do alike: lock it, keep its rows checked, put that on record."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.errors import NotFound

from ..choices import RosterScope
from ..models import RosterUpload
from ..rules import ROSTER
from ..rules.roster import RosterRow
from ..rules.roster_difference import Difference
from ..selectors.roster_compare import difference_of
from ..selectors.roster_previews import rows_of

KIND = "members.roster_upload"


def roster_locked(upload_id: UUID, move: str, actor: Actor) -> tuple[RosterUpload, list[RosterRow]]:
    """A roster that may make this move, locked, with its rows. Raises NotFound, IllegalMove."""
    uploads = lock_rows(RosterUpload.objects.scoped(actor).filter(pk=upload_id))
    if not uploads:
        raise NotFound("没有找到这份花名册。")
    (upload,) = uploads
    ROSTER.check(upload.state, move)
    return upload, rows_of(upload)


def rows_checked(upload: RosterUpload, rows: Sequence[RosterRow], actor: Actor) -> Difference:
    """Puts the rows into the roster, each checked against the others and the members; the caller saves it."""
    difference = difference_of(actor, rows, RosterScope(upload.scope))
    upload.rows = json.dumps([row.as_json() for row in rows], ensure_ascii=False)
    upload.row_count, upload.good_count = len(rows), sum(not row.faults for row in rows)
    return difference


def roster_record(
    upload: RosterUpload, deed: str, actor: Actor, now: Moment, *, source: str, detail: dict[str, Any]
) -> None:
    audit.record(
        actor=actor,
        action=f"members.roster.{deed}",
        subject_kind=KIND,
        subject_id=upload.pk,
        from_state=source,
        to_state=upload.state,
        detail=detail,
        now=now,
    )
