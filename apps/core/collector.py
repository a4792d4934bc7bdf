"""Making a hundred thousand small things at once: half of the time would go to the garbage collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
