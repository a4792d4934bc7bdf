"""The shelf, the same for everybody: nothing here depends on who looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.errors import CalendarYearNotLoaded, NotFound
from apps.core.money import Fen, format_yuan
from apps.core.parts import Pair

from ..choices import PRODUCT_RISK_LABELS, ProductRisk
from ..choices.distribution import DISTRIBUTION_LABELS, DistributionKind, DistributionState
from ..choices.product import (
    DOCUMENT_LABELS,
    PRODUCT_KIND_LABELS,
    PRODUCT_LABELS,
    PRODUCT_TONES,
    RISK_TONES,
    SHOWN,
    DocumentKind,
    ProductKind,
    ProductState,
    ShelfTerm,
    TermsState,
)
from ..contracts import DocumentShown, PriceLine, ShelfGroup, ShelfLine, ShelfProduct, TradeDates
from ..contracts.shelf import DividendLine
from ..models import Distribution, Document, Price, Terms
from ..rules import trade_days
from ..rules.facts import fee_steps, large_note, rate_text, yuan_text
from ..rules.versions import fees_said
from ..rules.yields import WEEK, compound_yield_7d

ORDER = {kind: place for place, kind in enumerate(ProductKind)}
TAKES_ORDERS = (ProductState.ON_SALE, ProductState.LISTED)
LISTED, COMPARED, DIVIDENDS = 30, 3, 5  # days of prices on the page, products beside each other


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for on the shelf."""

    kind: str = ""
    risk: int = 0  # no riskier than that
    term: str = ""
    words: str = ""


def shelf(wanted: Wanted) -> tuple[ShelfGroup, ...]:
    """What is shown, by kind, then from the least risk up. Two queries."""
    rows = _filtered(wanted).order_by("seller_rating", "product__code")
    lines = _lines(rows)
    return tuple(
        ShelfGroup(kind, PRODUCT_KIND_LABELS[kind], of_kind)
        for kind in ProductKind
        if (of_kind := tuple(line for line in lines if line.kind == kind))
    )


def product_on_shelf(product_id: UUID, now: Moment) -> ShelfProduct:
    """One product with its fees, dates, documents, last prices and dividends; who has held it still finds it when it is
    over. Five queries. Raises NotFound."""
    terms = _known().filter(product=product_id).first()
    if terms is None:
        raise NotFound("没有找到这个理财产品,可能已经下架。")
    last = prices_of(terms.product_id, LISTED)
    line = _line(terms, last)
    dates = dates_now(terms.cash_days, now)
    return ShelfProduct(
        line=line,
        reason=terms.product.reason,
        facts=facts_of(terms),
        fees=fees_of(terms),
        redemption_fees=fee_steps(fees_said(terms.redemption_fees)),
        rules=_rules(terms, dates),
        dates=dates,
        documents=_documents(terms),
        prices=last[::-1],
        version=terms.number,
        may_buy=terms.product.state in TAKES_ORDERS and not line.is_sold_out,
        is_reserved=terms.product.state == ProductState.LISTED,
        dividends=_dividends(terms.product_id),
        large_note=large_note(terms.product.large_since),
    )


def _dividends(product_id: UUID) -> tuple[DividendLine, ...]:
    rows = Distribution.objects.filter(product=product_id, kind=DistributionKind.DIVIDEND).order_by("-ex_on")[
        :DIVIDENDS
    ]
    return tuple(
        DividendLine(
            one.record_on,
            one.ex_on,
            f"{(one.per_unit or Decimal(0)).normalize():f}",
            DISTRIBUTION_LABELS[DistributionState(one.state)],
        )
        for one in rows
    )


def papers_on_shelf(product_id: UUID) -> tuple[Terms, ShelfLine, tuple[DocumentShown, ...]]:
    """One product without its prices, and what a buyer reads: prospectus, then risk notice. One query. Raises
    NotFound."""
    rows = Document.objects.filter(terms__in=_on_shelf().filter(product=product_id))
    papers = list(rows.select_related("terms__product").order_by("kind"))
    if not papers:
        raise NotFound("没有找到这个理财产品,可能已经下架。")
    terms = papers[0].terms
    return terms, _line(terms, ()), _shown(papers)


def shelf_lines(rows: "QuerySet[Terms]") -> tuple[ShelfLine, ...]:
    """Products as the shelf shows them, in the order of their terms. Two queries."""
    return _lines(rows)


def products_beside(ids: Sequence[UUID]) -> tuple[ShelfProduct, ...]:
    """Up to three, in the order of the ids; who is not on the shelf is left out."""
    rows = {one.product_id: one for one in _on_shelf().filter(product__in=ids)}
    terms = [rows[one] for one in dict.fromkeys(ids) if one in rows][:COMPARED]
    lines = {line.id: line for line in _lines(terms)}
    return tuple(
        ShelfProduct(
            line=lines[one.product_id], reason="", facts=facts_of(one), fees=fees_of(one),
            redemption_fees=fee_steps(fees_said(one.redemption_fees)), rules=_rules(one, None), dates=None,
             documents=(), prices=(), version=one.number, may_buy=False, is_reserved=False, dividends=(), large_note="",
        )
        for one in terms
    )  # fmt: skip


