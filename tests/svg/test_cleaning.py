"""SVG from outside: what is harmless stays and looks the same, what reaches out or runs is refused by name."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from brandkit import limits
from brandkit.errors import MaterialTooLarge, UnreadableMaterial, UnsafeMaterial
from brandkit.svg import clean, raster

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(body: str, before: str = "", attributes: str = 'viewBox="0 0 100 100"') -> bytes:
    return f"{before}<svg {NAMESPACES} {attributes}>{body}</svg>".encode()


def png(width: int = 2, height: int = 2) -> str:
    stream = io.BytesIO()
    Image.fromarray(np.zeros((height, width), np.uint8)).save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


OUTSIDE = {
    "image": '<image href="http://example.org/a.png"/>',
    "local file": '<image xlink:href="file:///etc/passwd"/>',
    "neighbour": '<image href="../secret.png"/>',
    "path": '<image href="/etc/hostname"/>',
    "use": '<use href="other.svg#a"/>',
    "filter image": '<filter id="f"><feImage href="https://example.org/a.png"/></filter>',
    "gradient": '<linearGradient xlink:href="https://example.org/a.svg#g"/>',
    "paint": '<rect fill="url(https://example.org/a.svg#p)"/>',
    "style attribute": '<rect style="fill:url(https://example.org/a.svg#p)"/>',
    "hidden by an escape": r'<rect style="fill:u\72l(https://example.org/a.svg#p)"/>',
    "hidden by a comment": '<rect style="fill:ur/**/l(https://example.org/a.svg#p)"/>',
    "import": "<style>@import url(https://example.org/a.css);</style>",
    "font": "<style>@font-face{font-family:x;src:url(https://example.org/a.woff)}</style>",
    "text as data": '<image href="data:text/html;base64,PGh0bWw+"/>',
}
ACTIVE = {
    "script": "<script>alert(1)</script>",
    "namespaced script": '<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>',
    "handler": '<rect onclick="alert(1)"/>',
    "handler in capitals": '<rect ONLOAD="alert(1)"/>',
    "link": '<a href="javascript:alert(1)"><rect/></a>',
    "broken link": '<a xlink:href=" java&#10;script:alert(1)"><rect/></a>',
    "web page": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "frame": "<iframe/>",
    "binding": '<rect style="-moz-binding:url(#x)"/>',
}
DECLARED = {
    "entity": '<!DOCTYPE svg [<!ENTITY x "y">]>',
    "outside entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "parameter entity": '<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]>',
    "outside declaration": '<!DOCTYPE svg SYSTEM "http://example.org/x.dtd">',
    "small letters": '<!doctype svg [<!entity x "y">]>',
    "style sheet": '<?xml-stylesheet href="http://example.org/a.css"?>',
}


@pytest.mark.parametrize("body", (OUTSIDE | ACTIVE).values(), ids=(OUTSIDE | ACTIVE).keys())
def test_what_reaches_out_or_runs_is_refused(body: str) -> None:
    with pytest.raises((UnsafeMaterial, UnreadableMaterial)) as refused:
        clean(drawing(body), "a.svg")
    assert str(refused.value).startswith("a.svg ") and "\n" not in str(refused.value)


@pytest.mark.parametrize("before", DECLARED.values(), ids=DECLARED.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_are_refused_in_every_encoding(before: str, encoding: str) -> None:
    text = drawing("<rect/>", before).decode()
    with pytest.raises(UnsafeMaterial):
        clean(text.encode(encoding), "a.svg")


def test_the_declaration_of_w3c_is_harmless() -> None:
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    for before in (
        public,
        "<!DOCTYPE svg>",
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n' + public,
    ):
        assert b"DOCTYPE" not in clean(drawing("<rect/>", before))


def chain(links: int, times: int) -> str:
    parts = ['<g id="l0"><rect width="1" height="1"/></g>']
    parts += [f'<g id="l{i}">' + f'<use href="#l{i - 1}"/>' * times + "</g>" for i in range(1, links)]
    return f'<defs>{"".join(parts)}</defs><use href="#l{links - 1}"/>'


def patterns(links: int, times: int) -> str:
    parts = ['<pattern id="p0"><rect/></pattern>']
    rects = '<rect width="1" height="1"/>' * times
    parts += [f'<pattern id="p{i}"><g fill="url(#p{i - 1})">{rects}</g></pattern>' for i in range(1, links)]
    return "".join(parts) + f'<rect fill="url(#p{links - 1})"/>'


BOMBS = {
    "use": chain(10, 10),
    "patterns through inherited paint": patterns(9, 20),
    "style sheet": "<style>"
    + "".join(f".m{i}{{mask:url(#m{i - 1})}}" for i in range(1, 10))
    + "</style>"
    + "".join(f'<mask id="m{i}">' + f'<rect class="m{i}"/>' * 10 + "</mask>" for i in range(10))
    + '<rect mask="url(#m9)"/>',
    "markers": f'<marker id="m">{"<rect/>" * 1000}</marker><path d="M0 0{"L1 1" * 5000}" marker-mid="url(#m)"/>',
    "elements": "<rect/>" * (limits.SVG_ELEMENTS + 1),
    "path": f'<path d="M0 0{"L1 1 2 2" * (limits.SVG_PATH_BYTES // 8)}"/>',
    "depth": "<g>" * 240 + "</g>" * 240,
    "selectors that are not read": f"<style>{'.a ~ .b{fill:red}' * 5000}</style>{'<rect/>' * 1000}",
    "selector": f"<style>{'g ' * 40}rect{{fill:red}}</style>",
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS.keys())
def test_what_would_grow_without_end_is_refused(body: str) -> None:
    with pytest.raises(MaterialTooLarge):
        clean(drawing(body), "a.svg")


@pytest.mark.parametrize(
    "body",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="p"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>',
        '<mask id="m"><rect mask="url(#m)"/></mask>',
    ],
)
def test_what_draws_itself_is_refused(body: str) -> None:
    with pytest.raises(UnsafeMaterial, match="draws itself"):
        clean(drawing(body))


def test_reuse_in_measure_is_fine() -> None:
    assert clean(drawing(chain(3, 10)))
    assert clean(drawing('<linearGradient id="g"><stop/></linearGradient>' + '<rect fill="url(#g)"/>' * 500))


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"<svg", b"no svg", b"<html/>", b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>"]
)
def test_what_is_no_svg_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableMaterial):
        clean(data, "a.svg")


def test_foreign_parts_are_left_out_and_the_picture_stays() -> None:
    foreign = (
        '<metadata><x xmlns="urn:x"/></metadata><i:view xmlns:i="urn:i" i:zoom="2"/><!-- note -->'
        '<rect width="50" height="50" fill="#0057A8" i:label="x" xmlns:i="urn:i"><animate attributeName="x"/></rect>'
        '<a href="https://example.org/"><circle cx="75" cy="75" r="20" fill="red"/></a>'
    )
    cleaned = clean(drawing(foreign))
    for word in (b"metadata", b"zoom", b"animate", b"example.org", b"note", b"label"):
        assert word not in cleaned
    plain = '<rect width="50" height="50" fill="#0057A8"/><circle cx="75" cy="75" r="20" fill="red"/>'
    assert np.array_equal(raster(drawing(foreign), 100), raster(drawing(plain), 100))


def test_text_after_what_is_left_out_stays() -> None:
    cleaned = clean(drawing("<text>Vũng<title>x</title><foo/> Tàu</text>"))
    assert "Tàu" in cleaned.decode() and "foo" not in cleaned.decode()


def test_cleaning_twice_changes_nothing() -> None:
    once = clean(drawing('<style>.a{fill:red}</style><rect class="a" width="9" height="9"/><!-- x -->'))
    assert clean(once) == once


def test_carried_pictures_are_looked_at() -> None:
    assert b"base64" in clean(drawing(f'<image href="{png()}" width="9" height="9"/>'))
    with pytest.raises(UnreadableMaterial, match="picture"):
        clean(drawing('<image href="data:image/png;base64,AAAA"/>'))


def test_a_carried_pixel_bomb_is_refused() -> None:
    with pytest.raises(MaterialTooLarge, match="pixels"):
        clean(drawing(f'<image href="{png(8000, 8000)}" width="9" height="9"/>'))


def nested(body: str, levels: int) -> str:
    for _ in range(levels):
        body = base64.b64encode(drawing(body)).decode()
        body = f'<image width="9" height="9" href="data:image/svg+xml;base64,{body}"/>'
    return body


def test_drawings_within_drawings_are_cleaned_too_and_not_for_ever() -> None:
    assert clean(drawing(nested("<rect/>", 2)))
    with pytest.raises(UnsafeMaterial):
        clean(drawing(nested('<image href="file:///etc/passwd"/>', 2)))
    with pytest.raises(MaterialTooLarge):
        clean(drawing(nested("<rect/>", limits.SVG_NESTED_PICTURES + 1)))


def test_turbulence_is_calmed() -> None:
    assert b'numOctaves="10"' in clean(drawing('<filter id="f"><feTurbulence numOctaves="100000"/></filter>'))


def test_resvg_is_never_given_a_file_to_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (4, 4), "red").save(secret)
    with pytest.raises(UnsafeMaterial):
        raster(drawing(f'<image href="{secret}" width="100" height="100"/>'), 10)
