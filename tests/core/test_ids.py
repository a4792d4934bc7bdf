"""Identifiers made before the insert: of version 7, none twice, later ones above earlier ones."""

import time
from uuid import RFC_4122

from apps.core.ids import new_id, new_ids


def test_one_and_many_are_of_version_7_and_none_comes_twice() -> None:
    made = [*new_ids(3000), *(new_id() for _ in range(100))]
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert len(set(made)) == 3100
    assert len({one.int >> 62 & 0xFFF for one in made}) > 1, "what is not fixed is left to chance"


def test_they_tell_their_time_so_that_indexes_grow_at_one_end() -> None:
    before = time.time_ns() // 1_000_000
    (first,) = new_ids(1)
    time.sleep(0.002)
    (later,) = new_ids(1)
    assert before <= first.int >> 80 < later.int >> 80 <= time.time_ns() // 1_000_000
    assert new_ids(0) == []
