"""Dated parameters: every number of the rule book that may change lives in a table, changed by maker and checker.

A parameter is declared where its app declares its choices (`define`), its values are rows with `effective_from`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .errors import InvalidInput, NotFound, Unavailable
from .money import Fen, format_yuan

UNITS = {
    "fen": "分",
    "count": "个",
    "days": "天",
    "percent": "%",
    "flag": "yes 或 no",
    "bins": "卡号段,逗号分隔",
    "routes": "卡号段=行号,逗号分隔",
}


def _shaped(pattern: str, convert: Callable[[str], Any]) -> Callable[[str], Any]:
    shape = re.compile(pattern, re.ASCII)

    def parse(text: str) -> Any:
        if not shape.fullmatch(text):
            raise ValueError(text)
        return convert(text)

    return parse


_WHOLE = _shaped(r"[0-9]{1,15}", int)
PARSERS: dict[str, Callable[[str], Any]] = {
    "fen": _WHOLE,
    "count": _WHOLE,
    "days": _WHOLE,
    "percent": _shaped(r"[0-9]{1,3}(\.[0-9]{1,4})?", Decimal),
    "flag": _shaped(r"yes|no", lambda text: text == "yes"),
    "bins": _shaped(r"[0-9]{6,8}(,[0-9]{6,8})*", str),
    "routes": _shaped(r"[0-9]{6,8}=[0-9]{12}(,[0-9]{6,8}=[0-9]{12})*", str),
}


@dataclass(frozen=True, slots=True)
class Definition:
    key: str
    kind: str  # a key of PARSERS; also the unit: fen = 分
    label: str
    rule: str


_definitions: dict[str, Definition] = {}


def define(key: str, kind: str, label: str, *, rule: str) -> str:
    """Declares a parameter and gives back its key. `rule` is the rule's number in the rule book."""
    if kind not in PARSERS:
        raise ValueError(f"{key}: no such kind {kind}")
    _definitions[key] = Definition(key, kind, label, rule)
    return key


def definitions() -> tuple[Definition, ...]:
    return tuple(sorted(_definitions.values(), key=lambda d: d.key))


def definition(key: str) -> Definition:
    """Raises NotFound for a key that nobody declared."""
    try:
        return _definitions[key]
    except KeyError:
        raise NotFound("没有这个参数。") from None


def parse(key: str, text: str) -> Any:
    """The typed value, or InvalidInput. Negative numbers, blanks and anything unshaped are refused."""
    try:
        return PARSERS[_definitions[key].kind](text)
    except (KeyError, ValueError, ArithmeticError):
        raise InvalidInput("PARAMETER", "参数的格式不对。", fields={"value": "参数的格式不对。"}) from None


def shown(key: str, text: str) -> str:
    """A value as people read it: 分 as yuan, flags as words, everything else with its unit."""
    match _definitions[key].kind:
        case "fen":
            return f"¥{format_yuan(Fen(int(text)))}"
        case "flag":
            return "是" if text == "yes" else "否"
        case "bins" | "routes":
            return text
        case kind:
            return f"{text} {UNITS[kind]}"


def get(key: str, on: date) -> Any:
    """The value in force on a business date. Raises Unavailable where no value has been loaded for it."""
    from .models import Parameter

    definition = _definitions[key]
    row = (
        Parameter.objects.filter(key=key, state=Parameter.State.ACTIVE, effective_from__lte=on)
        .order_by("-effective_from", "-decided_at")
        .values_list("value", flat=True)
        .first()
    )
    if row is None:
        raise Unavailable(f"参数「{definition.label}」尚未设置,请联系银行运营人员。")
    return PARSERS[definition.kind](row)
