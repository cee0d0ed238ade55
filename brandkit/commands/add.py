"""`brandkit add`: registers files and slogans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit.cli import DONE, FAILED, Console, error_document, pass_console
from brandkit.errors import BrandkitError, InvalidValue

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.drafts import Wishes
    from brandkit.catalog.inspection import Inspected


@click.command("add", short_help="Register files or a slogan.")
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["logo", "photo", "slogan"]), required=True, help="What it is.")
@click.option("--slug", default="", help="Its short name; made from the file's name unless told.")
@click.option("--title", default="", help="Its title; what the file says, or its name, unless told.")
@click.option("--title-en", default="", help="Its title in English.")
@click.option("--alt", default="", help="What it shows, for those who cannot see it.")
@click.option("--variant", default="", help="Traits joined by hyphens, as in horizontal-full-color-vi.")
@click.option("--tag", "tags", multiple=True, help="A keyword; may be given several times.")
@click.option("--credit", default="", help="The line to print beside it.")
@click.option("--license", "license_", default="", help="SPDX id, or a sentence.")
@click.option("--unit", default="", help="The unit that owns it.")
@click.option("--text", default="", help="The slogan's exact words.")
@click.option("--text-en", default="", help="The slogan's exact words in English.")
@click.option("--recursive", is_flag=True, help="A folder stands for all pictures and drawings in it.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(
    console: Console, paths: tuple[Path, ...], text: str, text_en: str, recursive: bool, dry_run: bool, as_json: bool,
    license_: str, **wishes: Any,
) -> int:  # fmt: skip
    """Register logos, photos or a slogan as drafts. The same bytes twice are one asset; --slug of an asset that is
    there adds a variant, or a new version when the variant is there already. A batch goes on past a bad file."""
    from brandkit.catalog.drafts import Wishes

    console.as_json = as_json
    wanted = Wishes(license=license_, **wishes)
    if wanted.kind == "slogan":
        return _add_slogan(console, paths, wanted, text, text_en, dry_run)
    if text or text_en:
        raise InvalidValue("--text", "is for slogans only")
    files = _files(paths, wanted, recursive)
    return _add_files(console, files, wanted, dry_run)


def _files(paths: tuple[Path, ...], wishes: Wishes, recursive: bool) -> list[Path]:
    from brandkit.catalog.probe import SUFFIXES
    from brandkit.commands._files import files_in

    suffixes = frozenset(suffix for of_type in SUFFIXES.values() for suffix in of_type)
    files = files_in(paths, recursive=recursive, suffixes=suffixes)
    if not files:
        raise InvalidValue("PATH", "names no file to register")
    if len(files) > 1 and wishes.slug:
        _refuse_replacing(files, wishes)
    return files


def _refuse_replacing(files: list[Path], wishes: Wishes) -> None:
    """Files of one slug are its variants: two of the same one would be versions in the order of their names."""
    from brandkit.catalog.drafts import named_variant

    if wishes.kind == "photo" or wishes.variant:
        raise InvalidValue("--slug", "is for one file here: each would replace the one before")
    named: dict[str, Path] = {}
    for path in files:
        other = named.setdefault(named_variant(path.name), path)
        if other is not path:
            problem = "would make {name} and {other} the same variant of one asset"
            advice = "Name the files after their variants, as in horizontal-reversed-vi.svg, or add them one by one."
            raise InvalidValue("--slug", problem, advice, name=path.name, other=other.name)


def _add_files(console: Console, files: list[Path], wishes: Wishes, dry_run: bool) -> int:
    catalog = console.catalog()
    added: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    for path, found in _inspected(files, wishes):
        try:
            told = _add_one(console, catalog, path, found, wishes, dry_run)
        except BrandkitError as error:
            if len(files) == 1:
                raise
            errors.append({"path": str(path), **error_document(error, console.lang)})
            if not console.as_json:
                console.fail(error)
            continue
        added.append(told)
    if console.as_json:
        console.show_json({"added": added, "errors": errors, "dry_run": dry_run})
    return FAILED if errors else DONE


def _inspected(files: list[Path], wishes: Wishes) -> Iterator[tuple[Path, Inspected | BrandkitError]]:
    """Each file as it would be registered, or why it cannot be."""
    from brandkit.catalog.inspection import inspect, inspect_all
    from brandkit.commands._files import STREAM, laid

    if STREAM not in files:
        yield from inspect_all(files, wishes.kind)
        return
    for path in files:
        try:
            with laid(path, name=wishes.slug or "stdin") as file:
                found: Inspected | BrandkitError = inspect(file, wishes.kind)
        except BrandkitError as error:
            found = error
        yield path, found


def _add_one(
    console: Console, catalog: Catalog, path: Path, found: Inspected | BrandkitError, wishes: Wishes, dry_run: bool
) -> dict[str, Any]:
    from brandkit.catalog.registering import add, derived_slug
    from brandkit.commands._telling import added_document, tell_added

    if isinstance(found, BrandkitError):
        raise found
    result = add(catalog, found, wishes, dry_run=dry_run)
    if not console.as_json:
        meant = wishes.slug or derived_slug(found)
        taken = meant if result.outcome == "new" and result.asset.slug != meant else ""
        tell_added(console, found, result, taken=taken, dry_run=dry_run)
    return added_document(str(path), found, result)


def _add_slogan(
    console: Console, paths: tuple[Path, ...], wishes: Wishes, text: str, text_en: str, dry_run: bool
) -> int:
    from brandkit.assets import Asset, Rights, Version
    from brandkit.catalog.documents import listed
    from brandkit.catalog.registering import add_slogan, check_unit
    from brandkit.messages import say
    from brandkit.text import nfc

    if paths:
        raise InvalidValue(str(paths[0]), "is a file; a slogan is words, given with --text")
    if not wishes.slug or not nfc(text):
        raise InvalidValue("--slug, --text", "must both be given for a slogan")
    catalog = console.catalog()
    check_unit(catalog, wishes.unit)
    words = {lang: nfc(said) for lang, said in (("vi", text), ("en", text_en)) if nfc(said)}
    title = {"vi": nfc(wishes.title) or words["vi"]} | ({"en": nfc(wishes.title_en)} if wishes.title_en else {})
    slogan = Asset(
        slug=wishes.slug, kind="slogan", title=title, unit=wishes.unit, tags=tuple(nfc(tag) for tag in wishes.tags),
        rights=Rights(credit=nfc(wishes.credit), license=nfc(wishes.license)), versions=(Version(1),), text=words,
    )  # fmt: skip
    result = add_slogan(catalog, slogan, dry_run=dry_run)
    if console.as_json:
        document = {"slug": result.asset.slug, "outcome": result.outcome, "asset": listed(result.asset)}
        console.show_json({"added": [document], "errors": [], "dry_run": dry_run})
        return DONE
    new = say("{slug}: a new draft, “{words}”", slug=result.asset.slug, words=result.asset.text)
    console.show(new if result.outcome == "new" else say("{slug}: registered already", slug=result.asset.slug))
    return DONE
