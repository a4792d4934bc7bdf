from django.apps import AppConfig

TICK_SECONDS = 15


class TongxinbaoConfig(AppConfig):
    name = "apps.tongxinbao"
    label = "tongxinbao"

    def ready(self) -> None:
        from apps.cases import api as cases
        from apps.core import sweeps

        from .services.issues_tick import issues_tick

        cases.register_kind(cases.CaseKind("tongxinbao.payout.returned", "企业借款还款无法入账"))
        sweeps.register("tongxinbao.hours", issues_tick, seconds=TICK_SECONDS)
