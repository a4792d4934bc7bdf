"""Asks every address as one role and compares with the table; gives what differs, as sentences."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.core.http.urls import accesses

from . import expected
from .browser import Answer, Browser, Program, new_writes
from .expected import ABSENT, DENIED, NO_METHOD, OK, SIGN_IN, STEP_UP, TABLE, Line, Role
from .stage import Stage
from .thing import Thing

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
AUDIT = "audit_auditrow"
ORDER = {title: place for place, title in enumerate(expected.ROLES)}
PLACES = {name: place for place, name in enumerate(TABLE)}
# what differs between two answers that say the same: nonces, form tokens, ids, the number in the address
CHANGING = re.compile(
    r'nonce="[^"]*"|(?<=")[0-9A-Za-z]{64}(?=")|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)\d+(?=/)'
)


def patterns(under: URLResolver | None = None, space: str = "", prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URL conf as (its name or, without one, itself; its pattern)."""
    for part in (under or get_resolver()).url_patterns:
        if isinstance(part, URLResolver):
            yield from patterns(part, f"{part.namespace}:" if part.namespace else space, prefix + str(part.pattern))
        else:
            yield (f"{space}{part.name}" if part.name else prefix + str(part.pattern)), part


def outcome(answer: Answer) -> str:
    """An answer in the words of the table."""
    if answer.status == 401 or (answer.status == 302 and "/sign-in/?next=" in answer.location):
        return SIGN_IN
    if answer.status == 403:
        return STEP_UP if "step_up_digest" in answer.text or "STEP_UP_REQUIRED" in answer.text else DENIED
    return str(answer.status)


def check_declarations(names: Iterable[str] = ()) -> list[str]:
    """The URL conf against the table: nothing missing on either side, the same relation, and a permission."""
    found = dict(patterns())
    faults = [f"{name}: not in the table" for name in found.keys() - TABLE.keys() - expected.UNDECLARED]
    faults += [f"{name}: in the table, not in the URL conf" for name in TABLE.keys() - found.keys()]
    for name in names or (found.keys() & TABLE.keys()):
        line = TABLE[name]
        for access in accesses(found[name].callback):
            if access.relation != line.relation:
                faults.append(f"{name}: declares relation {access.relation}, not {line.relation}")
            if (access.permission == "public") != (not line.who):
                faults.append(f"{name}: declares permission {access.permission}")
    return sorted(faults)


def browser_of(stage: Stage, title: str) -> Browser:
    """The browser, or the program, of a role of the table."""
    role = expected.ROLES[title]
    if role.surface == "api":
        return Program(stage.key_id, stage.secret)
    return Browser().sign_in(role.login) if role.login else Browser()


def role_faults(
    stage: Stage, title: str, role: Role, browser: Browser, names: Iterable[str] = TABLE, every: int = 1
) -> Iterator[str]:
    """Every address × method × object as one role. Methods that an address does not know are tried as anonymous: they
    are refused before anybody is asked who he is.

    With `every`, only one in so many of the addresses of other surfaces (the API's too, where the role may not use it),
    of the objects beyond reach and of the methods that an address does not know; each role another one, so that roles
    that follow each other in the table ask for all of them between them.
    """
    new_writes()  # what came before is not counted
    for name in names:
        line, turn = TABLE[name], ORDER[title] + PLACES[name] if title in ORDER else 0
        if turn % every and role.login and _is_elsewhere(name, role):
            continue
        unknown = [method for method in METHODS if method not in line.answers] if title == "anonymous" else []
        for method in sorted([*line.answers, *unknown[turn % every :: every]]):
            nothing, things = None, _things(stage, name, role, method, every, turn)
            for thing in things:
                found = browser.ask(method, url_of(name, thing), **body_of(name, method))
                nothing = nothing or found
                for fault in _compare(stage, name, role, method, thing, found, nothing):
                    yield f"{title}: {method} {name} ({thing.whose if thing else '-'}): {fault}"


def _is_elsewhere(name: str, role: Role) -> bool:
    surface = expected.surface_of(name)
    return surface != role.surface and not (surface == "api" and role.holds & TABLE[name].who)


def _things(stage: Stage, name: str, role: Role, method: str, every: int, turn: int) -> list[Thing | None]:
    """What is put into the address: first what does not exist, then each thing there is, or of those beyond reach one
    in so many and at least one; for who is turned away at the door, one of his own."""
    line = TABLE[name]
    if not line.thing:
        return [None]
    known = stage.things(line.thing)
    if expected.answer(name, role, method, known[0].absent()) != ABSENT:
        return [next((thing for thing in known if expected.reaches(role, line, thing)), known[0])]
    beyond = [thing for thing in known if not expected.reaches(role, line, thing)]
    left_out = [thing for place, thing in enumerate(beyond) if (place - turn) % min(every, len(beyond))]
    return [known[0].absent(), *(thing for thing in known if thing not in left_out)]


def url_of(name: str, thing: Thing | None = None) -> str:
    query = TABLE[name].query
    return reverse(name, args=thing.args if thing else ()) + (f"?{query}" if query else "")


def body_of(name: str, method: str) -> dict[str, Any]:
    """What is sent, as arguments of Browser.ask: the table's form, to the API as JSON under a key."""
    if method == "GET":
        return {}
    if expected.surface_of(name) == "api":
        form, key = TABLE[name].form, {"HTTP_IDEMPOTENCY_KEY": "k"}
        if "file" in form:
            return {"upload": dict(form) | {"file": SimpleUploadedFile("a.csv", str(form["file"]).encode())}} | key
        return {"json": form} | key
    return {"form": TABLE[name].form}


def _compare(
    stage: Stage, name: str, role: Role, method: str, thing: Thing | None, found: Answer, nothing: Answer
) -> Iterator[str]:
    wanted, got = expected.answer(name, role, method, thing), outcome(found)
    if got != wanted:
        yield f"{wanted} expected, got {got}"
        return
    if wanted in (SIGN_IN, NO_METHOD, ABSENT) and found.writes:
        yield f"writes {found.writes}"
    if wanted == DENIED and found.writes != {AUDIT: (1, 0, 0)}:
        yield f"a denial leaves one audit row and nothing else, got {found.writes}"
    if method == "GET" and found.writes.keys() - {"django_session", AUDIT}:
        yield f"looking writes {found.writes}"
    if (table := TABLE[name].writes) and wanted == TABLE[name].answers.get(method) and table not in found.writes:
        yield f"leaves no trace in {table}"
    if wanted == ABSENT and _said(nothing) != _said(found):
        yield "says something else than for what does not exist"
    if method == "GET" and wanted == OK:
        yield from _shown(stage, TABLE[name], role, thing, found.text)


def _said(answer: Answer) -> tuple[int, str]:
    return answer.status, CHANGING.sub("", answer.text)


def _shown(stage: Stage, line: Line, role: Role, thing: Thing | None, text: str) -> Iterator[str]:
    """A list shows what is within reach and nothing else."""
    for kind in line.lists:
        for one in stage.things(kind):
            wanted = bool(role.holds & line.readers) and expected.reaches(role, line, one)
            if one.is_in(text) != wanted:
                yield f"{'does not show' if wanted else 'shows'} the {kind} of {one.whose}"
