from django.db import models

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class ColumnTemplate(models.Model):
    """列模板: what an enterprise has said of the columns of one kind of file (PY-2). Only positions, no content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    signature = models.CharField(max_length=64)  # of the header, or of the width of a file without one
    places = models.JSONField()  # field to column, from 0
    person_id = models.UUIDField()
    mapped_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["ColumnTemplate"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "signature"], name="daifutong_columns_once")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.signature[:8]}"
