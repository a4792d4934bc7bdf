"""The circuit breaker of payments: after failures in a row this process sends no new ones for a while."""

import threading
import time


class Breaker:
    """Opens after `failures` in a row, lets one trial through after `rest_seconds`, closes at the first success."""

    def __init__(self, failures: int, rest_seconds: float) -> None:
        self.failures = failures
        self.rest_seconds = rest_seconds
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._trial_at: float = 0

    def may_send(self) -> bool:
        """Whether a new payment may leave now; an open breaker grants one trial per rest."""
        with self._lock:
            now = time.monotonic()
            if self._in_a_row < self.failures:
                return True
            if now < self._trial_at:
                return False
            self._trial_at = now + self.rest_seconds
            return True

    def record(self, *, answered: bool) -> None:
        """Takes note of how a send ended."""
        with self._lock:
            self._in_a_row = 0 if answered else self._in_a_row + 1
            if self._in_a_row == self.failures:
                self._trial_at = time.monotonic() + self.rest_seconds

    def close(self) -> None:
        self.record(answered=True)


SENDS = Breaker(failures=5, rest_seconds=30)
