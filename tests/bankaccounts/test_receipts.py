"""Receipts on the phone, and the page where anybody may ask whether one is true (PY-12)."""

import html
import json
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import HolderKind
from apps.bankaccounts.models import Receipt
from apps.bankaccounts.web.verify import TRIES_PER_MINUTE
from apps.core import clock, heads, seal
from apps.core.money import format_yuan, in_words
from apps.ledger import api as ledger
from fixtures.cast import CAST
from fixtures.world import World
from tests.ledger.sealed import settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sealed(world: World, settings: object, tmp_path: Path) -> None:
    """The story's books, sealed and exported; nobody has asked yet."""
    settings.SEAL_HEADS_DIR = str(tmp_path)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    settle()
    assert seal.seal("ledger") > 0
    heads.export("ledger")


def phone() -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST["xiaowen"].login_name}).status_code == 302
    return client


def her_entry(world: World) -> tuple[str, ledger.EntryLine]:
    """What came into her account last, and the address at which she sees it."""
    [account] = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=world.person("xiaowen"))
    line = next(line for line in ledger.entries_of(account.ledger_account_id) if line.amount > 0)
    return reverse("mobile:entry", args=[account.id, line.journal_id, line.leg]), line


def issued(world: World) -> Receipt:
    address, _ = her_entry(world)
    answer = phone().post(address)
    assert (answer.status_code, answer["Location"]) == (302, address)
    return Receipt.objects.system("test").get()


def asked(text: str) -> tuple[int, str]:
    answer = Client().post("/verify/", {"receipt": text})
    return answer.status_code, html.unescape(answer.content.decode())


def body(page: str) -> str:
    """A page without what differs at every showing: nonces, form tokens, the key of the story bar's form."""
    changing = r'nonce="[^"]*"|value="[0-9A-Za-z]{64}"|[0-9A-Za-z]{64}|name="idempotency_key" value="[^"]*"'
    return re.sub(changing, "", page)


def test_from_the_account_to_the_receipt(world: World) -> None:
    client, (address, line) = phone(), her_entry(world)
    accounts = client.get("/mobile/accounts/").content.decode()
    entries = re.search(r'href="([^"]+/entries/)"', accounts)[1]
    listed = client.get(entries).content.decode()
    assert address in listed
    assert format_yuan(line.amount) in listed
    before = client.get(address).content.decode()
    assert "开具回单" in before
    assert client.get(f"{address}receipt.json").status_code == 404
    receipt = issued(world)
    page = client.get(address).content.decode()
    assert " ".join(re.findall("....", receipt.code)) in page
    assert f"人民币{in_words(line.amount)}" in page
    file = client.get(f"{address}receipt.json")
    assert file["Content-Disposition"] == f'attachment; filename="receipt-{receipt.code}.json"'
    assert ledger.receipt_check(json.loads(file.content)).amount == line.amount > 0


def test_asked_for_again_it_is_the_same_one_counted(world: World) -> None:
    first = issued(world)
    again = issued(world)
    assert (again.code, again.document, again.prints) == (first.code, first.document, 2)
    assert "<dd>1</dd>" in phone().get(her_entry(world)[0]).content.decode()
    deeds = AuditRow.objects.system("test").filter(action="bankaccounts.receipt.issued", subject_id=first.pk)
    assert [row.detail["prints"] for row in deeds.order_by("pk")] == [1, 2]


@pytest.mark.parametrize("how", ["text", "code", "code in groups", "small letters"])
def test_anybody_learns_that_it_is_true_and_nothing_of_whose_it_is(how: str, world: World) -> None:
    receipt = issued(world)
    groups = "-".join(re.findall("....", receipt.code))
    given = {"text": json.dumps(receipt.document), "code": receipt.code, "code in groups": f" {groups} "}
    status, page = asked(given.get(how, groups.lower()))
    assert status == 200
    _, line = her_entry(world)
    assert [
        word for word in ("真实", format_yuan(line.amount), line.summary, str(line.business_date)) if word not in page
    ] == []
    name, card = CAST["xiaowen"].name, world.card("xiaowen")
    assert [word for word in (name, name[0] + "*", card[-4:], "账户") if word in page.split("<form")[0]] == []


def test_what_is_not_true_gets_one_answer_whatever_it_is(world: World) -> None:
    receipt = issued(world)
    changed = receipt.document | {"part": [receipt.document["part"][0], "123456789"]}
    wrong = ["2" * 16, receipt.code[:-1] + ("2" if receipt.code[-1] != "2" else "3"), "你好", "{}", "[" * 20_000,
             json.dumps(changed), json.dumps([receipt.document])]  # fmt: skip
    answers = {(status, body(page)) for status, page in map(asked, wrong)}
    assert len(answers) == 1
    [(status, page)] = answers
    assert status == 200
    assert "不符" in page
    assert "123456789" not in page


def test_an_empty_field_is_asked_for_and_too_long_a_text_is_refused(world: World) -> None:
    assert asked("")[0] == asked("x" * 50_000)[0] == 422


def test_nobody_tries_codes_for_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: now)  # all of it in one minute
    found = [asked("2" * 16)[0] for _ in range(TRIES_PER_MINUTE + 1)]
    assert found == [200] * TRIES_PER_MINUTE + [429]


def test_without_the_exported_heads_nothing_is_said_to_be_untrue(world: World) -> None:
    receipt = issued(world)
    heads.file_of("ledger").unlink()
    status, page = asked(receipt.code)
    assert status == 503
    assert "封存记录暂时读取不到" in page
