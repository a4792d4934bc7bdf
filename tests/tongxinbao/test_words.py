"""The words that never stand beside an issue (TX-4, TX-8)."""

import pytest

from apps.tongxinbao.choices import BANNER
from apps.tongxinbao.rules.words import BANNED, banned_in


@pytest.mark.parametrize("word", BANNED)
def test_each_is_found_also_with_gaps_in_it(word: str) -> None:
    assert word in list(banned_in(f"本次借款{word},请放心"))
    assert word in list(banned_in(f"本次借款{' '.join(word)}"))
    assert word in list(banned_in("\u200b".join(word)))


def test_the_banner_and_the_refusal_to_stand_in_are_no_fault() -> None:
    assert not list(banned_in(f"{BANNER}。银行不垫付。到期还本付息,约定年利率 5.40%。"))


def test_the_banner_hides_nothing_beside_it() -> None:
    assert list(banned_in(f"{BANNER},但是保本")) == ["保本"]