def prices_of(product_id: UUID, days: int) -> tuple[PriceLine, ...]:
    """The last prices, oldest first; of cash management each with the yield of its seven days. One query."""
    rows = list(_told().filter(product=product_id).order_by("-on")[: days + WEEK - 1])[::-1]
    return _priced(rows)[-days:]


def prices_since(product_id: UUID, since: date) -> tuple[PriceLine, ...]:
    """The same from a day on."""
    rows = list(_told().filter(product=product_id, on__gt=since - timedelta(WEEK)).order_by("on"))
    return tuple(one for one in _priced(rows) if one.on >= since)


def _told() -> "QuerySet[Price]":
    """The prices that say something: what is subscribed of a fixed term is worth 1.0000 until its value date."""
    before = Terms.objects.filter(product=OuterRef("product"), state=TermsState.IN_FORCE, value_date__gt=OuterRef("on"))
    return Price.objects.exclude(Exists(before))


def dates_now(cash_days: int, now: Moment) -> TradeDates | None:
    """None where the calendar of the days to come is not loaded. One query."""
    today = now.business_date
    market = trading_days(today, today + trade_days.SPAN)
    try:
        trade_on = trade_days.trade_date(now.business_at, market)
        return TradeDates(
            trade_on=trade_on,
            confirm_on=trade_days.confirm_date(trade_on, market),
            cash_on=trade_days.cash_date(trade_on, cash_days, market),
            cut_off_at=trade_days.cut_off_at(trade_on),
        )
    except CalendarYearNotLoaded:
        return None


def _on_shelf() -> "QuerySet[Terms]":
    return _known().filter(product__state__in=SHOWN)


def _known() -> "QuerySet[Terms]":
    """Whatever has ever been on the shelf."""
    rows = Terms.objects.filter(state=TermsState.IN_FORCE).exclude(product__state=ProductState.DRAFT)
    return rows.select_related("product")


def _filtered(wanted: Wanted) -> "QuerySet[Terms]":
    rows = _on_shelf()
    if wanted.kind:
        rows = rows.filter(product__kind=wanted.kind)
    if wanted.risk:
        rows = rows.filter(issuer_rating__lte=wanted.risk, seller_rating__lte=wanted.risk)
    if wanted.term == ShelfTerm.ANY_DAY:
        rows = rows.filter(min_holding_days=0, maturity_date=None)
    elif wanted.term == ShelfTerm.HELD:
        rows = rows.filter(min_holding_days__gt=0)
    elif wanted.term == ShelfTerm.FIXED:
        rows = rows.exclude(maturity_date=None)
    if wanted.words:
        rows = rows.filter(
            Q(name__icontains=wanted.words)
            | Q(product__code__icontains=wanted.words)
            | Q(product__issuer__icontains=wanted.words)
        )
    return rows


def _lines(rows: Iterable[Terms]) -> tuple[ShelfLine, ...]:
    terms = list(rows)
    wanted = [one.product_id for one in terms]
    prices: dict[UUID, list[Price]] = {}
    recent = Price.objects.raw(
        """SELECT price.* FROM unnest(%s::uuid[]) AS product(id),
           LATERAL (SELECT * FROM shenhuobao_price WHERE product_id = product.id ORDER BY "on" DESC LIMIT %s) price
           ORDER BY product_id, "on" """,
        [wanted, WEEK],
    )
    for price in recent:
        prices.setdefault(price.product_id, []).append(price)
    return tuple(_line(one, _priced(prices.get(one.product_id, []))) for one in terms)


def _line(terms: Terms, prices: Sequence[PriceLine]) -> ShelfLine:
    product, rating = terms.product, ProductRisk(terms.rating)
    told = [one for one in prices if terms.value_date is None or one.on >= terms.value_date]
    figure, label = _figure(terms, told)
    state = ProductState(product.state)
    is_sold_out = bool(terms.quota_fen) and product.quota_taken_fen >= terms.quota_fen and state in TAKES_ORDERS
    return ShelfLine(
        id=product.pk,
        code=product.code,
        name=terms.name,
        kind=product.kind,
        kind_label=PRODUCT_KIND_LABELS[ProductKind(product.kind)],
        issuer=product.issuer,
        state=product.state,
        state_label="已售罄" if is_sold_out else PRODUCT_LABELS[state],
        tone="neutral" if is_sold_out else PRODUCT_TONES.get(state, "neutral"),
        rating=rating,
        rating_label=PRODUCT_RISK_LABELS[rating],
        rating_tone=RISK_TONES[rating],
        figure=figure,
        figure_label=label,
        benchmark=terms.benchmark,
        first_min_fen=Fen(terms.first_min_fen),
        first_min=f"{format_yuan(terms.first_min_fen).removesuffix('.00')} 元起",
        term=_term(terms),
        is_sold_out=is_sold_out,
    )


