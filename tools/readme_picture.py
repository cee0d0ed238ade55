"""The README's picture: a real report of one sample, as Chromium shows it. `python tools/readme_picture.py`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from brandkit import cli

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "assets_catalog" / "samples" / "fail-stretched-flyer.pdf"
TARGET = ROOT / "docs" / "images" / "report.png"
SIZE = {"width": 1440, "height": 1360}
OFFLINE = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def main(sample: Path = SAMPLE) -> int:
    with tempfile.TemporaryDirectory() as folder:
        catalog, page = Path(folder) / "catalog", Path(folder) / "report.html"
        cli.run(["--quiet", "init", str(catalog), "--from", str(ROOT / "assets_catalog")])
        words = ["--quiet", "--lang", "vi", "--catalog", str(catalog), "check", str(sample), "--date", "2026-03-02"]
        if cli.run([*words, "--format", "html", "-o", str(page)]) != cli.FOUND:
            return cli.FAILED
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=OFFLINE)
            view = browser.new_page(viewport=SIZE)
            view.goto(page.as_uri())
            view.screenshot(path=TARGET)
            browser.close()
    return cli.DONE


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
