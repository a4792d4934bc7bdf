from django.db import models
from django.db.models import F, Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import UPLOAD_LABELS, UploadPhase
from .batch import Batch


class Upload(models.Model):
    """A large file, or a program's list, on its way into the lines of its batch, and how far the job is with it.

    `line_count` is 0 until the file was read; `read_count` of the lines are written, `faulty_count` of those have an
    error. `code` and `message` say why a file was refused, or what is to be answered.
    """

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, primary_key=True, related_name="upload")
    phase = models.CharField(max_length=8, choices=list(UPLOAD_LABELS.items()), default=UploadPhase.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    read_count = models.PositiveIntegerField(default=0)
    faulty_count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # of all lines as they were judged when the writing began
    is_listed = models.BooleanField(default=False)  # a program's lines as JSON, no file
    size = models.PositiveIntegerField()  # bytes
    code = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=600, blank=True)
    places = models.JSONField(default=list)  # [field, column from 0] as the maker has named them
    runs = models.PositiveSmallIntegerField(default=1)  # jobs so far: one more for each answer
    question = EncryptedField("secret", null=True)  # while it is open: rules.AskedColumn of each column, as JSON

    tenancy = Tenancy(enterprise="batch__enterprise_id", unit="batch__enterprise__unit__path")
    objects = ScopedManager["Upload"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=list(UploadPhase)), name="daifutong_upload_phase"),
            models.CheckConstraint(
                condition=Q(percent__lte=100, read_count__lte=F("line_count"), faulty_count__lte=F("read_count")),
                name="daifutong_upload_counts",
            ),
            models.CheckConstraint(
                condition=~Q(phase__in=[UploadPhase.ASKED, UploadPhase.REFUSED]) | ~Q(code="") & ~Q(message=""),
                name="daifutong_upload_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.phase}"


class UploadPiece(models.Model):
    """A piece of the file, kept encrypted (base64 of its bytes) until the lines stand, the file is refused or the
    batch given up. In pieces, so that neither side holds a large file several times over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, db_index=False, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    content = EncryptedField("secret")

    tenancy = Tenancy(enterprise="upload__batch__enterprise_id", unit="upload__batch__enterprise__unit__path")
    objects = ScopedManager["UploadPiece"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="daifutong_piece_number")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"
