"""How fast photographs of 12 to 24 megapixels are registered, beside a loop of imagehash and naive code for the same.

The pictures are made of the starter catalog's photographs: enlarged, with texture, grained as a sensor does and saved
with EXIF and XMP at quality 85 to 92. Every road is walked by turns, round after round, on files that lie in memory
already; what is told is the median of the rounds.

imagehash       imagehash.phash(Image.open(file)): one hash and nothing else. What others are compared with.
naive           the work of one pass, each step by itself as libraries document it: SHA-256, phash, dhash, PDQ of
                pdqhash, thumbnail (Pillow, which decodes small too), EXIF (exifread), ORB features at 512 px (OpenCV).
one pass        inspection.inspect, one file after the other: everything that `naive` does, XMP, IPTC and checks, in
                the sandbox: a fork for each file, behind bubblewrap where it is there.
one pass, all   inspection.inspect_all, as `add` and imports do: as many files at once as there are cores, at most four.
add             the same and all else of `brandkit add`: near-duplicates, bytes and rows durable on disk, history.
in process      what one pass takes without a sandbox, to tell what safety costs. Nobody registers so.

Programs that read are started before: each takes what is told below the table, once for all files. CPU is that of this
process and of all that it starts; readers then are plain children under limits, for what bubblewrap runs is on nobody's
account. Peers are told when a folder with them is given (pip install --no-deps --target FOLDER imagededup perception
pywavelets tqdm validators); imagededup is given empty modules for torch, which its hashes do not use.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._usage import count_readers, cpu_s, machine, require

ROOT = Path(__file__).resolve().parent.parent
PHOTOGRAPHS = ROOT / "assets_catalog" / "photos"
SIZES = ((4000, 3000),) * 12 + ((6000, 4000),) * 8
QUICK = ((4000, 3000),) * 9 + ((6000, 4000),) * 3  # enough that two programs are worth their start
ROUNDS, QUICK_ROUNDS = 5, 1
LEAST_TO_IMAGEHASH, LEAST_TO_NAIVE = 4.0, 15.0
PEERS_NEED = ("torch", "torch.nn", "torch.utils", "torch.utils.data", "torchvision", "torchvision.models",
              "torchvision.models.vision_transformer", "torchvision.transforms", "matplotlib", "matplotlib.pyplot",
              "matplotlib.gridspec", "sklearn", "sklearn.metrics", "sklearn.metrics.pairwise")  # fmt: skip
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="vi">'
    "Biển Vũng Tàu</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
)

Road = Callable[[Sequence[Path]], object]


def main(words: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="twelve files, one round")
    parser.add_argument("--peers", type=Path, help="a folder with peers, as pip install --target makes it")
    options = parser.parse_args(words)
    require("pdqhash")
    with tempfile.TemporaryDirectory(prefix="brandkit-") as name:
        folder = Path(name)
        files = made(folder, QUICK if options.quick else SIZES)
        megapixels = [width * height / 1e6 for width, height in (QUICK if options.quick else SIZES)]
        print(machine())
        print(f"{len(files)} files of {min(megapixels):.0f} to {max(megapixels):.0f} megapixels, "
              f"{sum(f.stat().st_size for f in files) / len(files) / 1e6:.1f} MB each on average")  # fmt: skip
        roads = {**ours(folder), **peers(options.peers)}
        rounds = QUICK_ROUNDS if options.quick else ROUNDS
        wall = walked(roads, files, rounds, time.perf_counter)
        plain_readers()
        cpu = walked(roads, files, rounds, cpu_with_readers)
        tell(wall, cpu, len(files))
        start = start_of_a_reader(files[0])
        print(f"a program that reads: {start[0] * 1000:.0f} ms wall, {start[1] * 1000:.0f} ms CPU, once")


def walked(
    roads: dict[str, Road], files: Sequence[Path], rounds: int, clock: Callable[[], float]
) -> dict[str, float]:
    """Median seconds of each road for all files, by turns; readers are started and files read before."""
    taken: dict[str, list[float]] = {name: [] for name in roads}
    for name, road in roads.items():
        road(files[:1] if name == "naive" else files)
    for _ in range(rounds):
        for name, road in roads.items():
            start = clock()
            road(files)
            taken[name].append(clock() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def tell(wall: dict[str, float], cpu: dict[str, float], count: int) -> None:
    print(f"\n{'':<16}{'wall ms':>9}{'CPU ms':>9}   a file;  times as fast as  {'imagehash':>16}{'naive':>16}")
    print(f"{'':<16}{'':>9}{'':>9}                               {'wall':>8}{'CPU':>8}{'wall':>8}{'CPU':>8}")
    for name in wall:
        ratios = [clock[other] / clock[name] for other in ("imagehash", "naive") for clock in (wall, cpu)]
        told = "".join(f"{ratio:>8.1f}" for ratio in ratios)
        print(f"{name:<16}{wall[name] / count * 1000:>9.1f}{cpu[name] / count * 1000:>9.1f}{'':>31}{told}")
    for other, least in (("imagehash", LEAST_TO_IMAGEHASH), ("naive", LEAST_TO_NAIVE)):
        ratio, cpu_ratio = (times[other] / times["one pass, all"] for times in (wall, cpu))
        kept = "kept" if ratio >= least else "MISSED"
        told = f"{ratio:.1f} × as fast by the clock, at least {least:.0f} ×: {kept}; by CPU time {cpu_ratio:.1f} ×"
        print(f"one pass, all, to {other}: {told}")


def ours(folder: Path) -> dict[str, Road]:
    """The roads that need nothing but the project and its test libraries."""
    from brandkit.catalog import one_pass
    from brandkit.catalog.inspection import inspect, inspect_all

    options = {"module": "brandkit.formats.image", "media_type": "image/jpeg", "is_logo": False}
    return {
        "imagehash": lambda files: [imagehash_alone(path) for path in files],
        "naive": lambda files: [naive(path) for path in files],
        "one pass": lambda files: [inspect(path, "photo") for path in files],
        "one pass, all": lambda files: [whole(found) for _, found in inspect_all(files, "photo")],
        "add": lambda files: added(folder, files),
        "in process": lambda files: [one_pass.looked(path, **options) for path in files],  # type: ignore[arg-type]
    }


def imagehash_alone(path: Path) -> object:
    import imagehash
    from PIL import Image

    return imagehash.phash(Image.open(path))


def naive(path: Path) -> object:
    """Each step as its library's documentation has it."""
    import cv2
    import exifread
    import imagehash
    import pdqhash
    from PIL import Image

    cv2.setNumThreads(1)
    found: list[object] = [hashlib.sha256(path.read_bytes()).hexdigest()]
    found += [imagehash.phash(Image.open(path)), imagehash.dhash(Image.open(path))]
    found.append(pdqhash.compute(np.asarray(Image.open(path).convert("RGB")))[0])
    small = Image.open(path)
    small.thumbnail((256, 256))
    small.save(sink := io.BytesIO(), "WEBP")
    found.append(sink.getvalue())
    with path.open("rb") as stream:
        found.append(exifread.process_file(stream, details=False))
    gray = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    scale = 512 / max(gray.shape)
    reduced = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found.append(cv2.ORB_create(400).detectAndCompute(reduced, None))  # type: ignore[attr-defined]
    return found


