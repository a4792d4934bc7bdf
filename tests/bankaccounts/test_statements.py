"""Statements of an account by period: the page, its files, the PDF, its code, and what is said when books move on."""

import csv
import html
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from pypdf import PdfReader

from apps.audit.models import AuditRow
from apps.bankaccounts.contracts import AccountBrief, HolderKind
from apps.bankaccounts.models import Statement
from apps.bankaccounts.selectors import accounts_of
from apps.core import clock, heads, seal
from apps.core.files import read_table
from apps.core.ids import new_id
from apps.core.money import format_yuan, in_words
from apps.ledger import api as ledger
from fixtures.cast import CAST
from fixtures.world import World
from tests.api.callers import Program
from tests.ledger.books import without_guards
from tests.ledger.sealed import settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_cache(settings: object) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def signed_in(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def firm_account(world: World) -> AccountBrief:
    [account] = accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=world.morningstar)
    return account


def her_account(world: World) -> AccountBrief:
    [account] = accounts_of(holder_kind=HolderKind.PERSON, holder_id=world.person("xiaowen"))
    return account


def move(account: AccountBrief, fen: int, summary: str = "货款") -> UUID:
    house = ledger.house_account("3001.02")
    with transaction.atomic():
        return ledger.post(
            key=f"test:{new_id()}", kind="test", summary=summary, now=clock.read(),
            legs=[(house, -fen), (account.ledger_account_id, fen)],
        ).journal_id  # fmt: skip


def address(account: AccountBrief, more: str = "") -> str:
    return f"/office/accounts/{account.id}/{more}"


def this_month() -> str:
    today = clock.read().business_date
    return f"?first={today.replace(day=1)}&last={today}"


def shown(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return html.unescape(answer.content.decode())


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def text_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def issued(client: Client, account: AccountBrief, first: date, last: date) -> str:
    answer = client.post(address(account, "statements/"), {"first": f"{first}", "last": f"{last}"})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


# ---- page and files


def test_from_the_list_to_the_lines_of_a_period(world: World) -> None:
    client, account = signed_in("maker"), firm_account(world)
    move(account, 123_45, "货款甲")
    listed = shown(client, "/office/accounts/")
    assert address(account) in listed
    assert format_yuan(ledger.balance(account.ledger_account_id)) in listed
    page = shown(client, address(account))
    today = clock.read().business_date
    sheet, lines = ledger.period_page(account.ledger_account_id, first=today.replace(day=1), last=today)
    figures = {sheet.opening, sheet.debit, sheet.credit, sheet.closing, *(line.balance for line in lines)}
    assert [fen for fen in figures if format_yuan(fen) not in page] == []
    assert "货款甲" in page and "含未日终的营业日" in page
    assert account.masked_number in page
    for long_ago in ("?first=2014-01-01&last=2014-01-31", "?first=0001-01-01&last=0001-01-31"):
        before = shown(client, address(account, long_ago))
        assert "这一期间没有收支" in before and "查看上月" in before
        assert client.get(address(account, f"statement.csv{long_ago}")).status_code == 200


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("first=2026-03-02&last=2026-03-01", "开始日期不能晚于结束日期"),
        ("first=2026-03-01&last=2099-03-01", "结束日期不能晚于当前营业日"),
        ("first=2020-01-01&last=2026-01-01", "一次最多查询 366 天"),
        ("first=2026-03-01", "请选择结束日期"),
        ("first=昨天&last=2026-03-01", "开始日期请填写如"),
    ],
)
def test_a_period_that_cannot_be_is_told_with_what_was_sent(query: str, sentence: str, world: World) -> None:
    client, account = signed_in("checker"), firm_account(world)
    page = shown(client, address(account, f"?{query}"), 422)
    assert sentence in page
    assert query.partition("=")[2].partition("&")[0] in page, "nothing that was sent is lost"
    assert client.get(address(account, f"statement.csv?{query}")).status_code == 422


