from django.db import models

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id
from apps.core.proof_codes import new_code


class Signature(models.Model):
    """电子签署记录: who signed which words, when and on what device; for themselves or for an enterprise. Append-only.

    `subject` ties the signature to one deed (an account opened, a card bound); without one it is the frame agreement.
    By `proof_code` a stranger asks at /verify/ whether a printed copy is true.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    text = models.ForeignKey("agreements.AgreementText", on_delete=models.PROTECT, related_name="signatures")
    text_hash = models.CharField(max_length=64)
    person_id = models.UUIDField()
    user_id = models.UUIDField()
    signer = models.CharField(max_length=60)  # masked name
    enterprise_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    business_date = models.DateField()
    signed_at = models.DateTimeField()
    device = models.CharField(max_length=120)
    ip = models.GenericIPAddressField(null=True)
    proof_code = models.CharField(max_length=16, unique=True, default=new_code)

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id")
    objects = ScopedManager["Signature"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "text"], name="agreements_signature_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "person_id", "enterprise_id", "subject_id"],
                nulls_distinct=False,
                name="agreements_signature_once",
            )
        ]
