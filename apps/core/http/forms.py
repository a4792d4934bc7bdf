"""What form views share: a form that is shown, sent and answered, and the answer to a wrong one."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CharField, ChoiceField, DateInput, Field, FileField, Form
from django.http import HttpResponse
from django.shortcuts import render

from ..errors import AppError, InvalidInput, NotFound, StepUpRequired
from ..money import Fen, MoneyError, parse_yuan
from .request import Request

PAGE_DIGITS = 6


def say_what_to_do() -> None:
    """An empty field's error says what to do, in every form (Django's: 该字段是必填项)."""
    for field, text in ((Field, "请填写这一项。"), (ChoiceField, "请选择一项。"), (FileField, "请选择文件。")):
        field.default_error_messages = field.default_error_messages | {"required": text}


class DayInput(DateInput):
    """A date field of the browser, which takes 2026-03-02 and nothing else, whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MinuteInput(DateInput):
    """The same for a day with its time of day."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class YuanField(CharField):
    """An amount as people write it, in yuan; what comes out is Fen, and more than nothing unless `allow_zero`."""

    def __init__(self, label: str, *, allow_zero: bool = False, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=20, **kwargs)
        self.allow_zero = allow_zero

    def clean(self, value: Any) -> Fen:
        try:
            fen = parse_yuan(super().clean(value))
        except MoneyError as error:
            raise ValidationError(f"{error.message}。") from None
        if not fen and not self.allow_zero:
            raise ValidationError("金额必须大于零。")
        return fen


def answer_invalid(
    request: Request, template: str, shown: dict[str, Any], error: AppError | None = None
) -> HttpResponse:
    """422 with the form as it was sent, every fault beside its field and in the summary."""
    form = shown.get("form")
    if error is not None and isinstance(form, Form):
        for name, message in error.fields.items():
            form.add_error(name if name in form.fields else None, message)
        if not error.fields:
            form.add_error(None, error.message)
    return render(request, template, shown | {"error": error}, status=error.status if error else 422)


def answer_form(
    request: Request, template: str, shown: dict[str, Any], act: Callable[[dict[str, Any]], HttpResponse]
) -> HttpResponse:
    """A page with one form: shown; sent back with its faults (422); or done, where `act` gets what was sent and says
    where to go."""
    form = shown["form"]
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return answer_invalid(request, template, shown)
    try:
        return act(form.cleaned_data)
    except (StepUpRequired, NotFound):
        raise
    except AppError as error:
        return answer_invalid(request, template, shown, error)


class VerdictForm(Form):
    """What the second of two people says of what waits: `digest` is of what was shown to them."""

    verdict = ChoiceField(choices=[("APPROVE", "同意"), ("RETURN", "退回")])
    reason = CharField(max_length=200, required=False)
    digest = CharField(max_length=64)


def verdict_said(request: Request, *, is_keyed: bool = True) -> dict[str, Any]:
    """The fields of a VerdictForm, with the form's key. Raises InvalidInput DECISION."""
    form = VerdictForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("DECISION", "请选择同意或退回,原因不超过 200 字。")
    return form.cleaned_data | ({"key": request.POST.get("idempotency_key", "")} if is_keyed else {})


def page_number(request: Request) -> int:
    """The page that `?page=` asks for; 1 for anything that is no small number."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= PAGE_DIGITS else 1
    return max(number, 1)
