"""Files and folders to keep, drawn by code: small, each with another look."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path

import numpy as np
from PIL import Image

from brandkit.catalog.inspection import Inspected
from brandkit.catalog.looks.fingerprinting import Print
from brandkit.sightings.photos import local_features

SEA, SAND = "#0B3C5D", "#F2A900"
# What is kept of a picture without corners; made by hand, since OpenCV would start threads.
NO_FEATURES = {
    local_features.NAME: local_features.encoded(
        local_features.Features(
            96, 64, np.zeros((0, 2), np.float32), np.zeros(0, np.float32), np.zeros(0, np.float32),
            np.zeros((0, local_features.DESCRIPTOR_BYTES), np.uint8),
        )
    )
}  # fmt: skip


def mark(ink: str = SEA, *, seed: int = 1, width: int = 120, height: int = 60) -> bytes:
    """A logo of a few shapes in one ink; another seed is another drawing."""
    pick = random.Random(seed)
    places = [(pick.uniform(8, width - 8), pick.uniform(8, height - 8), pick.uniform(3, 8)) for _ in range(7)]
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>' for x, y, r in places)
    left = pick.uniform(2, width / 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><title>Dấu {seed}</title>'
        f'<g fill="{ink}"><path d="M{left:.1f} 4 h{width / 3:.1f} v20 q-10 30 -20 8 z"/>{dots}</g></svg>'
    ).encode()


def picture(seed: int = 1, *, width: int = 96, height: int = 64, quality: int = 92) -> bytes:
    """A JPEG of soft random fields, as different from another seed's as photographs are."""
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 9, 3), dtype=np.uint8)
    sink = io.BytesIO()
    Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC).save(sink, "JPEG", quality=quality)
    return sink.getvalue()


def inspected(data: bytes, *, name: str = "file.jpg", media_type: str = "image/jpeg", **said: object) -> Inspected:
    """What `inspect` would give, without a child process; its print is of its bytes, so nothing looks alike."""
    sha256 = hashlib.sha256(data).hexdigest()
    prints = (Print("pdq", "whole", hashlib.sha256(b"look" + data).digest()),)
    return Inspected(name, data, sha256, media_type, 96.0, 64.0, said, prints, NO_FEATURES)


LOGO = """
title = { vi = "Biểu trưng phường Thắng Tam", en = "Thắng Tam Ward logo" }
tags = ["phường", "biển"]
unit = "phuong-thang-tam"
status = "approved"

[rights]
holder = "UBND phường Thắng Tam"
valid_from = 2020-01-01

[[versions]]
number = 1
status = "superseded"
valid_to = 2021-12-31
[[versions.files]]
variant = "full-color"
file = "v1/full-color.svg"

[[versions]]
number = 2
status = "approved"
valid_from = 2022-01-01
[[versions.files]]
variant = "horizontal-full-color"
file = "full-color.svg"
[[versions.files]]
variant = "horizontal-reversed"
file = "reversed.svg"
"""

PHOTO = """
title = { vi = "Thuyền thúng", en = "Basket boat" }
caption = { vi = "Thuyền thúng trên Bãi Sau", en = "A basket boat on Back Beach" }
creator = "Nguyễn Thị Ảnh"
created = 2022-05-01
status = "approved"

[[releases]]
type = "model"
reference = "MR-1"
date = 2022-04-20
"""

SLOGAN = """
title = { vi = "Khẩu hiệu phường" }
text = { vi = "Sóng gọi người về", en = "The waves call us home" }
breaks = { vi = ["Sóng gọi", "người về"] }
status = "approved"
"""

UNITS = """
[[units]]
slug = "phuong-thang-tam"
name = { vi = "Ủy ban nhân dân phường Thắng Tam" }
short = { vi = "UBND P. Thắng Tam" }
valid_to = 2025-06-30
successors = ["phuong-vung-tau"]

[[units]]
slug = "phuong-vung-tau"
name = { vi = "Ủy ban nhân dân phường Vũng Tàu" }
"""

BRAND = """
name = { vi = "Phường Thắng Tam", en = "Thắng Tam Ward" }
profile = "ward"
version = "2022.1"

[[colors]]
key = "sea"
name = { vi = "Biển" }
hex = "#0B3C5D"
role = "primary"
"""


def small_folder(path: Path) -> Path:
    """A catalog folder with one asset of each kind, units, a profile and a file of no kind."""
    for name, data in {
        "brand.toml": BRAND.encode(),
        "units.toml": UNITS.encode(),
        "logos/thang-tam/asset.toml": LOGO.encode(),
        "logos/thang-tam/v1/full-color.svg": mark(SAND, seed=9),
        "logos/thang-tam/full-color.svg": mark(SEA, seed=3),
        "logos/thang-tam/reversed.svg": mark("#FFFFFF", seed=3),
        "photos/basket-boat.toml": PHOTO.encode(),
        "photos/basket-boat.jpg": picture(5),
        "slogans/song-goi.toml": SLOGAN.encode(),
        "samples/note.txt": "ghi chú".encode(),
    }.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return path
