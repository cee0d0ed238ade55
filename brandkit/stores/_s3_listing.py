"""Lists of S3, page by page: a thousand entries in memory, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brandkit.errors import StoreFailure
from brandkit.stores._s3_calls import Calls

# How each list is gone on with: the parameter of the next request, by the field of the reply that it takes.
_MARKERS = {
    "list_objects_v2": {"NextContinuationToken": "ContinuationToken"},
    "list_multipart_uploads": {"NextKeyMarker": "KeyMarker", "NextUploadIdMarker": "UploadIdMarker"},
    "list_parts": {"NextPartNumberMarker": "PartNumberMarker"},
}
_ENTRIES = {"list_objects_v2": "Contents", "list_multipart_uploads": "Uploads", "list_parts": "Parts"}


def listed(calls: Calls, request: str, **wanted: Any) -> Iterator[dict[str, Any]]:
    """Every entry of a list.

    Parameters
    ----------
    request : a key of _MARKERS, the name of the client's method.
    wanted : its parameters, without the bucket.

    Raises
    ------
    Refused : NoSuchUpload.
    StoreFailure : also when the list would go on for ever.
    """
    markers: dict[str, Any] = {}
    while True:
        asked = {"Bucket": calls.place.bucket, **wanted, **markers}
        page: dict[str, Any] = calls.ask(lambda s3, _: getattr(s3, request)(**asked), known={"NoSuchUpload"})  # noqa: B023
        yield from page.get(_ENTRIES[request], ())
        if not page.get("IsTruncated"):
            return
        following = {to: page[field] for field, to in _MARKERS[request].items() if page.get(field)}
        if not following or following == markers:
            raise StoreFailure(calls.place, "cannot be used: its list has no end", "Check the service.")
        markers = following
