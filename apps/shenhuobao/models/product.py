from django.db import models
from django.db.models import F, Q

from apps.core.ids import new_id

from ..choices import INCOME_METHOD_LABELS, ProductRisk
from ..choices.product import (
    DOCUMENT_LABELS,
    NAME_LENGTH,
    PRODUCT_KIND_LABELS,
    PRODUCT_LABELS,
    TERMS_LABELS,
    TEXT_LENGTH,
    ProductKind,
    ProductState,
    TermsState,
)
from .fields import units_field


class Product(models.Model):
    """理财产品: issued by a wealth-management company (发行机构), sold by the bank (代销机构), WM-0.

    What may change stands in its `Terms`. `units` is what all customers of the bank hold; `sold_fen` what purchases
    have taken of the quota, race-safe under the product's lock.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=16, unique=True, db_collation="C")
    registration = models.CharField(max_length=20, unique=True, db_collation="C")  # 登记编码 of 中国理财网
    kind = models.CharField(max_length=10, choices=list(PRODUCT_KIND_LABELS.items()))
    issuer = models.CharField(max_length=NAME_LENGTH)
    agent = models.CharField(max_length=16, db_collation="C")  # code of the transfer agent (登记机构)
    state = models.CharField(max_length=9, choices=list(PRODUCT_LABELS.items()), default=ProductState.DRAFT)
    reason = models.CharField(max_length=TEXT_LENGTH, blank=True)  # of the last suspension
    suspended_by = models.UUIDField(null=True)  # the person: another one lets it go on
    sold_fen = models.BigIntegerField(default=0)
    counter_fen = models.BigIntegerField(default=0)  # of the same quota, sold at the bank's counters
    large_since = models.DateField(null=True)  # a large redemption goes on since this trade date (WM-11)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ProductState)), name="shenhuobao_product_state"),
            models.CheckConstraint(condition=Q(kind__in=list(ProductKind)), name="shenhuobao_product_kind"),
            models.CheckConstraint(condition=Q(sold_fen__gte=0, counter_fen__gte=0), name="shenhuobao_product_sold"),
            models.CheckConstraint(
                condition=~Q(state=ProductState.SUSPENDED) | Q(suspended_by__isnull=False),
                name="shenhuobao_product_suspended",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def quota_taken_fen(self) -> int:
        """What of the quota is gone, over all channels."""
        return self.sold_fen + self.counter_fen


class Terms(models.Model):
    """One version of what a product is sold under; two people of the bank have agreed on it. Rates in %, sums in 分.

    Issuer and seller each rate the risk; the higher one counts (WM-1). `redemption_fees` are `[days, rate]` rising by
    days: who has held for fewer pays the rate. `quota_fen` and `person_max_fen` 0: no such limit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False, related_name="terms")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=list(TERMS_LABELS.items()), default=TermsState.PROPOSED)

    name = models.CharField(max_length=NAME_LENGTH)
    issuer_rating = models.PositiveSmallIntegerField()
    seller_rating = models.PositiveSmallIntegerField()
    benchmark = models.CharField(max_length=NAME_LENGTH, blank=True)  # 业绩比较基准
    benchmark_basis = models.CharField(max_length=TEXT_LENGTH, blank=True)
    invests_in = models.CharField(max_length=TEXT_LENGTH)
    income_method = models.CharField(max_length=11, choices=list(INCOME_METHOD_LABELS.items()), blank=True)

    first_min_fen = models.BigIntegerField()
    next_min_fen = models.BigIntegerField()
    step_fen = models.BigIntegerField()
    person_max_fen = models.BigIntegerField(default=0)
    quota_fen = models.BigIntegerField(default=0)
    purchase_fee = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    redemption_fees = models.JSONField(default=list)
    management_fee = models.DecimalField(max_digits=7, decimal_places=4, default=0)  # a year, in the price already
    min_holding_days = models.PositiveSmallIntegerField(default=0)
    cash_days = models.PositiveSmallIntegerField(default=1)  # trading days from the trade date to the money
    may_quick = models.BooleanField(default=False)
    sale_from = models.DateField()
    sale_until = models.DateField(null=True)  # fixed term: the last day of the sale
    value_date = models.DateField(null=True)
    maturity_date = models.DateField(null=True)

    digest = models.CharField(max_length=64)
    approval_id = models.UUIDField(null=True)
    maker = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="shenhuobao_terms_number"),
            models.UniqueConstraint(
                fields=["product"], condition=Q(state=TermsState.IN_FORCE), name="shenhuobao_terms_in_force"
            ),
            models.UniqueConstraint(
                fields=["product"], condition=Q(state=TermsState.PROPOSED), name="shenhuobao_terms_proposed"
            ),
            models.CheckConstraint(condition=Q(state__in=list(TermsState)), name="shenhuobao_terms_state"),
            models.CheckConstraint(
                condition=Q(issuer_rating__in=list(ProductRisk), seller_rating__in=list(ProductRisk)),
                name="shenhuobao_terms_ratings",
            ),
            models.CheckConstraint(
                condition=Q(first_min_fen__gt=0, next_min_fen__gt=0, step_fen__gt=0, person_max_fen__gte=0,
                            quota_fen__gte=0, purchase_fee__gte=0, management_fee__gte=0),
                name="shenhuobao_terms_sums",
            ),
            models.CheckConstraint(
                condition=Q(benchmark="") | ~Q(benchmark_basis=""), name="shenhuobao_terms_benchmark"
            ),
            models.CheckConstraint(
                condition=Q(sale_until__isnull=True, value_date__isnull=True, maturity_date__isnull=True)
                | Q(sale_until__gte=F("sale_from"), value_date__gt=F("sale_until"), maturity_date__gt=F("value_date")),
                name="shenhuobao_terms_term",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def rating(self) -> int:
        """The risk that counts, R1 to R5 (WM-1)."""
        return max(self.issuer_rating, self.seller_rating)


class Document(models.Model):
    """What a buyer reads before the first purchase, in the words of one version of the terms; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, db_index=False, related_name="documents")
    kind = models.CharField(max_length=11, choices=list(DOCUMENT_LABELS.items()))
    body = models.TextField()
    text_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "kind"], name="shenhuobao_document_kind")]


class Price(models.Model):
    """净值 of a day as the transfer agent's file has it: the truth (WM-9). `income_per_10k`: cash-management only."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False, related_name="prices")
    on = models.DateField()
    nav = models.DecimalField(max_digits=12, decimal_places=4)
    income_per_10k = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    units = units_field(null=True)  # of all holders, whoever sold them, at the end of the day; where the agent says so
    file = models.ForeignKey("TaFile", on_delete=models.PROTECT, null=True, related_name="prices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "on"], name="shenhuobao_price_day"),
            models.CheckConstraint(condition=Q(nav__gt=0), name="shenhuobao_price_nav"),
        ]