def test_the_longest_period_is_366_days(world: World) -> None:
    client, account = signed_in("maker"), firm_account(world)
    last = clock.read().business_date
    assert client.get(address(account, f"?first={last - timedelta(days=365)}&last={last}")).status_code == 200
    assert client.get(address(account, f"?first={last - timedelta(days=366)}&last={last}")).status_code == 422


def test_the_files_say_what_the_page_says_and_calculate_nothing(world: World) -> None:
    client, account = signed_in("maker"), firm_account(world)
    move(account, 500, "=cmd|' /C calc'!A0")
    move(account, -200, "手续费")
    today = clock.read().business_date
    sheet, lines = ledger.period_page(account.ledger_account_id, first=today.replace(day=1), last=today)
    answer = client.get(address(account, f"statement.csv{this_month()}"))
    content = body(answer)
    assert content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer["Content-Disposition"]
    head, opening, *rows, total = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head[-2] == "余额(元)"
    assert Decimal(opening[6]) * 100 == sheet.opening
    assert [(int(row[0]), row[1]) for row in rows] == [(line.number, f"{line.business_date}") for line in lines]
    assert [Decimal(row[5] or "0") - Decimal(row[4] or "0") for row in rows] == [
        Decimal(line.amount) / 100 for line in lines
    ]
    assert [Decimal(row[6]) * 100 for row in rows] == [line.balance for line in lines]
    assert [Decimal(figure) * 100 for figure in total[4:7]] == [sheet.debit, sheet.credit, sheet.closing]
    assert rows[-2][3] == "'=cmd|' /C calc'!A0"
    (book,) = read_table(body(client.get(address(account, f"statement.xlsx{this_month()}"))), "a.xlsx").sheets
    as_text = [["" if cell is None else f"{cell}" for cell in row.cells] for row in book.rows]
    assert [row[3] for row in as_text] == [row[3] for row in [head, opening, *rows, total]]
    assert [Decimal(row[6]) for row in as_text[1:]] == [Decimal(row[6]) for row in [opening, *rows, total]]


def test_what_is_too_much_for_a_file_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client, account = signed_in("maker"), firm_account(world)
    for _ in range(3):
        move(account, 100)
    monkeypatch.setattr("apps.bankaccounts.web.periods.SHEET_LINES", 2)
    monkeypatch.setattr("apps.bankaccounts.services.statement_issue.PDF_LINES", 2)
    assert "一次最多 2 笔" in shown(client, address(account, f"statement.xlsx{this_month()}"), 422)
    assert client.get(address(account, f"statement.csv{this_month()}")).status_code == 200
    today = clock.read().business_date
    refused = client.post(address(account, "statements/"), {"first": f"{today.replace(day=1)}", "last": f"{today}"})
    assert refused.status_code == 422
    assert "一次最多 2 笔" in refused.content.decode()
    assert not Statement.objects.system("test").exists()
    monkeypatch.setattr("apps.ledger.selectors.periods.MOST_LINES", 2)
    assert "请缩短期间后再查询" in shown(client, address(account), 422)


def test_an_employees_account_is_not_the_enterprises(world: World) -> None:
    client, hers, firms = signed_in("maker"), her_account(world), firm_account(world)
    for more in ("", "statement.csv", "statement.xlsx"):
        assert client.get(address(hers, more)).status_code == 404
        assert signed_in("foreign_hr").get(address(firms, more)).status_code == 404
    assert client.post(address(hers, "statements/"), {"first": "2026-03-01", "last": "2026-03-02"}).status_code == 404
    assert signed_in("xiaowen").get(f"/mobile/accounts/{firms.id}/statement/").status_code == 404


# ---- the statement that is issued


