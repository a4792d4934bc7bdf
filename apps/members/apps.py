from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "apps.members"
    label = "members"

    def ready(self) -> None:
        from apps.cases import api as cases
        from apps.core import sweeps

        from .selectors.staff import staff_at
        from .services.member_leave import members_leave_due

        cases.register_staff(staff_at)
        sweeps.register("members.leave_due", members_leave_due, seconds=30)
