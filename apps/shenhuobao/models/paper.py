from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class WealthPaper(models.Model):
    """理财对账单: what a person held and gained in a month or a year when the paper was issued; its code finds it.

    `digest` covers all that it says. The same books give the same paper: `prints` counts how often it was asked for,
    the first time included. Books that have changed give another one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()  # identity
    unit_path = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()
    closing_fen = models.BigIntegerField()
    gain_fen = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_collation="C")
    code = models.CharField(max_length=16, unique=True, db_collation="C")
    prints = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["WealthPaper"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "first", "last", "digest"], name="shenhuobao_paper_content"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{16}$"), name="shenhuobao_paper_code"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="shenhuobao_paper_digest"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="shenhuobao_paper_period"),
        ]
