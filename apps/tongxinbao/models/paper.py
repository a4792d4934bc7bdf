from django.db import models
from django.db.models import Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import TOLD_LABELS, TOLD_TITLE_LENGTH, WRITTEN_UP

KINDS = {
    "RESOLUTION": "股东会或董事会决议",
    "FINANCIALS": "财务报表",
    "GUARANTEE": "担保文件",
    **TOLD_LABELS,
    WRITTEN_UP: "违约处置记录",
}
AFTER = tuple(TOLD_LABELS)
BEFORE = ("RESOLUTION", "FINANCIALS", "GUARANTEE")  # of an application; the others come while money is owed


class IssuePaper(models.Model):
    """发行文件: what the enterprise lays beside an issue, as uploaded, or says to its lenders afterwards (TX-12)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    title = models.CharField(max_length=TOLD_TITLE_LENGTH)
    text = models.CharField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=20, blank=True)
    content = EncryptedField("secret", null=True)  # base64 of its bytes
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    person_id = models.UUIDField()
    display = models.CharField(max_length=60)
    at = models.DateTimeField()

    tenancy = Tenancy(enterprise="issue__enterprise_id", unit="issue__enterprise__unit__path")
    objects = ScopedManager["IssuePaper"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="tongxinbao_paper_kind"),
            models.UniqueConstraint(
                fields=["issue", "kind"], condition=Q(kind__in=list(BEFORE)), name="tongxinbao_paper_once"
            ),
        ]
