from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import CONTRACT_LABELS, CONTRACTS_HELD, CONTRACTS_OPEN, REASON_LENGTH, ContractState


class Contract(models.Model):
    """代付通签约: the terms under which an enterprise pays wages. Other terms are another contract."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=list(CONTRACT_LABELS.items()), default=ContractState.REQUESTED)

    # What the enterprise asks for.
    payer_account_id = models.UUIDField()  # bankaccounts
    payer_name = models.CharField(max_length=120)
    payer_masked = models.CharField(max_length=32)
    kinds = models.JSONField()  # BatchKind
    pay_day = models.PositiveSmallIntegerField()  # of the month; 31: its last day
    tier_one_fen = models.BigIntegerField()  # up to here the checker alone, never above the bank's own (PY-6)
    tier_two_fen = models.BigIntegerField()  # up to here one authoriser
    confidential_person_ids = models.JSONField(default=list)  # who alone sees the lines of a confidential batch
    batch_limit_fen = models.BigIntegerField()
    day_limit_fen = models.BigIntegerField()

    # What the bank adds: 分 a paid line, VAT included (PY-16).
    fee_own_fen = models.PositiveIntegerField(null=True)
    fee_other_fen = models.PositiveIntegerField(null=True)

    reason = models.CharField(
        max_length=REASON_LENGTH, blank=True
    )  # why the bank declined, returned, suspended or ended it
    requester_person_id = models.UUIDField()
    requester_display = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    signer_display = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    suspended_by = models.UUIDField(null=True)  # the person; another one lets it go on
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Contract"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state__in=list(CONTRACTS_HELD)), name="daifutong_contract_held"
            ),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state__in=list(CONTRACTS_OPEN)), name="daifutong_contract_open"
            ),
            models.CheckConstraint(condition=Q(state__in=list(ContractState)), name="daifutong_contract_state"),
            models.CheckConstraint(condition=Q(pay_day__range=(1, 31)), name="daifutong_contract_pay_day"),
            models.CheckConstraint(
                condition=Q(tier_one_fen__gte=0, tier_two_fen__gte=F("tier_one_fen"))
                & Q(batch_limit_fen__gt=0, day_limit_fen__gte=F("batch_limit_fen")),
                name="daifutong_contract_limits",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*CONTRACTS_HELD, ContractState.REPLACED])
                | Q(signed_at__isnull=False, fee_own_fen__isnull=False, fee_other_fen__isnull=False),
                name="daifutong_contract_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=ContractState.SUSPENDED, suspended_by__isnull=False)
                | (~Q(state=ContractState.SUSPENDED) & Q(suspended_by__isnull=True)),
                name="daifutong_contract_suspended",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
