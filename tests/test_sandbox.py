"""The door for untrusted files: good ones come through whole, bad ones leave one clear line, nothing stays behind."""

from __future__ import annotations

import io
import os
import signal
import stat
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from brandkit import errors, limits, sandbox, sandbox_process
from brandkit.document import Document
from brandkit.errors import MaterialTooLarge, NotFound, UnreadableMaterial, UnsafeMaterial, UnsupportedFormat
from brandkit.formats import image, pdf
from tests.formats.made import FOUR, Sheet, fresh, jpeg_of, noise, read
from tests.formats.test_image import bomb
from tests.svg.test_cleaning import BOMBS, drawing


@pytest.fixture(params=["bubblewrap", "rlimits"])
def walls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "bubblewrap" and sandbox.isolation() != "bubblewrap":
        pytest.skip("bubblewrap is not installed or not permitted here")
    monkeypatch.setattr(sandbox_process, "isolation", lambda: request.param)
    return str(request.param)


def saved(path: Path, pixels: np.ndarray = FOUR, **options: object) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


def flyer(path: Path) -> Path:
    sheet = Sheet()
    sheet.resource("XObject", "P", sheet.picture(FOUR))
    return sheet.save(path, b"1 0 0 rg 10 10 20.1 20 re f q 60 0 0 40 100 20 cm /P Do Q")


def refused(path: Path) -> errors.BrandkitError:
    with pytest.raises(errors.BrandkitError) as caught, sandbox.opened(path) as material:
        for page in material.document.pages:
            material.pixels(page.number)
    message = str(caught.value)
    assert message.startswith(path.name) and "\n" not in message and "Traceback" not in message
    assert "/proc" not in message and caught.value.advice
    return caught.value


@pytest.mark.usefixtures("walls")
def test_a_document_comes_through_exactly(tmp_path: Path) -> None:
    path = flyer(tmp_path / "tờ rơi.pdf")
    with sandbox.opened(path) as material:
        assert material.document == read(path)
        assert isinstance(material.document, Document) and material.document.name == "tờ rơi.pdf"
        with fresh():
            assert np.array_equal(material.pixels(1), pdf.render(path, 1, 150 / 72))
            assert np.array_equal(material.pixels(1, 3.0), pdf.render(path, 1, 3.0))
        (key,) = material.document.pictures
        assert np.array_equal(material.picture(key)[..., :3], FOUR)


@pytest.mark.usefixtures("walls")
def test_pictures_and_drawings_come_through(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", noise(300, 200))
    with sandbox.opened(path) as material, fresh():
        assert np.array_equal(material.pixels(1), image.render(path, 1, 1.0))
        assert material.picture("page").shape == (200, 300, 4)
    path = tmp_path / "a.svg"
    path.write_bytes(drawing('<rect width="50" height="100" fill="#0057A8"/>'))
    with sandbox.opened(path) as material:
        assert material.document.pages[0].shapes[0].box == (0, 0, 50, 100)
        assert material.pixels(1)[50, 25].tolist() == [0, 0x57, 0xA8]


def test_arrays_are_read_only(tmp_path: Path) -> None:
    with sandbox.opened(saved(tmp_path / "a.png")) as material:
        with pytest.raises(ValueError, match="read-only"):
            material.pixels(1)[0, 0] = 0
        with pytest.raises(KeyError):
            material.picture("another")


def test_the_default_scale_is_150_dpi_for_points_and_1_for_pixels_within_the_limit(tmp_path: Path) -> None:
    with sandbox.opened(flyer(tmp_path / "a.pdf")) as material:
        assert material.scale(1) == pytest.approx(150 / 72)
        assert material.pixels(1).shape == (round(100 * 150 / 72), round(200 * 150 / 72), 3)
    with sandbox.opened(Sheet(5000, 3000).save(tmp_path / "b.pdf", b"")) as material:
        assert material.scale(1) == pytest.approx((limits.PAGE_PIXELS / 15_000_000) ** 0.5)
        assert material.pixels(1).shape[0] * material.pixels(1).shape[1] <= limits.PAGE_PIXELS * 1.001
        with pytest.raises(MaterialTooLarge):
            material.pixels(1, 10.0)
    with sandbox.opened(saved(tmp_path / "a.png")) as material:
        assert material.scale(1) == 1.0


def test_one_child_serves_many_requests_and_none_is_left(tmp_path: Path) -> None:
    with sandbox.opened(flyer(tmp_path / "a.pdf")) as material:
        number = material._reader._process.pid
        for scale in (1.0, 2.0, 1.0, 3.0):
            material.pixels(1, scale)
        assert Path(f"/proc/{number}").exists()
    assert not Path(f"/proc/{number}").exists()


def test_none_is_left_when_the_reader_of_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), sandbox.opened(flyer(tmp_path / "a.pdf")) as material:
        number = material._reader._process.pid
        raise RuntimeError
    assert not Path(f"/proc/{number}").exists()


def test_a_child_that_dies_is_the_materials_fault_and_told(tmp_path: Path) -> None:
    with sandbox.opened(flyer(tmp_path / "a.pdf")) as material:
        os.killpg(material._reader._process.pid, signal.SIGKILL)
        with pytest.raises(errors.BrandkitError, match=r"^a\.pdf "):
            material.pixels(1)