def whole(found: object) -> object:
    """Raises what a file was refused for: a fast refusal would look like speed."""
    if isinstance(found, Exception):
        raise found
    return found


def added(folder: Path, files: Sequence[Path]) -> None:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.drafts import Wishes
    from brandkit.catalog.inspection import inspect_all
    from brandkit.catalog.registering import add

    with (
        tempfile.TemporaryDirectory(dir=folder) as name,
        Catalog.create(Path(name) / "catalog", actor="benchmark") as catalog,
    ):
        for _, found in inspect_all(files, "photo"):
            add(catalog, whole(found), Wishes("photo"))  # type: ignore[arg-type]


def peers(folder: Path | None) -> dict[str, Road]:
    """The roads of peers that can be imported from a folder."""
    if folder is None:
        return {}
    sys.path.append(str(folder))
    from unittest.mock import MagicMock

    for needed in PEERS_NEED:
        sys.modules.setdefault(needed, MagicMock())
    found: dict[str, Road] = {}
    try:
        from imagededup.methods.hashing import PHash as Dedup

        dedup = Dedup(verbose=False)
        found["imagededup"] = lambda files: [dedup.encode_image(image_file=str(path)) for path in files]
    except ImportError as error:
        print(f"imagededup: {error}")
    try:
        from perception.hashers import PHash as Perceived

        perceived = Perceived()
        found["perception"] = lambda files: [perceived.compute(str(path)) for path in files]
    except ImportError as error:
        print(f"perception: {error}")
    return found


