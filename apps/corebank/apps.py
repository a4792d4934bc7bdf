from django.apps import AppConfig


class CorebankConfig(AppConfig):
    name = "apps.corebank"
    label = "corebank"
