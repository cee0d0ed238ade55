"""A catalog folder of plain files, read in place. The form: docs/reference/catalog-folder.md."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from brandkit.assets import Asset, File, Kind, Library, Unit, Version
from brandkit.brand import Brand, parse_brand
from brandkit.catalog import manifest, probe
from brandkit.catalog.fonts import is_font
from brandkit.errors import DamagedBlob, InvalidCatalog, InvalidProfile, NotFound, UnknownAsset

LIVE = "catalog.toml"
ORIGINAL = "original"  # the variant of a photo that names none
_SLUG = re.compile(manifest.SLUG + r"\Z")
PHOTO_SUFFIXES = tuple(suffix for kind in sorted(probe.PICTURES) for suffix in probe.SUFFIXES[kind])


@dataclass(frozen=True)
class Profile:
    """One profile as written: `name` as in `check --profile`, its exact bytes, and what they say."""

    name: str
    data: bytes
    brand: Brand


@dataclass(frozen=True)
class FolderContents:
    """All of a catalog folder.

    assets : by slug. profiles : the default one first. files : where the bytes of each SHA-256 lie.
    extras : every other file (samples, fonts, notes) by its path in the folder.
    """

    path: Path
    assets: tuple[Asset, ...]
    profiles: tuple[Profile, ...]
    units: tuple[Unit, ...]
    files: Mapping[str, Path]
    extras: Mapping[str, Path]

    @property
    def brands(self) -> tuple[Brand, ...]:
        return tuple(profile.brand for profile in self.profiles)


class FolderLibrary(Library):
    """A catalog folder read in place, once; files are verified whenever they are read."""

    def __init__(self, path: Path | str):
        self.contents = read_folder(Path(path))

    def assets(self) -> Sequence[Asset]:
        """Every asset of every status, by slug."""
        return self.contents.assets

    def read(self, sha256: str) -> bytes:
        """The verified bytes of one file.

        Raises
        ------
        UnknownAsset : when the folder has no such file.
        DamagedBlob : when it changed since the folder was read.
        """
        path = self.contents.files.get(sha256)
        if path is None:
            raise UnknownAsset(sha256, "is no file of this catalog")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DamagedBlob(path.name, "changed since the catalog was read")
        return data

    def fonts(self) -> Mapping[str, bytes]:
        """The bytes of the folder's font files by their paths in it."""
        found = sorted(path for path in self.contents.extras if is_font(path))
        return {path: self.contents.extras[path].read_bytes() for path in found}

    def profiles(self) -> tuple[str, ...]:
        """Names of the profiles, the default one first."""
        return tuple(brand.profile for brand in self.contents.brands)

    def brand(self, profile: str | None = None) -> Brand:
        """The named profile, or the default one.

        Raises
        ------
        InvalidProfile : when the folder has no such profile.
        """
        for brand in self.contents.brands:
            if profile in (None, brand.profile):
                return brand
        raise InvalidProfile(profile or "brand.toml", "is no profile of this catalog")


def read_folder(path: Path) -> FolderContents:
    """All of a catalog folder, checked.

    Raises
    ------
    NotFound : when there is no such folder.
    InvalidCatalog, InvalidProfile : naming the file and what is wrong with it.
    UnsupportedFormat, UnreadableMaterial : for an asset's file.
    """
    if not path.is_dir():
        raise NotFound(str(path), "is no folder")
    if (path / LIVE).exists():
        raise InvalidCatalog(str(path), "is a live catalog", "Write a folder of plain files with `brandkit export`.")
    reader = _Reader(path)
    assets = tuple(sorted(reader.assets(), key=lambda asset: asset.slug))
    contents = FolderContents(path, assets, reader.profiles(), reader.units(), reader.files, reader.extras())
    if contents.extras and not (contents.assets or contents.profiles or contents.units):
        problem = "is no catalog folder: it holds no brand.toml, no units.toml and no asset"
        raise InvalidCatalog(str(path), problem, "Register loose files with `brandkit add --recursive`.")
    return contents


def read_profiles(path: Path) -> tuple[Profile, ...]:
    """The profiles of a folder, the default one (brand.toml) first; none where there are no such files.

    Raises
    ------
    InvalidProfile : naming the file and what is wrong with it.
    """
    return _Reader(path).profiles()


