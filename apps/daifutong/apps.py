from django.apps import AppConfig


class DaifutongConfig(AppConfig):
    name = "apps.daifutong"
    label = "daifutong"
