"""The guide of a kit as a browser sees it: at every width, in both schemes and languages, asking for nothing."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from brandkit.catalog import kits
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.kits import guide as kit_guide

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing")


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing")
    manager = api.sync_playwright()
    try:
        playwright = manager.start()
    except Exception as error:  # noqa: BLE001 - the driver raises nothing narrower when its own program cannot run
        pytest.skip(f"playwright's driver does not run here: {error}")
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield running
    running.close()
    playwright.stop()


@pytest.fixture(scope="module")
def address(stock, tmp_path_factory) -> str:
    place = tmp_path_factory.mktemp("guide")
    shutil.copytree(stock, place / "catalog")
    sink = io.BytesIO()
    with Catalog.open(place / "catalog") as catalog:
        kits.build(catalog, ("thang-tam", "basket-boat", "song-goi"), sink)
    with zipfile.ZipFile(sink) as archive:
        archive.extractall(place / "kit")
    return (place / "kit" / kit_guide.FILE_NAME).as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_it_fits_asks_for_nothing_and_is_refused_nothing(browser, address, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda r: r.url == address or r.url.startswith("data:") or told.append(r.url))
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert told == []
    pictures = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert pictures and all(pictures)
    page.close()


def test_the_language_is_switched_without_script(browser, address):
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    assert page.get_by_text("Lấy biểu trưng").first.is_visible()
    page.locator("label[for=to-en]").click()
    assert page.get_by_text("Take a logo").first.is_visible()
    assert not page.get_by_text("Lấy biểu trưng").first.is_visible()
    page.close()


def test_every_link_leads_to_a_file_of_the_kit_and_is_large_enough_to_touch(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(address)
    measure = "[...document.querySelectorAll('.files a')].map(a => [a.href, a.getBoundingClientRect().height])"
    links = page.evaluate(measure)
    assert len(links) > 10
    for href, height in links:
        assert Path(unquote(urlsplit(href).path)).is_file()
        assert height >= 43.9
    page.close()
