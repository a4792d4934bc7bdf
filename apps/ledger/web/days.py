"""The bank's days in the console: the day's board, a day with its steps, and the button that closes it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.choices import DayState, StepState
from apps.core.errors import AppError, Forbidden, NotFound
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.money import format_yuan
from apps.core.parts import Link, Pages, Pair

from ..contracts import DayProgress, DayProofSheet, DaySheet
from ..selectors.days import DAYS_A_PAGE, day_progress, day_sheet, days_shown
from ..services.day_close import day_close_start

VIEW, CLOSE = "ledger.day.view", "ledger.day.close"
BOARD = "console/ledger/days.html"
ONE_DAY = timedelta(days=1)
AGAIN = "营业日已经变化,请核对后重新确认。"
DAY_TONES = {DayState.OPEN: "ok", DayState.CUTOFF: "brand", DayState.CLOSED: "neutral"}
STEP_TONES = {StepState.DONE: "ok", StepState.RUNNING: "brand", StepState.FAILED: "danger"}


class CloseForm(forms.Form):
    """What is confirmed depends on what the button will do: begin a close, or go on with the one that has stopped."""

    day = forms.DateField(widget=forms.HiddenInput)
    is_sure = forms.BooleanField(
        label="已确认当日业务可以截止", error_messages={"required": "请先勾选确认,再开始日终。"}
    )

    def __init__(self, data: Mapping[str, str] | None, progress: DayProgress) -> None:
        super().__init__(data, initial={"day": due_day(progress)})
        if progress.closing:
            self.fields["is_sure"].label = "已处理停下的原因"
            self.fields["is_sure"].error_messages["required"] = "请先处理停下的原因并勾选,再继续日终。"


def due_day(progress: DayProgress) -> date:
    """The day that a press of the button closes."""
    return progress.closing or progress.open_day


@page("console", permission=VIEW, relation=Relation.UNIT)
def day_list(request: Request) -> HttpResponse:
    return _board(request)


@page("console", permission=CLOSE, relation=Relation.UNIT, methods=("POST",))
def day_close(request: Request) -> HttpResponse:
    """Starts the close of the open day, or goes on with the one that is not finished."""
    now, progress = clock.read(), day_progress()
    form = CloseForm(request.POST, progress)
    if request.POST.get("day") != f"{due_day(progress)}":  # somebody else was faster, and nothing is confirmed any more
        form = CloseForm({"day": f"{due_day(progress)}"}, progress)
        form.errors.clear()
        form.add_error(None, AGAIN)
    if not form.is_valid():
        return _board(request, form)
    to = now.business_date if progress.closing else now.business_date + ONE_DAY
    try:
        day_close_start(to=to, key=request.POST.get("idempotency_key", ""), actor=request.actor, now=now)
    except Forbidden:
        raise
    except AppError as error:
        return _board(request, form, error)
    messages.success(request, "日终已开始,可在本页查看进度。")
    return redirect("console:day_list")


@page("console", permission=VIEW, relation=Relation.UNIT)
def day_detail(request: Request, day: str) -> HttpResponse:
    sheet = day_sheet(request.actor, _day(day))
    crumbs = (Link("营业日", reverse("console:day_list")), Link(f"{sheet.line.day}", ""))
    shown = _sheet(sheet) | {"crumbs": crumbs, "proof_pairs": _proof(sheet.proof) if sheet.proof else ()}
    return render(request, "console/ledger/day.html", shown | {"now": clock.wall()})


@page("console", permission=VIEW, relation=Relation.UNIT)
def day_steps(request: Request, day: str) -> HttpResponse:
    """The steps alone, asked for while they run; when the day is closed the whole page is fetched again."""
    sheet = day_sheet(request.actor, _day(day))
    is_over = sheet.line.state != DayState.CUTOFF
    return render(request, "console/ledger/steps.html", _sheet(sheet) | {"is_over": is_over})


def _board(request: Request, form: CloseForm | None = None, error: AppError | None = None) -> HttpResponse:
    number, progress = page_number(request), day_progress()
    days, total = days_shown(request.actor, page=number)
    last = max(-(-total // DAYS_A_PAGE), 1)
    shown = {
        "progress": progress,
        "days": [(line, DAY_TONES[DayState(line.state)]) for line in days],
        "pages": Pages(
            number, last, total, f"?page={number - 1}" if 1 < number <= last else "",
            f"?page={number + 1}" if number < last else "",
        ),
        "form": form or CloseForm(None, progress),
        "may_close": allows(request.actor, CLOSE) and (form is not None or _wants_a_hand(progress)),
    }  # fmt: skip
    if progress.closing:
        shown |= _sheet(day_sheet(request.actor, progress.closing))
    if form:
        return answer_invalid(request, BOARD, shown, error)
    return render(request, BOARD, shown)


def _wants_a_hand(progress: DayProgress) -> bool:
    """Whether pressing the button does anything: nothing is being closed, or what is has stopped."""
    return progress.closing is None or bool(progress.fault) or not progress.is_running


def _sheet(sheet: DaySheet) -> dict[str, object]:
    return {
        "sheet": sheet,
        "tone": DAY_TONES[DayState(sheet.line.state)],
        "steps": [(step, STEP_TONES.get(StepState(step.state), "neutral")) for step in sheet.steps],
        "is_live": sheet.line.state == DayState.CUTOFF,
        "steps_url": reverse("console:day_steps", args=[sheet.line.day]),
    }


def _proof(proof: DayProofSheet) -> tuple[Pair, ...]:
    return (
        Pair("借贷", "相等", tone="ok", note="各币种全部账户合计为 0"),
        Pair("余额与分录", "一致", tone="ok", note=f"{proof.accounts:,} 个账户有变动,编号连续"),
        Pair("凭证", f"{proof.journals:,} 张", note=f"{proof.entries:,} 条分录"),
        Pair("人民币发生额", f"{format_yuan(proof.turnover)} 元"),
        Pair("分录摘要", proof.digest, note="当日全部分录的指纹,之后任何改动都会被发现"),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound("没有这个营业日。") from None
