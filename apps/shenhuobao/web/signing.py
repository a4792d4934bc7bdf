"""What buying, converting and standing instructions share on the phone: the papers, which stay open for a while, the
accounts that may pay, and a form that is shown, sent and answered."""

from typing import Any, ClassVar

from django import forms

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief, AccountStatus
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.http.request import Request
from apps.identity import api as identity

from ..choices.order import AGREEMENT
from ..choices.product import BANNER
from ..contracts import PurchaseSheet, Reading
from ..contracts.conversion import ConversionSheet


class PapersForm(forms.Form):
    """`opened` is when the papers were shown, signed by this house so that nobody makes it earlier; the hashes name the
    papers. Without `needs_care` nobody is asked twice."""

    words: ClassVar[dict[str, str]] = {"agreement_hash": AGREEMENT}  # the bank's own, beside the product's two
    timed = "risk_hash"  # the paper for which `opened` is signed
    agreed = forms.BooleanField(
        label="我已完整阅读并同意产品说明书、风险揭示书和代理销售服务协议,了解本金可能受损",
        error_messages={"required": "请先阅读产品文件和协议,再勾选同意。"},
    )
    is_care_confirmed = forms.BooleanField(
        label="我再次确认:这只产品风险较高,我了解并愿意承担可能的损失", required=False
    )
    prospectus_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    risk_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreement_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=200, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: object, needs_care: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not needs_care:
            del self.fields["is_care_confirmed"]

    def reading(self, actor: Actor) -> dict[str, Any]:
        """What the deed is told of the papers, with the form's key. Raises InvalidInput for an `opened` of others."""
        sent = self.cleaned_data
        opened = agreements.opened_at(actor, sent["opened"], sent[self.timed])
        return {
            "reading": Reading(sent["prospectus_hash"], sent["risk_hash"], sent["agreement_hash"], opened),
            "is_care_confirmed": bool(sent.get("is_care_confirmed")),
            "key": sent["idempotency_key"],
        }


def account_choices(accounts: list[AccountBrief]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.class_label} 尾号 {one.tail4}") for one in accounts]


def payers(actor: Actor) -> list[AccountBrief]:
    """The person's own accounts that may pay."""
    return [one for one in bankaccounts.accounts_for_member(actor) if one.status == AccountStatus.NORMAL]


def papers_shown(
    request: Request, sheet: PurchaseSheet | ConversionSheet, form: type[PapersForm], now: Moment,
    initial: dict[str, Any] | None = None, **kwargs: Any,
) -> dict[str, Any]:  # fmt: skip
    """The sheet with its papers and the form under them; `words` are the bank's own, in the order the form names
    them."""
    prospectus, risk = sheet.documents
    words = agreements.words_of(form.words.values(), now)
    hashes = {"prospectus_hash": prospectus.text_hash, "risk_hash": risk.text_hash}
    hashes |= {name: page.text_hash for name, page in zip(form.words, words, strict=True)}
    opened = agreements.opened_mark(request.actor, now.wall, hashes[form.timed])
    filled = (initial or {}) | hashes | {"opened": opened}
    return {
        "banner": BANNER,
        "sheet": sheet,
        "form": form(request.POST or None, needs_care=sheet.needs_care, initial=filled, **kwargs),
        "words": words,
        "is_ready": not sheet.refusal,
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }
