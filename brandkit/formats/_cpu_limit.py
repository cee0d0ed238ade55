"""A limit of processor time around a call into a library that cannot be interrupted: the process ends when it is over.

Armed in the sandbox's child alone; anywhere else it does nothing, for it would take the caller along.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_armed: list[bool] = []


def arm() -> None:
    """From now on limits end this process, by SIGPROF."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _armed.append(True)


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Ends the process when the block takes more processor time, here or in what is around it."""
    if not _armed:
        yield
        return
    before = signal.getitimer(signal.ITIMER_PROF)[0]
    allowed = min(seconds, before) if before else seconds
    signal.setitimer(signal.ITIMER_PROF, allowed)
    try:
        yield
    finally:
        used = allowed - signal.getitimer(signal.ITIMER_PROF)[0]
        signal.setitimer(signal.ITIMER_PROF, max(0.01, before - used) if before else 0)
