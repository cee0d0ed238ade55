"""A catalog folder is read whole, and what is wrong in it is named with its file."""

from __future__ import annotations

import pytest

from brandkit.catalog.folder import FolderLibrary, read_folder
from brandkit.catalog.folder_writer import write_folder
from brandkit.errors import (
    AssetExists,
    BrandkitError,
    DamagedBlob,
    InvalidCatalog,
    InvalidProfile,
    NotFound,
    UnknownAsset,
    UnreadableMaterial,
)
from tests.catalog.specimens import mark, picture, small_folder


@pytest.fixture
def own(tmp_path):
    return small_folder(tmp_path / "own")


def test_every_kind_of_asset_is_read(folder):
    found = {asset.slug: asset for asset in read_folder(folder).assets}
    assert list(found) == ["basket-boat", "song-goi", "thang-tam"]
    logo, photo, slogan = found["thang-tam"], found["basket-boat"], found["song-goi"]
    assert [version.status for version in logo.versions] == ["superseded", "approved"]
    assert [file.variant for file in logo.versions[1].files] == ["horizontal-full-color", "horizontal-reversed"]
    assert (logo.versions[1].files[0].width, logo.versions[1].files[0].height) == (120.0, 60.0)
    assert photo.versions[0].files[0].media_type == "image/jpeg"
    assert photo.releases[0].reference == "MR-1"
    assert slogan.text["vi"] == "Sóng gọi người về"
    assert slogan.breaks == {"vi": ("Sóng gọi", "người về")}
    assert slogan.versions[0].status == "approved"


def test_profiles_units_and_other_files_are_read(folder):
    contents = read_folder(folder)
    assert [brand.profile for brand in contents.brands] == ["ward"]
    assert contents.units[0].successors == ("phuong-vung-tau",)
    assert list(contents.extras) == ["samples/note.txt"]


def test_a_library_reads_verified_bytes(own):
    library = FolderLibrary(own)
    sha256 = library.assets()[0].versions[0].files[0].sha256
    assert library.read(sha256) == picture(5)
    (own / "photos/basket-boat.jpg").write_bytes(picture(6))
    with pytest.raises(DamagedBlob):
        library.read(sha256)
    with pytest.raises(UnknownAsset):
        library.read("0" * 64)


def test_a_library_gives_the_default_profile_and_knows_no_other(own):
    library = FolderLibrary(own)
    assert library.brand().version == library.brand("ward").version == "2022.1"
    with pytest.raises(InvalidProfile):
        library.brand("tourism")


FAULTS = {
    "an unknown key": ("photos/basket-boat.toml", 'titel = "x"\n', InvalidCatalog, "titel"),
    "no TOML": ("slogans/song-goi.toml", "title = {", InvalidCatalog, "TOML"),
    "no UTF-8": ("units.toml", b"\xff\xfe", InvalidCatalog, "UTF-8"),
    "no title": ("slogans/song-goi.toml", 'text = { vi = "x" }', InvalidCatalog, "title"),
    "a title in no Vietnamese": ("slogans/song-goi.toml", 'title = { en = "x" }', InvalidCatalog, "title"),
    "a slogan without words": ("slogans/song-goi.toml", 'title = { vi = "x" }', InvalidCatalog, "text"),
    "a logo without versions": ("logos/thang-tam/asset.toml", 'title = { vi = "x" }', InvalidCatalog, "versions"),
    "a bad date": ("photos/basket-boat.toml", 'title = { vi = "x" }\ncreated = "May"', InvalidCatalog, "created"),
    "an unknown status": ("photos/basket-boat.toml", 'title = { vi = "x" }\nstatus = "ok"', InvalidCatalog, "status"),
    "a broken profile": ("brand.toml", 'name = "x"', InvalidProfile, "name"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_table_is_told_with_its_file_and_key(own, fault):
    name, content, kind, said = FAULTS[fault]
    (own / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(kind) as told:
        read_folder(own)
    assert told.value.subject == name
    assert said in str(told.value)


@pytest.mark.parametrize("name", ["../../units.toml", "/etc/hostname", "missing.svg", "v1/../../x.svg"])
def test_a_file_outside_the_assets_folder_or_missing_is_refused(own, name):
    table = own / "logos/thang-tam/asset.toml"
    table.write_text(table.read_text("utf-8").replace('"reversed.svg"', f'"{name}"'), "utf-8")
    with pytest.raises(InvalidCatalog) as told:
        read_folder(own)
    assert name in str(told.value)


def test_a_link_out_of_the_folder_is_refused(own, tmp_path):
    (tmp_path / "secret.svg").write_bytes(mark())
    (own / "logos/thang-tam/reversed.svg").unlink()
    (own / "logos/thang-tam/reversed.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(InvalidCatalog, match="outside"):
        read_folder(own)


def test_two_assets_never_share_a_slug(own):
    (own / "slogans/thang-tam.toml").write_text('title = { vi = "x" }\ntext = { vi = "x" }', "utf-8")
    with pytest.raises(InvalidCatalog, match="thang-tam"):
        read_folder(own)


def test_a_name_that_is_no_slug_is_refused(own):
    (own / "slogans/Sóng Gọi.toml").write_text('title = { vi = "x" }\ntext = { vi = "x" }', "utf-8")
    with pytest.raises(InvalidCatalog, match="slug"):
        read_folder(own)


def test_a_photo_needs_exactly_one_picture(own):
    (own / "photos/basket-boat.png").write_bytes(b"second")
    with pytest.raises(InvalidCatalog, match="has 2"):
        read_folder(own)


def test_a_file_of_another_type_than_its_suffix_is_refused(own):
    (own / "photos/basket-boat.jpg").write_bytes(mark())
    with pytest.raises(UnreadableMaterial):
        read_folder(own)


def test_no_folder_and_a_live_catalog_are_told(tmp_path, own):
    with pytest.raises(NotFound):
        read_folder(tmp_path / "nowhere")
    (own / "catalog.toml").write_text('name = "x"', "utf-8")
    with pytest.raises(InvalidCatalog, match="live"):
        read_folder(own)


def test_writing_never_mixes_with_what_is_there(own):
    with pytest.raises(AssetExists):
        write_folder(own, [], bytes)


def test_an_error_in_a_folder_is_one_of_ours(own):
    (own / "logos/thang-tam/full-color.svg").write_bytes(b"")
    with pytest.raises(BrandkitError, match="empty"):
        read_folder(own)


def test_a_folder_of_loose_files_is_no_catalog_folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(picture(1))
    with pytest.raises(InvalidCatalog, match="no catalog folder") as told:
        read_folder(tmp_path)
    assert "brandkit add" in told.value.advice


@pytest.mark.parametrize("version", ["", '\n[[versions]]\nnumber = 1\nfile = "basket-boat.svg"\n'])
def test_a_photo_is_a_picture(own, version):
    (own / "photos/basket-boat.jpg").unlink()
    (own / "photos/basket-boat.svg").write_bytes(mark())
    table = own / "photos/basket-boat.toml"
    table.write_text(table.read_text("utf-8") + version, "utf-8")
    with pytest.raises(BrandkitError, match=r"photos/basket-boat.*(a photo is|needs one picture)"):
        read_folder(own)
