"""Asking S3 with bounds: a request is repeated while it may help, and given up in time.

Every attempt runs in a thread of its own and is watched from outside: the time-outs of sockets do not see a server
that sends one byte a second, or a name server that never answers. Whoever waits is answered at most `PATIENCE_S` after
the last byte moved, and the attempt that was given up ends at its next byte.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Collection
from functools import cache, partial
from io import BytesIO
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from brandkit.errors import MissingLibrary, StoreFailure
from brandkit.stores._s3_place import Place

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from mypy_boto3_s3.client import S3Client

# An attempt in which nothing moves for STALL_S is given up; PATIENCE_S is for all attempts of a request together. With
# the aborting of an upload, the error comes within ten seconds.
STALL_S = 4.5
PATIENCE_S = 8.0
# Before the second attempt, the third …; a random half of it is dropped, so that many writers do not come back at once.
WAITS_S = (0.1, 0.4, 1.0, 2.0)
_CONNECT_S = 2.0
# What a server is given for bytes that it moves by itself, when it copies a blob or puts it together.
_SERVER_BYTES_PER_S = 50e6
_MOST_SERVER_S = 60.0
# Bytes that count as moving: below this much in STALL_S a transfer is as good as dead.
STEP_BYTES = 1 << 16

T = TypeVar("T")


class Refused(Exception):
    """A refusal of S3 that the caller said it knows what to do with."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Progress:
    """What one attempt has moved, as seen by whoever waits for it."""

    def __init__(self) -> None:
        self.abandoned = False
        self._moved_at = time.monotonic()
        self._bytes = 0

    def moved(self, count: int) -> None:
        """Notes bytes that went over the wire; raises in the thread of an attempt that nobody waits for any more."""
        if self.abandoned:
            raise TimeoutError("given up")
        self._bytes += count
        if self._bytes >= STEP_BYTES:
            self._bytes = 0
            self._moved_at = time.monotonic()

    def quiet_s(self) -> float:
        """Seconds since something moved, or since the start."""
        return time.monotonic() - self._moved_at


class Body(BytesIO):
    """The body of a request, telling how far it was sent."""

    def __init__(self, data: bytes, progress: Progress):
        super().__init__(data)
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(size)
        self._progress.moved(len(chunk))
        return chunk


class Calls:
    """The way to one place in S3; made without asking it, and whole again after any failure."""

    def __init__(self, place: Place):
        self.place = place
        self._lock = threading.Lock()
        self._client: S3Client | None = None
        self._process = 0

    @property
    def client(self) -> S3Client:
        """boto3's client, made when it is first needed, and again in a forked child: sockets are not shared."""
        with self._lock:
            if self._client is None or self._process != os.getpid():
                self._client = _made_client(self.place)
                self._process = os.getpid()
            return self._client

    def ask(
        self,
        request: Callable[[S3Client, Progress], T],
        *,
        known: Collection[str] = (),
        patience_s: float | None = None,
        server_bytes: int = 0,
    ) -> T:
        """What a request gives.

        Parameters
        ----------
        request : asks the client; must do no harm when it is repeated, or run twice at once.
        known : codes of refusals that are raised as Refused.
        patience_s : how long nothing may move, over all attempts; PATIENCE_S unless told.
        server_bytes : what the server is to move by itself; it is given more time for much of it.

        Raises
        ------
        Refused, StoreFailure
        """
        client = self.client  # first: it tells when boto3 is missing
        from brandkit.stores import _s3_failures as failures

        quiet_s, at_work_s = 0.0, server_s(server_bytes)
        patience_s = (PATIENCE_S if patience_s is None else patience_s) + at_work_s
        for wait_s in (*WAITS_S, None):
            progress = Progress()
            try:
                stall_s = min(STALL_S + at_work_s, patience_s - quiet_s)
                return _watched(partial(request, client, progress), progress, stall_s)
            except StoreFailure:
                raise
            except Exception as error:
                code = failures.code_of(error)
                if code in known:
                    raise Refused(code) from error
                quiet_s += progress.quiet_s() + (wait_s or 0)
                if wait_s is None or quiet_s >= patience_s or not failures.passes(error):
                    self._client = None
                    raise failures.failure_of(error, self.place, _bare(client.meta.endpoint_url)) from error
            time.sleep(wait_s * random.uniform(0.5, 1))
        raise AssertionError  # the last round returned or raised


def server_s(moved_bytes: int) -> float:
    """Seconds that a server may take to move so many bytes by itself."""
    return min(moved_bytes / _SERVER_BYTES_PER_S, _MOST_SERVER_S)


def _watched(work: Callable[[], T], progress: Progress, limit_s: float) -> T:
    """What the work gives; raises what it raises, and TimeoutError when nothing moves for that long."""
    outcome: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(), None))
        except BaseException as error:  # noqa: BLE001  handed over to whoever waits, whatever it is
            outcome.put((None, error))

    threading.Thread(target=run, name="s3", daemon=True).start()
    try:
        while True:
            try:
                result, error = outcome.get(timeout=max(limit_s - progress.quiet_s(), 0.01))
            except Empty:
                if progress.quiet_s() < limit_s:
                    continue
                raise TimeoutError from None
            if error is not None:
                raise error
            return result
    finally:
        progress.abandoned = True


def _made_client(place: Place) -> S3Client:
    try:
        import boto3
        import botocore.session
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError as error:
        raise MissingLibrary(place, "needs boto3, which is not installed",
                             "Install it with `pip install brandkit[s3]`.") from error  # fmt: skip
    from brandkit.stores._s3_failures import failure_of

    own_endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    settings = Config(
        signature_version="s3v4",
        connect_timeout=_CONNECT_S,
        read_timeout=STALL_S + _MOST_SERVER_S,  # the watch is stricter; this ends what it gave up
        retries={"total_max_attempts": 1},  # ours are bounded over all attempts together
        # We name the checksums ourselves; what boto3 adds of its own accord is refused by older servers.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        # A server of one's own seldom has a name for each bucket.
        s3={"addressing_style": "path" if own_endpoint else "auto"},
    )
    try:
        inner = botocore.session.Session()
        inner.register_component("data_loader", _descriptions())
        session = boto3.session.Session(botocore_session=inner)
        # boto3 itself knows the older of the two names only.
        region = os.environ.get("AWS_REGION") or session.region_name or "us-east-1"
        return session.client("s3", region_name=region, config=settings)
    except (BotoCoreError, ValueError) as error:
        raise failure_of(error, place, "") from error


@cache
def _descriptions() -> Loader:
    """The descriptions of AWS's services, read once: they take most of the time that making a client takes."""
    from botocore.loaders import create_loader

    return create_loader(os.environ.get("AWS_DATA_PATH"))


def _bare(endpoint: str) -> str:
    """An endpoint without what may stand before an @ in it."""
    scheme, _, rest = endpoint.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
