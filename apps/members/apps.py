from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "apps.members"
    label = "members"

    def ready(self) -> None:
        from apps.cases import api as cases

        from .selectors.staff import staff_at

        cases.register_staff(staff_at)