class _Reader:
    """One pass over a folder; remembers which files it has used, so that the rest are extras."""

    def __init__(self, root: Path):
        self.root = root
        self.files: dict[str, Path] = {}
        self.used: set[Path] = set()
        self.slugs: dict[str, str] = {}

    def assets(self) -> Iterator[Asset]:
        for path in sorted(self.root.glob("logos/*/asset.toml")):
            yield self.asset("logo", path.parent.name, path, path.parent)
        for path in sorted(self.root.glob("slogans/*.toml")):
            yield self.asset("slogan", path.stem, path, path.parent)
        for path in sorted(self.root.glob("photos/*.toml")):
            yield self.asset("photo", path.stem, path, path.parent)

    def asset(self, kind: Kind, slug: str, path: Path, folder: Path) -> Asset:
        """One asset of the TOML file `path`, whose files lie in `folder`."""
        shown = self.shown(path)
        if not _SLUG.match(slug):
            raise InvalidCatalog(shown, "has a name that is no slug: lower-case a to z, digits, hyphens")
        if slug in self.slugs:
            raise InvalidCatalog(shown, "takes the slug of {other}", None, other=self.slugs[slug])
        self.slugs[slug] = shown
        table = manifest.parse(manifest.AssetTable, self.taken(path).read_bytes(), shown)
        if (table.text is not None) != (kind == "slogan"):
            raise InvalidCatalog(shown, "must give `text` for a slogan and for nothing else")
        asset = Asset(slug=slug, kind=kind, **manifest.asset_fields(table))
        if table.versions:
            numbers = [version.number for version in table.versions]
            if numbers[0] < 1 or numbers != sorted(set(numbers)):
                raise InvalidCatalog(shown, "must number its versions upwards from 1, each once")
            return replace(asset, versions=tuple(self.version(v, kind, folder, shown) for v in table.versions))
        files = (self.photo(folder, slug, shown),) if kind == "photo" else ()
        if kind == "logo":
            raise InvalidCatalog(shown, "has no [[versions]]")
        return replace(asset, versions=(Version(1, asset.status, files=files),))

    def version(self, table: manifest.VersionTable, kind: Kind, folder: Path, shown: str) -> Version:
        default = ORIGINAL if kind == "photo" else ""
        files = tuple(
            self.file(kind, folder, entry.file, entry.variant or default, shown) for entry in table.entries()
        )
        if len({file.name for file in files}) < len(files):
            raise InvalidCatalog(shown, "names a file twice in version {number}", None, number=table.number)
        if any(not file.variant for file in files):
            raise InvalidCatalog(shown, "names no variant for a file of version {number}", None, number=table.number)
        note = table.note or {}
        return Version(table.number, table.status, table.valid_from, table.valid_to, note, files)

    def photo(self, folder: Path, slug: str, shown: str) -> File:
        names = [slug + suffix for suffix in PHOTO_SUFFIXES if (folder / (slug + suffix)).is_file()]
        if len(names) != 1:
            raise InvalidCatalog(shown, "needs one picture beside it, and has {count}", None, count=len(names))
        return self.file("photo", folder, names[0], ORIGINAL, shown)

    def file(self, kind: Kind, folder: Path, name: str, variant: str, shown: str) -> File:
        path = self.inside(folder, name, shown)
        data = self.taken(path).read_bytes()
        facts = probe.facts_of(data, self.shown(path))
        if kind == "photo":
            probe.require_picture(facts.media_type, self.shown(path))
        sha256 = hashlib.sha256(data).hexdigest()
        self.files.setdefault(sha256, path)
        return File(variant, name, sha256, facts.media_type, len(data), facts.width, facts.height)

    def inside(self, folder: Path, name: str, shown: str) -> Path:
        """The path of a file that an asset names; it must lie in the asset's own folder."""
        pure = PurePosixPath(name)
        path = folder / pure
        if pure.is_absolute() or ".." in pure.parts or not path.resolve().is_relative_to(folder.resolve()):
            raise InvalidCatalog(shown, "names {file}, which lies outside its folder", None, file=name)
        if not path.is_file():
            raise InvalidCatalog(shown, "names {file}, which is not there", None, file=name)
        return path

    def profiles(self) -> tuple[Profile, ...]:
        default = self.root / "brand.toml"
        paths = [default] if default.is_file() else []
        return tuple(self.profile(path) for path in (*paths, *sorted(self.root.glob("profiles/*.toml"))))

    def profile(self, path: Path) -> Profile:
        data = self.taken(path).read_bytes()
        brand = parse_brand(data, self.shown(path))
        if path.parent != self.root and path.stem != brand.profile:
            raise InvalidProfile(self.shown(path), "holds the profile {name}", None, name=brand.profile)
        return Profile(brand.profile, data, brand)

    def units(self) -> tuple[Unit, ...]:
        path = self.root / "units.toml"
        if not path.is_file():
            return ()
        table = manifest.parse(manifest.UnitsFile, self.taken(path).read_bytes(), self.shown(path))
        slugs = [unit.slug for unit in table.units]
        if twice := next((slug for slug in slugs if slugs.count(slug) > 1), None):
            raise InvalidCatalog(self.shown(path), "has the unit {slug} twice", None, slug=twice)
        return tuple(unit.value() for unit in table.units)

    def extras(self) -> dict[str, Path]:
        rest = (p for p in sorted(self.root.rglob("*")) if p.is_file() and not p.is_symlink() and p not in self.used)
        return {self.shown(p): p for p in rest if not _is_hidden(p.relative_to(self.root))}

    def taken(self, path: Path) -> Path:
        self.used.add(path)
        return path

    def shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__")) for part in path.parts)
