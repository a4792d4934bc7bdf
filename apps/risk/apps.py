from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "apps.risk"
    label = "risk"

    def ready(self) -> None:
        from apps.core import sweeps

        from .services.reservation_settle import reservations_expire

        sweeps.register("risk.reservations_expire", reservations_expire, seconds=15)
