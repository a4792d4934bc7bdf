from django.apps import AppConfig

HINT_SECONDS = 60


class IMessageConfig(AppConfig):
    name = "apps.imessage"
    label = "imessage"

    def ready(self) -> None:
        from apps.core import sweeps

        from .services.unread_hint import unread_hint

        sweeps.register("imessage.unread", unread_hint, seconds=HINT_SECONDS)
