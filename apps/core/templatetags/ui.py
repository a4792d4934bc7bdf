"""The tags and filters of every template (a builtin: no `{% load %}`). How to use them: docs/how-to/pages.md."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, FileInput, HiddenInput, RadioSelect, Select
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from apps.core import masking
from apps.core.ids import new_id
from apps.core.money import format_yuan

register = template.Library()

register.filter("mask_name", masking.mask_name)
register.filter("mask_id_number", masking.mask_id_number)
register.filter("mask_account", masking.mask_account)
register.filter("account_tail", masking.account_tail)
register.filter("mask_mobile", masking.mask_mobile)

_PASSED_ON = ("csrf_token", "csp_nonce", "surface", "display", "request")


@register.simple_tag(takes_context=True)
def component(context: Context, component_name: str, **values: Any) -> SafeString:
    """Renders templates/components/<name>.html with these values and nothing else of the page's context."""
    drawn = template.Engine.get_default().get_template(f"components/{component_name}.html")
    frame = {name: context[name] for name in _PASSED_ON if name in context}
    return drawn.render(Context({**frame, **values}))


@lru_cache(maxsize=1)
def _icon_names() -> frozenset[str]:
    return frozenset((settings.BASE_DIR / "frontend/icons.txt").read_text().split())


@lru_cache(maxsize=1)
def _icon_shapes() -> dict[str, str]:
    """The shapes that devtool/assets.py built; without them (the Python tests) an icon is an empty square."""
    built = Path(settings.BASE_DIR) / "static/vendor/icons.json"
    return json.loads(built.read_text()) if built.exists() else {}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An inline SVG; decorative, unless `label` gives it a voice. ValueError for a name not in frontend/icons.txt."""
    if name not in _icon_names():
        raise ValueError(f"no icon {name!r}: add it to frontend/icons.txt")
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" {} viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" focusable="false">{}</svg>',
        css,
        voice,
        mark_safe(_icon_shapes().get(name, "")),  # noqa: S308 - our own build, from a pinned package
    )


@register.filter
def yuan(fen: int | None) -> str:
    """分 as 1,234.50; an absent amount is a dash."""
    return "—" if fen is None else format_yuan(fen)


@register.filter
def count(number: int) -> str:
    """How many, with separators: 2,562."""
    return f"{number:,}"


@register.filter
def month(period: str) -> str:
    """A pay period, 2026-03, as people say it: 2026年3月."""
    year, _, number = period.partition("-")
    return f"{year}年{int(number)}月" if number.isdecimal() else period


@register.simple_tag(name="fen")
def fen_tag(amount: int | None, sign: bool = False, unit: str = "", css: str = "") -> SafeString:
    """An amount in tabular figures. With `sign=True`: + and red for up, − and green for down, an arrow for the ear.

    `unit="¥"` stands before the figure, any other unit (元) after it.
    """
    if amount is None:
        return format_html('<span class="fen {}">—</span>', css)
    text = format_yuan(abs(amount) if sign else amount)
    before, after = ("¥", "") if unit == "¥" else ("", unit)
    if not sign or amount == 0:
        return format_html('<span class="fen {}">{}{}{}</span>', css, before, text, after)
    tone, mark, word = ("up", "+", "增加") if amount > 0 else ("down", "-", "减少")
    return format_html(
        '<span class="fen {} {}"><span class="sr">{}</span><span aria-hidden="true">{}</span>{}{}{}</span>',
        tone,
        css,
        word,
        mark,
        before,
        text,
        after,
    )


@register.simple_tag(takes_context=True)
def idempotency_key(context: Context) -> SafeString:
    """The hidden field that makes a form safe to send twice. A form shown again after an error keeps its key."""
    request = context.get("request")
    sent = request.POST.get("idempotency_key", "") if request else ""
    try:
        key = UUID(sent)
    except ValueError:
        key = new_id()
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', key)


@register.simple_tag
def badge(label: str, tone: str = "neutral") -> SafeString:
    """A state in a word; `tone` is neutral, brand, ok, warn or danger. The word must say it all: colour only helps."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, label)


@register.simple_tag(takes_context=True)
def field(context: Context, bound: BoundField, **options: Any) -> SafeString:
    """One input of a form with its label, help and error, in the look of the page's surface.

    Options: `label`, `prefix` (¥), `suffix` (元), `placeholder`, `autofocus`, `inputmode`, `autocomplete`.
    """
    surface = context.get("surface") or "office"
    kind = _kind(bound)
    attrs: dict[str, Any] = {name: options[name] for name in _INPUT_OPTIONS if name in options}
    attrs["class"] = (
        f"{bound.field.widget.attrs.get('class', '')} {_INPUT_CLASS[surface == 'mobile'].get(kind, '')}".strip()
    )
    if options.get("autofocus"):
        attrs["autofocus"] = True
    notes = [f"{bound.auto_id}_help"] * bool(bound.help_text) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    if notes and kind != "radio":
        attrs["aria-describedby"] = " ".join(notes)
    if bound.errors:
        attrs["aria-invalid"] = "true"
        attrs["class"] += " is-invalid"
    if kind == "hidden":
        return bound.as_widget(attrs={})
    name = "field-cell" if surface == "mobile" else "field-row"
    values = {"bound": bound, "kind": kind, "widget": bound.as_widget(attrs=attrs), "label": bound.label, **options}
    return component(context, name, **values)


_INPUT_OPTIONS = ("placeholder", "inputmode", "autocomplete")
_INPUT_CLASS = (
    {"text": "form-control", "file": "form-control", "select": "form-select"},
    {"text": "weui-input", "file": "file-input", "select": "weui-select", "check": "weui-switch"},
)


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    for kind, classes in (
        ("hidden", HiddenInput),
        ("check", CheckboxInput),
        ("radio", RadioSelect),
        ("select", Select),
        ("file", FileInput),
    ):
        if isinstance(widget, classes):
            return kind
    return "text"
