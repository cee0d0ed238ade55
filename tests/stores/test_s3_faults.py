"""Bad days of the network and of the server: nothing acknowledged is lost, nothing is acknowledged wrongly, an error
comes after a bounded number of tries, and the same store works again as soon as the server does."""

from __future__ import annotations

import hashlib
import io
import os
import time

import pytest

from brandkit.errors import DamagedBlob, StoreFailure
from brandkit.stores import _s3_calls
from brandkit.stores.s3 import Store
from tests.stores import faulty_proxy as faults
from tests.stores.faulty_proxy import Proxy

KEPT = b"acknowledged long ago" * 5000
SMALL = b"a logo of today" * 5000
LARGE = os.urandom(1 << 20) * 9  # two parts

PASSING = {
    "reset in upload": faults.reset_in_upload,
    "lost reply": faults.lose_reply,
    "reset in download": faults.reset_in_download,
    "reply cut short": faults.cut_reply,
    "garbage": faults.garbage,
    "500": faults.answers(500, "InternalError"),
    "500 without a word": faults.answers(500),
    "503": faults.answers(503, "SlowDown"),
    "429": faults.answers(429, "TooManyRequests"),
    "502 of a balancer": faults.answers(502),
    "bytes hurt on their way in": faults.hurt_upload,
}
# Noticed by comparing bytes alone.
LYING = {
    "bytes hurt on their way out": faults.hurt_reply,
    "wrong checksum": faults.wrong_etag,
    "says it is there": faults.answers(412, "PreconditionFailed"),
    "does nothing": faults.swallow,
}


@pytest.fixture
def direct(s3_location, server):
    """The same store without the proxy."""
    store = Store(s3_location)
    store.put(KEPT)
    store.write_sidecar("kept.json", b'{"kept": true}')
    return store


@pytest.fixture
def store(direct, proxy: Proxy, s3_location, monkeypatch):
    """The store through the proxy; it waits hardly at all before it tries again."""
    monkeypatch.setattr(_s3_calls, "WAITS_S", tuple(wait / 100 for wait in _s3_calls.WAITS_S))
    return Store(s3_location)


def put_small(store):
    assert store.put(SMALL) == hashlib.sha256(SMALL).hexdigest()
    return SMALL


def put_large(store):
    assert store.put(io.BytesIO(LARGE)) == hashlib.sha256(LARGE).hexdigest()
    return LARGE


def put_again(store):
    store.put(KEPT)
    return KEPT


def get(store):
    assert store.get(hashlib.sha256(KEPT).hexdigest()) == KEPT


def look(store):
    assert store.exists(hashlib.sha256(KEPT).hexdigest())
    assert store.size(hashlib.sha256(KEPT).hexdigest()) == len(KEPT)


def iterate(store):
    assert hashlib.sha256(KEPT).hexdigest() in list(store.iterate())


def delete(store):
    store.delete(hashlib.sha256(b"never put").hexdigest())


def write_sidecar(store):
    store.write_sidecar("new.json", b'{"new": true}')


def read_sidecar(store):
    assert store.read_sidecar("kept.json") == b'{"kept": true}'


WORK = (put_small, put_large, put_again, get, look, iterate, delete, write_sidecar, read_sidecar)


SENDING = (put_small, put_large, get, write_sidecar)


def works(work):
    return pytest.mark.parametrize("work", work, ids=lambda w: w.__name__)


def sound(direct, acknowledged):
    """What was acknowledged lies there whole, seen past the proxy."""
    for data in (KEPT, acknowledged):
        if data is not None:
            assert direct.get(hashlib.sha256(data).hexdigest()) == data
    assert direct.read_sidecar("kept.json") == b'{"kept": true}'


@pytest.mark.parametrize(("fault", "work"), [(fault, work) for fault in PASSING for work in WORK if work in SENDING
                                             or fault in ("lost reply", "garbage", "503")])  # fmt: skip
def test_a_fault_that_passes_is_not_noticed(store, direct, proxy, fault, work):
    proxy.plan(PASSING[fault], times=1)
    acknowledged = work(store)
    sound(direct, acknowledged)


