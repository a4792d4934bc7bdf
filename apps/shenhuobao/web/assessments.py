"""风险测评 on the phone: where one stands, the questionnaire, the result and what the person says of it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.clock import Moment
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Pair

from ..choices import INVESTOR_LEVEL_LABELS, InvestorLevel
from ..choices.suitability import Standing, Topic
from ..contracts import Answering, AssessmentLine, AssessmentPage
from ..selectors.accords import accord_for_member
from ..selectors.assessments import assessment_for_member, assessments_for_member, attempts_left, own_age
from ..selectors.questionnaires import questionnaire_in_force, questionnaire_page
from ..services.assessment_confirm import assessment_confirm as confirm
from ..services.assessment_take import assessment_take as take
from ..services.assessment_void import assessment_void as void
from .assessment_forms import AnswersForm

TAKE, OWN, SELF = "shenhuobao.assessment.take", "shenhuobao.assessment.own", Relation.SELF
TAKE_PAGE = "mobile/shenhuobao/assessment_take.html"
AGREED = "与等级相当的 R4、R5 产品可以在线购买,随时可到网点终止"
LEVELS = tuple((int(level), f"C{level}") for level in InvestorLevel)


@page("mobile", permission=OWN, relation=SELF)
def assessment_list(request: Request) -> HttpResponse:
    """What counts now and until when, how often one may still try, and every one before it."""
    found = assessments_for_member(request.actor, clock.read())
    latest = found.latest
    shown = {
        "found": found,
        "levels": LEVELS,
        "facts": _facts(latest, accord_for_member(request.actor)) if latest else (),
        "counts": latest is not None and latest.standing == Standing.IN_FORCE,
        "may_take": allows(request.actor, TAKE),
        "waits": latest is not None and latest.standing == Standing.UNCONFIRMED,
    }
    return render(request, "mobile/shenhuobao/assessment_list.html", shown)


def _facts(line: AssessmentLine, agreed_on: date | None = None) -> tuple[Pair, ...]:
    left = f"还有 {line.days_left} 天" if line.standing == Standing.IN_FORCE else ""
    return (
        Pair("可以购买", line.may_buy),
        Pair("测评日期", f"{line.assessed_on:%Y-%m-%d}"),
        Pair("有效期至", f"{line.valid_through:%Y-%m-%d}", note=left),
        *((Pair("书面约定", f"{agreed_on:%Y-%m-%d} 签署", note=AGREED),) if agreed_on else ()),
    )


@page("mobile", permission=TAKE, relation=SELF, methods=("GET", "POST"))
def assessment_take(request: Request) -> HttpResponse:
    """Every question on one page, nothing chosen beforehand; the age is the identity's."""
    now = clock.read()
    shown = _to_take(request, now)
    form: AnswersForm = shown["form"]  # type: ignore[assignment]
    if request.method != "POST":
        return render(request, TAKE_PAGE, shown)
    if not form.is_valid():
        return answer_invalid(request, TAKE_PAGE, shown)
    sent = form.cleaned_data
    try:
        opened = agreements.opened_at(request.actor, sent["opened"], sent["digest"])
        answering = Answering(form.answers(), sent["digest"], opened)
        taken = take(answering=answering, key=sent["idempotency_key"], actor=request.actor, now=now)
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, TAKE_PAGE, shown, error)
    return redirect("mobile:assessment", taken.assessment_id)


def _to_take(request: Request, now: Moment) -> dict[str, object]:
    found = questionnaire_page(questionnaire_in_force())
    questions = tuple(one for one in found.questions if one.topic != Topic.AGE)
    initial = {"digest": found.digest, "opened": agreements.opened_mark(request.actor, now.wall, found.digest)}
    return {
        "form": AnswersForm(request.POST or None, questions=questions, initial=initial),
        "left": attempts_left(request.actor.person, now.business_date),
        "facts": (
            Pair("年龄", f"{own_age(request.actor, now)} 岁", note="按您的身份信息计算,不用填写"),
            Pair("问卷版本", f"第 {found.number} 版"),
        ),
    }


@page("mobile", permission=OWN, relation=SELF)
def assessment(request: Request, assessment_id: UUID) -> HttpResponse:
    """The result in words, every answer, and what the person may still say of it."""
    found = assessment_for_member(request.actor, assessment_id, clock.read())
    shown = {"found": found, "levels": LEVELS, "facts": _facts(found.line) + _more(found)}
    return render(request, "mobile/shenhuobao/assessment.html", shown)


def _more(found: AssessmentPage) -> tuple[Pair, ...]:
    return (Pair("得分", f"{found.score} 分"), Pair("问卷版本", f"第 {found.evidence.version} 版"))


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def assessment_confirm(request: Request, assessment_id: UUID) -> HttpResponse:
    found = assessment_for_member(request.actor, assessment_id, clock.read())
    confirm(assessment_id=assessment_id, actor=request.actor, now=clock.read())
    messages.success(request, f"已确认。您的风险承受能力为 {INVESTOR_LEVEL_LABELS[InvestorLevel(found.line.level)]}。")
    return redirect("mobile:assessment", assessment_id)


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def assessment_void(request: Request, assessment_id: UUID) -> HttpResponse:
    """Nothing that is held changes by it."""
    void(assessment_id=assessment_id, actor=request.actor, now=clock.read())
    messages.success(request, "已停用原来的测评。重新测评并确认后才能继续购买,已持有的产品不受影响。")
    return redirect("mobile:assessment_list")
