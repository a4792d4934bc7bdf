from django.db import models

from apps.core.db import ScopedManager, Tenancy, XactField


class AuditRow(models.Model):
    """Who did what: one row in the transaction of the deed. PostgreSQL refuses to change or delete it; it is sealed."""

    id = models.BigAutoField(primary_key=True)
    xact = XactField()
    action = models.CharField(max_length=80)  # dotted: app.noun.verbed
    surface = models.CharField(max_length=8)
    roles = models.CharField(max_length=120)
    person_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    display = models.CharField(max_length=60)  # masked name, or the reason of the system
    enterprise_id = models.UUIDField(null=True)  # whose tenant the deed belongs to
    unit_path = models.CharField(max_length=60, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24, blank=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, blank=True)
    device = models.CharField(max_length=80, blank=True)
    ip = models.GenericIPAddressField(null=True)
    business_date = models.DateField(null=True)
    at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id", unit="unit_path")
    objects = ScopedManager["AuditRow"]()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "id"], name="audit_subject"),
            models.Index(fields=["person_id", "id"], name="audit_person"),
            models.Index(fields=["enterprise_id", "id"], name="audit_enterprise"),
            models.Index(fields=["xact"], name="audit_xact"),
        ]
