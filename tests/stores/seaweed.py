"""A real SeaweedFS on ports of its own, for as long as a block lasts; it ends with the tests, however these end."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

BUCKET = "assets"
_KEY, _SECRET = "brandkit", "brandkit-secret"
_READY_TRIES = 600
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Server:
    """Where it answers."""

    port: int

    def environment(self, *, port: int | None = None) -> dict[str, str]:
        """What a client needs, in AWS's names, and nothing of the machine's own; `port` is a proxy's."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port or self.port}",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": _KEY,
            "AWS_SECRET_ACCESS_KEY": _SECRET,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
        }


def program() -> str | None:
    """The `weed` beside the interpreter, or on the path; None when it is not installed."""
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.is_file() else shutil.which("weed")


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server that keeps its data in a folder."""
    weed = program()
    if weed is None:
        raise FileNotFoundError("weed")
    master, volume, filer, s3, admin = _free_ports(5)
    command = [
        weed, "-logtostderr=true", "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", f"-s3.port={s3}",
        f"-admin.port={admin}", "-admin.ui=false", "-webdav=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
        f"-bucket={BUCKET}", "-master.telemetry=false",
    ]  # fmt: skip
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "AWS_ACCESS_KEY_ID": _KEY, "AWS_SECRET_ACCESS_KEY": _SECRET,
    }  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True,
                                   preexec_fn=_end_with_parent)  # fmt: skip
    try:
        server = Server(s3)
        _await(process, server, folder / "log")
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _free_ports(count: int) -> list[int]:
    """Ports that are free together with the ones 10,000 above, where the server listens too."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(20_000, 45_000)
        if port not in found and _is_free(port) and _is_free(port + 10_000):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _await(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    """Returns once the bucket is there."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    client = boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{server.port}", region_name="us-east-1", aws_access_key_id=_KEY,
        aws_secret_access_key=_SECRET, config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )  # fmt: skip
    pause = threading.Event()
    for _ in range(_READY_TRIES):
        if process.poll() is not None:
            break
        try:
            client.head_bucket(Bucket=BUCKET)
        except (BotoCoreError, ClientError):
            pause.wait(0.1)
        else:
            return
    raise RuntimeError(f"SeaweedFS did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
