"""A seal that contradicts its exported head is an exception for head office: somebody changed one of the two."""

from uuid import NAMESPACE_OID, uuid5

from django.conf import settings

from apps.core.clock import Moment

from .case_open import case_open


def head_disagrees(*, stream: str, number: int, what: str, now: Moment) -> None:
    """Opens the case of a block (settings.HEAD_DISAGREES) in the caller's transaction; one case a block."""
    key = f"seal:{stream}:{number}"
    case_open(
        kind="core.seal.disagrees",
        subject_kind="core.seal_block",
        subject_id=uuid5(NAMESPACE_OID, key),
        title="封存链与导出的区块头不一致,请立即核查",
        detail=f"{stream} 第 {number} 个封存块:{what}",
        unit_path=settings.HEAD_UNIT_PATH,
        key=key,
        now=now,
    )
