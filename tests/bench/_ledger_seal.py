"""A long sealed chain of the dearest shape, two legs a journal, and the time that verifying it takes."""

from django.db import connection

from apps.core import seal
from apps.core.ids import new_id
from tests.bench._harness import Cost, timed
from tests.bench._ledger_stage import ACCOUNTS, NOW, account, settle

JOURNALS = 200_000
CHUNK = 2_000  # of one transaction
POST = """
    SELECT count(posted.journal_id)
      FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted(id, payer, payee),
           LATERAL ledger_post(id, 'seal:' || id, 'bench', '转账', %s, %s, %s, 'CNY', ARRAY[payer, payee],
                               ARRAY[-1, 1]::bigint[], NULL) AS posted"""


def build() -> int:
    """Posts, seals all that there is, and gives the number of sealed entries."""
    with connection.cursor() as cursor:
        for start in range(0, JOURNALS, CHUNK):
            payers = [account(1 + number % (ACCOUNTS // 2)) for number in range(start, start + CHUNK)]
            payees = [account(1 + ACCOUNTS // 2 + number % (ACCOUNTS // 2)) for number in range(start, start + CHUNK)]
            ids = [new_id() for _ in payers]
            cursor.execute(POST, [ids, payers, payees, NOW.business_date, NOW.business_date, NOW.wall])
    settle(full=True)
    while seal.seal("ledger"):
        pass
    return sum(block.part_count for block in seal.blocks_after("ledger", 0))


def verify() -> Cost:
    """The whole chain, from the first block."""

    def chain() -> None:
        if found := seal.faults("ledger"):
            raise RuntimeError(f"the chain is broken: {found[:3]}")

    return timed(chain)
