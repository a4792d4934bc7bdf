"""A file of the transfer agent is kept as it came: taken in once, or refused whole with its faults (WM-14)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings

from apps.audit import api as audit
from apps.cases import api as cases
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, require_transaction
from apps.core.idempotency import body_hash
from apps.core.ids import new_id
from apps.core.moves import move_make

from ..choices.order import FILE_CASE, TA_FILE_KIND_LABELS, TA_FILE_SUBJECT, TaFileKind, TaFileState
from ..models import TaFile
from ..rules.lives import TA_FILE

AGENT_ACTOR = Actor.system("登记机构文件")


def ta_file_keep(
    *,
    agent: str,
    kind: TaFileKind,
    on: date,
    content: Mapping[str, Any],
    faults_of: Callable[[], list[str]],
    apply: Callable[[TaFile], None],
    now: Moment,
) -> bool:
    """Keeps a file and takes it in with `apply`; True when that day's file is in, now or since an earlier time.

    Key: (agent, kind, day). The same content again changes nothing; another content for a day that is in opens a case
    and changes nothing. A file with faults is REFUSED, with a case that names them. Needs the caller's transaction;
    locks the agent's name.
    """
    require_transaction()
    lock_name(f"shenhuobao.agent:{agent}")
    digest = body_hash(content)
    known = TaFile.objects.filter(agent=agent, kind=kind, on=on).exclude(state=TaFileState.REFUSED).first()
    if known is not None:
        if known.content_hash != digest:
            _case(known, digest, ["登记机构对同一天给出了不同的文件,已按先到的文件入账。"], now)
        return True
    file = TaFile(
        id=new_id(),
        agent=agent,
        kind=kind,
        on=on,
        state=TA_FILE.check("", "fetch").target,
        content=dict(content),
        content_hash=digest,
        fetched_at=now.wall,
    )
    faults = faults_of()
    refused = TaFile.objects.filter(agent=agent, kind=kind, on=on, content_hash=digest, state=TaFileState.REFUSED)
    if faults and refused.exists():
        return False  # the same wrong file as before: people know
    file.save(force_insert=True)
    ta_file_record(file, "shenhuobao.ta_file.fetched", source="", now=now)
    if faults:
        move = move_make(file, TA_FILE, "refuse", faults=faults)
        ta_file_record(file, "shenhuobao.ta_file.refused", source=move.source, now=now)
        _case(file, digest, faults, now)
        return False
    apply(file)
    move = move_make(file, TA_FILE, "apply", applied_at=now.wall)
    ta_file_record(file, "shenhuobao.ta_file.applied", source=move.source, now=now)
    return True


def _case(file: TaFile, digest: str, faults: list[str], now: Moment) -> None:
    cases.open_case(
        kind=FILE_CASE,
        subject_kind=TA_FILE_SUBJECT,
        subject_id=file.pk,
        title=f"{TA_FILE_KIND_LABELS[TaFileKind(file.kind)]} {file.agent} {file.on:%Y-%m-%d} 核对不符",
        detail=";".join(faults)[:1000],
        unit_path=settings.HEAD_UNIT_PATH,
        key=f"shenhuobao.ta_file:{file.agent}:{file.kind}:{file.on}:{digest[:16]}",
        now=now,
    )


def ta_file_record(file: TaFile, action: str, *, source: str, now: Moment) -> None:
    """The audit row of what brought a file from `source` to where it is."""
    audit.record(
        actor=AGENT_ACTOR,
        action=action,
        subject_kind=TA_FILE_SUBJECT,
        subject_id=file.pk,
        from_state=source,
        to_state=file.state,
        detail={"agent": file.agent, "kind": file.kind, "on": str(file.on), "hash": file.content_hash},
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
