from django.apps import AppConfig

ASK_SECONDS = 60


class CorebankConfig(AppConfig):
    name = "apps.corebank"
    label = "corebank"

    def ready(self) -> None:
        from apps.core import sweeps

        from .services.loans_fetch import loans_ask

        sweeps.register("corebank.loans", loans_ask, seconds=ASK_SECONDS)
