from django.apps import AppConfig


class ShenhuobaoConfig(AppConfig):
    name = "apps.shenhuobao"
    label = "shenhuobao"