def test_a_child_that_works_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REQUEST_WALL_S", 0.0)
    assert isinstance(refused(flyer(tmp_path / "a.pdf")), MaterialTooLarge)


def test_processor_time_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READ_CPU_S", 0.05)
    path = tmp_path / "a.svg"
    path.write_bytes(drawing('<rect width="1" height="1"/>' * 20_000))
    assert "too long" in str(refused(path))


def test_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_MEMORY_BYTES", 400 * 2**20)
    path = saved(tmp_path / "a.png", np.zeros((6200, 6200, 3), np.uint8))
    assert "memory" in str(refused(path))


def test_nothing_is_written_anywhere(tmp_path: Path, walls: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    path = flyer(tmp_path / "a.pdf")
    with sandbox.opened(path) as material:
        material.pixels(1)
        assert list(scratch.iterdir()) == []
    assert {p.name for p in tmp_path.iterdir()} == {"a.pdf", "scratch"}


def looked_from_inside(code: str, isolation: str) -> str:
    """What a line of Python says behind the same walls."""
    import subprocess
    import sys

    from brandkit.sandbox_walls import command

    words = command([sys.executable, "-I", "-c", code], sandbox_process.import_roots(), isolation)
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False).stdout.strip()


def test_behind_the_walls_are_no_home_no_network_and_no_work(tmp_path: Path) -> None:
    if sandbox.isolation() != "bubblewrap":
        pytest.skip("bubblewrap is not installed or not permitted here")
    (tmp_path / "secret").write_text("x")
    code = f"import os; print(os.path.exists({str(tmp_path / 'secret')!r}), os.path.exists('/etc/passwd'))"
    assert looked_from_inside(code, "bubblewrap") == "False False"
    net = "import socket; print([n for _, n in socket.if_nameindex() if n != 'lo'])"
    assert looked_from_inside(net, "bubblewrap") == "[]"
    write = f"import os; print(os.access({str(Path(sandbox.__file__).parent)!r}, os.W_OK))"
    assert looked_from_inside(write, "bubblewrap") == "False"
    assert looked_from_inside(code, "rlimits").startswith("True")  # the control


def content(kind: str) -> bytes:
    if kind == "svg":
        return drawing("<rect/>")
    if kind == "pdf":
        stream = io.BytesIO()
        made = pikepdf.new()
        made.add_blank_page()
        made.save(stream)
        return stream.getvalue()
    stream = io.BytesIO()
    Image.fromarray(noise(64, 64)).save(stream, {"jpg": "JPEG", "tif": "TIFF"}.get(kind, kind.upper()))
    return stream.getvalue()


