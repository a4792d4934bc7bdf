"""Taking a roster file in, so that its rows can be looked at and mended before they count (ID-9)."""

from collections.abc import Sequence
from pathlib import PurePath
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.files import read_table
from apps.core.ids import new_id

from ..choices import RosterScope
from ..models import RosterUpload
from ..rules import ROSTER
from ..rules.roster import RosterRow, read_roster
from ..selectors.enterprises import require_certified
from .roster_moves import roster_record, rows_checked


def roster_upload(
    *, data: bytes, file_name: str, actor: Actor, now: Moment, scope: RosterScope = RosterScope.NEW
) -> UUID:
    """Reads a file in the capped child, checks every row, and keeps the rows (encrypted) until they are confirmed.

    Gives the id of the upload. Raises Conflict ENTERPRISE_SUSPENDED, before the file is opened, and FileRefused (F_*)
    for a file that is no roster. Changes no member.
    """
    require_certified(actor.enterprise)
    rows = read_roster(read_table(data, file_name), now.business_date)
    return _roster_keep(rows=rows, file_name=PurePath(file_name).name[:120], scope=scope, actor=actor, now=now)


@use_case
def _roster_keep(*, rows: Sequence[RosterRow], file_name: str, scope: RosterScope, actor: Actor, now: Moment) -> UUID:
    require_certified(actor.enterprise)
    upload = RosterUpload(
        id=new_id(),
        enterprise_id=actor.enterprise,
        file_name=file_name,
        scope=scope,
        state=ROSTER.check("", "upload").target,
        uploader_person_id=actor.person,
        uploaded_at=now.wall,
    )
    rows_checked(upload, rows, actor)
    upload.save(force_insert=True)
    detail = {"rows": upload.row_count, "good": upload.good_count, "scope": scope}
    roster_record(upload, "uploaded", actor, now, source="", detail=detail)
    return upload.pk
