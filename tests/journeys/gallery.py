"""Every page that a GET of the URL conf answers, found by following links, in every shape that people see it in."""

import importlib
from collections import Counter, deque
from collections.abc import Iterator
from itertools import product
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from apps.core.http.urls import accesses

from .browser import PICTURES, Person, examine

HEIGHTS = {320: 568, 390: 844, 768: 1024, 1440: 900}  # of windows by their width
MODES = {  # how each surface can be shown; 长辈版 is the employees' own
    "mobile": ("light", "dark", "elder"),
    "office": ("light", "dark"),
    "console": ("light", "dark"),
}
TALLEST = 4000  # pixels of a picture
PEOPLE = {  # who looks, the first one first: a page is photographed for the first who reaches it
    "mobile": ("xiaowen", "xujing", "guilan"),
    "office": ("hr", "maker", "checker", "admin"),
    "console": ("B1001", "B1002", "B1005", "B1004", "B1003", "B1008"),
}
NO_PAGES = {  # answers to GET that are no pages of their own
    "mobile:assets": "a part of the home page",
    "mobile:wealth_assets": "a part of the wealth home",
    "mobile:wealth_paper": "of a paper that is issued: test_wealth",
    **dict.fromkeys(("mobile:wealth_paper_file", "mobile:maturity_files", "mobile:maturity_file"), "a file"),
    "mobile:account_balance": "a part of the list of accounts",
    "mobile:receipt_file": "a file",
    "mobile:receipt_print": "a file",
    "mobile:statement_file": "a file",
    "mobile:account_bound": "of a class II account: test_money",
    "mobile:statement_detail": "of a statement that is issued: test_statements",
    "mobile:agreement_file": "a file",
    "mobile:payslip_receipt_file": "a file",
    "mobile:proof_file": "a file",
    "mobile:proof_detail": "of a proof that is issued: tests/daifutong/test_wage_proofs.py",
    "office:agreement_file": "a file",
    "office:statement_csv": "a file",
    "office:statement_xlsx": "a file",
    "office:statement_file": "a file",
    "office:statement_detail": "of a statement that is issued: test_statements",
    "office:entry": "of an account that had entries: test_statements",
    "office:receipt_file": "a file",
    "office:receipt_print": "a file",
    "console:books_file": "a file",
    "console:books_journal": "of an account that has entries: test_from_a_code_to_a_journal",
    "console:limit_use": "found by a search: test_the_limits_desk",
    "console:day_steps": "a part of the day",
    **{f"{surface}:mobile_codes": "needs two codes: tests/identity/test_recovery.py" for surface in MODES},
    "mobile:account_opened": "after an opening: test_money",
    "mobile:transfer": "of money that moved: test_money",
    "mobile:offline": "shown without a network: test_offline",
    "mobile:worker": "a script",
    "office:contract_request": "while no request is open: tests/daifutong/test_contracts.py",
    "office:batch_progress": "a part of the batch",
    "office:batch_template": "a file",
    "office:roster_template": "a file",
    "office:roster_sheet": "a file",
    "mobile:join_next": "leads on to the next employer",
    "mobile:join_confirm": "needs an invitation: tests/members/test_claim.py",
    "mobile:certification_mend": "needs a rejection: tests/members/test_claim.py",
    "office:register": "before the sign-in: test_the_way_of_a_new_enterprise",
    **{
        f"office:onboarding_{part}": "of an application that is open: test_the_way_of_a_new_enterprise"
        for part in ("company", "papers", "account", "operators")
    },
    "office:onboarding_paper": "a file",
    **dict.fromkeys(
        ("mobile:issue_paper", "mobile:holding_contract", "mobile:holding_evidence", "console:issue_paper"), "a file"
    ),
    **dict.fromkeys(
        (
            "console:agent_file_csv",
            "console:quota_csv",
            "office:issue_paper",
            "office:holding_contract",
            "office:tax_register",
            "office:entrusted_template",
            "office:entrusted_sheet",
        ),
        "a file",
    ),
    **dict.fromkeys(("office:insurance_template", "office:insurance_evidence"), "a file"),
    "mobile:exit_ask": "of a loan whose contract has it: tests/tongxinbao/test_exits.py",
    "office:exit_decide": "of a lender's request: tests/tongxinbao/test_exits.py",
    "office:roster_preview": "needs an upload: test_the_roster_before_it_is_imported",
}
OFTEN = {  # pages from which each thing leads on to others, by how many of them are opened
    "office:issue_detail": 12,
    "office:entrusted_list": 6,
    "console:issue_detail": 12,
    "mobile:issue": 6,
}
BEFORE_SIGN_IN = (
    "sign_in",
    "sign_in_code",
    "second_factor",
    "second_factor_setup",
    "recover",
    "recover_code",
    "join",
    "join_code",
)


def pages_of(surface: str) -> set[str]:
    """The names of all addresses of a surface that answer GET with a page, as the URL conf declares them."""
    patterns = importlib.import_module(f"efincloud.urls.{surface}").urlpatterns
    named = {f"{surface}:{p.name}": p for p in patterns if any("GET" in a.methods for a in accesses(p.callback))}
    return {name for name in named if name not in NO_PAGES and name.partition(":")[2] not in BEFORE_SIGN_IN}


def route_of(url: str) -> str:
    """The name of an address, or nothing."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def stroll(person: Person, surface: str, wanted: set[str]) -> Iterator[str]:
    """Follows the links from the home page; gives the name of each wanted page when it is open for the first time."""
    seen: Counter[str] = Counter()
    opened: set[str] = set()
    paths = deque([f"/{surface}/"])
    while paths:
        path = paths.popleft()
        route = route_of(path)
        if path in opened or seen[route] >= OFTEN.get(route, 1) or route not in wanted:
            continue
        seen[route] += 1
        opened.add(path)
        person.go(path)
        hrefs = person.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
        paths.extend(urlsplit(urljoin(person.page.url, href)).path for href in hrefs)
        if seen[route] == 1:
            yield route


def photograph(page: Page, name: str, axe: str) -> list[str]:
    """The open page in every mode and width, a row of the manifest each; gives what is wrong with it."""
    faults = []
    surface = page.evaluate("document.documentElement.dataset.surface")
    for mode, width in product(MODES[surface], HEIGHTS):
        window = {"width": width, "height": HEIGHTS[width]}
        page.set_viewport_size(window)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
        page.evaluate("elder => document.documentElement.toggleAttribute('data-elder', elder)", mode == "elder")
        # as high as the page, so that what sticks to the bottom of the window stands at its end
        height = max(window["height"], page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
        file = f"pages/{name.replace(':', '-')}-{width}-{mode}.png"
        page.screenshot(path=PICTURES / file)
        page.set_viewport_size(window)  # type: ignore[arg-type]
        faults += examine(page, file, mode, axe)
    return faults