KINDS = ("png", "jpg", "webp", "tif", "gif", "svg", "pdf")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", KINDS)
def test_name_and_content_must_agree(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / f"a.{name}"
    path.write_bytes(content(kind))
    if kind == name:
        with sandbox.opened(path) as material:
            assert material.document.pages
        return
    error = refused(path)
    assert isinstance(error, UnreadableMaterial) and f"but its name says .{name}" in str(error)


@pytest.mark.parametrize("kind", KINDS)
def test_names_in_capitals_are_the_same(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"A.{kind.upper()}"
    path.write_bytes(content(kind))
    with sandbox.opened(path) as material:
        assert material.document.name == path.name


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_without_an_ending_is_told_as_one(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "no_ext"
    path.write_bytes(content(kind))
    assert "a name without an ending" in str(refused(path))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_empty_or_cut_short_is_told(tmp_path: Path, kind: str) -> None:
    path, data = tmp_path / f"a.{kind}", content(kind)
    path.write_bytes(b"")
    assert "is empty" in str(refused(path))
    path.write_bytes(data[: int(len(data) * 0.6)])
    assert isinstance(refused(path), UnreadableMaterial)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert isinstance(refused(tmp_path / "none.png"), NotFound)
    folder = tmp_path / "a.png"
    folder.mkdir()
    assert "is a folder" in str(refused(folder))
    pipe = tmp_path / "b.png"
    os.mkfifo(pipe)
    assert "no regular file" in str(refused(pipe))
    assert isinstance(refused(Path("/dev/null")), UnreadableMaterial)
    long_name = tmp_path / ("n" * 300 + ".png")
    assert isinstance(refused(long_name), UnreadableMaterial)
    loop = tmp_path / "loop.png"
    loop.symlink_to(loop)
    assert isinstance(refused(loop), UnreadableMaterial)


def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert "may not be read" in str(refused(path))
    path.chmod(stat.S_IRUSR)


def test_other_kinds_are_not_supported(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("hello")
    assert isinstance(refused(path), UnsupportedFormat)


def test_two_kinds_in_one_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content("png")[:200] + b"\n%PDF-1.4\n")
    assert "two kinds" in str(refused(path))


def test_too_many_bytes_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MATERIAL_BYTES", 100)
    assert isinstance(refused(saved(tmp_path / "a.png", noise(64, 64))), MaterialTooLarge)


def test_an_encrypted_pdf_is_told_and_one_that_opens_by_itself_is_read(tmp_path: Path) -> None:
    for user, name in (("secret", "a.pdf"), ("", "b.pdf")):
        made = pikepdf.new()
        made.add_blank_page()
        made.save(tmp_path / name, encryption=pikepdf.Encryption(user=user, owner="other"))
    assert "encrypted" in str(refused(tmp_path / "a.pdf"))
    with sandbox.opened(tmp_path / "b.pdf") as material:
        assert len(material.document.pages) == 1


def pages(count: int, size: tuple[int, int]) -> pikepdf.Pdf:
    made = pikepdf.new()
    for _ in range(count):
        made.add_blank_page(page_size=size)
    return made


def groups(sheet: Sheet, levels: int, times: int) -> None:
    inner = sheet.form(b"0 0 9 9 re f ", (0, 0, 100, 100))
    for _ in range(levels):
        inner = sheet.form(b"/X Do " * times, (0, 0, 100, 100), XObject={"/X": inner})
    sheet.resource("XObject", "X", inner)


def test_pdf_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    pages(limits.PAGES + 1, (100, 100)).save(path)
    assert isinstance(refused(path), MaterialTooLarge)
    pages(400, (14_000, 14_000)).save(path)
    assert isinstance(refused(path), MaterialTooLarge)
    assert isinstance(refused(Sheet(1e7, 1e7).save(path, b"")), MaterialTooLarge)
    for levels, times in ((200, 1), (8, 10)):
        sheet = Sheet()
        groups(sheet, levels, times)
        assert isinstance(refused(sheet.save(path, b"/X Do")), MaterialTooLarge)
    many = b"0 0 9 9 re f " * (limits.PAGE_OBJECTS + 1)
    assert isinstance(refused(Sheet().save(path, many)), MaterialTooLarge)
    long_path = b"0 0 m " + b"1 2 l 3 4 l " * (limits.PAGE_POINTS // 2) + b" f"
    assert isinstance(refused(Sheet().save(path, long_path)), MaterialTooLarge)


def test_pixel_bombs_and_svg_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(bomb(12_000, 12_000))
    assert isinstance(refused(path), MaterialTooLarge)
    path = tmp_path / "a.svg"
    for body in BOMBS.values():
        path.write_bytes(drawing(body))
        assert isinstance(refused(path), MaterialTooLarge)
    path.write_bytes(drawing('<image href="/etc/passwd"/>'))
    assert isinstance(refused(path), UnsafeMaterial)


def test_broken_bytes_end_in_our_errors_alone(tmp_path: Path) -> None:
    """A few of each; a long run of the same, 1,500 files, left nothing else either."""
    rng = np.random.default_rng(11)
    for kind in KINDS:
        whole = np.frombuffer(content(kind), np.uint8)
        for _ in range(4):
            broken = whole.copy()
            broken[rng.integers(0, len(broken), 6)] = rng.integers(0, 256, 6)
            path = tmp_path / f"a.{kind}"
            path.write_bytes(broken.tobytes())
            try:
                with sandbox.opened(path) as material:
                    material.pixels(1)
            except errors.BrandkitError as error:
                assert str(error).startswith(path.name)


def test_names_of_every_kind_are_only_names(tmp_path: Path) -> None:
    for name in ("-rf.png", "a b;$(id).png", "{0}{x}.png", "ảnh\n2.png", "%s.png"):
        path = saved(tmp_path / name)
        with sandbox.opened(path) as material:
            assert material.document.name == name
    path = tmp_path / "{x}.pdf"
    path.write_bytes(jpeg_of(FOUR))
    assert refused(path).subject == "{x}.pdf"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"error": "OSError", "problem": "x", "values": {}},
        {"error": "BrandkitError.__init__", "problem": "x", "values": {}},
        {"error": "UnreadableMaterial", "problem": "{x.__class__}", "values": {"x": 1}},
        {"error": "UnreadableMaterial", "problem": "{x:>999999999}", "values": {"x": 1}},
        {"error": "UnreadableMaterial", "problem": "is {missing}", "values": {}},
        {"error": "UnreadableMaterial", "problem": "is " + "x" * 5000, "values": {}},
        {"error": "UnreadableMaterial", "problem": "two\nlines", "values": {}},
        {"error": "UnreadableMaterial", "problem": 3, "values": [1]},
    ],
)
def test_a_child_in_the_files_hands_cannot_make_the_parent_speak(answer: dict) -> None:
    error = sandbox_process.told("a.pdf", answer)
    assert isinstance(error, UnreadableMaterial) and len(str(error)) < 100


def test_plain_words_of_the_child_are_passed_on() -> None:
    values = {"width": 12_000, "height": 5}
    answer = {
        "error": "MaterialTooLarge",
        "problem": "has {width:,} × {height} pixels",
        "values": values,
        "advice": "Less.",
    }
    error = sandbox_process.told("a.png", answer)
    assert (type(error), str(error), error.advice) == (MaterialTooLarge, "a.png has 12,000 × 5 pixels", "Less.")
