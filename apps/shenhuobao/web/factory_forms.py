"""The forms of the product factory: what a product is, what a version says, a verdict."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from apps.core.http.forms import DayInput, YuanField

from ..choices import INCOME_METHOD_LABELS, PRODUCT_RISK_LABELS
from ..choices.product import DOCUMENT_LENGTH, NAME_LENGTH, PRODUCT_KIND_LABELS, TEXT_LENGTH
from ..contracts import NewProduct, ProductFees, TermsSaid

Groups = tuple[tuple[str, tuple[str, ...]], ...]
STEP = re.compile(r"(?P<days>[0-9]{1,4})[\s::天]+(?P<rate>[0-9]{1,2}(?:\.[0-9]{1,4})?) ?[%%]?")
RATINGS = [(int(rating), label) for rating, label in PRODUCT_RISK_LABELS.items()]
DATES = ("sale_from", "sale_until", "value_date", "maturity_date")
SUMS = ("first_min_fen", "next_min_fen", "step_fen", "person_max_fen", "quota_fen")


class FeesField(forms.CharField):
    """Steps of the fee of a redemption, one a line: days, then the rate of who has held for fewer."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return "\n".join(f"{days} {rate.normalize():f}" for days, rate in value)
        return value

    def clean(self, value: Any) -> ProductFees:
        steps = []
        for line in str(super().clean(value)).splitlines():
            if not line.strip():
                continue
            found = STEP.fullmatch(line.strip())
            if found is None:
                raise forms.ValidationError("请每行填写一级:天数、空格、费率,例如 7 1.50。")
            steps.append((int(found["days"]), Decimal(found["rate"])))
        return tuple(steps)


class RateField(forms.DecimalField):
    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, max_digits=7, decimal_places=4, initial=Decimal(0), **kwargs)


class TextsField(forms.CharField):
    def __init__(self, label: str, length: int, rows: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=length, widget=widget, **kwargs)


class TermsForm(forms.Form):
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    name = forms.CharField(label="产品名称", max_length=NAME_LENGTH)
    issuer_rating = forms.TypedChoiceField(label="发行机构评级", choices=RATINGS, coerce=int)
    seller_rating = forms.TypedChoiceField(
        label="代销机构评级", choices=RATINGS, coerce=int, help_text="两个评级不一致的,按较高的一个适用。"
    )
    invests_in = TextsField("投资范围", TEXT_LENGTH, 3)
    benchmark = forms.CharField(
        label="业绩比较基准", max_length=NAME_LENGTH, required=False, help_text="页面会同时注明「不构成承诺」。"
    )
    benchmark_basis = TextsField("基准测算依据", TEXT_LENGTH, 2, required=False)
    income_method = forms.ChoiceField(
        label="每日收益计算", choices=[("", "不适用"), *INCOME_METHOD_LABELS.items()], required=False,
        help_text="只用于现金管理类。",
    )  # fmt: skip
    first_min_fen = YuanField("首次起购金额")
    next_min_fen = YuanField("追加起购金额")
    step_fen = YuanField("递增单位")
    person_max_fen = YuanField("单人持有上限", allow_zero=True, initial="0", help_text="填 0 表示不限。")
    quota_fen = YuanField("销售额度", allow_zero=True, initial="0", help_text="填 0 表示不限。")
    purchase_fee = RateField("申购费率")
    redemption_fees = FeesField(
        label="赎回费率", required=False, max_length=200, help_text="每行一级:持有少于几天、费率,例如 7 1.50。"
    )
    management_fee = RateField("管理费率(年)")
    min_holding_days = forms.IntegerField(label="最短持有期(天)", initial=0)
    cash_days = forms.IntegerField(label="赎回到账(T+几)", initial=1)
    may_quick = forms.BooleanField(label="支持快速赎回(现金管理类)", required=False)
    sale_from = forms.DateField(label="销售开始日", widget=DayInput)
    sale_until = forms.DateField(label="销售结束日", widget=DayInput, required=False, help_text="只用于固定期限。")
    value_date = forms.DateField(label="起息日", widget=DayInput, required=False)
    maturity_date = forms.DateField(label="到期日", widget=DayInput, required=False)
    prospectus = TextsField("产品说明书", DOCUMENT_LENGTH, 10)
    risk_notice = TextsField("风险揭示书", DOCUMENT_LENGTH, 10)

    GROUPS: Groups = (
        ("产品", ("name", "issuer_rating", "seller_rating", "invests_in", "benchmark", "benchmark_basis")),
        ("收益和交易", ("income_method", *SUMS, "min_holding_days", "cash_days", "may_quick")),
        ("费用", ("purchase_fee", "redemption_fees", "management_fee")),
        ("日期", DATES),
        ("文件", ("prospectus", "risk_notice")),
    )
    OF_PRODUCT: tuple[str, ...] = ()

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page shows them, group by group."""
        return [(label, [self[name] for name in names]) for label, names in self.GROUPS]

    def said(self) -> TermsSaid:
        values = self.cleaned_data
        return TermsSaid(**{name: values[name] for name in values if name not in ("idempotency_key", *self.OF_PRODUCT)})


class ProductForm(TermsForm):
    code = forms.CharField(label="产品代码", max_length=16, help_text="4 到 16 位大写字母和数字。")
    registration = forms.CharField(label="登记编码", max_length=20, help_text="中国理财网的登记编码,以 Z 开头。")
    kind = forms.ChoiceField(label="产品类型", choices=list(PRODUCT_KIND_LABELS.items()))
    issuer = forms.CharField(label="发行机构", max_length=NAME_LENGTH)
    agent = forms.CharField(label="登记机构代码", max_length=16)

    OF_PRODUCT = ("code", "registration", "kind", "issuer", "agent")
    GROUPS: Groups = (("登记", OF_PRODUCT), *TermsForm.GROUPS)

    def product(self) -> NewProduct:
        return NewProduct(**{name: self.cleaned_data[name] for name in self.OF_PRODUCT})
