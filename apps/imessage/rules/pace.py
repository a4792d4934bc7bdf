"""How fast one participant may speak in one conversation: so many at once, then so many a second."""

BURST = 60
PER_SECOND = 5
FULL = BURST * 1000  # the allowance of who has been silent, in thousandths of a message
