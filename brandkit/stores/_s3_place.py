"""Where in S3 a store lies: `s3://bucket/prefix`, and the keys under it.

Keys are laid out as the folder store lays out its files, so a folder that is copied up is a store, and one that is
copied down is a folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brandkit.errors import InvalidValue

_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_SIDECAR = re.compile(r"[a-z0-9][a-z0-9.-]{0,199}\Z")
# Of the 1,024 bytes of a key; the longest name under a prefix is that of a sidecar.
_LONGEST_PREFIX_BYTES = 800
# `?` and `#` read as the start of options, which belong in the environment; some servers turn a backslash about.
_REFUSED = re.compile(r"[\x00-\x1f\x7f\\?#]")


@dataclass(frozen=True)
class Place:
    """A bucket and a prefix without slashes at its ends, "" for the whole bucket."""

    bucket: str
    prefix: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    @property
    def root(self) -> str:
        """What every key of the store begins with."""
        return f"{self.prefix}/" if self.prefix else ""

    @property
    def sidecars(self) -> str:
        """What the key of every sidecar begins with."""
        return f"{self.root}sidecars/"

    def blob(self, sha256: str) -> str:
        """The key of a blob; raises InvalidValue for what is no SHA-256."""
        if not _SHA256.match(sha256):
            raise InvalidValue(sha256, "is no SHA-256")
        return f"{self.root}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def sidecar(self, name: str) -> str:
        """The key of a sidecar; raises InvalidValue for a name that would leave the folder."""
        if not _SIDECAR.match(name):
            raise InvalidValue(name, "is no name of a sidecar")
        return self.sidecars + name

    def sha256_of(self, key: str) -> str | None:
        """The SHA-256 that a key stands for; None for the key of anything else."""
        name = key.rpartition("/")[2]
        return name if _SHA256.match(name) and key == self.blob(name) else None

    def sidecar_of(self, key: str) -> str | None:
        """The name of the sidecar that a key stands for; None for the key of anything else."""
        name = key.removeprefix(self.sidecars)
        return name if _SIDECAR.match(name) and key == self.sidecar(name) else None


def place_of(location: str) -> Place:
    """The place that an address names.

    Parameters
    ----------
    location : `s3://bucket/prefix`, with or without the scheme.

    Raises
    ------
    InvalidValue : when it is no such address, or holds credentials; these are not repeated in the message.
    """
    address = location.removeprefix("s3:")
    bucket, _, prefix = address.removeprefix("//").partition("/")
    if "@" in bucket:
        raise InvalidValue(
            f"s3://…@{bucket.rpartition('@')[2]}",
            "has credentials in its address",
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, and take them out of the address.",
        )
    shown = f"s3://{_REFUSED.split(bucket)[0]}"
    if not address.startswith("//") or not _BUCKET.match(bucket) or ".." in bucket:
        raise InvalidValue(shown, "is no address of a bucket", "Write s3://bucket/prefix.")
    if bucket.endswith("--x-s3"):
        raise InvalidValue(shown, "is a directory bucket (S3 Express), which lists its keys in no order")
    prefix = prefix.strip("/")
    if _REFUSED.search(prefix):
        raise InvalidValue(
            shown,
            "has a character in its prefix that cannot stand there (? # \\ or a control character)",
            "Endpoint, region and credentials are set in the environment; see docs/how-to/s3.md.",
        )
    if any(part in ("", ".", "..") for part in prefix.split("/") if prefix):
        raise InvalidValue(shown, "has an empty part, . or .. in its prefix", "Write s3://bucket/prefix.")
    if len(prefix.encode("utf-8")) > _LONGEST_PREFIX_BYTES:
        raise InvalidValue(shown, "has a prefix of more than {most} bytes", None, most=_LONGEST_PREFIX_BYTES)
    return Place(bucket, prefix)
