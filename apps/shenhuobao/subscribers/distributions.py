"""Who hears of dividends and maturities: every holder of what is announced, each of what has come; never an amount. A
repeat changes nothing: notices have keys."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core import clock
from apps.core.events import DayOpened
from apps.core.outbox import subscriber
from apps.notify import api as notify

from ..choices import DividendMode
from ..choices.distribution import DistributionKind, PayoutState
from ..events import DistributionAnnounced, PayoutMade
from ..selectors.telling import distribution_told, holders_told, payout_told
from ..services.maturities_remind import maturities_remind


@subscriber(DayOpened.name, "shenhuobao.remind_maturities")
def remind_maturities(event: dict[str, Any]) -> None:
    maturities_remind(day=date.fromisoformat(event["business_date"]), now=clock.read())


@subscriber(DistributionAnnounced.name, "shenhuobao.tell_dividend", kind=DistributionKind.DIVIDEND.value)
def tell_dividend(event: dict[str, Any]) -> None:
    told = distribution_told(UUID(event["distribution_id"]))
    notify.tell_many(
        person_ids=holders_told(told.product_id),
        kind="shenhuobao.holding",
        title="您持有的理财产品将分红",
        body=f"「{told.product}」权益登记日 {told.record_on:%Y-%m-%d},除息日 {told.ex_on:%Y-%m-%d}。"
        "登记日 15:00 前可以选择现金分红或红利再投资。",
        link=reverse("mobile:product", args=[told.product_id]),
        key=f"shenhuobao.dividend:{event['distribution_id']}",
        now=clock.read(),
    )


@subscriber(PayoutMade.name, "shenhuobao.tell_payout")
def tell_payout(event: dict[str, Any]) -> None:
    told = payout_told(UUID(event["payout_id"]))
    is_maturity, state = told.kind == DistributionKind.MATURITY, PayoutState(event["state"])
    if state == PayoutState.DISPUTED:
        word, body = "正在核对", "登记机构的数据正在核对,核对后入账。"
    elif state == PayoutState.RETURNED:
        word, body = "未能入账", "到账账户不能收款,款项由银行暂存,请联系客服。"
    elif state == PayoutState.VOIDED:
        word, body = "核对完毕", "经与登记机构核对,您不享有本次分派。如有疑问请联系客服。"
    elif is_maturity:
        word, body = "已到账", "产品已到期,本金和收益已转入您的购买账户。"
    elif told.mode == DividendMode.REINVEST:
        word, body = "已转为份额", "红利已按除息日净值转为份额。"
    else:
        word, body = "已到账", "红利已转入您的账户。"
    notify.tell(
        person_id=told.person_id,
        kind="shenhuobao.payout",
        title=f"理财{'到期兑付' if is_maturity else '分红'}{word}",
        body=f"{told.product}:{body}",
        link=reverse("mobile:payout_list"),
        key=f"shenhuobao.payout:{event['payout_id']}:{state}",
        now=clock.read(),
    )