@works(WORK)
@pytest.mark.parametrize("fault", ["lost reply", "garbage", "503"])
def test_a_fault_that_stays_is_told_after_few_tries_and_is_over_when_it_is_over(store, direct, proxy, fault, work):
    proxy.plan(PASSING[fault])
    with pytest.raises(StoreFailure) as told:
        work(store)
    assert not isinstance(told.value, DamagedBlob)
    assert len(proxy.seen) <= 2 * (len(_s3_calls.WAITS_S) + 1)
    sound(direct, None)
    proxy.heal()
    sound(direct, work(store))


@works([put_small, put_large, get, write_sidecar])
@pytest.mark.parametrize("fault", ["reset in upload", "reset in download", "reply cut short",
                                   "bytes hurt on their way in"])  # fmt: skip
def test_a_line_that_hurts_every_transfer_gives_no_false_success(store, direct, proxy, fault, work):
    proxy.plan(PASSING[fault])
    try:
        acknowledged = work(store)
    except StoreFailure:
        acknowledged = None
    sound(direct, acknowledged)
    proxy.heal()
    sound(direct, work(store))


@pytest.mark.parametrize(
    ("work", "method"),
    [(put_small, "PUT"), (put_small, "GET"), (put_large, "PUT"), (put_large, "POST"), (put_again, "GET"),
     (write_sidecar, "")],
)  # fmt: skip
@pytest.mark.parametrize("fault", LYING)
@pytest.mark.parametrize("times", [1, float("inf")])
def test_a_server_that_lies_is_not_believed(store, direct, proxy, fault, method, times, work):
    proxy.plan(LYING[fault], method=method, times=times)
    try:
        acknowledged = work(store)
    except StoreFailure:
        acknowledged = None
    sound(direct, acknowledged)
    proxy.heal()
    sound(direct, work(store))


def test_a_false_success_of_the_server_is_none_of_ours(store, direct, proxy):
    proxy.plan(faults.swallow, method="PUT")
    with pytest.raises(StoreFailure, match="does not keep"):
        store.put(SMALL)
    assert not direct.exists(hashlib.sha256(SMALL).hexdigest())


@works([get, read_sidecar])
def test_bytes_hurt_on_their_way_out_are_asked_for_again_and_never_served(store, direct, proxy, work):
    proxy.plan(faults.hurt_reply, method="GET", times=1)
    work(store)
    proxy.plan(faults.hurt_reply, method="GET")
    with pytest.raises(DamagedBlob, match="no longer"):
        work(store)


def test_a_line_that_hurts_replies_does_not_destroy_what_is_there(store, direct, proxy):
    """A blob that looks damaged is written anew: with the right bytes or not at all."""
    proxy.plan(faults.hurt_reply, method="GET")
    with pytest.raises(StoreFailure):
        store.put(KEPT)
    sound(direct, None)


@works([put_small, put_large])
def test_another_writer_may_be_first_at_any_moment(store, direct, proxy, work):
    for method in ("PUT", "POST"):
        proxy.plan(faults.another_is_first, method=method, times=3)
    sound(direct, work(store))
    assert len(list(direct.iterate())) == 2


@works([put_small, put_large, get, delete])
@pytest.mark.parametrize("fault", [faults.hang, faults.drip], ids=["hang", "drip"])
def test_a_server_that_moves_nothing_is_given_up(store, direct, proxy, fault, work, monkeypatch):
    if fault is faults.drip and work is delete:
        pytest.skip("replies without a body have nothing to drip")
    work(store)  # so that the client is there
    monkeypatch.setattr(_s3_calls, "STALL_S", 0.5)
    monkeypatch.setattr(_s3_calls, "PATIENCE_S", 0.9)
    proxy.seen.clear()
    proxy.plan(fault)
    begun = time.monotonic()
    with pytest.raises(StoreFailure):
        work(store)
    assert time.monotonic() - begun < 30  # of a server that would have taken for ever
    assert len(proxy.seen) <= 6
    monkeypatch.undo()
    proxy.heal()
    sound(direct, None)


