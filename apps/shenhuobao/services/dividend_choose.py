"""A holder chooses what becomes of dividends: money on the account, or more units (WM-12)."""

from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import once
from apps.core.moves import found_locked

from ..choices import DividendMode
from ..choices.order import HOLDING_SUBJECT
from ..choices.product import ProductKind
from ..models import DividendChoice, Holding


@use_case
def dividend_choose(*, holding_id: UUID, mode: str, key: str, actor: Actor, now: Moment) -> str:
    """Keeps the choice with its instant and gives the mode that now stands; the last one made before 15:00 of a record
    date decides that dividend. Goes to the agent with the dispatch of its trading day.

    Key: (person, key). No step-up: no money moves, and either way it stays the person's own. Locks the holding. Raises
    NotFound, InvalidInput E_MODE, Conflict ALWAYS_REINVESTED for cash management, KeyReused, Busy.
    """

    def effect() -> dict[str, Any]:
        holding = found_locked(
            Holding.objects.scoped(actor).select_related("product"), holding_id, "没有找到这笔持有。"
        )
        if mode not in tuple(DividendMode):
            message = "请选择现金分红或红利再投资。"
            raise InvalidInput("E_MODE", message, fields={"mode": message})
        if holding.product.kind == ProductKind.CASH:
            raise Conflict("ALWAYS_REINVESTED", "现金管理类产品的收益按日结转为份额,不能选择分红方式。")
        before, holding.dividend_mode = holding.dividend_mode, mode
        holding.save(update_fields=["dividend_mode"])
        DividendChoice.objects.create(holding=holding, mode=mode, chosen_at=now.business_at)
        audit.record(
            actor=actor,
            action="shenhuobao.dividend.chosen",
            subject_kind=HOLDING_SUBJECT,
            subject_id=holding.pk,
            from_state="",
            to_state="",
            detail={"before": before, "after": mode},
            unit_path=holding.unit_path,
            now=now,
        )
        return {"mode": mode}

    said = {"holding": holding_id, "mode": mode}
    answer, _ = once(actor=actor, route="shenhuobao.dividend_choose", key=key, body=said, effect=effect)
    return str(answer["mode"])
