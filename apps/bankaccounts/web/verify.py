"""/verify/: whoever holds a receipt, a statement, a signed agreement or a product's paper may ask whether it is true.
Open to everybody; says nothing else."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from apps.agreements import api as agreements
from apps.core.access import PUBLIC, page
from apps.core.actors import Relation
from apps.core.http.forms import answer_invalid
from apps.core.http.limits import limit
from apps.core.http.request import Request
from apps.core.proof_codes import Proved, code_in
from apps.identity import api as identity

from ..contracts import StatementProof
from ..selectors import proved_by
from .screens import proved_pairs, signature_pairs, statement_pairs

TEXT_LENGTH = 40_000  # of a receipt: the longest have a few hundred digests
TRIES_PER_MINUTE = 20  # from one address
TEMPLATE = "mobile/bankaccounts/verify.html"


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label="验证码或凭证",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={"required": "请输入16位验证码,或粘贴凭证内容。", "max_length": "内容过长,不是一份凭证。"},
    )


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("GET", "POST"))
def verify(request: Request) -> HttpResponse:
    """The same answer for a code that nobody has, a text that is no receipt, and a receipt that was changed."""
    if request.method != "POST":
        return render(request, TEMPLATE, {"form": ReceiptForm()})
    limit(f"verify:{identity.client_of(request)[1]}", TRIES_PER_MINUTE, "查验过于频繁,请一分钟后再试。")
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, TEMPLATE, {"form": form})
    text = form.cleaned_data["receipt"]
    proved = proved_by(text) or agreements.signature_proved(text) or _product_proved(text)
    shown = {"form": ReceiptForm(), "is_checked": True, "statement": None, "line": None, "signature": None, "pairs": ()}
    if isinstance(proved, StatementProof):
        shown |= {"statement": proved, "pairs": statement_pairs(proved.view)}
    elif isinstance(proved, agreements.SignatureProof):
        shown |= {"signature": proved, "pairs": signature_pairs(proved)}
    elif isinstance(proved, Proved):
        shown |= {"paper": proved, "pairs": proved.pairs}
    elif proved is not None:
        shown |= {"line": proved, "pairs": proved_pairs(proved)}
    return render(request, TEMPLATE, shown)


def _product_proved(text: str) -> Proved | None:
    """What a code proves that the products know (settings.PROOFS)."""
    code = code_in(text)
    return next(filter(None, (import_string(find)(code) for find in settings.PROOFS)), None) if code else None
