"""`brandkit get`: the approved file, or a rendition of it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit.assets import MEDIA, Use
from brandkit.cli import DONE, Console, pass_console
from brandkit.errors import InvalidValue

if TYPE_CHECKING:
    from brandkit.catalog.handing_out import Handed

_BY_SUFFIX = {".svg": "svg", ".png": "png", ".webp": "webp", ".jpg": "jpeg", ".jpeg": "jpeg", ".pdf": "pdf"}
_MOST_PX = 20_000
_JSON_LD = "application/ld+json"


@click.command("get", short_help="Fetch the approved file.")
@click.argument("slug")
@click.option("--variant", default="", help="Traits that it must have, as in reversed or horizontal-vi.")
@click.option("--background", metavar="HEX", help="The color that it will stand on; picks the variant to read on it.")
@click.option("--width", type=click.IntRange(1, _MOST_PX), metavar="PX", help="Fit into this width.")
@click.option("--height", type=click.IntRange(1, _MOST_PX), metavar="PX", help="Fit into this height.")
@click.option("--format", "format_", type=click.Choice(["svg", "png", "webp", "jpeg", "pdf"]),
              help="What to make of it; the output's ending, or the file as it is, unless told.")  # fmt: skip
@click.option("--crop", is_flag=True, help="Cut a photo to exactly --width and --height, around its middle.")
@click.option("--focus", metavar="X,Y", help="Cut it around this point: shares of its width and height, as in 0.5,0.3.")
@click.option("--no-location", is_flag=True, help="Take the coordinates out of the copy; its picture stays as it is.")
@click.option("--media", type=click.Choice(MEDIA), help="Where it will be used; judged by its rights.")
@click.option("--territory", metavar="CODE", default="", help="The country it will be used in, as in VN; likewise.")
@click.option("--purpose", default="", help="What it will be used for; judged by the consents of who is shown.")
@click.option("--commercial", is_flag=True, help="It will be used commercially.")
@click.option("--describe", is_flag=True, help="Write what schema.org says of the file (JSON-LD), not the file itself.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Where to; - is stdout.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(
    console: Console, slug: str, format_: str | None, output: Path, describe: bool, as_json: bool, **wishes: Any
) -> int:
    """Fetch the approved file of an asset, or a rendition of it: the right variant for its background, never stretched,
    never enlarged from pixels. Refused when the asset is not approved, under embargo, expired or withdrawn, and when
    its rights or consents do not cover the use that is named."""
    from brandkit.catalog.handing_out import Request, get
    from brandkit.commands._files import STREAM, write_whole
    from brandkit.messages import say

    console.as_json = as_json
    if as_json and output == STREAM:
        raise InvalidValue("--json", "and -o - both want stdout", "Write the file elsewhere.")
    wanted: Any = format_ or _BY_SUFFIX.get(output.suffix.lower())
    use = Use(**{field.name: told for field in fields(Use) if (told := wishes.pop(field.name))})
    focus = _focus(wishes.pop("focus"), wishes.pop("crop"))
    handed = get(console.catalog(), slug, Request(format=wanted, use=use, focus=focus, **wishes))
    if not describe:
        _refuse_wrong_ending(output, handed)
    written = _description(handed) if describe else handed.data
    write_whole(output, written)
    if as_json:
        media_type = _JSON_LD if describe else handed.media_type
        console.show_json(_document(handed, output, written, media_type))
        return DONE
    variant = handed.file.variant if handed.file else ""
    console.note(say("{output}: {slug} version {version} {variant}", output=str(output), slug=slug,
                     version=handed.version, variant=variant))  # fmt: skip
    return DONE


def _focus(written: str | None, crop: bool) -> tuple[float, float] | None:
    """The point to cut around: the middle, unless another is named; None when nothing is to be cut."""
    from brandkit.catalog.renditions.size import CENTER

    if written is None:
        return CENTER if crop else None
    try:
        across, down = (float(part) for part in written.split(","))
    except ValueError as error:
        raise InvalidValue(written, "is no point like 0.5,0.3") from error
    return across, down


def _description(handed: Handed) -> bytes:
    """The file as schema.org describes it; of a slogan there is nothing to describe."""
    import json

    from brandkit.catalog.metadata.json_ld import described

    return json.dumps(described(handed), ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def _refuse_wrong_ending(output: Path, handed: Handed) -> None:
    """A file whose name says another type is refused by every program that reads it, ours too."""
    from brandkit.catalog.probe import SUFFIXES
    from brandkit.commands._files import STREAM

    endings = SUFFIXES.get(handed.media_type, (".txt",))
    if output == STREAM or not output.suffix or output.suffix.lower() in endings:
        return
    advice = "Name it after what it holds, or ask for another --format."
    raise InvalidValue(str(output), "would hold {type}, so its name must end in {ending}", advice,
                       type=handed.media_type, ending=endings[0])  # fmt: skip


def _document(handed: Handed, output: Path, written: bytes, media_type: str) -> dict[str, Any]:
    import hashlib

    return {
        "path": str(output),
        "slug": handed.asset.slug,
        "version": handed.version,
        "variant": handed.file.variant if handed.file else None,
        "master": handed.file.sha256 if handed.file else None,
        "sha256": hashlib.sha256(written).hexdigest(),
        "bytes": len(written),
        "media_type": media_type,
        "credit": handed.asset.rights.credit,
    }
