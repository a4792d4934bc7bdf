"""What must be right about a product and a version of its terms before another person is asked (WM-1, WM-6, WM-8,
WM-10). Each gives the faults by field, each fault a Chinese sentence."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from apps.core.money import MAX_FEN

from ..choices import IncomeMethod, ProductRisk
from ..choices.product import DOCUMENT_LENGTH, NAME_LENGTH, TEXT_LENGTH, ProductKind, ProductState
from ..contracts.product import NewProduct, ProductFees, TermsSaid
from .words import banned_in

CODE, REGISTRATION, AGENT = re.compile(r"[A-Z0-9]{4,16}"), re.compile(r"Z[0-9]{13,15}"), re.compile(r"[A-Z0-9]{2,16}")
CASH_WORDS = ("货币", "现金", "流动")  # a name with one of them falls under the rules of cash management (WM-8)
MOST_FEE, MOST_STEPS = Decimal(5), 6  # %
MOST_DAYS, MOST_CASH_DAYS = 3650, 3
TEXTS = {
    "name": NAME_LENGTH,
    "benchmark": NAME_LENGTH,
    "benchmark_basis": TEXT_LENGTH,
    "invests_in": TEXT_LENGTH,
    "prospectus": DOCUMENT_LENGTH,
    "risk_notice": DOCUMENT_LENGTH,
}
MAY_BE_EMPTY = ("benchmark", "benchmark_basis")
TERM = ("sale_until", "value_date", "maturity_date")
OPEN_TO_TERMS = (
    ProductState.DRAFT,
    ProductState.LISTED,
    ProductState.ON_SALE,
    ProductState.SUSPENDED,
    ProductState.CLOSED,
)

Faults = Iterator[tuple[str, str]]


def product_faults(new: NewProduct) -> dict[str, str]:
    """Of what never changes."""
    return dict(_product_faults(new))


def _product_faults(new: NewProduct) -> Faults:
    if not CODE.fullmatch(new.code):
        yield "code", "请填写 4 到 16 位大写字母和数字。"
    if not REGISTRATION.fullmatch(new.registration):
        yield "registration", "登记编码以 Z 开头,后接 13 到 15 位数字。"
    if new.kind not in tuple(ProductKind):
        yield "kind", "请选择产品类型。"
    if not AGENT.fullmatch(new.agent):
        yield "agent", "请填写登记机构代码,2 到 16 位大写字母和数字。"
    yield from _text("issuer", new.issuer, NAME_LENGTH)


def terms_faults(kind: str, said: TermsSaid) -> dict[str, str]:
    """Of a version by itself."""
    faults = (
        *_texts(said),
        *_ratings(said),
        *_sums(said),
        *_fees(said),
        *_kind(kind, said),
        *_dates(kind, said),
    )
    return dict(reversed(faults))  # the first fault of a field is said


def change_faults(said: TermsSaid, before: TermsSaid | None, state: str, today: date) -> dict[str, str]:
    """Of a version beside the one in force: what has begun cannot begin on another day."""
    faults = {}
    if before is None or state in (ProductState.DRAFT, ProductState.LISTED):
        if said.sale_from < today:
            faults["sale_from"] = "销售开始日不能早于今天。"
    elif said.sale_from != before.sale_from:
        faults["sale_from"] = "销售已经开始,开始日不能再改。"
    if before is not None and said.income_method != before.income_method:
        faults["income_method"] = "收益计算方式确定后不能更改。"
    if state == ProductState.CLOSED and before is not None:
        for field in TERM:
            if getattr(said, field) != getattr(before, field):
                faults[field] = "产品已经封闭运作,期限不能再改。"
    return faults


def _text(field: str, text: str, length: int) -> Faults:
    if not text.strip():
        yield field, "请填写这一项。"
    elif len(text) > length:
        yield field, f"不超过 {length} 个字。"
    elif words := list(banned_in(text)):
        yield field, f"不能使用「{'、'.join(words)}」这样的说法。"


def _texts(said: TermsSaid) -> Faults:
    for field, length in TEXTS.items():
        text = getattr(said, field)
        if text or field not in MAY_BE_EMPTY:
            yield from _text(field, text, length)
    if said.benchmark and not said.benchmark_basis.strip():
        yield "benchmark_basis", "展示业绩比较基准的,须说明测算依据。"
    if said.benchmark_basis and not said.benchmark.strip():
        yield "benchmark", "请填写业绩比较基准。"


def _ratings(said: TermsSaid) -> Faults:
    for field in ("issuer_rating", "seller_rating"):
        if getattr(said, field) not in tuple(ProductRisk):
            yield field, "请选择 R1 到 R5。"


def _sums(said: TermsSaid) -> Faults:
    for field in ("first_min_fen", "next_min_fen", "step_fen"):
        if not 0 < getattr(said, field) < MAX_FEN:
            yield field, "金额必须大于零。"
    for field in ("person_max_fen", "quota_fen"):
        most = getattr(said, field)
        if not 0 <= most < MAX_FEN or 0 < most < said.first_min_fen:
            yield field, "不能低于首次起购金额;没有限制的填 0。"


def _fees(said: TermsSaid) -> Faults:
    for field in ("purchase_fee", "management_fee"):
        if not _is_rate(getattr(said, field)):
            yield field, f"请填写 0 到 {MOST_FEE} 之间、最多四位小数的百分数。"
    if not _are_steps(said.redemption_fees):
        yield "redemption_fees", f"持有天数须逐级增加、费率逐级降低,费率不超过 {MOST_FEE}%,最多 {MOST_STEPS} 级。"
    if not 0 <= said.min_holding_days <= MOST_DAYS:
        yield "min_holding_days", f"请填写 0 到 {MOST_DAYS} 的天数。"
    if not 1 <= said.cash_days <= MOST_CASH_DAYS:
        yield "cash_days", f"赎回款在 T+1 到 T+{MOST_CASH_DAYS} 到账。"


def _is_rate(rate: Decimal) -> bool:
    return rate.is_finite() and 0 <= rate <= MOST_FEE and rate == round(rate, 4)


def _are_steps(fees: ProductFees) -> bool:
    days, rates = [day for day, _ in fees], [rate for _, rate in fees]
    return (
        len(fees) <= MOST_STEPS
        and all(0 < day <= MOST_DAYS for day in days)
        and all(_is_rate(rate) and rate > 0 for rate in rates)
        and days == sorted(set(days))
        and rates == sorted(set(rates), reverse=True)
    )


def _kind(kind: str, said: TermsSaid) -> Faults:
    if kind == ProductKind.CASH:
        if said.income_method not in tuple(IncomeMethod):
            yield "income_method", "请选择每日收益的计算方式。"
        for field in ("purchase_fee", "redemption_fees", "min_holding_days"):
            if getattr(said, field):
                yield field, "现金管理类产品不收申购费、赎回费,也没有最短持有期。"
        return
    if said.income_method:
        yield "income_method", "只有现金管理类产品按日结转收益。"
    if said.may_quick:
        yield "may_quick", "只有现金管理类产品可以快速赎回。"
    if any(word in said.name for word in CASH_WORDS):
        yield "name", f"名称含「{'」「'.join(CASH_WORDS)}」的,须按现金管理类产品管理。"


def _dates(kind: str, said: TermsSaid) -> Faults:
    dates = [getattr(said, field) for field in TERM]
    if kind != ProductKind.FIXED_TERM:
        yield from ((field, "只有固定期限产品有这个日期。") for field in TERM if getattr(said, field))
    elif None in dates:
        yield from ((field, "请填写日期。") for field in TERM if getattr(said, field) is None)
    else:
        until, value, due = dates
        if until < said.sale_from:
            yield "sale_until", "销售结束日不能早于开始日。"
        if value <= until:
            yield "value_date", "起息日须在销售结束日之后。"
        if due <= value:
            yield "maturity_date", "到期日须在起息日之后。"