def test_the_bounds_add_up_to_less_than_ten_seconds():
    from brandkit.stores import _s3_upload

    assert _s3_calls.STALL_S < _s3_calls.PATIENCE_S
    assert sum(_s3_calls.WAITS_S) < _s3_calls.PATIENCE_S
    assert _s3_calls.PATIENCE_S + _s3_upload._ABORT_PATIENCE_S < 10


def test_a_server_gets_more_time_for_what_it_moves_by_itself_but_not_for_ever():
    assert _s3_calls.server_s(40_000) < 0.01
    assert 1 < _s3_calls.server_s(256 << 20) < 10
    assert _s3_calls.server_s(1 << 50) == 60


def test_a_server_that_is_down_is_told_and_used_again_by_the_same_store(store, direct, proxy, server):
    port = proxy.port
    get(store)  # leaves a connection open that will be dead
    proxy.stop()
    for work in WORK:
        with pytest.raises(StoreFailure, match=rf"127\.0\.0\.1:{port} does not answer \(no connection\)"):
            work(store)
    back = Proxy(server.port, port)
    try:
        for work in WORK:
            sound(direct, work(store))
    finally:
        back.stop()


@works([put_large])
def test_an_upload_that_failed_leaves_no_parts_or_names_them(store, direct, proxy, work):
    from datetime import UTC, datetime, timedelta

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    proxy.plan(faults.answers(500, "InternalError"), method="PUT")
    with pytest.raises(StoreFailure):
        work(store)
    assert direct.unfinished(tomorrow) == ()
    proxy.plan(faults.answers(500, "InternalError"), method="DELETE")
    with pytest.raises(StoreFailure):
        work(store)
    (left,) = direct.unfinished(tomorrow)
    assert direct.unfinished(datetime.now(UTC) - timedelta(hours=1)) == ()
    direct.discard(left)
    direct.discard(left)
    assert direct.unfinished(tomorrow) == ()


def test_an_upload_that_was_collected_in_its_middle_begins_again(store, direct, proxy):
    from datetime import UTC, datetime, timedelta

    def collected(exchange):
        (name,) = direct.unfinished(datetime.now(UTC) + timedelta(days=1))
        direct.discard(name)
        exchange.reply(*exchange.forward(exchange.body()))

    proxy.plan(collected, method="PUT", holds="partNumber=2", times=1)
    sound(direct, put_large(store))


REFUSED = {
    "AccessDenied": (403, "access is denied"),
    "InvalidAccessKeyId": (403, "credentials are refused"),
    "SignatureDoesNotMatch": (403, "credentials are refused"),
    "ExpiredToken": (400, "credentials have expired"),
    "RequestTimeTooSkewed": (403, "clocks"),
    "PermanentRedirect": (301, "another region"),
    "NoSuchBucket": (404, "no such bucket"),
    "QuotaExceeded": (403, "no room"),
    "SomethingNew": (400, r"S3 says SomethingNew \(400\)"),
}


@works([put_small, iterate])
@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_is_told_at_once_in_words_with_advice(store, proxy, code, work):
    status, words = REFUSED[code]
    proxy.plan(faults.answers(status, code))
    with pytest.raises(StoreFailure, match=words) as told:
        work(store)
    assert told.value.advice
    assert len(proxy.seen) == 1 or code == "PermanentRedirect"  # botocore looks for where the bucket lies


@pytest.mark.parametrize("code", ["NoSuchBucket", ""])
def test_a_missing_bucket_is_no_missing_blob(store, proxy, code):
    proxy.plan(faults.answers(404, code))
    with pytest.raises(StoreFailure, match="no such bucket") as told:
        store.exists(hashlib.sha256(KEPT).hexdigest())
    assert not isinstance(told.value, DamagedBlob)


def test_a_server_that_knows_no_conditions_is_used_without(store, direct, proxy):
    def without(exchange):
        if "If-None-Match" in exchange.headers:
            faults.answers(501, "NotImplemented")(exchange)
        else:
            exchange.reply(*exchange.forward(exchange.body()))

    proxy.plan(without)
    sound(direct, put_small(store))
    sound(direct, put_large(store))
