"""The help centre: its texts stand in templates/public/portal/help.json and are the same for everybody."""

import json
from dataclasses import dataclass
from functools import cache

from django.conf import settings

TERMS = 5  # of a search; more are left out


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    title: str
    lines: tuple[str, ...]
    category: str


@dataclass(frozen=True, slots=True)
class HelpCategory:
    key: str
    label: str
    icon: str
    articles: tuple[Article, ...]


@cache
def help_categories() -> tuple[HelpCategory, ...]:
    """The whole help centre, in the order of the file."""
    known = json.loads((settings.BASE_DIR / "templates/public/portal/help.json").read_text())
    return tuple(
        HelpCategory(
            one["key"],
            one["label"],
            one["icon"],
            tuple(Article(a["slug"], a["title"], tuple(a["lines"]), one["label"]) for a in one["articles"]),
        )
        for one in known
    )


def articles() -> tuple[Article, ...]:
    return tuple(article for category in help_categories() for article in category.articles)


def article_by_slug(slug: str) -> Article | None:
    return next((article for article in articles() if article.slug == slug), None)


def articles_about(query: str) -> tuple[Article, ...]:
    """The articles in which every word of the query stands, those with all of them in the title first."""
    terms = query.lower().split()[:TERMS]
    if not terms:
        return ()

    def holds(text: str) -> bool:
        return all(term in text.lower() for term in terms)

    found = [article for article in articles() if holds(" ".join((article.title, article.category, *article.lines)))]
    return tuple(sorted(found, key=lambda article: not holds(article.title)))
