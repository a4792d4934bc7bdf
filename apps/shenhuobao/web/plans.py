"""申活宝 on the phone: what one saves for, how far one is, and by which product (WM-13)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.http.forms import answer_form
from apps.core.http.request import Request
from apps.core.money import format_yuan
from apps.core.parts import Pair

from ..choices.instruction import INSTRUCTION_KIND_LABELS, OPEN_INSTRUCTIONS, InstructionKind
from ..choices.plan import PlanState
from ..choices.product import BANNER
from ..contracts import PlanLine
from ..selectors.instructions import instructions_for_member, sweep_choices
from ..selectors.plans import plan_choices, plan_for_member, plans_for_member
from ..services.plan_change import plan_change as change
from ..services.plan_create import plan_create as create
from ..services.plan_pause import plan_pause as pause
from ..services.plan_resume import plan_resume as resume
from ..services.plan_stop import plan_stop as stop
from .plan_forms import GoalForm, PlanForm

MAKE, OWN, SELF = "shenhuobao.plan.make", "shenhuobao.plan.own", Relation.SELF
ALWAYS = {"banner": BANNER}
OFFERED = [(one, INSTRUCTION_KIND_LABELS[one]) for one in (InstructionKind.AUTO_INVEST, InstructionKind.PAY_DAY)]
CREATE, CHANGE = "mobile/shenhuobao/plan_create.html", "mobile/shenhuobao/plan_change.html"


@page("mobile", permission=OWN, relation=SELF)
def plan_list(request: Request) -> HttpResponse:
    """Plans, what is bought without one, and which products idle money may be swept into."""
    now = clock.read()
    instructions = instructions_for_member(request.actor, now)
    shown = {
        "plans": plans_for_member(request.actor, now),
        "instructions": tuple(one for one in instructions if one.plan_id is None),
        "sweeps": sweep_choices(request.actor, instructions) if allows(request.actor, MAKE) else (),
        "may_make": allows(request.actor, MAKE),
    }
    return render(request, "mobile/shenhuobao/plan_list.html", ALWAYS | shown)


@page("mobile", permission=MAKE, relation=SELF, methods=("GET", "POST"))
def plan_create(request: Request) -> HttpResponse:
    """The goal, and a product of those that are allowed; nothing is chosen beforehand."""
    now = clock.read()
    choices = plan_choices(request.actor, now)
    form = PlanForm(request.POST or None, choices=choices)
    shown = ALWAYS | {"form": form, "choices": choices}

    def act(sent: dict[str, Any]) -> HttpResponse:
        plan_id = create(
            goal=form.goal(), product_id=sent["product_id"], key=sent["idempotency_key"], actor=request.actor, now=now
        )
        return redirect("mobile:plan", plan_id)

    return answer_form(request, CREATE, shown, act)


@page("mobile", permission=OWN, relation=SELF)
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    now = clock.read()
    found = plan_for_member(request.actor, plan_id, now)
    instructions = instructions_for_member(request.actor, now, plan_id=plan_id)
    open_kinds = {one.kind for one in instructions if one.state in OPEN_INSTRUCTIONS}
    shown = {
        "plan": found,
        "facts": _facts(found),
        "instructions": instructions,
        "offers": [(kind, label) for kind, label in OFFERED if kind not in open_kinds],
        "may_make": allows(request.actor, MAKE) and found.state == PlanState.ACTIVE,
        "may_change": allows(request.actor, MAKE),
    }
    return render(request, "mobile/shenhuobao/plan.html", ALWAYS | shown)


def _facts(plan: PlanLine) -> tuple[Pair, ...]:
    said = [
        Pair("目标金额", f"¥{format_yuan(plan.target_fen)}"),
        Pair("已积累", f"¥{format_yuan(plan.saved_fen)}", note="本人持有的这只产品,按最近净值计算"),
        Pair("目标日期", f"{plan.target_date:%Y-%m-%d}"),
    ]
    if plan.left_fen and plan.state != PlanState.STOPPED:
        said.append(
            Pair(
                "每月需投入",
                f"¥{format_yuan(plan.monthly_fen)}",
                note=f"还差 ¥{format_yuan(plan.left_fen)},分 {plan.months} 个月,不计任何收益",
            )
        )
    said.append(Pair("风险等级", plan.rating_label))
    return tuple(said)


@page("mobile", permission=MAKE, relation=SELF, methods=("GET", "POST"))
def plan_change(request: Request, plan_id: UUID) -> HttpResponse:
    """Purpose, sum and day; the product stays."""
    now = clock.read()
    found = plan_for_member(request.actor, plan_id, now)
    initial = {"purpose": found.purpose, "amount": format_yuan(found.target_fen), "on": found.target_date}
    form = GoalForm(request.POST or None, initial=initial)
    shown = ALWAYS | {"plan": found, "form": form}

    def act(_: dict[str, Any]) -> HttpResponse:
        change(plan_id=plan_id, goal=form.goal(), actor=request.actor, now=now)
        messages.success(request, "计划已修改。")
        return redirect("mobile:plan", plan_id)

    return answer_form(request, CHANGE, shown, act)


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def plan_pause(request: Request, plan_id: UUID) -> HttpResponse:
    return _moved(request, plan_id, pause, "计划已暂停,自动申购一并暂停。")


@page("mobile", permission=MAKE, relation=SELF, methods=("POST",))
def plan_resume(request: Request, plan_id: UUID) -> HttpResponse:
    return _moved(request, plan_id, resume, "计划已恢复。")


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def plan_stop(request: Request, plan_id: UUID) -> HttpResponse:
    return _moved(request, plan_id, stop, "计划已结束,持有的份额不受影响。")


def _moved(request: Request, plan_id: UUID, deed: Callable[..., None], said: str) -> HttpResponse:
    deed(plan_id=plan_id, actor=request.actor, now=clock.read())
    messages.success(request, said)
    return redirect("mobile:plan", plan_id)
