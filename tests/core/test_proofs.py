"""The tree that PostgreSQL builds is the tree that a proof climbs."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from apps.core import proofs


def asked(sql: str, *parameters: object) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return bytes(cursor.fetchone()[0])


def leaves(count: int) -> bytes:
    return b"".join(proofs.leaf([str(number)], b"") for number in range(count))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [["1"], [""], [None], ["a", None, "b"], ["工资,;:|{}\"\\ '", "\n\t "], ["𠮷", "é", "x" * 70_000], [None, None]],
)
def test_fields_are_encoded_as_postgresql_does(fields: list[str | None]) -> None:
    assert asked("SELECT array_send(%s::text[])", fields) == proofs.encode(fields)


@given(st.lists(st.text() | st.none(), min_size=1), st.lists(st.text() | st.none(), min_size=1))
def test_no_two_lists_of_fields_are_encoded_alike(one: list[str | None], other: list[str | None]) -> None:
    def readable(fields: list[str | None]) -> bool:
        return all(field is None or field.isprintable() for field in fields)

    if readable(one) and readable(other):
        assert (proofs.encode(one) == proofs.encode(other)) == (one == other)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2, 15, 16, 17, 255, 256, 257, 4096, 4097, 5000])
def test_every_leaf_climbs_to_the_root_that_postgresql_finds(count: int) -> None:
    below = leaves(count)
    root = asked("SELECT core_seal_fold(%s)", below)
    if not count:
        assert root == proofs.node(b"")
    for place in {0, 1, 15, 16, 17, 255, 256, count // 2, count - 2, count - 1} & set(range(count)):
        own = below[place * proofs.SIZE : (place + 1) * proofs.SIZE]
        steps = proofs.path(below, place)
        assert proofs.climb(own, steps) == root
        assert sum(len(before) + len(after) for before, after in steps) // proofs.SIZE <= 15 * len(steps)
        assert proofs.climb(proofs.leaf(["other"], b""), steps) != root
    assert len(proofs.path(below, 0)) <= 4


def test_the_kinds_of_digest_are_strangers() -> None:
    digest = proofs.leaf(["1"], b"k" * 32)
    assert len({digest, proofs.node(digest), proofs.row(["1"], b"k" * 32, 1, digest), proofs.leaf(["1"], digest)}) == 4
