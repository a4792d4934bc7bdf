from django.apps import AppConfig


class BankaccountsConfig(AppConfig):
    name = "apps.bankaccounts"
    label = "bankaccounts"
