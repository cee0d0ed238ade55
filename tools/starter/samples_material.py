"""A sample with what a careful reviewer says about it, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from samples_pdf import write_pdf
from samples_sheet import CATALOG, Sheet
from samples_svg import pixels, svg

SAMPLES = CATALOG / "samples"


@dataclass(frozen=True)
class Material:
    """`findings` are (rule, outcome, page); none means that the material passes."""

    name: str
    vi: str
    en: str
    sheets: list[Sheet]
    findings: tuple[tuple[str, str, int], ...] = ()
    profile: str | None = None
    dpi: float | None = None                 # written into PNG and JPEG of print sheets
    quality: int = 90
    after: Callable[[Image.Image], Image.Image] | None = None   # what a scanner or a camera adds

    def write(self) -> None:
        """The material and the expectation beside it."""
        target = SAMPLES / self.name
        if target.suffix == ".pdf":
            write_pdf(self.sheets, target)
        elif target.suffix == ".svg":
            target.write_text(svg(self.sheets[0], live_text=True), encoding="utf-8")
        else:
            self._write_pixels(target)
        (SAMPLES / f"{target.stem}.expected.toml").write_text(self.expectation(), encoding="utf-8")

    def _write_pixels(self, target: Path) -> None:
        image = pixels(self.sheets[0], dpi=self.dpi)
        image = self.after(image) if self.after else image
        resolution = {"dpi": (self.dpi, self.dpi)} if self.dpi else {}
        if target.suffix == ".png":
            image.save(target, "PNG", optimize=True, **resolution)
            return
        image.save(target, "JPEG", quality=self.quality, optimize=True, **resolution)

    def expectation(self) -> str:
        """The text of <name>.expected.toml."""
        outcomes = {outcome for _, outcome, _ in self.findings}
        verdict = next((v for v in ("violation", "needs_review") if v in outcomes), "pass")
        head = [f'material = "{self.name}"', *([f'profile = "{self.profile}"'] if self.profile else []),
                f'verdict = "{verdict}"', f'title = {{ vi = "{self.vi}", en = "{self.en}" }}', ""]
        for rule, outcome, page in self.findings:
            head += ["[[findings]]", f'rule = "{rule}"', f'outcome = "{outcome}"', f"page = {page}", ""]
        if self.name.endswith((".png", ".jpg")):
            # Its text can only be read by Tesseract; where that is missing, the reviewer is told so.
            head += ["[[findings]]", 'rule = "altered-slogan"', 'outcome = "needs_review"', "page = 1",
                     'without = "tesseract"', ""]
        return "\n".join(head)
