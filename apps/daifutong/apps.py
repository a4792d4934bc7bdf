from django.apps import AppConfig


class DaifutongConfig(AppConfig):
    name = "apps.daifutong"
    label = "daifutong"

    def ready(self) -> None:
        from apps.cases import api as cases
        from apps.core import cards

        from .selectors.cards import BATCH, PAYSLIP

        labels = {
            "row.in_doubt": "代发状态未知",
            "row.stuck": "代发三日未明",
            "rows.unsent": "代发跨行明细未送出",
            "return.held": "代发退回待处理",
        }
        for kind, label in labels.items():
            cases.register_kind(cases.CaseKind(f"daifutong.{kind}", label))
        cards.register(PAYSLIP)
        cards.register(BATCH)
