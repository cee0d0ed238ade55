"""Blobs in S3, each named by its SHA-256: s3://bucket/prefix/ab/cd/<sha256>; sidecars under prefix/sidecars/.

Nothing is believed of a server: a blob is acknowledged after it was read back and had its hash, and handed out after
it was read and had its hash. Endpoint, region and credentials come from the environment in AWS's usual names.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from brandkit.errors import DamagedBlob, StoreFailure
from brandkit.stores._s3_calls import Body, Calls, Progress, Refused
from brandkit.stores._s3_listing import listed
from brandkit.stores._s3_place import place_of
from brandkit.stores._s3_source import MEMORY_BYTES, Source, held
from brandkit.stores._s3_upload import PARTS_ABOVE_BYTES, send_in_parts

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_CHUNK_BYTES = 1 << 16
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN = frozenset({"PreconditionFailed", "412"})
_UNCONDITIONAL = frozenset({"NotImplemented", "501"})  # a server that does not know If-None-Match
_LARGEST_COPY_BYTES = 5 << 30
_ROUNDS = 6  # of sending and reading back other bytes than were sent
_RIVALS = 30  # times that another may delete a blob while it is put


@dataclass(frozen=True)
class _Head:
    """What is known of a blob without reading it; its size in bytes."""

    size: int
    modified: datetime


class Store:
    """A prefix in a bucket; safe for any number of writers on any number of machines. The bucket must be there.

    Parameters
    ----------
    location : `s3://bucket/prefix`.

    Raises
    ------
    InvalidValue : when it is no such address or holds credentials. The bucket itself is not asked.
    """

    def __init__(self, location: str):
        self.place = place_of(str(location))
        self._calls = Calls(self.place)

    def put(self, content: bytes | BinaryIO) -> str:
        with held(content, self.place) as source:
            wrong = 0
            for turn in range(_RIVALS):
                sent = self._send(source, replace=turn > 0)
                # Whatever the server said, or did not say: what counts is what lies there now.
                if self._is_sound(source.sha256) and (sent or self._make_young(source)):
                    return source.sha256
                wrong += self.exists(source.sha256)
                if wrong == _ROUNDS:
                    break
        raise StoreFailure(self.place, "does not keep the bytes that it is sent", "Check the service and the line.")

    def get(self, sha256: str) -> bytes:
        with self.open(sha256) as blob:
            return blob.read()

    def open(self, sha256: str) -> BinaryIO:
        key = self.place.blob(sha256)
        for _ in range(2):  # bytes may be hurt on their way too
            blob, digest, _ = self._fetched(key, sha256)
            if digest == sha256:
                blob.seek(0)
                return blob
            blob.close()
        raise DamagedBlob(sha256, "no longer has the bytes that it was registered with")

    def exists(self, sha256: str) -> bool:
        return self._head(sha256) is not None

    def delete(self, sha256: str) -> None:
        self._delete(self.place.blob(sha256))

    def iterate(self) -> Iterator[str]:
        # Blobs sort before "sidecars/", which need not be listed.
        yield from self._names(self.place.root, self.place.sha256_of, up_to=self.place.root + "g")

    def size(self, sha256: str) -> int:
        found = self._head(sha256)
        if found is None:
            raise DamagedBlob(sha256, "is missing from the store")
        return found.size

    def modified(self, sha256: str) -> datetime:
        found = self._head(sha256)
        return found.modified if found else datetime.min.replace(tzinfo=UTC)

    def address(self, sha256: str, *, seconds: int, filename: str = "", media_type: str = "") -> str | None:
        wanted = {"Bucket": self.place.bucket, "Key": self.place.blob(sha256)}
        if filename:
            from urllib.parse import quote

            wanted["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
        if media_type:
            wanted["ResponseContentType"] = media_type
        return self._calls.ask(lambda s3, _: s3.generate_presigned_url("get_object", wanted, ExpiresIn=seconds))

    def unfinished(self, before: datetime) -> tuple[str, ...]:
        def stale(upload: dict[str, Any]) -> str | None:
            sha256 = self.place.sha256_of(upload["Key"])
            if sha256 is None or upload["Initiated"] >= before or self._is_being_sent(upload, before):
                return None
            return f"{sha256}/{upload['UploadId']}"

        uploads = listed(self._calls, "list_multipart_uploads", Prefix=self.place.root)
        return tuple(sorted(name for upload in uploads if (name := stale(upload))))

    def discard(self, name: str) -> None:
        sha256, _, upload = name.partition("/")
        target: dict[str, Any] = {"Bucket": self.place.bucket, "Key": self.place.blob(sha256), "UploadId": upload}
        try:
            self._calls.ask(lambda s3, _: s3.abort_multipart_upload(**target), known={"NoSuchUpload", "404"})
        except Refused:
            return

    def write_sidecar(self, name: str, data: bytes) -> None:
        key, digest = self.place.sidecar(name), hashlib.sha256(data)
        for _ in range(_ROUNDS):
            self._calls.ask(lambda s3, progress: s3.put_object(
                Bucket=self.place.bucket, Key=key, Body=Body(data, progress),
                ChecksumSHA256=base64.b64encode(digest.digest()).decode("ascii"),
                Metadata={"sha256": digest.hexdigest()},
            ))  # fmt: skip
            blob, found, _ = self._fetched(key, name)
            blob.close()
            if found == digest.hexdigest():
                return
        raise StoreFailure(self.place, "does not keep the bytes that it is sent", "Check the service and the line.")

    def read_sidecar(self, name: str) -> bytes:
        key = self.place.sidecar(name)
        for _ in range(2):
            blob, digest, promised = self._fetched(key, name)
            with blob:
                if promised in ("", digest):  # "": it was copied here by another program
                    blob.seek(0)
                    return blob.read()
        raise DamagedBlob(name, "no longer has the bytes that were written")

    def sidecars(self) -> Iterator[str]:
        yield from self._names(self.place.sidecars, self.place.sidecar_of)

    def delete_sidecar(self, name: str) -> None:
        self._delete(self.place.sidecar(name))

    def _send(self, source: Source, *, replace: bool) -> bool:
        """Sends the bytes; False when something lies there already, or when it cannot be told who was first."""
        if source.size > PARTS_ABOVE_BYTES:
            if not replace and self.exists(source.sha256):
                return False
            return send_in_parts(self._calls, self.place.blob(source.sha256), source, replace=replace)
        data = source.whole()
        target: dict[str, Any] = {
            "Bucket": self.place.bucket,
            "Key": self.place.blob(source.sha256),
            "ChecksumSHA256": base64.b64encode(bytes.fromhex(source.sha256)).decode("ascii"),
        }
        condition: dict[str, Any] = {} if replace else {"IfNoneMatch": "*"}
        try:
            self._calls.ask(
                lambda s3, progress: s3.put_object(**target, **condition, Body=Body(data, progress)),
                known=_TAKEN | _UNCONDITIONAL,
            )
        except Refused as refused:
            return refused.code in _UNCONDITIONAL and not replace and self._send(source, replace=True)
        return True

    def _is_sound(self, sha256: str) -> bool:
        """Whether what lies there has its hash; read twice before it is called damaged, for it will be replaced."""
        try:
            self.open(sha256).close()
        except DamagedBlob:
            return False
        return True

    def _make_young(self, source: Source) -> bool:
        """Renews the date of a blob that was there, so that it is not collected as it is about to be referenced.

        False when it cannot be done by copying the blob onto itself, or when it is gone meanwhile.
        """
        key = self.place.blob(source.sha256)
        if source.size > _LARGEST_COPY_BYTES:
            return False
        try:
            self._calls.ask(
                lambda s3, _: s3.copy_object(
                    Bucket=self.place.bucket, Key=key, CopySource={"Bucket": self.place.bucket, "Key": key},
                    MetadataDirective="REPLACE",
                ),
                known=_MISSING,
                server_bytes=source.size,
            )  # fmt: skip
        except Refused:
            return False
        return True

    def _fetched(self, key: str, subject: str) -> tuple[BinaryIO, str, str]:
        """An object's bytes, their SHA-256, and the one that was promised for them ("" for none).

        Raises
        ------
        DamagedBlob : when it is missing.
        StoreFailure
        """

        def fetch(s3: S3Client, progress: Progress) -> tuple[BinaryIO, str, str]:
            reply = s3.get_object(Bucket=self.place.bucket, Key=key)
            digest, sink = hashlib.sha256(), SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115  whoever asked closes it
            try:
                while chunk := reply["Body"].read(_CHUNK_BYTES):
                    progress.moved(len(chunk))
                    digest.update(chunk)
                    sink.write(chunk)
            except BaseException:
                sink.close()
                raise
            finally:
                reply["Body"].close()
            return cast(BinaryIO, sink), digest.hexdigest(), reply.get("Metadata", {}).get("sha256", "")

        try:
            return self._calls.ask(fetch, known=_MISSING)
        except Refused as refused:
            raise DamagedBlob(subject, "is missing from the store") from refused

    def _head(self, sha256: str) -> _Head | None:
        key = self.place.blob(sha256)

        def look(s3: S3Client, _: Progress) -> _Head:
            reply = s3.head_object(Bucket=self.place.bucket, Key=key)
            return _Head(reply["ContentLength"], reply["LastModified"].astimezone(UTC))

        try:
            return self._calls.ask(look, known=_MISSING)
        except Refused:
            self._refuse_missing_bucket()
            return None

    def _refuse_missing_bucket(self) -> None:
        """A HEAD of a key answers the same whether the key or the whole bucket is missing."""
        try:
            self._calls.ask(lambda s3, _: s3.head_bucket(Bucket=self.place.bucket), known=_MISSING)
        except Refused as refused:
            advice = "Make the bucket, or correct the name of it; brandkit makes none."
            raise StoreFailure(self.place, "cannot be used: there is no such bucket", advice) from refused

    def _delete(self, key: str) -> None:
        try:
            self._calls.ask(lambda s3, _: s3.delete_object(Bucket=self.place.bucket, Key=key), known=_MISSING)
        except Refused:
            return

    def _is_being_sent(self, upload: dict[str, Any], before: datetime) -> bool:
        parts = listed(self._calls, "list_parts", Key=upload["Key"], UploadId=upload["UploadId"])
        try:
            return any(part["LastModified"] >= before for part in parts)
        except Refused:
            return True  # it has ended since it was listed

    def _names(self, prefix: str, name_of: Callable[[str], str | None], up_to: str = "") -> Iterator[str]:
        """Names of the objects under a prefix, sorted; keys from `up_to` on are not asked for."""
        last = ""
        for entry in listed(self._calls, "list_objects_v2", Prefix=prefix):
            if up_to and entry["Key"] >= up_to:
                return
            name = name_of(entry["Key"])
            if name is None:
                continue
            if name <= last:
                raise StoreFailure(self.place, "cannot be used: it does not list its keys in order",
                                   "Directory buckets (S3 Express) are not supported.")  # fmt: skip
            last = name
            yield name
