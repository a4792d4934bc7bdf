"""Making a hundred thousand small things at once: half of the time would go to the garbage collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

BETWEEN_LOOKS = 50_000  # new objects; Python's own 700 are a few dozen looks for one page


def collector_settled() -> None:
    """What is loaded by now stays for good: the collector walks over it no more, and looks at what is new more rarely.

    Once, at the end of a start: otherwise it takes a tenth of all processor time, mostly to find the same modules.
    """
    gc.freeze()
    gc.set_threshold(BETWEEN_LOOKS)


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for cycles inside: it would walk over all that was made, again and again, and find nothing.

    Whatever is not part of a cycle is freed as ever. Around work that ends by itself, also as a decorator. The switch
    is the process's: with several threads the first to leave turns it on again, which costs the others time only.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
