from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "apps.transfers"
    label = "transfers"

    def ready(self) -> None:
        from apps.cases import api as cases

        labels = {
            "in_doubt": "转账状态未知",
            "stuck": "转账三日未明",
            "unsent": "转账未能送出",
            "interest": "销户利息未能转出",
        }
        for kind, label in labels.items():
            cases.register_kind(cases.CaseKind(f"transfers.{kind}", label))
