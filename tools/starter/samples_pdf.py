"""Sheets as PDF: live text in the embedded face, logos as form XObjects, the same bytes every time."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from identity_lettering import FONTS, face, glyph_runs
from pikepdf import Array, Dictionary, Name, Stream
from samples_sheet import Logo, Outline, Picture, Rect, Sheet, Text
from samples_svg import jpeg, logo_png

POINTS = 72 / 25.4
MADE = "D:20220701080000+07'00'"


def write_pdf(sheets: list[Sheet], path: Path) -> None:
    """Write the sheets as pages of one document."""
    pdf = pikepdf.new()
    fonts = {weight: _font(pdf, weight, characters) for weight, characters in sorted(_characters(sheets).items())}
    for sheet in sheets:
        writer = _Page(pdf, sheet, fonts)
        page = pikepdf.Page(Dictionary(
            Type=Name.Page, MediaBox=[0, 0, round(sheet.width * POINTS, 3), round(sheet.height * POINTS, 3)],
            Resources=writer.resources, Contents=pdf.make_stream(writer.content().encode("ascii"))))
        pdf.pages.append(page)
    pdf.Root.Lang = "vi-VN"
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for key, value in {"/Title": sheets[0].title, "/Author": "Thành phố Vũng Tàu (ví dụ)", "/CreationDate": MADE,
                       "/ModDate": MADE, "/Producer": "tools/starter/samples.py"}.items():
        pdf.docinfo[key] = value
    pdf.save(path, deterministic_id=True, compress_streams=True,
             object_stream_mode=pikepdf.ObjectStreamMode.disable, recompress_flate=False)


def _characters(sheets: list[Sheet]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, Text):
                used.setdefault(item.weight, set()).update(item.text)
    return used


class _Font:
    def __init__(self, name: str, dictionary, glyph_ids: dict[str, int]) -> None:
        self.name, self.dictionary, self.glyph_ids = name, dictionary, glyph_ids


def _font(pdf: pikepdf.Pdf, weight: str, characters: set[str]) -> _Font:
    options = subset.Options(layout_features=[], name_IDs=[1, 2, 4, 6], glyph_names=False, hinting=False)
    source = TTFont(FONTS / f"BeVietnamPro-{weight}.ttf", recalcTimestamp=False)
    names = source.getBestCmap()
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, characters)))
    cutter.subset(source)
    order = {name: i for i, name in enumerate(source.getGlyphOrder())}
    data = io.BytesIO()
    source.save(data)
    glyph_ids = {names[ord(c)]: order[names[ord(c)]] for c in sorted(characters)}
    tag = "".join(chr(65 + (zlib.crc32((weight + "".join(sorted(characters))).encode()) >> (4 * i)) % 26)
                  for i in range(6))
    return _Font("F" + weight, _type0(pdf, f"/{tag}+BeVietnamPro-{weight}", source, data.getvalue(), glyph_ids,
                                      {order[names[ord(c)]]: c for c in sorted(characters)}), glyph_ids)


def _type0(pdf, base: str, font: TTFont, data: bytes, glyph_ids: dict[str, int], characters: dict[int, str]):
    head, os2, widths = font["head"], font["OS/2"], font["hmtx"]
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(base), Flags=4, ItalicAngle=0, Ascent=font["hhea"].ascent,
        Descent=font["hhea"].descent, CapHeight=os2.sCapHeight, StemV=80,
        FontBBox=[head.xMin, head.yMin, head.xMax, head.yMax], FontFile2=pdf.make_stream(data, Length1=len(data)))
    table: list = []
    for name, glyph_id in sorted(glyph_ids.items(), key=lambda pair: pair[1]):
        table += [glyph_id, Array([widths[name][0]])]
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(base), CIDToGIDMap=Name.Identity, DW=0, W=Array(table),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor))
    return pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(base), Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)], ToUnicode=pdf.make_stream(_to_unicode(characters))))


def _to_unicode(characters: dict[int, str]) -> bytes:
    rows = [f"<{g:04X}> <{c.encode('utf-16-be').hex().upper()}>" for g, c in sorted(characters.items())]
    blocks = "\n".join(f"{len(rows[i:i + 100])} beginbfchar\n" + "\n".join(rows[i:i + 100]) + "\nendbfchar"
                       for i in range(0, len(rows), 100))
    return ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Adobe-Identity-UCS def\n"
            "/CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{blocks}\nendcmap CMapName currentdict /CMap defineresource pop end end").encode("ascii")


class _Page:
    """One page's content and resources, in points, y up."""

    def __init__(self, pdf: pikepdf.Pdf, sheet: Sheet, fonts: dict[str, _Font]) -> None:
        self.pdf, self.sheet, self.fonts = pdf, sheet, fonts
        self.resources = Dictionary(XObject=Dictionary(), Font=Dictionary(
            {f"/{font.name}": font.dictionary for font in fonts.values()}))

    def content(self) -> str:
        ground = Rect(0, 0, self.sheet.width, self.sheet.height, self.sheet.ground)
        items = self.sheet.items if self.sheet.ground == "#FFFFFF" else [ground, *self.sheet.items]
        draw = {Rect: self._rect, Outline: self._outline, Text: self._text, Picture: self._picture, Logo: self._logo}
        return "\n".join(draw[type(item)](item) for item in items)

    def _up(self, y: float) -> float:
        return (self.sheet.height - y) * POINTS

    def _rect(self, rect: Rect) -> str:
        return (f"{_rgb(rect.color)} rg {_n(rect.x * POINTS)} {_n(self._up(rect.y + rect.height))} "
                f"{_n(rect.width * POINTS)} {_n(rect.height * POINTS)} re f")

    def _outline(self, outline: Outline) -> str:
        return f"{_rgb(outline.color)} rg {_path(outline.data, POINTS, -POINTS, 0, self._up(0))} f"

    def _text(self, text: Text) -> str:
        font, size = self.fonts[text.weight], text.size * POINTS
        run, advance, shown = glyph_runs(text.text, text.weight, 0)[0], 0.0, ""
        for name, x in run:
            if abs(x - advance) > 1e-6:
                shown += f"> {advance - x:g} <"
            shown += f"{font.glyph_ids[name]:04X}"
            advance = x + face(text.weight)["hmtx"][name][0]
        return (f"BT {_rgb(text.color)} rg /{font.name} {_n(size)} Tf {_n(text.tracking * size / 1000)} Tc "
                f"1 0 0 1 {_n(text.left * POINTS)} {_n(self._up(text.baseline))} Tm [<{shown}>] TJ ET")

    def _picture(self, picture: Picture) -> str:
        data, size = jpeg(picture.file, picture.pixels)
        stream = Stream(self.pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1],
                        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)
        width, height = picture.width, picture.width * size[1] / size[0]
        drawn = (f"{_n(width * POINTS)} 0 0 {_n(height * POINTS)} {_n(picture.x * POINTS)} "
                 f"{_n(self._up(picture.y + height))} cm /{self._add(stream)} Do")
        if picture.clip is None:
            return f"q {drawn} Q"
        return f"q {self._box(*picture.clip)} W n {drawn} Q"

    def _logo(self, logo: Logo) -> str:
        art = logo.artwork
        a, b, c, d, e, f = logo.matrix()
        # From the artboard (y down) to the page (y up): flip the sheet; the form is drawn upright in its own box.
        e, f = e + c * art.height, f + d * art.height
        clip = "" if logo.keep == 1 else f"{self._box(logo.x, logo.y, logo.width * logo.keep, logo.height)} W n "
        if logo.pixels is None:
            matrix, name = (a, -b, -c, d), self._add(self._form(logo))
        else:
            matrix = (a * art.width, -b * art.width, -c * art.height, d * art.height)
            name = self._add(self._bitmap(logo))
        numbers = " ".join(_n(value * POINTS) for value in matrix)
        return f"q {clip}{numbers} {_n(e * POINTS)} {_n(self._up(f))} cm /{name} Do Q"

    def _form(self, logo: Logo):
        art = logo.artwork
        body = "\n".join(f"{_rgb(logo.colors.get(fill, fill))} rg {_path(data, 1, -1, 0, art.height)} f"
                         for fill, data in art.paths)
        return self.pdf.make_stream(body.encode("ascii"), Type=Name.XObject, Subtype=Name.Form,
                                    BBox=[0, 0, art.width, art.height], Resources=Dictionary())

    def _bitmap(self, logo: Logo):
        image = logo_png(logo)
        common = {"Type": Name.XObject, "Subtype": Name.Image, "Width": image.width, "Height": image.height,
                  "BitsPerComponent": 8}
        mask = self.pdf.make_stream(image.getchannel("A").tobytes(), ColorSpace=Name.DeviceGray, **common)
        return self.pdf.make_stream(image.convert("RGB").tobytes(), ColorSpace=Name.DeviceRGB, SMask=mask, **common)

    def _add(self, stream) -> str:
        name = f"X{len(self.resources.XObject.keys())}"
        self.resources.XObject[f"/{name}"] = self.pdf.make_indirect(stream)
        return name

    def _box(self, x: float, y: float, width: float, height: float) -> str:
        return f"{_n(x * POINTS)} {_n(self._up(y + height))} {_n(width * POINTS)} {_n(height * POINTS)} re"


def _n(value: float) -> str:
    return f"{round(value, 5) + 0.0:.5f}".rstrip("0").rstrip(".")


def _rgb(color: str) -> str:
    return " ".join(f"{int(color[i:i + 2], 16) / 255:.5f}".rstrip("0").rstrip(".") for i in (1, 3, 5))


def _path(data: str, sx: float, sy: float, dx: float, dy: float) -> str:
    operators = {"M": "m", "L": "l", "C": "c", "Z": "h"}
    parts = []
    for command, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", data):
        values = [float(value) for value in numbers.split()]
        mapped = [v * sy + dy if i % 2 else v * sx + dx for i, v in enumerate(values)]
        parts.append(" ".join([*map(_n, mapped), operators[command]]))
    return " ".join(parts)
