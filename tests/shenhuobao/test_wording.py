"""Promises, forecasts and the words of deposits stand nowhere beside a wealth product (WM-6): not in the source, not in
the terms and documents of the story, not in what people are told."""

from pathlib import Path

import pytest

from apps.agreements.models import AgreementText
from apps.notify.models import Notice
from apps.shenhuobao.models import Document, Terms
from apps.shenhuobao.rules.words import BANNED, banned_in
from devtool import wording
from fixtures.world import World


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("templates/mobile/shenhuobao/product.html", "<p>预期收益率 3%</p>"),
        ("apps/shenhuobao/web/shelf.py", 'LABEL = f"保 本{1}"'),
        ("fixtures/reference/agreements/wealth_sale.txt", "本产品零风险。"),
        ("fixtures/world_shenhuobao.py", 'SAID = ("稳健理财",)'),
    ],
)
def test_a_planted_word_is_found_with_its_line(tmp_path: Path, place: str, text: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text(f"\n{text}\n")
    found = wording.faults(tmp_path)
    assert found
    assert all(fault.startswith(f"{place}:2: ") for fault in found)


@pytest.mark.parametrize("word", BANNED)
def test_each_word_is_found_also_with_gaps(word: str) -> None:
    assert list(banned_in(f"买它,{' '.join(word)}!")) == [word]


@pytest.mark.parametrize(
    "text",
    ["本产品不保证本金和收益", "非保本浮动收益", "理财非存款、产品有风险、投资须谨慎", "C2 稳健型", "银行存款利息"],
)
def test_what_denies_a_promise_is_no_fault(text: str) -> None:
    assert list(banned_in(text)) == []


@pytest.mark.django_db
def test_the_texts_of_the_story_have_none(world: World) -> None:
    terms = Terms.objects.values_list("name", "benchmark", "benchmark_basis", "invests_in", "product__issuer")
    documents = Document.objects.values_list("kind", "body")
    signed = AgreementText.objects.filter(code__startswith="wealth_").values_list("title", "body")
    told = Notice.objects.system("test").filter(kind__startswith="shenhuobao").values_list("title", "body")
    assert len(terms) >= 7 and len(documents) == 2 * len(terms)
    for parts in (*terms, *documents, *signed, *told):
        assert list(banned_in(" ".join(parts))) == []
