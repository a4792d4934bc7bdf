from functools import partial

from django.apps import AppConfig

TICK_SECONDS = 15


class ShenhuobaoConfig(AppConfig):
    name = "apps.shenhuobao"
    label = "shenhuobao"

    def ready(self) -> None:
        from apps.cases import api as cases
        from apps.core import cards, sweeps

        from .choices.distribution import PAYOUT_CASE, UNKNOWN_CASE
        from .choices.order import FILE_CASE, LINE_CASE, RETURNED_CASE, SETTLING_LABELS
        from .selectors.cards import PRODUCT
        from .services.dispatch_make import dispatches_tick
        from .services.order_settle import order_evidence, order_settle
        from .services.payout_settle import payout_evidence, payout_settle
        from .services.sweep_run import sweeps_tick

        cases.register_kind(cases.CaseKind(FILE_CASE, "登记机构文件核对不符"))
        ways = SETTLING_LABELS.items()
        orders = {one.lower(): cases.Remedy(said, partial(order_settle, way=one)) for one, said in ways}
        payouts = {one.lower(): cases.Remedy(said, partial(payout_settle, way=one)) for one, said in ways}
        known = {"explained": cases.Remedy("已与登记机构核实,不作账务处理")}
        cases.register_kind(cases.CaseKind(LINE_CASE, "理财确认不能入账", order_evidence, orders))
        cases.register_kind(cases.CaseKind(RETURNED_CASE, "理财款项无法入账"))
        cases.register_kind(cases.CaseKind(PAYOUT_CASE, "理财分派不能入账", payout_evidence, payouts))
        cases.register_kind(cases.CaseKind(UNKNOWN_CASE, "理财分派的持有人不认识", remedies=known))
        cards.register(PRODUCT)
        sweeps.register("shenhuobao.hours", dispatches_tick, seconds=TICK_SECONDS)
        sweeps.register("shenhuobao.idle", sweeps_tick, seconds=TICK_SECONDS)
