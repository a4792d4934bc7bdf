from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import PROOF_LABELS, PROOF_PURPOSES, RECIPIENT_LENGTH


class WageProof(models.Model):
    """收入证明 or 工资流水: what the bank says of a person's wages from one enterprise, for somebody whom the person
    names. The person's alone: neither the enterprise nor bank staff read it (PY-13).

    It says what stood in the books when it was issued, so `lines` are kept: [month, kind, day, 分]. By `code` a
    stranger asks whether it is true; it ends by itself, or when the person revokes it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=6, choices=list(PROOF_LABELS.items()))
    person_id = models.UUIDField()
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=6, choices=list(PROOF_PURPOSES.items()))
    recipient = models.CharField(max_length=RECIPIENT_LENGTH)
    first = models.CharField(max_length=7)
    last = models.CharField(max_length=7)
    months = models.PositiveSmallIntegerField()
    total_fen = models.BigIntegerField()
    average_fen = models.BigIntegerField()
    lines = models.JSONField()
    digest = models.CharField(max_length=64, db_collation="C")
    code = models.CharField(max_length=16, unique=True, db_collation="C")
    issued_at = models.DateTimeField()
    issued_on = models.DateField()  # business date
    expires_on = models.DateField()  # the last day on which it is good
    revoked_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["WageProof"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-issued_at"], name="daifutong_wage_proof_list")]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{16}$"), name="daifutong_wage_proof_code"),
            models.CheckConstraint(
                condition=Q(months__gt=0, total_fen__gt=0, average_fen__gt=0), name="daifutong_wage_proof_sums"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.last}"
