"""The maker uploads a list of people and amounts; each line is held against roster and terms (TX-11)."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict
from apps.core.files import read_table
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.members import api as members

from ..choices import EntrustedState
from ..contracts import EntrustedReply
from ..models import EntrustedLine, EntrustedList, Issue
from ..models.entrusted import OPEN
from ..rules.entrusted import ENTRUSTED
from ..rules.entrusted_file import SentLine, counted, line_of, read_list
from ..selectors.entrusted_lines import lines_judged
from .entrusted_moves import coming_check, entrusted_move, entrusted_record, entrusted_reply
from .issue_moves import issue_locked

SENT_BY_PROGRAM = "接口提交"  # stands where a file's name would


def entrusted_load(
    *, issue_id: UUID, content: bytes, file_name: str, key: str, actor: Actor, now: Moment
) -> EntrustedReply:
    """Reads a file outside any transaction and keeps its lines, in place of a list that was not handed in yet.

    Key: (enterprise, person, key). Locks the issue, then its open list. Raises FileRefused (F_*), NotFound, Conflict
    NOT_RAISING, LIST_WAITS (one is with the checker), ENTERPRISE_SUSPENDED, KeyReused, Busy.
    """
    members.require_certified(actor.enterprise)
    lines = read_list(read_table(content, file_name))
    return _list_keep(
        issue_id=issue_id, lines=lines, file_name=PurePath(file_name).name[-120:],
        file_sha256=hashlib.sha256(content).hexdigest(), key=key, actor=actor, now=now,
    )  # fmt: skip


def entrusted_load_lines(
    *, issue_id: UUID, sent: Sequence[tuple[str, str, str]], key: str, actor: Actor, now: Moment
) -> EntrustedReply:
    """The same for what a program sends line by line: (employee number, name, amount in 元)."""
    lines = counted(tuple(line_of(number, *texts) for number, texts in enumerate(sent, 1)))
    return _list_keep(
        issue_id=issue_id, lines=lines, file_name=SENT_BY_PROGRAM, file_sha256=lines_digest(lines), key=key,
        actor=actor, now=now,
    )  # fmt: skip


@use_case
def _list_keep(
    *,
    issue_id: UUID,
    lines: Sequence[SentLine],
    file_name: str,
    file_sha256: str,
    key: str,
    actor: Actor,
    now: Moment,
) -> EntrustedReply:
    def effect() -> dict[str, Any]:
        issue = issue_locked(actor, issue_id)
        members.require_certified(issue.enterprise_id)
        coming_check(issue, now)
        _make_way(issue, actor, now)
        sent = _written(issue, lines, file_name, file_sha256, actor, now)
        entrusted_record(sent, "load", source="", issue=issue, actor=actor, now=now)
        return {"list_id": str(sent.pk), "state": sent.state}

    said = {"issue": issue_id, "file": file_sha256}
    answer, _ = once(actor=actor, route="tongxinbao.entrusted_load", key=key, body=said, effect=effect)
    return entrusted_reply(UUID(answer["list_id"]), answer["state"])


def _make_way(issue: Issue, actor: Actor, now: Moment) -> None:
    """The list that was mended is the one that counts; one that waits for the checker is not pulled from under him."""
    for old in lock_rows(EntrustedList.objects.scoped(actor).filter(issue=issue, state__in=OPEN)):
        if old.state == EntrustedState.SUBMITTED:
            raise Conflict("LIST_WAITS", "有一份名单正在等待复核,复核完成或退回后才能上传下一份。")
        entrusted_move(old, "discard", issue=issue, actor=actor, now=now, ended_at=now.business_at)


def _written(
    issue: Issue, lines: Sequence[SentLine], file_name: str, file_sha256: str, actor: Actor, now: Moment
) -> EntrustedList:
    judged = lines_judged(issue, lines, now)
    sent = EntrustedList.objects.create(
        issue=issue,
        state=ENTRUSTED.check("", "load").target,
        file_name=file_name,
        file_sha256=file_sha256,
        digest=lines_digest(lines),
        line_count=len(judged),
        fault_count=sum(bool(line.fault) for line in judged),
        total_fen=sum(line.fen or 0 for line in judged),
        maker_person_id=actor.person,
        maker_display=actor.display,
        at=now.business_at,
    )
    EntrustedLine.objects.bulk_create(
        EntrustedLine(
            id=new_id(), list=sent, number=line.number, emp_no=line.emp_no, name=line.name, amount_text=line.amount,
            amount_fen=line.fen, person_id=line.person_id, fault=line.fault, column=line.column, message=line.message,
        )
        for line in judged
    )  # fmt: skip
    return sent


def lines_digest(lines: Sequence[SentLine]) -> str:
    """Names exactly these people and amounts, whatever file or row they came in."""
    return body_hash({"lines": sorted([line.emp_no, line.name, line.amount] for line in lines)})
