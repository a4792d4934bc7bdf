"""The life of a signing of 代付通, what its terms must keep to, and what its fees are made of (PY-6, PY-16)."""

from dataclasses import dataclass
from decimal import Decimal

from apps.core.lifecycle import Lifecycle, Move
from apps.core.money import Fen, format_yuan, half_up

from ..choices import CONTRACTS_HELD, CONTRACTS_OPEN, PAY_DAYS, BatchKind
from ..choices import ContractState as C

ADMIN, REVIEWER, APPROVER, SYSTEM = "企业管理员", "银行审核岗", "银行审批岗", "系统"
RISK = "银行合规岗"

CONTRACT = Lifecycle(
    "daifutong.contract",
    "代付通签约",
    (
        Move("request", "", C.REQUESTED, ADMIN, "certified, no other request open", "the bank is told"),
        Move("propose", C.REQUESTED, C.PROPOSED, REVIEWER, "terms within the bank's own", "approval asked"),
        Move("decline", C.REQUESTED, C.DECLINED, REVIEWER, "a reason", "the enterprise is told"),
        Move("offer", C.PROPOSED, C.OFFERED, APPROVER, "another person, step-up, same terms", "the enterprise is told"),
        Move("send_back", C.PROPOSED, C.REQUESTED, APPROVER, "a reason, or nobody decided in time", ""),
        *(
            Move("withdraw", source, C.WITHDRAWN, ADMIN, "", "an approval that waits is void")
            for source in CONTRACTS_OPEN
        ),
        Move("sign", C.OFFERED, C.ACTIVE, ADMIN, "step-up over words and terms", "the one before is replaced"),
        Move("replace", C.ACTIVE, C.REPLACED, SYSTEM, "the next one is signed", ""),
        Move("suspend", C.ACTIVE, C.SUSPENDED, RISK, "a reason", "no batch, no release; the enterprise is told"),
        Move("resume", C.SUSPENDED, C.ACTIVE, APPROVER, "another person, a reason", "the enterprise is told"),
        *(
            Move("terminate", source, C.ENDED, APPROVER, "another person, step-up, a reason", "no batch, no release")
            for source in CONTRACTS_HELD
        ),
        *(
            Move("end", source, C.ENDED, ADMIN, "step-up, no batch under way", "no new batch")
            for source in CONTRACTS_HELD
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bank's own, in 分: no contract goes beyond them."""

    tier_one: int
    tier_two: int
    batch: int
    day: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an enterprise asks for; amounts in 分."""

    kinds: tuple[str, ...]
    pay_day: int
    tier_one_fen: int
    tier_two_fen: int
    batch_limit_fen: int
    day_limit_fen: int


def faults_of(wanted: Wanted, bounds: Bounds) -> dict[str, str]:
    """What is wrong with the terms that are asked for, by field, a sentence each."""
    faults = {}
    if not wanted.kinds or not set(wanted.kinds) <= set(BatchKind):
        faults["kinds"] = "请至少选择一种代发类型。"
    if not 1 <= wanted.pay_day <= PAY_DAYS:
        faults["pay_day"] = f"发薪日请填写 1 到 {PAY_DAYS} 之间的数字,{PAY_DAYS} 表示每月最后一天。"
    for name, fen, most in (
        ("tier_one_fen", wanted.tier_one_fen, bounds.tier_one),
        ("tier_two_fen", wanted.tier_two_fen, bounds.tier_two),
        ("batch_limit_fen", wanted.batch_limit_fen, bounds.batch),
        ("day_limit_fen", wanted.day_limit_fen, bounds.day),
    ):
        if not 0 <= fen <= most:
            faults[name] = f"不能超过本行上限 {format_yuan(Fen(most))} 元。"
    if wanted.tier_one_fen > wanted.tier_two_fen:
        faults.setdefault("tier_two_fen", "一名授权人的上限不能低于复核即可的上限。")
    if wanted.batch_limit_fen > wanted.day_limit_fen:
        faults.setdefault("day_limit_fen", "每日限额不能低于单批限额。")
    if not wanted.batch_limit_fen:
        faults.setdefault("batch_limit_fen", "单批限额必须大于零。")
    return faults


def vat_of(fen: int, percent: Decimal) -> Fen:
    """The VAT inside a fee of `fen` 分, half a 分 rounded up: 300.00 at 6 % is 16.98 beside 283.02 (PY-16)."""
    scale = 10**6  # of 1: a percentage has four decimals at most
    return Fen(fen - half_up(fen * scale, scale + int(percent * scale / 100)))
