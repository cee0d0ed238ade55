"""Make the pictures of `assets_catalog/photos/` and write each one's asset.toml into its JPEG as XMP and IPTC.

    python tools/starter/photos.py pixels [SLUG…] --cache FOLDER    fetch or draw, encode, caption
    python tools/starter/photos.py captions [SLUG…]                 only caption; pixels stay as they are

The toml files are written by hand and are the truth; what stands in the JPEG follows from them.
"""

from __future__ import annotations

import argparse
import io
import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import photos_metadata
import photos_scenes
import photos_sources
from PIL import Image

PHOTOS = Path(__file__).resolve().parents[2] / "assets_catalog" / "photos"
LONG_EDGE_PX = 2000
QUALITY = 85


def main() -> None:
    """Do what the command line asks for, one line a picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=["pixels", "captions"])
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    parser.add_argument("--cache", type=Path, default=Path("photo-packages"), help="where packages are kept")
    arguments = parser.parse_intermixed_args()
    for slug in arguments.slugs or sorted(path.stem for path in PHOTOS.glob("*.toml")):
        path = PHOTOS / f"{slug}.jpg"
        jpeg = encoded(pixels(slug, arguments.cache)) if arguments.task == "pixels" else path.read_bytes()
        path.write_bytes(photos_metadata.with_caption(jpeg, caption(PHOTOS / f"{slug}.toml")))
        print(f"{slug}  {path.stat().st_size / 1000:.0f} kB")


def pixels(slug: str, cache: Path) -> Image.Image:
    """The picture at its final size, RGB: drawn when a scene has its name, else out of a package."""
    if slug in photos_scenes.SCENES:
        return Image.fromarray(photos_scenes.SCENES[slug]())
    source = photos_sources.PHOTOGRAPHS[slug]
    with Image.open(photos_sources.unpacked(source, cache)) as picture:
        size = np.array(picture.size * 2)
        cropped = picture.convert("RGB").crop(tuple(np.rint(size * source.crop).astype(int)))
    cropped.thumbnail((LONG_EDGE_PX, LONG_EDGE_PX), Image.Resampling.LANCZOS)
    return cropped


def encoded(picture: Image.Image) -> bytes:
    """The picture as a progressive JPEG in sRGB."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, progressive=True, optimize=True, dpi=(300, 300))
    return buffer.getvalue()


def caption(path: Path) -> photos_metadata.Caption:
    """What the asset's toml says, in the words of IPTC."""
    asset = tomllib.loads(path.read_text("utf-8"))
    rights = asset["rights"]
    releases: dict[str, tuple[str, ...]] = {}
    for release in asset.get("releases", []):
        releases[release["type"]] = (*releases.get(release["type"], ()), release["reference"])
    limited = {release["type"] for release in asset.get("releases", []) if {"valid_to", "withdrawn"} & release.keys()}
    created, free = asset.get("created"), rights["license"] == "CC0-1.0"
    return photos_metadata.Caption(
        title=asset["title"],
        description=asset["caption"],
        alt=asset["alt"],
        creator=asset["creator"],
        credit=rights["credit"],
        notice=f"{rights['holder']} · CC0-1.0" if free else f"© {rights['holder']} · {rights['license']}",
        usage_terms=rights["usage_terms"],
        statement_url=rights.get("license_url", ""),
        keywords=tuple(asset.get("tags", ())),
        location=asset.get("location", {}).get("vi", ""),
        created=created.isoformat() if isinstance(created, date) else "",
        source=asset["rights"]["holder"],
        releases=releases,
        limited_releases=frozenset(limited),
        copyrighted=not free,
    )


if __name__ == "__main__":
    main()
