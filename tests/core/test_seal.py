"""The seal finds what was changed, deleted, inserted, swapped or cut (AT-19), block by block."""

import time

import pytest
from django.db import connection, transaction

from apps.audit import api as audit
from apps.audit.models import AuditRow
from apps.core import clock, seal
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.models import SealBlock

pytestmark = pytest.mark.django_db(transaction=True)

BLOCKS, ROWS = 3, 4
NEEDED = "xact, action, surface, roles, display, unit_path, subject_kind, from_state, "
NEEDED += "to_state, detail, request_id, device, at"


PATIENCE = 300  # seconds: a test of another worker is one transaction, and may take minutes on a busy machine


def settle() -> None:
    """Waits until every row so far may be sealed: transactions of other databases on the same server count too."""
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(xact) FROM audit_auditrow")
            if cursor.fetchone()[0] is not False:  # NULL: there is no row
                return
            time.sleep(0.05)
    raise AssertionError(f"somebody's transaction runs for {PATIENCE} seconds")


@pytest.fixture
def sealed() -> None:
    """Three blocks of four audit rows each."""
    now = Moment(clock.wall(), clock.wall().date())
    settle()
    seal.seal("audit")
    for block in range(BLOCKS):
        for row in range(ROWS):
            with transaction.atomic():
                audit.record(
                    actor=Actor.system("测试"), action="tests.row.written", detail={"n": [block, row]}, now=now
                )
        settle()
        assert seal.seal("audit") == ROWS


def tamper(sql: str) -> None:
    """As an attacker who has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(sql)
        finally:
            cursor.execute("SET session_replication_role = origin")


def middle() -> list[int]:
    return list(AuditRow.objects.system("test").order_by("pk").values_list("pk", flat=True))[-2 * ROWS : -ROWS]


def broken() -> list[int]:
    return [fault.number for fault in seal.faults("audit")]


def last_number() -> int:
    return SealBlock.objects.filter(stream="audit").latest("number").number


def test_an_untouched_log_verifies(sealed: None) -> None:
    assert broken() == []


def test_rows_of_a_running_transaction_are_left_for_the_next_block(sealed: None) -> None:
    now = Moment(clock.wall(), clock.wall().date())
    with transaction.atomic():
        audit.record(actor=Actor.system("测试"), action="tests.row.written", now=now)
    settle()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            before = SealBlock.objects.count()
            with transaction.atomic():
                audit.record(actor=Actor.system("测试"), action="tests.row.written", now=now)
            seal.seal("audit")
            assert SealBlock.objects.count() == before + 1, "only the row older than the running transaction"
            cursor.execute("COMMIT")
        settle()
        assert seal.seal("audit") == 1
    finally:
        other.close()
    assert broken() == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_auditrow SET display = '别人' WHERE id = {1}",
        "UPDATE audit_auditrow SET at = at + interval '1 second' WHERE id = {2}",
        "UPDATE audit_auditrow SET detail = '{{\"n\": [9, 9]}}' WHERE id = {0}",
        "DELETE FROM audit_auditrow WHERE id = {3}",
        "UPDATE audit_auditrow SET id = -id WHERE id = {1}",
        f"INSERT INTO audit_auditrow ({NEEDED}) SELECT {NEEDED} FROM audit_auditrow WHERE id = {{0}}",
        "UPDATE audit_auditrow a SET display = b.action, action = b.display FROM audit_auditrow b"
        " WHERE a.id = {1} AND b.id = {2}",
    ],
)
def test_tampering_breaks_the_block_of_the_row(sealed: None, attack: str) -> None:
    tamper(attack.format(*middle()))
    assert broken() == [last_number() - 1]


def test_a_block_cut_out_is_missed(sealed: None) -> None:
    tamper(f"DELETE FROM core_sealblock WHERE stream = 'audit' AND number = {last_number() - 1}")
    assert last_number() - 1 in broken()


def test_a_block_made_to_fit_a_changed_row_breaks_the_chain_after_it(sealed: None) -> None:
    number = last_number() - 1
    tamper(f"UPDATE audit_auditrow SET display = '别人' WHERE id = {middle()[0]}")
    block = SealBlock.objects.get(stream="audit", number=number)
    [(_, _, root)] = seal._digests(seal._streams["audit"], [(block.from_xact, block.to_xact)])
    forged = seal.header_of(block).head(root)
    tamper(f"UPDATE core_sealblock SET block_hash = '\\x{forged.hex()}' WHERE id = {block.pk}")
    assert broken() == [number + 1]


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE audit_auditrow SET display = 'x'",
        "DELETE FROM audit_auditrow",
        "TRUNCATE audit_auditrow",
        "DELETE FROM core_sealblock",
    ],
)
def test_postgresql_itself_refuses_to_change_the_trail(sealed: None, verb: str) -> None:
    with pytest.raises(Exception) as caught, connection.cursor() as cursor:
        cursor.execute(verb)
    assert getattr(caught.value.__cause__, "sqlstate", "") == "EY001"
