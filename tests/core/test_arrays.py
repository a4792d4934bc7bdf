import pytest
from django.db import connection

from apps.core.db import text_array

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("texts", [[], [""], ["TXB000001-0001", "a b"], ['"', "\\", '\\"', "NULL", "{,}", "借款"]])
def test_an_array_written_here_is_read_there_as_it_was(texts: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [text_array(texts)])
        assert cursor.fetchone() == (texts,)