def _figure(terms: Terms, prices: Sequence[PriceLine]) -> tuple[str, str]:
    if not prices:
        days = (terms.maturity_date - terms.value_date).days if terms.maturity_date and terms.value_date else 0
        return (f"{days} 天", "产品期限") if days else ("—", "净值待公布")
    last = prices[-1]
    if last.yield_7d is not None:
        return f"{last.yield_7d}%", f"七日年化({last.on:%m-%d})"
    return f"{last.nav}", f"单位净值({last.on:%m-%d})"


def _term(terms: Terms) -> str:
    if terms.maturity_date:
        return f"{terms.maturity_date} 到期"
    if terms.min_holding_days:
        return f"最短持有 {terms.min_holding_days} 天"
    return "可快速赎回" if terms.may_quick else f"赎回 T+{terms.cash_days} 到账"


def _priced(rows: Sequence[Price]) -> tuple[PriceLine, ...]:
    """With the yield where seven natural days in a row are there."""
    lines = []
    for place, row in enumerate(rows):
        seven = rows[max(place - WEEK + 1, 0) : place + 1]
        incomes = [one.income_per_10k for one in seven if one.income_per_10k is not None]
        is_whole = len(incomes) == WEEK and (row.on - seven[0].on).days == WEEK - 1
        lines.append(PriceLine(row.on, row.nav, row.income_per_10k, compound_yield_7d(incomes) if is_whole else None))
    return tuple(lines)


def facts_of(terms: Terms) -> tuple[Pair, ...]:
    """What the product is."""
    product = terms.product
    pairs = [
        Pair("产品类型", PRODUCT_KIND_LABELS[ProductKind(product.kind)]),
        Pair("风险等级", PRODUCT_RISK_LABELS[ProductRisk(terms.rating)], note="发行机构与代销机构评级取较高者"),
        Pair("发行机构", product.issuer),
        Pair("代销机构", f"{settings.BANK_NAME}(本行)"),
        Pair("登记编码", product.registration),
        Pair("投资范围", terms.invests_in),
    ]
    if terms.benchmark:
        pairs.insert(2, Pair("业绩比较基准(不构成承诺)", terms.benchmark, note=terms.benchmark_basis))
    if terms.maturity_date:
        pairs.append(Pair("起息日", str(terms.value_date)))
        pairs.append(Pair("到期日", str(terms.maturity_date)))
    return tuple(pairs)


def fees_of(terms: Terms) -> tuple[Pair, ...]:
    """What it costs."""
    return (
        Pair("申购费", rate_text(terms.purchase_fee), note="外扣,从申购金额中计算"),
        Pair("管理费", f"{rate_text(terms.management_fee)} / 年", note="按日从产品资产中扣除,净值和收益已是扣除后的"),
    )


def _rules(terms: Terms, dates: TradeDates | None) -> tuple[Pair, ...]:
    pairs = [
        Pair("首次起购", yuan_text(terms.first_min_fen)),
        Pair("追加起购", yuan_text(terms.next_min_fen), note=f"以 {yuan_text(terms.step_fen)}递增"),
        Pair("单人上限", yuan_text(terms.person_max_fen) if terms.person_max_fen else "不限"),
        Pair("赎回", _term(terms), note=f"普通赎回 T+{terms.cash_days} 到账"),
    ]
    if terms.product.state == ProductState.LISTED:
        pairs.append(
            Pair("预约", f"{terms.sale_from} 开始销售", note="预约时冻结款项并占用额度,开始销售时转为申购,此前可以撤单")
        )
        dates = None  # those of an order of now
    if terms.sale_until:
        pairs.append(Pair("销售期", f"{terms.sale_from} 至 {terms.sale_until}"))
    if dates is not None:
        pairs += [
            Pair("现在买入", f"{dates.trade_on} 的净值", note=f"{dates.confirm_on} 确认份额"),
            Pair("现在赎回", f"{dates.cash_on} 到账", note=f"按 {dates.trade_on} 的净值"),
            Pair("交易时间", "交易日 15:00 前算当日", note="15:00:00 起算下一交易日,截止前可以撤单"),
        ]
    return tuple(pairs)


def _documents(terms: Terms) -> tuple[DocumentShown, ...]:
    return _shown(terms.documents.order_by("kind"))


def _shown(papers: Iterable[Document]) -> tuple[DocumentShown, ...]:
    return tuple(DocumentShown(DOCUMENT_LABELS[DocumentKind(one.kind)], one.body, one.text_hash) for one in papers)
