"""What templates promise: components as they say, nothing inline, readable colours in one place, errors for all."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Engine, engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from apps.core.errors import AppError
from apps.core.http.forms import DayInput
from apps.core.parts import Link, NavGroup, Viewer

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = [path for path in sorted((ROOT / "static").rglob("*.css")) if "vendor" not in path.parts]
TOKENS = (ROOT / "static/shared/tokens.css").read_text()

USE = re.compile(r'{% component "([\w-]+)"((?:\s+[\w-]+=(?:"[^"]*"|[^\s%]+))*)\s*%}')
HEADER = re.compile(r"{# component: ([\w-]+) \| ([^—]+) —")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parameters(name: str) -> tuple[set[str], set[str]]:
    """(required, all) as the first line of a component says."""
    header = HEADER.match((ROOT / f"templates/components/{name}.html").read_text())
    assert header and header[1] == name, (
        f"{name}: the first line must be {{# component: {name} | parameters — purpose #}}"
    )
    words = header[2].split()
    return {word for word in words if not word.endswith("?")}, {word.rstrip("?") for word in words}


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_compiles(path: Path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_components_get_what_they_ask_for_and_nothing_else(path: Path) -> None:
    text = path.read_text()
    uses = USE.findall(text)
    assert len(uses) == text.count("{% component "), "a component tag that this test cannot read"
    for name, arguments in uses:
        given = set(re.findall(r'([\w-]+)=(?:"[^"]*"|[^\s]+)', arguments))
        required, known = parameters(name)
        assert given <= known, f"{name} does not take {given - known}"
        assert required <= given, f"{name} needs {required - given}"


@pytest.mark.parametrize("path", sorted((ROOT / "templates/components").glob("*.html")), ids=relative)
def test_every_component_says_what_it_takes(path: Path) -> None:
    parameters(path.stem)


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_nothing_inline_that_the_policy_refuses(path: Path) -> None:
    text = path.read_text()
    assert not re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_every_icon_that_is_named_exists(path: Path) -> None:
    listed = (ROOT / "frontend/icons.txt").read_text().split()
    named = re.findall(r'{% icon (?:[\w.]+\|default:)?"([\w-]+)"|\bicon="([\w-]+)"', path.read_text())
    assert {name for pair in named for name in pair if name} <= set(listed)


@pytest.mark.parametrize("path", [path for path in SHEETS if path.name != "tokens.css"], ids=relative)
def test_no_colour_outside_the_tokens(path: Path) -> None:
    named = r"(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|orange|yellow)(?![\w-])"
    found = re.findall(
        rf"#[0-9a-fA-F]{{3,8}}\b|\b(?:rgb|hsl|oklch)a?\(|{named}",
        re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S),
    )
    assert found == []


@pytest.mark.parametrize("path", SHEETS, ids=relative)
def test_every_token_that_is_used_is_set(path: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    used = set(re.findall(r"var\((--[\w-]+)\)", path.read_text()))
    assert used <= known


def palette(start: str) -> dict[str, str]:
    block = TOKENS[TOKENS.index(start) :]
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block[: block.index("}")]))


LIGHT, DARK, FOLLOWED = palette(":root {"), palette(':root[data-theme="dark"]'), palette(':root[data-theme="auto"]')


def test_dark_by_choice_and_dark_by_device_are_the_same() -> None:
    assert DARK == FOLLOWED
    assert set(DARK) == set(LIGHT)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


READ_ON = {
    "text": "bg card sunken brand-soft",
    "text-2": "bg card sunken neutral-soft",
    "link": "bg card sunken brand-soft",
    "on-brand": "brand brand-2 dot",
    "on-hero": "hero-1 hero-2",
    "up": "bg card sunken",
    "down": "bg card sunken",
    "ok": "card ok-soft",
    "warn": "card warn-soft",
    "danger": "bg card danger-soft",
    "on-danger": "danger danger-2",
    "side-text": "side side-2 side-console",
    "side-note": "side side-console",
    "story-text": "story story-2",
    "story-note": "story story-2",
}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground_it_stands_on(colours: dict[str, str]) -> None:
    pairs = [(text, ground) for text, grounds in READ_ON.items() for ground in grounds.split()]
    faint = [(text, ground) for text, ground in pairs if contrast(colours[text], colours[ground]) < 4.5]
    assert faint == []
    assert all(contrast(colours["edge"], colours[ground]) >= 3 for ground in ("bg", "card"))


STATUSES = (400, 403, 404, 405, 409, 422, 429, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("surface", ["mobile", "office", "console"])
def test_every_surface_has_a_page_for_every_error_and_needs_nobody_signed_in(surface: str, status: int) -> None:
    error = AppError("E_SOMETHING", "这里写明发生了什么。")
    error.status = status
    page = render_to_string(f"errors/{surface}.html", {"surface": surface, "error": error})
    assert "这里写明发生了什么。" in page
    assert f"E_SOMETHING · {status}" in page
    assert f'data-surface="{surface}"' in page
    assert page.count("<h1>") == 1


def test_the_last_resort_needs_no_context_at_all() -> None:
    assert "系统出现问题" in render_to_string("errors/500.html")


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_a_component_does_not_see_the_page_around_it() -> None:
    page = draw('{% component "empty" title="还没有消息" %}', url="/elsewhere", action="去别处", text="页面的字")
    assert "还没有消息" in page
    assert "/elsewhere" not in page
    assert "页面的字" not in page


def test_navigation_marks_where_one_is() -> None:
    tabs = (Link("首页", "/mobile/", "home", active=True), Link("消息", "/mobile/inbox/", "bell", badge="3"))
    page = draw('{% component "tab-bar" tabs=tabs %}', tabs=tabs)
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/mobile/"]
    sidebar = draw(
        '{% component "sidebar" nav=nav viewer=viewer %}',
        nav=(NavGroup("业务", tabs),),
        viewer=Viewer("周文博", "企业经办"),
    )
    assert '<span class="count">3</span>' in sidebar
    assert "周文博" in sidebar


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{% fen amount %}", "12,345.60"),
        ('{% fen amount unit="¥" %}', "¥12,345.60"),
        ('{% fen amount unit="元" %}', "12,345.60元"),
        ("{% fen nothing %}", "—"),
        ("{{ amount|yuan }}", "12,345.60"),
        ("{{ nothing|yuan }}", "—"),
        ("{{ amount|count }}", "1,234,560"),
    ],
)
def test_amounts_have_separators_and_two_decimals(source: str, shown: str) -> None:
    assert re.sub(r"<[^>]+>", "", draw(source, amount=1234560, nothing=None)) == shown


@pytest.mark.parametrize(
    ("amount", "tone", "shown"), [(752, "up", "增加+7.52"), (-752, "down", "减少-7.52"), (0, "", "0.00")]
)
def test_a_gain_is_said_by_sign_and_word_not_by_colour_alone(amount: int, tone: str, shown: str) -> None:
    drawn = draw("{% fen amount sign=True %}", amount=amount)
    assert re.sub(r"<[^>]+>", "", drawn) == shown
    assert f'class="fen {tone}' in drawn


def test_a_closed_asset_card_holds_no_figure() -> None:
    closed = draw('{% component "asset-card" label="总资产(元)" url="/open" %}', amount=12864052)
    assert "128,640.52" not in closed
    opened = draw(
        '{% component "asset-card" label="总资产(元)" url="/open" hide_url="/" amount=amount %}', amount=12864052
    )
    assert "128,640.52" in opened


def test_an_icon_that_is_not_listed_is_refused() -> None:
    with pytest.raises(ValueError, match=r"frontend/icons\.txt"):
        draw('{% icon "no-such-icon" %}')
    assert 'aria-label="返回"' in draw('{% icon "chevron-left" label="返回" %}')
    assert 'aria-hidden="true"' in draw('{% icon "chevron-left" %}')


def key_of(page: str) -> str:
    return re.findall(r'name="idempotency_key" value="([^"]+)"', page)[0]


def test_a_form_shown_again_keeps_its_key_and_a_new_one_gets_its_own() -> None:
    source = "{% idempotency_key %}"
    first, second = key_of(draw(source)), key_of(draw(source))
    assert first != second
    again = RequestFactory().post("/", {"idempotency_key": first})
    assert key_of(draw(source, request=again)) == first
    forged = RequestFactory().post("/", {"idempotency_key": '"><script>'})
    assert key_of(draw(source, request=forged)) not in (first, '"><script>')


class Claim(forms.Form):
    mobile = forms.CharField(label="手机号", help_text="11 位手机号")
    agreed = forms.BooleanField(label="我已阅读并同意")


@pytest.mark.parametrize("surface", ["mobile", "office"])
def test_a_field_ties_its_label_help_and_error_to_its_input(surface: str) -> None:
    form = Claim({})
    page = draw(
        '{% component "error-summary" form=form %}{% field form.mobile inputmode="tel" %}', form=form, surface=surface
    )
    assert "有 2 处需要修改" in page
    assert 'href="#id_mobile"' in page
    field = re.findall(r"<input[^>]+>", page)[0]
    assert 'aria-describedby="id_mobile_help id_mobile_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'inputmode="tel"' in field
    assert 'id="id_mobile_help"' in page
    assert 'id="id_mobile_error"' in page
    assert '<label class="' in page and 'for="id_mobile"' in page
    assert "error-summary" not in draw('{% component "error-summary" form=form %}', form=Claim())


def test_a_day_is_written_as_browsers_take_it_in_every_language() -> None:
    class Dated(forms.Form):
        day = forms.DateField(widget=DayInput)

    with override("zh-hans"):
        drawn = str(Dated(initial={"day": date(2026, 3, 2)})["day"])
    assert 'type="date"' in drawn and 'value="2026-03-02"' in drawn


def test_components_escape_what_people_wrote() -> None:
    page = Engine.get_default().from_string('{% component "notice" text=text %}').render(Context({"text": "<b>粗</b>"}))
    assert "&lt;b&gt;粗&lt;/b&gt;" in page
