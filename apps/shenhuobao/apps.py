from django.apps import AppConfig

TICK_SECONDS = 15


class ShenhuobaoConfig(AppConfig):
    name = "apps.shenhuobao"
    label = "shenhuobao"

    def ready(self) -> None:
        from apps.cases import api as cases
        from apps.core import cards, sweeps

        from .choices.distribution import PAYOUT_CASE
        from .choices.order import FILE_CASE, LINE_CASE, RETURNED_CASE
        from .selectors.cards import PRODUCT
        from .services.dispatch_make import dispatches_tick
        from .services.sweep_run import sweeps_tick

        cases.register_kind(cases.CaseKind(FILE_CASE, "登记机构文件核对不符"))
        cases.register_kind(cases.CaseKind(LINE_CASE, "理财确认不能入账"))
        cases.register_kind(cases.CaseKind(RETURNED_CASE, "理财赎回款无法入账"))
        cases.register_kind(cases.CaseKind(PAYOUT_CASE, "理财分派不能入账"))
        cards.register(PRODUCT)
        sweeps.register("shenhuobao.hours", dispatches_tick, seconds=TICK_SECONDS)
        sweeps.register("shenhuobao.idle", sweeps_tick, seconds=TICK_SECONDS)
