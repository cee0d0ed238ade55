"""The page as a browser sees it: nothing sideways, the switch without script, links that light, one sheet in print."""

from __future__ import annotations

import shutil

import pytest

from brandkit.reports import as_document, html
from tests.reports import specimen

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
def address(tmp_path_factory) -> str:
    document = as_document(specimen.report(specimen.material(), specimen.clean_material()), "vi")
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html.render(document, lang="vi", illustrations=specimen.Pictures()), "utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """Opens the page at a width; what it complained of or asked for outside itself is in `page.told`."""
    pages = []

    def at(width: int, **context):
        page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=True, **context)
        page.told = []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("request", lambda r: r.url.startswith(("file:", "data:")) or page.told.append(r.url))
        page.goto(address)
        pages.append(page)
        return page

    yield at
    for page in pages:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_scrolls_sideways_and_nothing_is_refused(opened, width, scheme):
    page = opened(width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.told == []


def test_the_face_and_the_pictures_are_there(opened):
    page = opened(1440)
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].every(f => f.status == 'loaded'))")
    box = page.locator(".drawing.wide use").first.bounding_box()
    assert box["width"] > 300


def test_the_switch_shows_the_other_language_without_script(opened):
    page = opened(1440)
    vi, en = page.locator("h1 .vi, h2 .vi").first, page.locator("h1 .en, h2 .en").first
    assert vi.is_visible() and not en.is_visible()
    page.click("label[for=to-en]")
    assert en.is_visible() and not vi.is_visible()


def test_a_finding_lights_its_mark_and_fades_the_others(opened):
    page = opened(1440)
    page.emulate_media(reduced_motion="reduce")
    page.hover("#f0-3 h3")
    opacity = "n => getComputedStyle(document.querySelector('#m0 .drawing.wide g.mark.k' + n)).opacity"
    assert float(page.evaluate(opacity, 3)) == 1.0
    assert float(page.evaluate(opacity, 1)) < 0.3


def test_targets_are_large_enough_to_touch(opened):
    page = opened(390)
    for label in page.locator("label, summary").all():
        box = label.bounding_box()
        assert box["height"] >= 44


def test_print_hides_what_paper_cannot_do_and_puts_picture_and_findings_on_one_sheet(opened):
    page = opened(794)  # A4 at 96 dpi
    page.emulate_media(media="print")
    assert not page.locator(".languages").is_visible()
    sheet = page.locator("#p0-1 .artboard").first.bounding_box()
    card = page.locator("#f0-1").bounding_box()
    assert card["y"] < sheet["y"] + 1123 - 100
    assert page.locator("#p0-1 .drawing.narrow").is_visible()
