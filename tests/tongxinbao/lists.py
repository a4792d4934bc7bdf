"""An enterprise that buys for its people: mandates, files, two people of the office, the job (TX-11)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from apps.agreements import api as agreements
from apps.core.errors import AppError
from apps.ledger import api as ledger
from apps.tongxinbao.contracts import EntrustedReply, MandateAnswer, MandateSigning
from apps.tongxinbao.models import EntrustedAnswer, EntrustedLine, EntrustedList
from apps.tongxinbao.services.entrusted_load import entrusted_load
from apps.tongxinbao.services.entrusted_release import entrusted_release
from apps.tongxinbao.services.entrusted_submit import entrusted_submit
from apps.tongxinbao.services.mandate_revoke import mandate_revoke
from apps.tongxinbao.services.mandate_sign import mandate_sign
from tests.daifutong.cast import Colleague, work

from .cast import Stage, clock_at

HEADER = "工号,姓名,认购金额(元)\n"


def words(stage: Stage, seconds: int = 10) -> MandateSigning:
    hashes = [agreements.words_in_force(c, stage.now).text_hash for c in ("loan_risk", "loan_terms", "loan_mandate")]
    return MandateSigning(*hashes, opened_at=stage.now.wall - timedelta(seconds=seconds))


def mandate(stage: Stage, issue_id: UUID, who: Colleague, fen: int = 10_000_00, **changes: Any) -> MandateAnswer:
    asked = {
        "issue_id": issue_id,
        "account_id": who.account_id,
        "max_fen": fen,
        "valid_until": stage.day,
        "is_own_money": True,
        "signing": words(stage),
        "key": stage.key(),
    }
    answer: MandateAnswer = stage.signed(mandate_sign, stage.lender(who), **asked | changes)
    return answer


def revoke(stage: Stage, issue_id: UUID, who: Colleague) -> MandateAnswer:
    return mandate_revoke(issue_id=issue_id, key=stage.key(), actor=stage.lender(who), now=stage.now)


def file_of(lines: Sequence[tuple[Colleague, str]]) -> bytes:
    return (HEADER + "".join(f"{who.emp_no},{who.name},{amount}\n" for who, amount in lines)).encode()


def loaded(stage: Stage, issue_id: UUID, content: bytes) -> EntrustedReply:
    return entrusted_load(
        issue_id=issue_id, content=content, file_name="名单.csv", key=stage.key(), actor=stage.actor("maker"),
        now=stage.now,
    )  # fmt: skip


def submitted(stage: Stage, issue_id: UUID, lines: Sequence[tuple[Colleague, str]]) -> UUID:
    list_id = loaded(stage, issue_id, file_of(lines)).list_id
    entrusted_submit(list_id=list_id, key=stage.key(), actor=stage.actor("maker"), now=stage.now)
    return list_id


def release(stage: Stage, list_id: UUID, who: str = "checker", **changes: Any) -> EntrustedReply:
    asked = {"list_id": list_id, "digest": the_list(list_id).digest, "key": stage.key()}
    answer: EntrustedReply = stage.signed(entrusted_release, stage.actor(who), **asked | changes)
    return answer


def placed(stage: Stage, issue_id: UUID, lines: Sequence[tuple[Colleague, str]]) -> UUID:
    """Uploaded, released and carried out."""
    list_id = submitted(stage, issue_id, lines)
    release(stage, list_id)
    run(stage)
    return list_id


def run(stage: Stage) -> None:
    with clock_at(stage):
        work()


def the_list(list_id: UUID) -> EntrustedList:
    return EntrustedList.objects.system("test").get(pk=list_id)


def faults_of(list_id: UUID) -> list[str]:
    rows = EntrustedLine.objects.system("test").filter(list_id=list_id).order_by("number")
    return list(rows.values_list("fault", flat=True))


def outcomes(list_id: UUID) -> dict[UUID, str]:
    """By person, what the bank knows."""
    rows = EntrustedAnswer.objects.system("test").filter(line__list_id=list_id)
    return dict(rows.values_list("person_id", "outcome"))


def far_off(stage: Stage) -> date:
    return stage.day + timedelta(days=400)


def refused(deed: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(AppError) as caught:
        deed(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


def free(stage: Stage, place: int) -> int:
    return ledger.available(stage.house.staff[place].ledger_id, now=stage.now)
