from django.apps import AppConfig


class IMessageConfig(AppConfig):
    name = "apps.imessage"
    label = "imessage"
