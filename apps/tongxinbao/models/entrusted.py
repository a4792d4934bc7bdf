from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import ENTRUSTED_LABELS, REASON_LENGTH, EntrustedState

OPEN = [EntrustedState.CHECKED, EntrustedState.SUBMITTED]
RELEASED = [EntrustedState.RELEASED, EntrustedState.PLACED]


class LoanMandate(models.Model):
    """委托授权: under it the enterprise may place orders of one issue for the person, at most `max_fen` in all (TX-11).

    Whether it still holds is for `agreements` to say, by `mandate_id`. No enterprise reaches it (ADR 17).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, db_index=False, related_name="mandates")
    person_id = models.UUIDField()  # identity
    mandate_id = models.UUIDField(unique=True)  # agreements
    max_fen = models.BigIntegerField()
    valid_until = models.DateField()
    account_id = models.UUIDField()  # bankaccounts: the person's own, which pays
    account_ledger_id = models.UUIDField()  # ledger
    account_masked = models.CharField(max_length=32)
    signed_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", unit="issue__enterprise__unit__path")
    objects = ScopedManager["LoanMandate"]()

    class Meta:
        indexes = [models.Index(fields=["issue", "person_id"], name="tongxinbao_mandate_person")]
        constraints = [models.CheckConstraint(condition=Q(max_fen__gt=0), name="tongxinbao_mandate_max")]


class EntrustedList(models.Model):
    """委托认购名单: the people for whom the enterprise wants to buy under their own mandates (TX-11).

    One person of the enterprise uploads it, another releases it. `digest` names its lines, which never change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, related_name="entrusted")
    state = models.CharField(max_length=9, choices=list(ENTRUSTED_LABELS.items()), default=EntrustedState.CHECKED)
    file_name = models.CharField(max_length=120)
    file_sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    line_count = models.PositiveIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    total_fen = models.BigIntegerField(default=0)
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    checker_person_id = models.UUIDField(null=True)
    checker_display = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)  # of the last return, or why it lapsed
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="issue__enterprise_id", unit="issue__enterprise__unit__path")
    objects = ScopedManager["EntrustedList"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(EntrustedState)), name="tongxinbao_entrusted_state"),
            models.UniqueConstraint(fields=["issue"], condition=Q(state__in=OPEN), name="tongxinbao_entrusted_open"),
            models.UniqueConstraint(
                fields=["issue", "digest"], condition=Q(state__in=RELEASED), name="tongxinbao_entrusted_once"
            ),
            models.CheckConstraint(
                condition=~Q(maker_person_id=F("checker_person_id")), name="tongxinbao_entrusted_maker_checker"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RELEASED)
                | Q(checker_person_id__isnull=False, released_at__isnull=False, fault_count=0),
                name="tongxinbao_entrusted_released",
            ),
        ]


class EntrustedLine(models.Model):
    """A line as the enterprise sent it. `fault` is what the enterprise's own roster and the terms of the issue say of
    it, and nothing that only the person or the bank knows (AT-08)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey("EntrustedList", on_delete=models.PROTECT, db_index=False, related_name="lines")
    number = models.PositiveIntegerField()
    emp_no = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    amount_text = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField(null=True)
    person_id = models.UUIDField(null=True)  # identity: whom the roster knows by this number and name
    fault = models.CharField(max_length=20, blank=True)
    column = models.CharField(max_length=10, blank=True)  # the cell that the fault is about
    message = models.CharField(max_length=120, blank=True)

    tenancy = Tenancy(enterprise="list__issue__enterprise_id", unit="list__issue__enterprise__unit__path")
    objects = ScopedManager["EntrustedLine"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="tongxinbao_entrusted_number"),
            models.CheckConstraint(
                condition=~Q(fault="") | Q(person_id__isnull=False, amount_fen__gt=0),
                name="tongxinbao_entrusted_whole",
            ),
        ]


class EntrustedAnswer(models.Model):
    """What became of a line: between the person and the bank. The enterprise's scope reaches none of them, so that no
    page of the office can tell who declined from who was refused (TX-11, AT-08, ADR 17)."""

    line = models.OneToOneField("EntrustedLine", on_delete=models.PROTECT, primary_key=True, related_name="answer")
    person_id = models.UUIDField()
    outcome = models.CharField(max_length=20, blank=True)  # why no money was held; "" where it was
    order = models.OneToOneField("Order", on_delete=models.PROTECT, null=True, related_name="entrusted")
    at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", unit="line__list__issue__enterprise__unit__path")
    objects = ScopedManager["EntrustedAnswer"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="", order=None), name="tongxinbao_answer_whole"),
        ]