def test_a_statement_is_printed_with_its_code_its_figures_and_its_pages(world: World) -> None:
    client, account = signed_in("authoriser"), firm_account(world)
    for number in range(90):
        move(account, 100 + number, f"货款第{number}笔,摘要长一些也要看得全,一个字也不能少")
    today = clock.read().business_date
    url = issued(client, account, today, today)
    statement = Statement.objects.system("test").get()
    sheet, lines = ledger.period_page(account.ledger_account_id, first=today, last=today)
    assert (statement.opening, statement.closing, statement.lines) == (sheet.opening, sheet.closing, sheet.count)
    code = " ".join(re.findall("....", statement.code))
    page = shown(client, url)
    assert [word for word in (code, statement.digest, format_yuan(sheet.closing)) if word not in page] == []
    answer = client.get(f"{url}statement.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = text_of(answer.content)
    assert len(pages) >= 3
    assert [f"第 {number} / {len(pages)} 页" in text for number, text in enumerate(pages, 1)] == [True] * len(pages)
    assert all(code in text and "演示" in text for text in pages)
    whole = "".join(pages).replace("\n", "")
    wanted = (
        "演示农商银行", account.masked_number, account.holder_name, f"{today} 至 {today}", statement.digest,
        format_yuan(sheet.opening), format_yuan(sheet.credit), format_yuan(sheet.closing), "不具有法律效力",
        "货款第89笔,摘要长一些也要看得全,一个字也不能少",
    )  # fmt: skip
    assert [text for text in wanted if text.replace("\n", "") not in whole] == []
    assert [line.number for line in lines if format_yuan(line.balance) not in whole] == []


def test_the_same_books_give_the_same_statement_and_others_another(world: World) -> None:
    client, account = signed_in("maker"), firm_account(world)
    today = clock.read().business_date
    move(account, 100)
    first = issued(client, account, today, today)
    assert issued(client, account, today, today) == first
    assert issued(signed_in("checker"), account, today, today) == first
    statement = Statement.objects.system("test").get()
    assert statement.prints == 3
    assert "第 3 次(补打)" in text_of(client.get(f"{first}statement.pdf").content)[0]
    deeds = AuditRow.objects.system("test").filter(action="bankaccounts.statement.issued", subject_id=statement.pk)
    assert [row.detail["prints"] for row in deeds.order_by("pk")] == [1, 2, 3]
    move(account, 1)
    assert "不能再打印" in shown(client, first)
    assert "请重新出具" in shown(client, f"{first}statement.pdf", 409)
    assert issued(client, account, today, today) != first
    assert Statement.objects.system("test").count() == 2


def asked(code: str) -> str:
    answer = Client().post("/verify/", {"receipt": code})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_anybody_may_verify_it_and_learns_nothing_of_whose_it_is(world: World) -> None:
    account = firm_account(world)
    today = clock.read().business_date
    move(account, 12_345)
    issued(signed_in("maker"), account, today, today)
    statement = Statement.objects.system("test").get()
    page = asked("-".join(re.findall("....", statement.code)).lower())
    wanted = ("真实", f"{today} 至 {today}", format_yuan(statement.closing), statement.digest)
    assert [text for text in wanted if text not in page] == []
    told = page.split("<form")[0]
    assert [word for word in (account.holder_name, account.masked_number, account.tail4) if word in told] == []
    move(account, 1)
    later = asked(statement.code)
    assert "账务已有变化" in later and "真实" not in later
    assert statement.digest in later


TAMPERED = (
    "UPDATE ledger_journal SET summary = '改过' WHERE id = %s",
    "UPDATE ledger_journal SET business_date = business_date + 1 WHERE id = %s",
    "UPDATE bankaccounts_statement SET closing = closing + 1",
    "UPDATE bankaccounts_statement SET digest = repeat('0', 64)",
)


@pytest.mark.parametrize("how", TAMPERED)
def test_a_statement_that_was_tampered_with_is_not_true(how: str, world: World) -> None:
    account = firm_account(world)
    today = clock.read().business_date
    journal_id = move(account, 100)
    issued(signed_in("maker"), account, today, today)
    statement = Statement.objects.system("test").get()
    assert "真实" in asked(statement.code)
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(how, [journal_id] if "%s" in how else [])
    assert "真实" not in asked(statement.code)


# ---- the phone


def test_a_month_on_the_phone_shows_balances_only_when_asked(world: World) -> None:
    client, account = signed_in("xiaowen"), her_account(world)
    move(account, 777_77, "报销")
    held = format_yuan(ledger.balance(account.ledger_account_id))
    url = f"/mobile/accounts/{account.id}/statement/"
    assert url in shown(client, f"/mobile/accounts/{account.id}/entries/")
    closed = shown(client, url)
    assert "777.77" in closed and held not in closed
    assert held in shown(client, f"{url}?open=1")
    today = clock.read().business_date
    assert f'value="{today:%Y-%m}"' in closed
    assert client.get(f"{url}?month=2099-01").status_code == client.get(f"{url}?month=三月").status_code == 422


def test_her_statement_is_hers_with_her_name_and_no_number(world: World) -> None:
    client, account = signed_in("xiaowen"), her_account(world)
    move(account, 100_00, "报销")
    today = clock.read().business_date
    answer = client.post(f"/mobile/accounts/{account.id}/statements/", {"month": f"{today:%Y-%m}"})
    assert answer.status_code == 302
    [text, *_] = text_of(client.get(f"{answer['Location']}statement.pdf").content)
    assert CAST["xiaowen"].name in text and account.masked_number in text
    assert world.card("xiaowen") not in text
    for other in ("guilan", "xujing"):
        assert signed_in(other).get(answer["Location"]).status_code == 404
        assert signed_in(other).get(f"{answer['Location']}statement.pdf").status_code == 404


def test_amounts_in_words_stand_on_the_receipt(world: World, settings: object, tmp_path: object) -> None:
    settings.SEAL_HEADS_DIR = str(tmp_path)
    account = firm_account(world)
    line = ledger.entries_of(account.ledger_account_id)[0]
    settle()
    assert seal.seal("ledger") > 0
    heads.export("ledger")
    client, url = signed_in("maker"), address(account, f"entries/{line.journal_id}/{line.leg}/")
    assert url in shown(client, address(account, f"?first={line.business_date}&last={line.business_date}"))
    assert "开具回单" in shown(client, url)
    assert client.get(f"{url}receipt.pdf").status_code == 404
    assert client.post(url).status_code == 302
    assert "下载回单 PDF" in shown(client, url)
    [text] = text_of(client.get(f"{url}receipt.pdf").content)
    amount = abs(line.amount)
    wanted = (
        "电子回单", "人民币" + in_words(amount), format_yuan(amount), account.holder_name, account.masked_number,
        line.summary, f"{line.journal_id}-{line.leg}",
    )  # fmt: skip
    assert [word for word in wanted if word not in text.replace("\n", "")] == []
    code = re.search(r"验证码\s+((?:[0-9A-Z]{4} ?){4})", text)[1]
    assert "真实" in asked(code)


# ---- programs


def test_a_program_reads_what_the_page_shows(world: World) -> None:
    program, account = Program.of(world), firm_account(world)
    move(account, 123_45, "货款乙")
    [held] = program.get("/enterprise/accounts/").json()["accounts"]
    assert held["balance_fen"] == ledger.balance(account.ledger_account_id)
    assert (held["account"]["id"], held["account"]["masked_number"]) == (f"{account.id}", account.masked_number)
    today = clock.read().business_date
    path = f"/enterprise/accounts/{account.id}/statement/"
    answer = program.get(path, first=f"{today}", last=f"{today}").json()
    sheet, lines = ledger.period_page(account.ledger_account_id, first=today, last=today)
    told = answer["sheet"]
    assert told["opening_fen"] - told["debit_fen"] + told["credit_fen"] == told["closing_fen"] == sheet.closing
    assert [(line["amount_fen"], line["balance_fen"]) for line in answer["lines"]] == [
        (line.amount, line.balance) for line in lines
    ]
    refused = program.get(path, first=f"{today}", last="2099-01-01")
    assert (refused.status_code, refused.json()["code"]) == (422, "PERIOD_FUTURE")
    assert (
        program.get(
            f"/enterprise/accounts/{her_account(world).id}/statement/", first=f"{today}", last=f"{today}"
        ).status_code
        == 404
    )
