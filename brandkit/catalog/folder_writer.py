"""Writing a catalog folder of plain files; what `folder` reads back is equal in values and bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from brandkit.assets import Asset, Unit, Version
from brandkit.catalog import manifest
from brandkit.catalog.folder import ORIGINAL, PHOTO_SUFFIXES, Profile
from brandkit.errors import AssetExists


def write_folder(
    path: Path,
    assets: Iterable[Asset],
    read: Callable[[str], bytes],
    *,
    profiles: Sequence[Profile] = (),
    units: Sequence[Unit] = (),
    extras: Mapping[str, str] | None = None,
) -> None:
    """Writes a catalog folder; `extras` are paths with the SHA-256 of their bytes, `read` gives bytes by SHA-256.

    Raises
    ------
    AssetExists : when the folder is there and not empty.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise AssetExists(str(path), "is there and not empty", "Name a new folder.")
    path.mkdir(parents=True, exist_ok=True)
    for number, profile in enumerate(profiles):
        _write(path / ("brand.toml" if number == 0 else f"profiles/{profile.name}.toml"), profile.data)
    if units:
        _write(path / "units.toml", manifest.units_toml(tuple(units)))
    for asset in assets:
        _write_asset(path, asset, read)
    for name, sha256 in (extras or {}).items():
        _write(path / name, read(sha256))


def _write_asset(path: Path, asset: Asset, read: Callable[[str], bytes]) -> None:
    folder = path / f"{asset.kind}s" / (asset.slug if asset.kind == "logo" else "")
    table = folder / ("asset.toml" if asset.kind == "logo" else f"{asset.slug}.toml")
    _write(table, manifest.asset_toml(asset, versions=not _is_implied(asset)))
    for file in (file for version in asset.versions for file in version.files):
        _write(folder / file.name, read(file.sha256))


def _is_implied(asset: Asset) -> bool:
    """Whether a slogan's or photo's one version says nothing that the asset does not."""
    if asset.kind == "logo" or len(asset.versions) != 1:
        return False
    names = [asset.slug + suffix for suffix in PHOTO_SUFFIXES]
    files = asset.versions[0].files
    plain = all(file.variant == ORIGINAL and file.name in names for file in files)
    return plain and asset.versions[0] == Version(1, asset.status, files=files)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
