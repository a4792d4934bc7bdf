"""Dated parameters: every number of the rule book that may change lives in a table, changed by maker and checker.

A parameter is declared where its app declares its choices (`define`), its values are rows with `effective_from`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .errors import InvalidInput, NotFound, Unavailable
from .money import Fen, format_yuan

if TYPE_CHECKING:
    from .models import Parameter

UNITS = {
    "fen": "分",
    "count": "个",
    "days": "天",
    "kb": "KB",
    "hour": "点",
    "percent": "%",
    "flag": "yes 或 no",
    "bins": "卡号段,逗号分隔",
    "routes": "卡号段=行号,逗号分隔",
    "words": "词语,逗号分隔",
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
    "kb": _WHOLE,
    "hour": _shaped(r"1?[0-9]|2[0-3]", int),
    "percent": _shaped(r"[0-9]{1,3}(\.[0-9]{1,4})?", Decimal),
    "flag": _shaped(r"yes|no", lambda text: text == "yes"),
    "bins": _shaped(r"[0-9]{6,8}(,[0-9]{6,8})*", str),
    "words": _shaped(r"[^\s,,]{1,60}(,[^\s,,]{1,60})*", lambda text: tuple(text.split(","))),
    "routes": _shaped(r"[0-9]{6,8}=[0-9]{12}(,[0-9]{6,8}=[0-9]{12})*", str),
}


@dataclass(frozen=True, slots=True)
class Definition:
    key: str
    kind: str  # a key of PARSERS; also the unit: fen = 分
    label: str
    rule: str
    is_statutory: bool


_definitions: dict[str, Definition] = {}


def define(key: str, kind: str, label: str, *, rule: str, is_statutory: bool = False) -> str:
    """Declares a parameter and gives back its key. `rule` is the rule's number in the rule book.

    `is_statutory`: the number of a law, which comes with the reference data; people may lower it, nobody raises it
    (RC-1).
    """
    if kind not in PARSERS:
        raise ValueError(f"{key}: no such kind {kind}")
    _definitions[key] = Definition(key, kind, label, rule, is_statutory)
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
        case "bins" | "routes" | "words":
            return text
        case kind:
            return f"{text} {UNITS[kind]}"


def get(key: str, on: date) -> Any:
    """The value in force on a business date. Raises Unavailable where no value has been loaded for it."""
    return values([key], on)[key]


def values(keys: Iterable[str], on: date) -> dict[str, Any]:
    """The values in force on a business date, by key, in one query. Raises Unavailable where one is missing."""
    wanted = set(keys)
    rows = in_force(on, wanted)
    for key in wanted - set(rows):
        raise Unavailable(f"参数「{_definitions[key].label}」尚未设置,请联系银行运营人员。")
    return {key: PARSERS[_definitions[key].kind](row.value) for key, row in rows.items()}


def in_force(on: date, keys: Iterable[str] | None = None) -> dict[str, "Parameter"]:
    """The rows in force on a business date, by key: of these parameters, or of all. One query."""
    from django.db.models import F

    from .models import Parameter

    rows = Parameter.objects.filter(state=Parameter.State.ACTIVE, effective_from__lte=on)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    latest = rows.order_by("key", "-effective_from", F("decided_at").desc(nulls_last=True)).distinct("key")
    return {row.key: row for row in latest}


def decided_after(on: date, keys: Iterable[str]) -> dict[str, "Parameter"]:
    """The next values that two people have agreed on for days after a business date, by key. One query."""
    from .models import Parameter

    rows = Parameter.objects.filter(state=Parameter.State.ACTIVE, effective_from__gt=on, key__in=list(keys))
    return {row.key: row for row in rows.order_by("key", "effective_from", "-decided_at").distinct("key")}
