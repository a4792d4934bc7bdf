from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "apps.audit"
    label = "audit"

    def ready(self) -> None:
        from apps.core import seal

        seal.register(
            seal.Stream(
                "audit",
                "audit_auditrow",
                kept=(
                    "action", "surface", "roles", "person_id", "user_id", "display", "enterprise_id", "unit_path",
                    "subject_kind", "subject_id", "from_state", "to_state", "detail", "request_id", "device", "ip",
                    "business_date", "at",
                ),
            )
        )  # fmt: skip
