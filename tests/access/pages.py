"""Every page that somebody may look at, and what stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from .browser import Answer, Browser
from .expected import OK, ROLES, TABLE, Role, answer, reaches, surface_of
from .matrix import url_of
from .stage import Stage
from .thing import Thing

VOID_FIELDS = {"submit", "button", "image", "reset"}


@dataclass
class Field:
    name: str
    type: str
    value: str
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def values(self) -> dict[str, str]:
        return {one.name: one.value for one in self.fields if one.type != "file"}


class Page(HTMLParser):
    """The tags of a page that matter here: its forms, its scripts and styles, and attributes that a policy refuses."""

    def __init__(self, text: str, url: str = "") -> None:
        super().__init__()
        self.url, self.forms, self.inline = url, list[Form](), list[str]()
        self._inside: str = ""
        self._elsewhere: dict[str, Form] = {}  # by id: fields may stand outside their form
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.inline += [f"<{tag} {name}>" for name in told if name == "style" or name.startswith("on")]
        self.inline += [f"<{tag} {name}={value[:20]}>" for name, value in told.items() if _is_code(value)]
        if tag in ("script", "style") and "src" not in told:
            self.inline += [f"<{tag}>"] if "nonce" not in told else []
        if tag == "form":
            self.forms.append(Form(told.get("action") or self.url, told.get("method", "get").upper()))
            self._elsewhere[told.get("id", "")] = self.forms[-1]
        elif tag in ("input", "textarea", "select", "button") and told.get("name"):
            self._field(tag, told)
        elif tag == "option" and self.forms and self.forms[-1].fields:
            one = self.forms[-1].fields[-1]
            one.choices.append(told.get("value", ""))
            if "selected" in told or not one.value:
                one.value = told.get("value", "")

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form = self._elsewhere.get(told.get("form", "")) if "form" in told else self.forms[-1] if self.forms else None
        if form is not None:
            kind = told.get("type", tag)
            form.fields.append(Field(told["name"], kind, told.get("value", "")))


def _is_code(value: str) -> bool:
    return value.strip().lower().startswith(("javascript:", "data:text"))


def pages_of(stage: Stage, title: str, browser: Browser) -> Iterator[tuple[str, str, Answer]]:
    """Every page that a role may look at, with each kind of thing within its reach, as (name, address, answer)."""
    role = ROLES[title]
    for name, line in TABLE.items():
        if surface_of(name) in ("api", role.surface or surface_of(name)) and "GET" in line.answers:
            thing = within_reach(stage, role, name)
            if answer(name, role, "GET", thing) == OK:
                url = url_of(name, thing)
                yield name, url, browser.ask("GET", url)


def within_reach(stage: Stage, role: Role, name: str) -> Thing | None:
    """A thing for the place in the address, the role's own if there is one."""
    line = TABLE[name]
    if not line.thing:
        return None
    known = stage.things(line.thing)
    return next((thing for thing in known if reaches(role, line, thing)), known[0].absent())
