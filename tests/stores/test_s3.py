"""What is true of the S3 store alone: addresses, large lists, memory, dates, and what is said of a wrong setting."""

from __future__ import annotations

import builtins
import hashlib
import json
import os
import ssl
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from urllib.request import urlopen
from uuid import uuid4

import pytest

from brandkit.errors import InvalidValue, MissingLibrary, StoreFailure
from brandkit.stores import _s3_calls
from brandkit.stores._s3_place import Place, place_of
from brandkit.stores.s3 import Store
from tests.stores.seaweed import BUCKET

SHA256 = hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("s3://bucket/prefix", Place("bucket", "prefix")),
        ("//bucket/prefix/", Place("bucket", "prefix")),
        ("s3://bucket", Place("bucket", "")),
        ("s3://my.bucket-2/Vũng Tàu/a b+c%20d='&", Place("my.bucket-2", "Vũng Tàu/a b+c%20d='&")),
    ],
)
def test_an_address_is_taken_as_it_is_written(address, place):
    assert place_of(address) == place
    assert place_of(str(place)) == place


@pytest.mark.parametrize(
    "address",
    ["", "s3:", "s3:bucket", "s3://", "s3:///prefix", "s3://b/x", "s3://bucket name/x", "s3://bucket/a/../b", "s3://buc..ket",
     "s3://bucket/./a", "s3://bucket/a//b", "s3://bucket/a\nb", "s3://bucket/a\\b", "s3://bucket/p?region=x",
     "s3://bucket/p#x", "s3://bucket/" + "x" * 801, "s3://near--use1-az4--x-s3/p"],
)  # fmt: skip
def test_an_address_that_would_be_another_place_is_refused(address):
    with pytest.raises(InvalidValue):
        Store(address)


@pytest.mark.parametrize("address", ["s3://AKIA1:s3cr3t@bucket/p", "s3://AKIA1@bucket", "s3://bucket/p?secret=s3cr3t"])
def test_credentials_in_an_address_are_refused_and_not_repeated(address):
    with pytest.raises(InvalidValue) as told:
        Store(address)
    assert "s3cr3t" not in str(told.value)
    assert "AKIA1" not in str(told.value)
    assert "environment" in told.value.advice


def test_keys_are_laid_out_like_the_files_of_a_folder_and_back():
    place = place_of("s3://bucket/p")
    key = place.blob(SHA256)
    assert key == f"p/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
    assert place.sha256_of(key) == SHA256
    for other in (f"p/{SHA256}", f"q/{key}", key + "0", "p/aa/bb/" + SHA256, "p/sidecars/a.json"):
        assert place.sha256_of(other) is None
    assert place.sidecar_of("p/sidecars/a.1.json") == "a.1.json"
    assert place.sidecar_of("p/sidecars/a/b.json") is None


