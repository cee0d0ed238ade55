"""A large blob sent in parts: one in memory at a time, each with its checksum."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from brandkit.errors import StoreFailure
from brandkit.stores._s3_calls import Body, Calls, Progress, Refused
from brandkit.stores._s3_source import Source

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PARTS_ABOVE_BYTES = 8 << 20
_PART_BYTES = 8 << 20
_MOST_PARTS = 10_000  # of S3
# It ended otherwise: another was first, or our own request did what its lost reply did not tell, or `gc` discarded it.
_ENDED = frozenset({"PreconditionFailed", "412", "NoSuchUpload", "InvalidPart", "InvalidPartOrder", "404"})
_ABORT_PATIENCE_S = 1.0  # what is left behind is named by `unfinished`


def send_in_parts(calls: Calls, key: str, source: Source, *, replace: bool) -> bool:
    """Sends a blob; False when it lies there already, or when it cannot be told whether it does.

    Parameters
    ----------
    replace : whether to write over what lies there.

    Raises
    ------
    StoreFailure : nothing was written; its parts are gone, or are named by `unfinished`.
    """
    target: dict[str, Any] = {"Bucket": calls.place.bucket, "Key": key}
    condition: dict[str, Any] = {} if replace else {"IfNoneMatch": "*"}
    upload = {**target, "UploadId": calls.ask(lambda s3, _: s3.create_multipart_upload(**target)["UploadId"])}
    try:
        parts = _sent(calls, upload, source)
        try:
            calls.ask(
                lambda s3, _: s3.complete_multipart_upload(**upload, **condition, MultipartUpload={"Parts": parts}),
                known=_ENDED | {"NotImplemented", "501"},
                server_bytes=source.size,
            )
        except Refused as refused:
            if refused.code not in ("NotImplemented", "501") or replace:
                raise
            calls.ask(
                lambda s3, _: s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts}),
                known=_ENDED,
                server_bytes=source.size,
            )
    except Refused:
        _abort(calls, upload)
        return False
    except BaseException:
        _abort(calls, upload)
        raise
    return True


def _sent(calls: Calls, upload: dict[str, Any], source: Source) -> list[CompletedPartTypeDef]:
    """Every part sent; raises Refused when the upload has ended meanwhile."""
    # Grows beyond 80 GB only, where S3 takes no more parts.
    part_bytes = max(_PART_BYTES, -(-source.size // _MOST_PARTS))
    parts: list[CompletedPartTypeDef] = []
    for number, data in enumerate(source.parts(part_bytes), start=1):
        checksum = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode("ascii")
        tag = calls.ask(
            partial(_send_part, upload={**upload, "PartNumber": number, "ContentMD5": checksum}, data=data),
            known={"NoSuchUpload", "404"},
        )
        parts.append({"PartNumber": number, "ETag": tag})
    return parts


def _send_part(s3: S3Client, progress: Progress, *, upload: dict[str, Any], data: bytes) -> str:
    return s3.upload_part(**upload, Body=Body(data, progress))["ETag"]


def _abort(calls: Calls, upload: dict[str, Any]) -> None:
    with suppress(Refused, StoreFailure):
        calls.ask(
            lambda s3, _: s3.abort_multipart_upload(**upload),
            known={"NoSuchUpload", "404"},
            patience_s=_ABORT_PATIENCE_S,
        )