def plain_readers() -> None:
    """From now on readers are children of this process, whose CPU time counts."""
    from brandkit import sandbox_pool, sandbox_process

    sandbox_pool.close()
    sandbox_process.isolation.cache_clear()
    count_readers()


def cpu_with_readers() -> float:
    """CPU seconds so far of this process, of children that have ended, and of readers and their forks."""
    from brandkit import sandbox_pool

    ticks = 0
    for program in sandbox_pool.idle():
        fields = Path(f"/proc/{program}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))  # source: proc(5), utime stime cutime cstime
    return cpu_s() + ticks / os.sysconf("SC_CLK_TCK")


def start_of_a_reader(path: Path) -> tuple[float, float]:
    """Wall and CPU seconds that the first file takes more than the second."""
    from brandkit import sandbox_pool
    from brandkit.catalog.inspection import inspect

    sandbox_pool.close()
    walls, cpus = [time.perf_counter()], [cpu_with_readers()]
    for _ in range(2):
        inspect(path, "photo")
        walls.append(time.perf_counter())
        cpus.append(cpu_with_readers())
    return tuple(2 * times[1] - times[0] - times[2] for times in (walls, cpus))  # type: ignore[return-value]


def made(folder: Path, sizes: Sequence[tuple[int, int]]) -> list[Path]:
    """Photographs like those of a camera, one file for each size."""
    sources = sorted(PHOTOGRAPHS.glob("*.jpg"))
    return [
        photograph(folder / f"DSC_{number:04}.jpg", sources[number % len(sources)], size, number)
        for number, size in enumerate(sizes)
    ]


def photograph(path: Path, source: Path, size: tuple[int, int], seed: int) -> Path:
    """One of the starter catalog's photographs at another size and cut, with detail and grain."""
    import cv2
    from PIL import Image

    rng = np.random.default_rng(seed)
    with Image.open(source, formats=["JPEG"]) as opened:
        picture = np.asarray(opened.convert("RGB"), np.uint8)
    height, width = (round(side * rng.uniform(0.7, 1)) for side in picture.shape[:2])
    top, left = (int(rng.integers(0, most + 1)) for most in (picture.shape[0] - height, picture.shape[1] - width))
    large = cv2.resize(picture[top : top + height, left : left + width], size, interpolation=cv2.INTER_CUBIC)
    # Texture where the picture has any: enlarging leaves none of the detail that a lens would give.
    texture = cv2.GaussianBlur(rng.standard_normal(large.shape[:2], np.float32), (0, 0), 1.2) * 22
    contrast = cv2.blur(np.abs(cv2.Laplacian(large, cv2.CV_32F)).mean(axis=2), (31, 31))
    grain = rng.standard_normal(large.shape, np.float32) * (1.5 + np.sqrt(large.astype(np.float32)) * 0.3)
    shot = large + (texture * np.minimum(contrast / 4, 1))[..., None] + grain
    exif = Image.Exif()
    exif.update({271: "NIKON CORPORATION", 272: "NIKON D750", 274: 1, 305: "Ver.1.10", 306: "2026:05:01 09:30:00"})
    exif.get_ifd(34665).update({36867: "2026:05:01 09:30:00", 33434: 0.004, 33437: 8.0, 34855: 200, 37386: 35.0})
    quality = int(rng.integers(85, 93))
    pixels = Image.fromarray(np.clip(shot, 0, 255).astype(np.uint8))
    options: dict[str, Any] = {"quality": quality, "exif": exif, "xmp": XMP.encode()}
    pixels.save(path, "JPEG", **options)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
