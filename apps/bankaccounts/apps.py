from django.apps import AppConfig


class BankaccountsConfig(AppConfig):
    name = "apps.bankaccounts"
    label = "bankaccounts"

    def ready(self) -> None:
        from apps.cases import api as cases

        closed = cases.Remedy("已与企业核对清楚")
        cases.register_kind(
            cases.CaseKind("bankaccounts.confirmation.differs", "企业对账不符", remedies={"explained": closed})
        )
