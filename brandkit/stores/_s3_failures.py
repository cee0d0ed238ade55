"""What botocore raises, sorted: what passes by itself, and what is said of the rest.

botocore is imported here, so this file is imported once it is known to be there.
"""

from __future__ import annotations

from botocore import exceptions as botocore_exceptions
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError as Urllib3Error

from brandkit.errors import StoreFailure
from brandkit.messages import Message, say

# What a refusal of S3 means, by its code: the problem and what to do.
_REFUSALS = {
    "NoSuchBucket": (
        "cannot be used: there is no such bucket",
        "Make the bucket, or correct the name of it; brandkit makes none.",
    ),
    "AccessDenied": (
        "cannot be used: access is denied",
        "Give these credentials the permissions that docs/how-to/s3.md lists.",
    ),
    "InvalidAccessKeyId": ("cannot be used: its credentials are refused", "Check AWS_ACCESS_KEY_ID."),
    "SignatureDoesNotMatch": ("cannot be used: its credentials are refused", "Check AWS_SECRET_ACCESS_KEY."),
    "ExpiredToken": ("cannot be used: its credentials have expired", "Renew AWS_SESSION_TOKEN and the keys with it."),
    "RequestTimeTooSkewed": (
        "cannot be used: the clocks of this machine and of the store differ",
        "Set the clock of this machine.",
    ),
    "PermanentRedirect": (
        "cannot be used: the bucket lies in another region or at another address",
        "Set AWS_REGION and AWS_ENDPOINT_URL to those of the bucket.",
    ),
    "NotEntitled": ("cannot be used: access is denied", "Check the account of these credentials."),
    "QuotaExceeded": ("has no room left", "Free space or raise the quota, then run the command again."),
}
_SAME_AS = {
    "403": "AccessDenied",
    "Forbidden": "AccessDenied",
    "AllAccessDisabled": "AccessDenied",
    "AccountProblem": "NotEntitled",
    "InvalidToken": "ExpiredToken",
    "TokenRefreshRequired": "ExpiredToken",
    "RequestExpired": "RequestTimeTooSkewed",
    "301": "PermanentRedirect",
    "AuthorizationHeaderMalformed": "PermanentRedirect",
    "IllegalLocationConstraintException": "PermanentRedirect",
    "InsufficientStorage": "QuotaExceeded",
    "XMinioStorageFull": "QuotaExceeded",
    "507": "QuotaExceeded",
}
# Refused although nothing is wrong with the request: overload, a race, or bytes that were hurt on their way.
_PASSING_CODES = frozenset({
    "SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests", "RequestTimeout",
    "ServiceUnavailable", "InternalError", "OperationAborted", "ConditionalRequestConflict", "IncompleteBody",
    "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch",
})  # fmt: skip
_PASSING = (
    botocore_exceptions.ConnectionError,
    botocore_exceptions.HTTPClientError,
    botocore_exceptions.IncompleteReadError,
    ResponseParserError,
    Urllib3Error,
    LookupError,  # a reply without what it must have
    OSError,
)
_KINDS = {
    "EndpointConnectionError": say("no connection"),
    "ConnectTimeoutError": say("no connection in time"),
    "ReadTimeoutError": say("no reply in time"),
    "TimeoutError": say("no reply in time"),
    "ConnectionClosedError": say("the connection was cut"),
    "ResponseStreamingError": say("the connection was cut"),
    "ProtocolError": say("the connection was cut"),
    "IncompleteReadError": say("the reply was cut short"),
    "ResponseParserError": say("a reply without sense"),
    "KeyError": say("a reply without sense"),
    "InvalidEndpoint": say("no such address"),
}
_SET_KEYS = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment."


def code_of(error: BaseException) -> str:
    """The code of a refusal of S3, else "". A reply without a body has its HTTP status for a code."""
    if isinstance(error, RecursionError):  # botocore 1.44 follows a redirect that names no region without end
        return "PermanentRedirect"
    if not isinstance(error, botocore_exceptions.ClientError):
        return ""
    return str(error.response.get("Error", {}).get("Code", ""))


def passes(error: BaseException) -> bool:
    """Whether the same request may do better in a moment."""
    if isinstance(error, botocore_exceptions.ClientError):
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        code = code_of(error)
        if _SAME_AS.get(code, code) in _REFUSALS or code in ("NotImplemented", "501"):
            return False
        return status >= 500 or status in (408, 409, 429) or code in _PASSING_CODES
    if isinstance(error, botocore_exceptions.SSLError | botocore_exceptions.ProxyConnectionError):
        return False
    return isinstance(error, _PASSING)


def failure_of(error: BaseException, subject: object, endpoint: str) -> StoreFailure:
    """What the user is told of an error that did not pass."""
    code = code_of(error)
    if found := _REFUSALS.get(_SAME_AS.get(code, code)):
        return StoreFailure(subject, *found)
    if code:
        status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)  # type: ignore[attr-defined]
        if passes(error):
            return StoreFailure(subject, "is not available now: S3 says {code} ({status})", None,
                                code=code, status=status)  # fmt: skip
        return StoreFailure(subject, "cannot be used: S3 says {code} ({status})", None, code=code, status=status)
    if isinstance(error, botocore_exceptions.NoCredentialsError | botocore_exceptions.PartialCredentialsError):
        return StoreFailure(subject, "cannot be used: no credentials are set", _SET_KEYS)
    if isinstance(error, botocore_exceptions.CredentialRetrievalError):
        return StoreFailure(subject, "cannot be used: its credentials could not be fetched", _SET_KEYS)
    if isinstance(error, botocore_exceptions.SSLError):
        advice = "Name its authority with AWS_CA_BUNDLE, or check the address."
        return StoreFailure(subject, "cannot be reached safely: the certificate of {endpoint} is not trusted", advice,
                            endpoint=endpoint)  # fmt: skip
    if isinstance(error, _PASSING):
        return StoreFailure(subject, "cannot be reached: {endpoint} does not answer ({why})",
                            "Nothing was lost. Check that the service runs and that AWS_ENDPOINT_URL names it, then "
                            "run the command again.", endpoint=endpoint, why=_why(error))  # fmt: skip
    return StoreFailure(subject, "cannot be used: {why}",
                        "Check AWS_ENDPOINT_URL, AWS_REGION and AWS_PROFILE.", why=_why(error))  # fmt: skip


def _why(error: BaseException) -> Message:
    """The kind of an error: its text may hold an address with all that stands in it."""
    kind = type(error).__name__
    return _KINDS.get(kind) or say("{kind}", kind=kind)
