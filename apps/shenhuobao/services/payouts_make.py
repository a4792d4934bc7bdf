"""What each holder gets of one distribution: money on the account or units of the product, or a case (WM-12)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from apps.audit import api as audit
from apps.cases import api as cases
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.money import Fen
from apps.core.outbox import publish
from apps.ledger import api as ledger

from ..choices import DividendMode
from ..choices.distribution import (
    DISTRIBUTION_KIND_LABELS,
    DISTRIBUTION_SUBJECT,
    PAYOUT_CASE,
    PAYOUT_SUBJECT,
    UNKNOWN_CASE,
    DistributionKind,
)
from ..choices.order import GL_AGENT, GL_REDEEMED, RETURNED_CASE
from ..choices.product import ProductKind
from ..events import PayoutMade
from ..models import Distribution, Holding, Lot, Payout
from ..rules import dividends, pricing
from ..rules.distribution_files import PayoutLine
from ..rules.lives import PAYOUT
from .holding_moves import units_out
from .ta_file_keep import AGENT_ACTOR

PAST = {"pay": "paid", "return": "returned", "dispute": "disputed"}
Pair = tuple[Holding, PayoutLine | None]


@dataclass(frozen=True, slots=True)
class Paying:
    """A distribution, its price set, with what its holders have chosen and where their money goes."""

    made: Distribution
    choices: Mapping[UUID, Sequence[dividends.Chosen]]
    accounts: Mapping[UUID, tuple[UUID, str]]


def payouts_make(paying: Paying, pairs: Iterable[Pair], now: Moment) -> None:
    """Pays every holder whose line is what we reckon; the others wait under a case each. Needs the holdings' locks;
    locks the accounts of the books."""
    payouts = [(_payout(paying, holding, now), line) for holding, line in pairs]
    agreed = [one for one, line in payouts if line is not None and _agrees(paying.made, one, line)]
    refused = payouts_post(paying.made, [one for one in agreed if one.cash_fen], now)
    for one, _ in payouts:
        if one not in agreed:
            one.cash_fen, one.added = 0, Decimal(0)
            _keep(one, "dispute", now)
        else:
            _keep(one, "return" if one.pk in refused else "pay", now)
            payout_units(paying.made, one)


def payouts_miss(made: Distribution, lines: Iterable[PayoutLine], now: Moment) -> None:
    """The agent names holders that we do not have: nothing is paid, and people ask."""
    for line in lines:
        cases.open_case(
            kind=UNKNOWN_CASE,
            subject_kind=DISTRIBUTION_SUBJECT,
            subject_id=made.pk,
            title=f"{_label(made)}的持有人不认识 {line.holder[:8]}",
            detail=f"登记机构登记 {line.units:,.2f} 份,本行没有这位持有人的份额。请与登记机构核对。",
            unit_path=settings.HEAD_UNIT_PATH,
            key=f"shenhuobao.payout:{made.pk}:{line.holder}",
            now=now,
        )


def _payout(paying: Paying, holding: Holding, now: Moment) -> Payout:
    """What we reckon, not written yet."""
    made = paying.made
    nav = made.nav or Decimal(0)  # the caller has set it
    if made.per_unit is None:
        mode, added = DividendMode.CASH, Decimal(0)
        due, cash = [pricing.worth(holding.units, nav)] * 2
    else:
        default = DividendMode.REINVEST if made.product.kind == ProductKind.CASH else DividendMode.CASH
        mode = dividends.mode_at(paying.choices.get(holding.pk, ()), made.record_on, default)
        got = dividends.dividend(holding.units, made.per_unit, mode, nav)
        due, cash, added = got.due, got.cash, got.units
    account, masked = paying.accounts[holding.account_id]
    return Payout(
        id=new_id(),
        distribution=made,
        holding=holding,
        mode=mode,
        units=holding.units,
        due_fen=due,
        cash_fen=cash,
        added=added,
        account_ledger_id=account,
        account_masked=masked,
        made_at=now.business_at,
    )


def _agrees(made: Distribution, one: Payout, line: PayoutLine) -> bool:
    """To the 分 and the hundredth of a unit. What matures must not be promised to an order as well."""
    ours = (one.mode, one.units, made.nav, one.cash_fen, one.added)
    is_free = made.kind == DistributionKind.DIVIDEND or not one.holding.aside
    return is_free and ours == (line.mode, line.units, line.nav, line.cash_fen, line.added)


def payouts_post(made: Distribution, paid: Sequence[Payout], now: Moment, *, alone: str = "") -> frozenset[UUID]:
    """Both journals; gives the payouts whose account took nothing. `alone`: of one that is paid after the others."""
    if not paid:
        return frozenset()
    key = f"{made.pk}{alone}"
    total = Fen(sum(one.cash_fen for one in paid))
    transit = ledger.open_account(
        owner_kind=DISTRIBUTION_SUBJECT, owner_id=made.pk, gl_code=GL_REDEEMED, on=now.business_date
    )
    ledger.post(
        key=f"shenhuobao.distribution_receive:{key}",
        kind="shenhuobao.distribution_receive",
        summary=f"{_label(made)}款到账",
        legs=[(ledger.house_account(GL_AGENT), Fen(-total)), (transit, total)],
        now=now,
    )
    posted = ledger.post_batch(
        key=f"shenhuobao.distribution:{key}",
        kind="shenhuobao.distribution",
        summary=_label(made),
        debit=transit,
        lines=[(one.account_ledger_id, Fen(one.cash_fen), one.pk) for one in paid],
        control_count=len(paid),
        control_sum=total,
        now=now,
    )
    return frozenset(paid[place].pk for place in posted.refused)


def _keep(one: Payout, name: str, now: Moment) -> None:
    """Writes it with its state, its audit row, the case of one that waits, and the word to its holder."""
    one.state = PAYOUT.check("", name).target
    one.save(force_insert=True)
    payout_record(one, PAST[name], source="", actor=AGENT_ACTOR, now=now)
    if name != "pay":
        payout_case(one, name, now)
    publish(PayoutMade(one.pk, one.state))


def payout_record(one: Payout, deed: str, *, source: str, actor: Actor, now: Moment, **more: str) -> None:
    """The audit row of what brought a payout from `source` to where it is."""
    audit.record(
        actor=actor,
        action=f"shenhuobao.payout.{deed}",
        subject_kind=PAYOUT_SUBJECT,
        subject_id=one.pk,
        from_state=source,
        to_state=one.state,
        detail={"units": str(one.units), "fen": one.cash_fen, "added": str(one.added), "mode": one.mode} | more,
        unit_path=one.holding.unit_path,
        now=now,
    )


def payout_case(one: Payout, name: str, now: Moment) -> None:
    """Two people look at what was not paid."""
    cases.open_case(
        kind=RETURNED_CASE if name == "return" else PAYOUT_CASE,
        subject_kind=PAYOUT_SUBJECT,
        subject_id=one.pk,
        title=f"{_label(one.distribution)}不能入账",
        detail=CASES[name],
        unit_path=one.holding.unit_path or settings.HEAD_UNIT_PATH,
        key=f"shenhuobao.payout:{one.pk}:{name}",
        now=now,
    )


def payout_units(made: Distribution, one: Payout) -> None:
    """A maturity takes all units; a dividend that is reinvested brings some, held since the ex-date."""
    holding = one.holding
    if made.kind == DistributionKind.MATURITY:
        units_out(holding, one.units)
    elif one.added:
        holding.units += one.added
        holding.save(update_fields=["units"])
        Lot.objects.create(holding=holding, payout=one, acquired_on=made.ex_on, units=one.added, units_left=one.added)


def _label(made: Distribution) -> str:
    return f"理财{DISTRIBUTION_KIND_LABELS[DistributionKind(made.kind)]} {made.product.code}"


CASES = {
    "return": "到账账户已不能收款,款项暂存理财赎回待付。请联系客户指定本人另一账户。",
    "dispute": "登记机构的份额、方式、净值或金额与本行计算不一致,该笔未入账。请与登记机构核对。",
}
