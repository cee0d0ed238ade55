"""What commands refuse so that nobody is left with a wrong file, and how they say it."""

from __future__ import annotations

import pytest

from brandkit.errors import StoreFailure
from tests.catalog.specimens import mark, picture


@pytest.fixture
def two(tmp_path):
    """Two different drawings of the same name."""
    for number, name in enumerate(("x", "y")):
        (tmp_path / "two" / name).mkdir(parents=True)
        (tmp_path / "two" / name / "logo.svg").write_bytes(mark(seed=40 + number))
    return tmp_path / "two"


def test_two_files_of_one_name_are_two_assets_and_it_says_why(run, two):
    told = run("add", two, "--recursive", "--kind", "logo")
    assert told.status == 0
    assert "logo.svg → logo: a new asset" in told.out and "logo.svg → logo-2: a new asset" in told.out
    assert told.out.count("with --slug logo this file would join it") == 1
    assert [len(run("show", slug, "--json").document["versions"]) for slug in ("logo", "logo-2")] == [1, 1]


def test_two_files_of_one_variant_are_not_versions_of_one_asset_by_chance(run, two):
    told = run("add", two, "--recursive", "--kind", "logo", "--slug", "mark")
    assert (told.status, "the same variant" in told.err) == (2, True)
    assert run("search", "--json").document["total"] == 3
    (two / "y/logo.svg").rename(two / "y/logo-reversed.svg")
    assert run("add", two, "--recursive", "--kind", "logo", "--slug", "mark").status == 0


def test_a_small_file_has_a_size(run, tmp_path):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>'
    (tmp_path / "dot.svg").write_bytes(drawing)
    assert f", {len(drawing)} bytes" in run("add", tmp_path / "dot.svg", "--kind", "logo").out
    (tmp_path / "p.jpg").write_bytes(picture(60))
    assert " kB" in run("add", tmp_path / "p.jpg", "--kind", "photo").out


def test_the_same_file_as_another_kind_is_refused(run, tmp_path):
    (tmp_path / "p.jpg").write_bytes(picture(5))
    told = run("add", tmp_path / "p.jpg", "--kind", "logo")
    assert (told.status, "photo basket-boat" in told.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("thang-tam",), "x.gif"), (("thang-tam", "--format", "png"), "x.svg"), (("thang-tam",), "x.heic"),
        (("song-goi",), "x.svg"), (("basket-boat",), "x.tif"), (("thang-tam", "--format", "jpeg"), "x.JPE2"),
    ],
)  # fmt: skip
def test_no_file_is_written_under_the_name_of_another_type(run, tmp_path, words, name):
    told = run("get", *words, "-o", tmp_path / name)
    assert (told.status, told.err.count("\n"), "must end in" in told.err) == (2, 1, True)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("thang-tam",), "x"), (("song-goi",), "x"), (("song-goi",), "x.txt"), (("basket-boat",), "x.jpeg"),
        (("thang-tam", "--format", "jpeg"), "x.JPG"), (("thang-tam", "--format", "svg"), "X.SVG"),
    ],
)  # fmt: skip
def test_the_right_ending_and_none_are_written(run, tmp_path, words, name):
    assert run("get", *words, "-o", tmp_path / name).status == 0
    assert (tmp_path / name).stat().st_size


@pytest.mark.parametrize("size", [("--width", 1), ("--height", 7), ("--width", 13)])
def test_a_logo_is_not_made_so_small_that_it_is_stretched(run, tmp_path, size):
    told = run("get", "thang-tam", "--format", "png", *size, "-o", tmp_path / "x.png")
    assert (told.status, "too few to keep its proportions" in told.err) == (2, True)
    assert run("get", "thang-tam", "--format", "png", "--height", 8, "-o", tmp_path / "x.png").status == 0


def test_a_damaged_file_is_told_by_its_name(run, tmp_path):
    sha256 = run("show", "basket-boat", "--json").document["sha256"]
    (run.catalog / "blobs" / sha256[:2] / sha256[2:4] / sha256).write_bytes(b"rot")
    for words in (("get", "basket-boat", "-o", tmp_path / "x.jpg"), ("export", tmp_path / "out")):
        told = run(*words)
        assert (told.status, "brandkit: basket-boat/basket-boat.jpg: no longer has" in told.err) == (2, True)


def test_a_folder_of_loose_files_makes_no_catalog(run, tmp_path):
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose/a.jpg").write_bytes(picture(1))
    assert run("init", tmp_path / "new", "--from", tmp_path / "loose").status == 2
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("was_there", [True, False])
def test_an_import_that_fails_leaves_no_half_made_catalog(run, plain_folder, tmp_path, monkeypatch, was_there):
    from brandkit.catalog import transfer

    if was_there:
        (tmp_path / "new").mkdir()
    for failure in (StoreFailure("blobs", "could not be written: {why}", None, why="disk full"), KeyboardInterrupt()):
        def fail(*_, failure=failure, **__):
            raise failure

        with monkeypatch.context() as broken:
            broken.setattr(transfer, "import_contents", fail)
            assert run("init", tmp_path / "new", "--from", plain_folder).status == 2
        assert (tmp_path / "new").exists() == was_there
        assert not was_there or not list((tmp_path / "new").iterdir())
    assert run("init", tmp_path / "new", "--from", plain_folder).status == 0


USAGE = [
    (("retire",), "brandkit: retire: Thiếu đối số 'SLUG...'. Xem `brandkit retire --help`.\n"),
    (("nothing",), "brandkit: Không có lệnh 'nothing'. Xem `brandkit --help`.\n"),
    (("search", "--limit", "0"),
     "brandkit: search: Giá trị không hợp lệ cho '--limit': 0 nằm ngoài khoảng x>=1. Xem `brandkit search --help`.\n"),
    (("add", "x", "--kind", "banner"),
     "brandkit: add: Giá trị không hợp lệ cho '--kind': 'banner' không thuộc 'logo', 'photo', 'slogan'. "
     "Xem `brandkit add --help`.\n"),
    (("show", "a", "b"), "brandkit: show: Thừa đối số (b). Xem `brandkit show --help`.\n"),
    (("show", "a", "--quiet"),
     "brandkit: show: Không có tùy chọn '--quiet'. Tùy chọn này đứng trước lệnh: `brandkit --quiet …`.\n"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "line"), USAGE, ids=[" ".join(words) for words, _ in USAGE])
def test_usage_errors_are_one_line_in_vietnamese(run, words, line):
    assert run("--lang", "vi", *words).err == line
