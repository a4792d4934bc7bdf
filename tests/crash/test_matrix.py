"""The crash matrix of the payroll: 12 moments × what money does, each with the point where it is killed, or with why
there is none. The kills themselves are in test_payroll.py, test_jobs.py and test_pay_day.py. Of the 14 modes of the
bank the five that an order or a query can meet are killed at each moment, the 退票 of a later day has a row of its own;
the other eight spoil or repeat an answer, which is read in one place and written in one commit, killed on both sides:
tests/daifutong/test_core_modes.py has all 14 to their ends.

    ./dev test tests/crash/test_matrix.py -s      prints it
"""

from apps.core.testing import failpoints

from .points import FLOWS, tried
from .test_payroll import MODES as BANK

MOMENTS = (
    "before BEGIN",
    "after the key insert",
    "after the hold, before COMMIT",
    "after COMMIT, before the reply",
    "relay after claim",
    "relay after publish",
    "worker after lease",
    "after the intent COMMIT",
    "after send",
    "after the answer, before the result COMMIT",
    "after the result COMMIT",
    "reply lost",
)
NOT = "not applicable: "
NO_KEY = f"{NOT}no person asks; its key is the journal's own, written with the money"
NO_CALLER = f"{NOT}the worker's job ends in the commit of the deed itself, nobody waits for a reply"
KEYED = ("deeds", failpoints.KEY_WRITTEN)  # the approval that sets the payment going
MODES = {"own bank row": 1, "other bank row": len(BANK), "batch return": 1, "wage comes back": 1, "pay day opens": 1}
Cell = str | tuple[str, str]  # why not, or flow and point
TAKEN, RELAYED, LEASED = failpoints.EVENTS_TAKEN, failpoints.EVENTS_RELAYED, failpoints.JOB_LEASED

MATRIX: dict[str, tuple[Cell, ...]] = {
    "own bank row": (
        ("own bank", LEASED),
        KEYED,
        ("own bank", "batch_release.before_commit"),
        ("deeds", "batch_check.after_commit"),
        ("own bank", TAKEN),
        ("own bank", RELAYED),
        ("own bank", LEASED),
        ("own bank", "batch_release.after_commit"),  # the payer is debited, nobody is credited
        f"{NOT}the payee is credited in our own books, nothing is sent",
        ("own bank", "batch_disburse.before_commit"),
        ("own bank", "batch_disburse.after_commit"),
        ("deeds", "batch_release.after_commit"),
    ),
    "other bank row": (
        ("other bank", LEASED),
        KEYED,
        ("other bank", "rows_send.before_commit"),
        ("deeds", "batch_authorise.after_commit"),
        ("other bank", TAKEN),
        ("other bank", RELAYED),
        ("other bank", LEASED),
        ("other bank", "rows_send.after_commit"),
        ("other bank", failpoints.REQUEST_SENT),
        ("other bank", "payment_record.before_commit"),
        ("other bank", "payment_record.after_commit"),
        ("other bank", "_mark_sent.after_commit"),  # marked as sent, and no answer ever
    ),
    "batch return": (
        ("held return", LEASED),
        NO_KEY,
        ("own bank", "batch_finish.before_commit"),
        NO_CALLER,
        ("held return", TAKEN),
        ("held return", RELAYED),
        ("held return", LEASED),
        ("own bank", "batch_finish.after_commit"),
        f"{NOT}the payer's account is in our own books, nothing is sent",
        ("held return", "batch_return.before_commit"),
        ("held return", "batch_return.after_commit"),
        NO_CALLER,
    ),
    "wage comes back": (
        ("bounce", LEASED),
        NO_KEY,
        ("bounce", "deliver.before_commit"),  # reversed and returned, and nothing of it stored
        NO_CALLER,
        ("bounce", TAKEN),
        ("bounce", RELAYED),
        ("bounce", LEASED),
        ("bounce", "payment_bounce.before_commit"),  # the bank's file is here, the payment still a success
        f"{NOT}the bank's file has been read, nothing is sent",
        ("bounce", "payment_bounce.after_commit"),
        ("bounce", "deliver.after_commit"),
        NO_CALLER,
    ),
    "pay day opens": (
        ("pay day", LEASED),
        NO_KEY,
        ("pay day", "batch_release.before_commit"),
        ("pay day", "deliver.after_commit"),
        ("pay day", TAKEN),
        ("pay day", RELAYED),
        ("pay day", LEASED),
        ("pay day", "batch_release.after_commit"),
        f"{NOT}the day opens inside the house; what it sends is killed as an other-bank row",
        ("pay day", "batch_disburse.before_commit"),
        ("pay day", "batch_disburse.after_commit"),
        NO_CALLER,
    ),
}


def cells() -> list[tuple[str, str, Cell]]:
    return [(flow, moment, cell) for flow, row in MATRIX.items() for moment, cell in zip(MOMENTS, row, strict=True)]


def cells_killed() -> list[tuple[str, str, tuple[str, str]]]:
    return [(flow, moment, cell) for flow, moment, cell in cells() if not isinstance(cell, str)]


def test_every_cell_is_killed_somewhere_or_says_why_not() -> None:
    for flow, moment, cell in cells():
        place = cell if isinstance(cell, str) else f"killed at {cell[1]} ({cell[0]}, {MODES[flow]} modes of the bank)"
        print(f"{flow:15} {moment:43} {place}")
    killed = [cell for _, _, cell in cells_killed()]
    deaths = {(flow, point): MODES[name] for name, _, (flow, point) in cells_killed()}
    print(f"{len(killed)} of {len(cells())} cells are killed, {sum(deaths.values())} different deaths with the modes")
    assert [cell for cell in killed if cell[1] not in tried(cell[0])] == []
    assert {flow for flow, _ in killed} <= FLOWS.keys()


def test_no_more_than_a_quarter_is_not_applicable() -> None:
    """Each says why, and says it of this flow."""
    skipped = [cell for _, _, cell in cells() if isinstance(cell, str)]
    assert all(cell.startswith(NOT) for cell in skipped)
    assert len(cells()) == 60
    assert 4 * len(skipped) <= 60
