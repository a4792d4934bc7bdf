"""What every test may rely on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase


@contextmanager
def _without_triggers() -> Iterator[CursorWrapper]:
    """A cursor that append-only tables and foreign keys let pass: the tests' user owns its throw-away server."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = origin")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """After a test that commits, every table holds again what the migrations have put there, the seeds included.

    Django's own flush would be refused by the append-only tables, and would throw the seeds away.
    """
    with django_db_blocker.unblock():
        tables = sorted(set(connection.introspection.table_names()) - {"django_migrations"})
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS seed CASCADE")
            cursor.execute("CREATE SCHEMA seed")
            for table in tables:
                cursor.execute(f'CREATE TABLE seed."{table}" AS TABLE public."{table}"')

    def restore(self: TransactionTestCase) -> None:
        with _without_triggers() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM public."{table}"')
                cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM seed."{table}"')

    TransactionTestCase._fixture_teardown = restore
