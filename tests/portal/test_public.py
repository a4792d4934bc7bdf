"""Help, prices and how to reach the bank: for everybody, signed in or not, on every surface."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.core import clock
from apps.core.models import Parameter
from apps.portal.choices import FEE_GROUPS
from apps.portal.fees import fee_list
from apps.portal.help import articles, articles_about, help_categories

pytestmark = pytest.mark.django_db
SURFACES = ("mobile", "office", "console")


def get(name: str, *args: str, **query: str) -> str:
    answer = Client().get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("surface", SURFACES)
def test_every_article_can_be_read_by_nobody_in_particular(surface: str) -> None:
    page = get(f"{surface}:help")
    for article in articles():
        assert reverse(f"{surface}:help_article", args=[article.slug]) in page
        assert article.lines[0][:10] in get(f"{surface}:help_article", article.slug)
    assert Client().get(reverse(f"{surface}:help_article", args=["no-such"])).status_code == 404
    assert "客服" in get(f"{surface}:contact")


def test_the_articles_are_whole() -> None:
    slugs = [article.slug for article in articles()]
    assert len(set(slugs)) == len(slugs) >= 18
    assert all(article.title and article.lines for article in articles())
    assert all(category.articles for category in help_categories())


def test_a_search_wants_every_word_and_puts_titles_first() -> None:
    assert articles_about("验证码")
    assert articles_about("工资条 异议")[0].slug == "payslip-dispute"
    assert articles_about("") == articles_about("没有这个词") == ()
    assert "没有找到相关帮助" in get("mobile:help", q="没有这个词")


def test_the_prices_are_the_parameters_in_force_with_what_is_decided_already() -> None:
    today = clock.read().business_date
    key = FEE_GROUPS[0][1][0]
    for value, start in (("50", today), ("100", today + timedelta(days=30)), ("900", today + timedelta(days=90))):
        Parameter.objects.create(
            key=key, value=value, effective_from=start, state=Parameter.State.ACTIVE, created_at=clock.wall(),
            decided_at=clock.wall(),
        )  # fmt: skip
    line = fee_list(today)[0].lines[0]
    assert (line.fen, line.since, line.next_fen, line.next_from) == (50, today, 100, today + timedelta(days=30))
    page = get("office:fees")
    assert "0.50" in page and "1.00" in page and f"自 {today:%Y-%m-%d} 起执行" in page and "免费" in page
