from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "apps.cases"
    label = "cases"

    def ready(self) -> None:
        from .choices import PARKED_JOB
        from .rules import CaseKind, register_kind

        register_kind(CaseKind(PARKED_JOB, "搁置的任务"))
        register_kind(CaseKind("core.seal.disagrees", "封存链不一致"))
