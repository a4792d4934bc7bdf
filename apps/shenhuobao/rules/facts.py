"""What a version of the terms says, fact by fact, in words for people."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from apps.core.money import format_yuan

from ..choices import INCOME_METHOD_LABELS, PRODUCT_RISK_LABELS, IncomeMethod, ProductRisk
from ..contracts.product import ProductFees, TermsSaid


def rate_text(rate: Decimal) -> str:
    """A rate in % with two places, or as many as it has."""
    return f"{rate if rate != round(rate, 2) else round(rate, 2):f}%"


def fee_steps(fees: ProductFees) -> tuple[tuple[str, str], ...]:
    """Each span of holding with what a redemption costs in it."""
    steps, least = [], 0
    for days, rate in fees:
        steps.append((f"持有 {least}–{days - 1} 天" if least else f"持有少于 {days} 天", rate_text(rate)))
        least = days
    return (*steps, (f"持有 {least} 天及以上" if least else "任何时候", "0.00%"))


def large_note(since: date | None) -> str:
    """What is published while a large redemption goes on; "" while none does (WM-11)."""
    if since is None:
        return ""
    return f"{since} 起发生巨额赎回:赎回申请可能部分确认,其余顺延到下一交易日或按您的选择撤销,快速赎回暂停。"


def large_desk_note(days: int) -> str:
    """What the bank's people are told of one that has gone on for so many trading days."""
    if days > 1:
        return f"已连续 {days} 个交易日发生巨额赎回,可以暂停交易(现金管理类不超过 20 个工作日),原因须公告。"
    return "正在发生巨额赎回:快速赎回已暂停,持有人已收到通知。" if days else ""


def yuan_text(fen: int) -> str:
    return f"{format_yuan(fen)} 元"


def _most(fen: int) -> str:
    return yuan_text(fen) if fen else "不限"


def _day(day: date | None) -> str:
    return str(day) if day else "—"


def _risk(rating: int) -> str:
    return PRODUCT_RISK_LABELS[ProductRisk(rating)]


FACTS: tuple[tuple[str, Callable[[TermsSaid], str]], ...] = (
    ("产品名称", lambda said: said.name),
    ("发行机构评级", lambda said: _risk(said.issuer_rating)),
    ("代销机构评级", lambda said: _risk(said.seller_rating)),
    ("业绩比较基准(不构成承诺)", lambda said: said.benchmark or "—"),
    ("基准测算依据", lambda said: said.benchmark_basis or "—"),
    ("投资范围", lambda said: said.invests_in),
    (
        "每日收益计算",
        lambda said: INCOME_METHOD_LABELS[IncomeMethod(said.income_method)] if said.income_method else "—",
    ),
    ("首次起购", lambda said: yuan_text(said.first_min_fen)),
    ("追加起购", lambda said: yuan_text(said.next_min_fen)),
    ("递增单位", lambda said: yuan_text(said.step_fen)),
    ("单人持有上限", lambda said: _most(said.person_max_fen)),
    ("销售额度", lambda said: _most(said.quota_fen)),
    ("申购费率", lambda said: rate_text(said.purchase_fee)),
    ("赎回费率", lambda said: ";".join(f"{span} {rate}" for span, rate in fee_steps(said.redemption_fees))),
    ("管理费率(年)", lambda said: rate_text(said.management_fee)),
    ("最短持有期", lambda said: f"{said.min_holding_days} 天" if said.min_holding_days else "—"),
    ("赎回到账", lambda said: f"T+{said.cash_days}"),
    ("快速赎回", lambda said: "支持" if said.may_quick else "不支持"),
    ("销售开始日", lambda said: _day(said.sale_from)),
    ("销售结束日", lambda said: _day(said.sale_until)),
    ("起息日", lambda said: _day(said.value_date)),
    ("到期日", lambda said: _day(said.maturity_date)),
)