def test_the_store_is_opened_without_boto3_and_asks_for_it_once_it_is_needed(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.partition(".")[0] in ("boto3", "botocore"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    for name in [n for n in sys.modules if n.endswith("_s3_failures")]:
        monkeypatch.delitem(sys.modules, name)
    store = Store("s3://bucket/prefix")
    with pytest.raises(MissingLibrary) as told:
        store.exists(SHA256)
    assert "pip install brandkit[s3]" in told.value.advice


def test_without_credentials_it_is_told_which_to_set(s3_location, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    store = Store(s3_location)
    with pytest.raises(StoreFailure, match="no credentials") as told:
        store.put(b"x")
    assert "AWS_ACCESS_KEY_ID" in told.value.advice
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "brandkit")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "brandkit-secret")
    store.put(b"x")


def test_wrong_credentials_are_told_by_a_real_server(s3_location, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "guessed")
    with pytest.raises(StoreFailure, match="credentials are refused"):
        Store(s3_location).put(b"x")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    with pytest.raises(StoreFailure, match="credentials are refused"):
        Store(s3_location).put(b"x")


def test_a_missing_bucket_is_told_by_a_real_server(s3_location):
    store = Store(f"s3://{uuid4().hex}/p")
    for ask in (lambda: store.get(SHA256), lambda: store.exists(SHA256), lambda: list(store.iterate()), lambda: list(store.sidecars())):  # fmt: skip  # noqa: E501
        with pytest.raises(StoreFailure, match="no such bucket"):
            ask()


@pytest.mark.parametrize("endpoint", ["not an address", "http://", "ftp//x"])
def test_an_endpoint_that_is_none_is_told(s3_location, monkeypatch, endpoint):
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    with pytest.raises(StoreFailure) as told:
        Store(s3_location).exists(SHA256)
    assert "AWS_ENDPOINT_URL" in told.value.advice


def test_a_secret_in_the_endpoint_is_not_repeated(s3_location, monkeypatch):
    monkeypatch.setattr(_s3_calls, "WAITS_S", ())
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://me:s3cr3t@127.0.0.1:1")
    with pytest.raises(StoreFailure) as told:
        Store(s3_location).exists(SHA256)
    assert "s3cr3t" not in str(told.value) + told.value.advice


@pytest.fixture
def tls_port(tmp_path):
    """A port that speaks TLS with a certificate that nobody knows."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (tmp_path / "both.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")

    class Greeting(BaseRequestHandler):
        def handle(self):
            with pytest.raises(OSError):
                context.wrap_socket(self.request, server_side=True)

    with ThreadingTCPServer(("127.0.0.1", 0), Greeting) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_certificate_that_is_not_trusted_is_told_and_not_accepted(s3_location, monkeypatch, tls_port):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"https://127.0.0.1:{tls_port}")
    with pytest.raises(StoreFailure, match="certificate") as told:
        Store(s3_location).exists(SHA256)
    assert "AWS_CA_BUNDLE" in told.value.advice


def test_a_list_of_more_than_a_page_is_whole_and_sorted(s3_location):
    store = Store(s3_location)
    client, place = store._calls.client, store.place
    names = [f"{n:04}.1.json" for n in range(1_203)]
    wanted = sorted(hashlib.sha256(str(n).encode()).hexdigest() for n in range(1_107))
    keys = [place.sidecar(name) for name in names] + [place.blob(sha256) for sha256 in wanted]
    keys += [place.root + "notes.txt", place.root + "aa/bb/notes.txt", place.root + f"aa/bb/{SHA256}"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: client.put_object(Bucket=place.bucket, Key=key, Body=b""), keys))
    assert list(store.iterate()) == wanted
    assert list(store.sidecars()) == names


@pytest.mark.parametrize(
    "prefix", ["", "a", "a/b", "Vũng Tàu/ảnh", "a b+c%20d", "'\"&<>=;,$@!~()*", "..hidden/x.", "é" * 100]
)
def test_any_prefix_is_a_store_of_its_own(s3_location, prefix):
    own = f"s3://{BUCKET}/{prefix}" if prefix == "" else f"{s3_location}/{prefix}"
    store, beside = Store(own), Store(s3_location + "/a/b/c")
    sha256 = store.put(prefix.encode() + b"!")
    store.put(prefix.encode() + b"!")
    store.write_sidecar("own.1.json", b"{}")
    beside.put(b"beside")
    assert store.get(sha256) == prefix.encode() + b"!"
    assert list(store.iterate()) == [sha256]
    assert list(store.sidecars()) == ["own.1.json"]
    store.delete(sha256)
    store.delete_sidecar("own.1.json")
    assert list(store.iterate()) == []
    assert list(beside.iterate()) == [hashlib.sha256(b"beside").hexdigest()]


def test_putting_the_bytes_again_renews_the_date_without_sending_them(s3_location):
    store = Store(s3_location)
    asked = []
    store.put(b"old")
    store._calls.client.meta.events.register("before-call.s3", lambda model, **_: asked.append(model.name))
    store.put(b"old")
    assert asked == ["PutObject", "GetObject", "CopyObject"]


def test_what_a_sidecar_says_is_verified(s3_location):
    store = Store(s3_location)
    store.write_sidecar("a.1.json", b"truth")
    store._calls.client.put_object(Bucket=store.place.bucket, Key=store.place.sidecar("a.1.json"), Body=b"trutH",
                                   Metadata={"sha256": hashlib.sha256(b"truth").hexdigest()})  # fmt: skip
    with pytest.raises(StoreFailure, match="no longer"):
        store.read_sidecar("a.1.json")
    store._calls.client.put_object(Bucket=store.place.bucket, Key=store.place.sidecar("a.1.json"), Body=b"copied here")
    assert store.read_sidecar("a.1.json") == b"copied here"


def test_an_address_hands_out_the_blob_without_us(s3_location):
    store = Store(s3_location)
    sha256 = store.put(b"press photo")
    address = store.address(sha256, seconds=60, filename="Bãi Sau.jpg", media_type="image/jpeg")
    with urlopen(address) as reply:
        assert reply.read() == b"press photo"
        assert reply.headers["Content-Type"] == "image/jpeg"
        assert "B%C3%A3i%20Sau.jpg" in reply.headers["Content-Disposition"]


def test_a_forked_child_uses_connections_of_its_own(s3_location):
    store = Store(s3_location)
    sha256 = store.put(b"both")
    child = os.fork()
    if child == 0:
        os._exit(0 if store.get(sha256) == b"both" and store.put(b"child") else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.get(sha256) == b"both"


MEASURED = """
import json, resource, sys
from brandkit.stores.s3 import Store
store = Store(sys.argv[1])
store.put(b"warm")
def used_kb(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = used_kb()
with open(sys.argv[2], "rb") as source:
    sha256 = store.put(source)
with store.open(sha256) as blob:
    blob.read(1)
print(json.dumps({"mb": (used_kb() - before) / 1024, "size": store.size(sha256)}))
"""


def test_a_large_upload_and_download_take_little_memory(s3_location, tmp_path: Path):
    """Measured in a child, whose memory nothing else fills: 128 MB go up and come back in 64 MB."""
    size = 128 << 20
    with (tmp_path / "large").open("wb") as sink:
        sink.write(os.urandom(1 << 20))
        sink.truncate(size)
    done = subprocess.run([sys.executable, "-c", MEASURED, s3_location, tmp_path / "large"], check=True, text=True,
                          stdout=subprocess.PIPE)  # fmt: skip
    found = json.loads(done.stdout)
    assert found["size"] == size
    assert found["mb"] < 64
