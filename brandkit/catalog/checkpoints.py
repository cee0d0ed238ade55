"""Signed checkpoints of the history, kept outside the database.

A chain of hashes shows a change in its middle; it does not show that its end was cut off, or that all of it was written
anew. A checkpoint is a row's number and hash, signed; the rows must always still reach the newest one.

    checkpoints/history.jsonl   one line a checkpoint
    checkpoints/keys.txt        the public keys that may sign, one a line
    checkpoints/key.pem         the private key, unless BRANDKIT_CHECKPOINT_KEY names another file

BRANDKIT_CHECKPOINTS names further files for the same lines, on another disk or machine: whoever can change the whole
folder can change what lies in it, but not those. Source: RFC 8032 (Ed25519).
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from brandkit.durable import failures, sync_folder, write_durably
from brandkit.errors import StoreFailure

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "checkpoints"
LINES, KEYS, PRIVATE = "history.jsonl", "keys.txt", "key.pem"
KEY_VARIABLE, PLACES_VARIABLE = "BRANDKIT_CHECKPOINT_KEY", "BRANDKIT_CHECKPOINTS"
_SCHEMA = "brandkit-checkpoint/1"
_LONGEST_LINE = 2_000  # bytes; a line takes about 300


@dataclass(frozen=True)
class Checkpoint:
    """That the history's row `number` had this hash at that time; 0 and "" before the first row."""

    number: int
    sha256: str
    at: str
    key: str  # the public key, base64
    signature: str  # base64

    def signed(self) -> bytes:
        """The bytes that the signature is of."""
        return f"{_SCHEMA}\n{self.number}\n{self.sha256}\n{self.at}\n".encode()


class Checkpoints:
    """The checkpoints of the catalog in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder / FOLDER
        further = os.environ.get(PLACES_VARIABLE, "")
        self.places = (self.folder / LINES, *(Path(place) for place in further.split(os.pathsep) if place))

    def start(self, number: int, sha256: str, *, at: str) -> None:
        """Signs a row in every place, also in one that has no checkpoint yet; makes the key when there is none.

        Raises
        ------
        StoreFailure
        """
        with failures(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder.parent)
            for place in self.places:
                if not place.exists():
                    place.touch()
                    sync_folder(place.parent)
            with self._locked() as sinks:
                self._append(sinks, number, sha256, at, self._key(make=True))

    @contextmanager
    def following(self) -> Iterator[Following]:
        """The newest checkpoint, with nobody else signing meanwhile.

        Raises
        ------
        StoreFailure : a place is missing or cannot be written to, or its newest line is no checkpoint.
        """
        with failures(self.folder), self._locked() as sinks:
            newest = [_newest(sink) for sink in sinks]
            if any(found is None for found in newest):
                raise StoreFailure(str(self.folder), "has no checkpoint to go on from", _REPAIR)
            yield Following(self, sinks, min((found for found in newest if found), key=lambda found: found.number))

    def lines(self, place: Path) -> Iterator[tuple[int, Checkpoint | None]]:
        """Every line of a place with its number; None for one that is no checkpoint signed by a known key.

        What a power cut left of the last line, without an end, is no line.
        """
        keys = self.keys()
        with failures(place), place.open("rb") as source:
            for number, line in enumerate(source, start=1):
                if line.endswith(b"\n"):
                    found = _read(line)
                    yield number, found if found and found.key in keys and _holds(found) else None

    def signature(self, signed: Callable[[str], bytes]) -> tuple[str, str]:
        """The public key (base64) and its signature (base64) of other bytes, which may depend on that key.

        Raises
        ------
        StoreFailure, OSError : the private key is not there, cannot be read, or may not sign.
        """
        key = self._key()
        public = _public(key)
        return public, base64.b64encode(key.sign(signed(public))).decode("ascii")

    def keys(self) -> frozenset[str]:
        """The public keys that may sign."""
        try:
            return frozenset((self.folder / KEYS).read_text("ascii").split())
        except (FileNotFoundError, UnicodeDecodeError):
            return frozenset()

    def _append(self, sinks: list[BinaryIO], number: int, sha256: str, at: str, key: Ed25519PrivateKey) -> None:
        unsigned = Checkpoint(number, sha256, at, _public(key), "")
        signature = base64.b64encode(key.sign(unsigned.signed())).decode("ascii")
        line = json.dumps({**asdict(unsigned), "signature": signature}).encode("ascii") + b"\n"
        for sink in sinks:
            _drop_torn_end(sink)
            sink.write(line)
            sink.flush()
            os.fsync(sink.fileno())

    def _key(self, *, make: bool = False) -> Ed25519PrivateKey:
        """The private key; its public half is entered among those that may sign when it was made here."""
        path = Path(os.environ.get(KEY_VARIABLE) or self.folder / PRIVATE)
        if make and not path.exists():
            _make_key(path)
        key = _load_key(path)
        if _public(key) not in self.keys():
            if not make:
                raise StoreFailure(str(path), "is not among the keys that may sign", _REPAIR)
            known = sorted(self.keys())
            write_durably(self.folder / KEYS, "".join(f"{one}\n" for one in (*known, _public(key))).encode("ascii"))
        return key

    @contextmanager
    def _locked(self) -> Iterator[list[BinaryIO]]:
        """All places open for appending, held against other signers by a lock on the first."""
        sinks: list[BinaryIO] = []
        try:
            for place in self.places:
                sinks.append(place.open("r+b", buffering=0))  # never made here: a lost one must show
                if len(sinks) == 1:
                    fcntl.flock(sinks[0], fcntl.LOCK_EX)
            yield sinks
        finally:
            for sink in sinks:
                sink.close()


_REPAIR = "Run `brandkit fsck`, see what is missing, then `brandkit fsck --repair`."


@dataclass(frozen=True)
class Following:
    """The checkpoint to go on from; `sign` adds the next."""

    checkpoints: Checkpoints
    sinks: list[BinaryIO]
    newest: Checkpoint

    def sign(self, number: int, sha256: str, *, at: str) -> None:
        """Signs a row in every place."""
        self.checkpoints._append(self.sinks, number, sha256, at, self.checkpoints._key())


def _newest(stream: BinaryIO) -> Checkpoint | None:
    """The last whole line."""
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, end - 2 * _LONGEST_LINE))
    lines = stream.read().split(b"\n")[:-1]
    return _read(lines[-1]) if lines else None


def _drop_torn_end(stream: BinaryIO) -> None:
    """Cuts off what a power cut left of a line and goes to the end."""
    end = stream.seek(0, os.SEEK_END)
    start = stream.seek(max(0, end - _LONGEST_LINE))
    rest = stream.read()
    if rest and not rest.endswith(b"\n"):
        stream.truncate(start + rest.rfind(b"\n") + 1)
    stream.seek(0, os.SEEK_END)


def _read(line: bytes) -> Checkpoint | None:
    try:
        values = json.loads(line)
        found = Checkpoint(**values)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (found.sha256, found.at, found.key, found.signature)
    return found if type(found.number) is int and all(isinstance(text, str) for text in texts) else None


def _holds(checkpoint: Checkpoint) -> bool:
    return is_signed(checkpoint.signed(), checkpoint.key, checkpoint.signature)


def is_signed(data: bytes, key: str, signature: str) -> bool:
    """Whether a signature (base64) of some bytes is by a public key (base64)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def _make_key(path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    data = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_durably(path, data, mode=0o600)


def _load_key(path: Path) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreFailure(str(path), "holds no Ed25519 private key in PEM") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreFailure(str(path), "holds no Ed25519 private key in PEM")
    return key
