from django.apps import AppConfig


class BankaccountsConfig(AppConfig):
    name = "apps.bankaccounts"
    label = "bankaccounts"

    def ready(self) -> None:
        from apps.cases import api as cases

        from .selectors.confirmations import difference_evidence
        from .services.confirmation_remind import difference_explained

        explained = cases.Remedy("已与企业核对清楚,请企业再次确认", difference_explained)
        known = cases.Remedy("已联系客户核实")
        cases.register_kind(cases.CaseKind("bankaccounts.binding.tries", "多次核验银行卡", remedies={"known": known}))
        cases.register_kind(
            cases.CaseKind(
                "bankaccounts.confirmation.differs",
                "企业对账不符",
                evidence=difference_evidence,
                remedies={"explained": explained},
            )
        )
