"""The application form in sections: it can be left and resumed at any time, gaps are said, faults refused (TX-12)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..choices import DISCLOSURE_LABELS
from ..contracts import Draft
from ..selectors.drafts import accounts_to_choose, draft_for, sample_schedule
from ..services.issue_save import issue_save as save
from ..services.issue_submit import issue_submit as submit
from ..services.paper_put import paper_put as put
from . import screens
from .forms import PAPER_KINDS, AccountForm, DatesForm, DisclosuresForm, KeyForm, PaperForm, SampleForm, TermsForm

MAKE, OWN = "tongxinbao.issue.make", Relation.ENTERPRISE
FORM = "office/tongxinbao/issue_form.html"
PARTS = {"terms": "借款条件", "dates": "时间安排", "disclosures": "信息披露", "papers": "文件", "account": "账户"}
FIELDS = {
    "terms": ("title", "scale_fen", "net_assets_fen", "rate", "day_count", "overdue_rate", "proceeds", "allotment"),
    "dates": ("open_at", "close_at", "maturity_date", "interest_dates"),
    "disclosures": (*DISCLOSURE_LABELS, "disclosures"),
    "papers": tuple(PAPER_KINDS),
    "account": ("account_id",),
}
SAMPLE_FEN = 10_000_00
INPUT = {"papers": "id_file", "account": "id_account_id"}  # where the one input of a part is


def _part(request: Request) -> str:
    """The section in the address; papers are sent to an address of their own."""
    asked = request.GET.get("part", "")
    is_known = asked in PARTS and (asked != "papers" or request.method != "POST")
    return asked if is_known else "terms"


@page("office", permission=MAKE, relation=OWN, methods=("GET", "POST"))
def issue_save(request: Request, issue_id: UUID) -> HttpResponse:
    """One section; what is wrong in it is refused, what is missing may stay so until the application is handed in."""
    part = _part(request)
    draft = draft_for(request.actor, issue_id, clock.read(), with_caps=part == "terms")
    form = _form(request.actor, part, draft, request.POST if request.method == "POST" else None)
    shown = _shown(request, part, draft, form)
    if request.method != "POST":
        return render(request, FORM, shown)
    if not form.is_valid():
        return answer_invalid(request, FORM, shown)
    values, account = form.values(), None
    if part == "account":
        values, account = {}, UUID(values["account_id"])
    key = form.cleaned_data["idempotency_key"]
    try:
        save(issue_id=issue_id, values=values, account_id=account, key=key, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return answer_invalid(request, FORM, shown, error)
    messages.success(request, "已保存。")
    return redirect(f"{reverse('office:issue_save', args=[issue_id])}?part={_next(part)}")


def _next(part: str) -> str:
    order = list(PARTS)
    return order[min(order.index(part) + 1, len(order) - 1)]


def _form(actor: Actor, part: str, draft: Draft, sent: QueryDict | None) -> KeyForm:
    values = dict(draft.values)
    match part:
        case "dates":
            days = "、".join(f"{day:%Y-%m-%d}" for day in draft.values["interest_dates"])
            return DatesForm(sent, initial=values | {"interest_dates": days})
        case "disclosures":
            return DisclosuresForm(sent, initial=dict(draft.values["disclosures"]))
        case "account":
            accounts = tuple((str(a.id), f"{a.holder_name} {a.masked_number}") for a in accounts_to_choose(actor))
            return AccountForm(sent, accounts=accounts, initial={"account_id": str(draft.account_id or "")})
        case "papers":
            return PaperForm(initial={"kind": next((kind for kind in PAPER_KINDS if kind not in draft.papers), None)})
    amounts = {name: screens.yuan(values[name]) for name in ("scale_fen", "net_assets_fen") if values[name] is not None}
    rates = {name: f"{values[name].normalize():f}" for name in ("rate", "overdue_rate") if values[name] is not None}
    return TermsForm(sent, initial=values | amounts | rates)


def _shown(request: Request, part: str, draft: Draft, form: KeyForm) -> dict[str, Any]:
    sample = SampleForm(request.GET)
    fen = sample.cleaned_data["sample"] if sample.is_valid() else SAMPLE_FEN
    terms = draft.values
    return screens.page_of(
        draft=draft,
        part=part,
        label=PARTS[part],
        form=form,
        tabs=_tabs(draft, part),
        gaps=_gaps(draft),
        papers=tuple((kind, label, kind in draft.papers) for kind, label in PAPER_KINDS.items()),
        sample=screens.yuan(fen),
        schedule=sample_schedule(
            terms["rate"], terms["day_count"], terms["close_at"], terms["maturity_date"], terms["interest_dates"], fen
        ),
        crumbs=screens.crumbs(
            "office",
            Link(draft.title or "(未命名)", reverse("office:issue_detail", args=[draft.id])),
            Link("填写申请", ""),
        ),
    )


def _tabs(draft: Draft, part: str) -> tuple[Link, ...]:
    """The sections, each with how much it lacks."""
    url = reverse("office:issue_save", args=[draft.id])
    lacks = {name: sum(one in draft.wants for one in fields) for name, fields in FIELDS.items()}
    return tuple(
        Link(label, f"{url}?part={name}", active=name == part, tone="warn" if lacks[name] else "ok",
             badge=f"差 {lacks[name]} 项" if lacks[name] else "已填")
        for name, label in PARTS.items()
    )  # fmt: skip


def _gaps(draft: Draft) -> tuple[tuple[str, Link], ...]:
    """Everything that is missing or wrong, as (id in the page, the way to its field)."""
    url = reverse("office:issue_save", args=[draft.id])
    where: Mapping[str, str] = {field: part for part, fields in FIELDS.items() for field in fields}
    return tuple(
        (f"gap-{field}", Link(text, f"{url}?part={part}#{INPUT.get(part, f'id_{field}')}"))
        for field, text in draft.wants.items()
        for part in [where.get(field, "terms")]
    )


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def paper_put(request: Request, issue_id: UUID) -> HttpResponse:
    draft = draft_for(request.actor, issue_id, clock.read())
    form = PaperForm(request.POST, request.FILES)
    shown = _shown(request, "papers", draft, form)
    if not form.is_valid():
        return answer_invalid(request, FORM, shown)
    sent = form.cleaned_data
    file = sent["file"]
    try:
        put(
            issue_id=issue_id, kind=sent["kind"], file_name=file.name, content=file.read(),
            key=sent["idempotency_key"], actor=request.actor, now=clock.read(),
        )  # fmt: skip
    except InvalidInput as error:
        return answer_invalid(request, FORM, shown, error)
    messages.success(request, f"{PAPER_KINDS[sent['kind']]}已上传。")
    return redirect(f"{reverse('office:issue_save', args=[issue_id])}?part=papers")


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def issue_submit(request: Request, issue_id: UUID) -> HttpResponse:
    """Hands it in; what is missing is said with the way to it."""
    key = request.POST.get("idempotency_key", "")
    try:
        submit(issue_id=issue_id, key=key, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _not_yet(request, issue_id, error)
    messages.success(request, "已提交,等待企业复核。")
    return redirect("office:issue_detail", issue_id)


def _not_yet(request: Request, issue_id: UUID, error: AppError) -> HttpResponse:
    draft = draft_for(request.actor, issue_id, clock.read(), with_caps=True)
    error.fields = {f"gap-{field}": text for field, text in error.fields.items()}  # ids in the list of this page
    shown = _shown(request, "terms", draft, _form(request.actor, "terms", draft, None))
    return render(request, FORM, shown | {"refusal": error}, status=error.status)
