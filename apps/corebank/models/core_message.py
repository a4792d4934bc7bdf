from django.db import models
from django.db.models import Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..contracts import PaymentCode, PaymentKind, PaymentState

REFUSED = [code.value for code in PaymentCode if code not in (PaymentCode.OK, PaymentCode.UNKNOWN)]


class CoreMessage(models.Model):
    """An order to the bank's clearing, a payment or a collection, written before it is sent.

    Nobody's tenant, so read by the house only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in PaymentKind], default="PAYMENT")
    amount = models.BigIntegerField()
    payload = EncryptedField("secret")  # the order as JSON: names and accounts
    state = models.CharField(max_length=10, choices=[(state.value, state.name) for state in PaymentState])
    code = models.CharField(max_length=3, blank=True, choices=[(code.value, code.label) for code in PaymentCode])
    bank_reference = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=40, blank=True)  # why the last answer proved nothing
    attempts = models.PositiveSmallIntegerField(default=0)
    queries = models.PositiveIntegerField(default=0)
    business_date = models.DateField(null=True)  # the bank day on which it was sent
    intended_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    next_query_at = models.DateTimeField(null=True)

    tenancy = Tenancy()
    objects = ScopedManager["CoreMessage"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="corebank_message_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PaymentKind]), name="corebank_message_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="INTENT", code="", sent_at__isnull=True, resolved_at__isnull=True)
                | Q(state="SENT", code="", sent_at__isnull=False, resolved_at__isnull=True)
                | Q(state="UNKNOWN", code="P14", sent_at__isnull=False, resolved_at__isnull=True)
                | Q(state="SUCCEEDED", code="P00", sent_at__isnull=False, resolved_at__isnull=False)
                | Q(state="CANCELLED", code="P99", sent_at__isnull=True, resolved_at__isnull=False)
                | Q(state="FAILED", code__in=REFUSED, sent_at__isnull=False, resolved_at__isnull=False)
                | Q(state="BOUNCED", kind="PAYMENT", code="P99", sent_at__isnull=False, resolved_at__isnull=False),
                name="corebank_message_state",
            ),
            models.CheckConstraint(
                condition=Q(next_query_at__isnull=True) | Q(state__in=["SENT", "UNKNOWN"]),
                name="corebank_message_query",
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(state__in=["SENT", "UNKNOWN"]), name="corebank_message_doubt"),
        ]
