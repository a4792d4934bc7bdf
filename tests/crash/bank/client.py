"""A client of the bank test: moves money through the real door, and asks again until it knows what became of it."""

import os
import random
import time
from collections.abc import Sequence
from ctypes import Array
from pathlib import Path
from uuid import UUID

from django.db import Error, connection, transaction

from apps.core.errors import Busy
from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.services.hot_fold import hot_fold
from tests.ledger.books import NOW

from .notes import Notebook, Transfer, read

PATIENCE = 120  # seconds that a client asks again
AGAIN, FOLD = 0.15, 0.02  # how often it sends what it knows to be posted once more, and folds the hot account
MOST = 30_000  # fen of a transfer; an account begins with 100,000, so that some are refused
STOP = -1  # the place of "no new transfers" on the board; before it the answers that each client has had


def serve(name: str, slot: int, notebook: Path, accounts: Sequence[UUID], board: Array, seed: int) -> None:
    """Until the board says stop, in the run of this name; what a killed client left open comes first."""
    parent, stories = os.getppid(), read(notebook) if notebook.exists() else {}
    client = Client(name, slot, Notebook(notebook), board)
    for story in stories.values():
        if story.is_open:
            client.settle(story.transfer)
    known = [story.transfer for story in stories.values() if story.journals]
    choose = random.Random(f"{seed}:{slot}:{len(stories)}")
    while not board[STOP] and os.getppid() == parent:
        draw = choose.random()
        if draw < FOLD:
            client.fold()
        elif draw < AGAIN and known:
            client.settle(choose.choice(known[-20:]))
        else:
            payer, payee = choose.sample(accounts, 2)
            transfer = Transfer(new_id(), payer, payee, choose.randint(1, MOST))
            if client.settle(transfer):
                known.append(transfer)
    connection.close()


class Client:
    def __init__(self, name: str, slot: int, notebook: Notebook, board: Array) -> None:
        self.name, self.slot, self.notebook, self.board = name, slot, notebook, board

    def settle(self, transfer: Transfer) -> bool:
        """Sends a transfer until there is an answer; whether it says that the transfer is committed."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            self.notebook.sent(transfer)
            try:
                with transaction.atomic():
                    posted = self._post(transfer)
            except ledger.InsufficientFunds as refusal:
                self.notebook.refused(transfer, refusal.code)
                return False
            except (Error, Busy) as error:  # the connection, the server, a deadlock: committed or not, who knows
                self.notebook.unknown(transfer, error)
                connection.close()
                time.sleep(0.02)
            else:
                self.notebook.posted(transfer, posted.journal_id, is_replay=posted.is_replay)
                self.board[self.slot] += 1
                return True
        raise TimeoutError(f"{transfer} has no answer in {PATIENCE} s")

    def _post(self, transfer: Transfer) -> ledger.Posted:
        legs = [(transfer.payer, -transfer.fen), (transfer.payee, transfer.fen)]
        return ledger.post(key=transfer.key, kind=self.name, summary="转账", legs=legs, now=NOW, line_id=transfer.id)

    def fold(self) -> None:
        try:
            with transaction.atomic():
                hot_fold(now=NOW)
        except (Error, Busy):  # the next one folds what has come together
            connection.close()
