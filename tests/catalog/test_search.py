"""Vietnamese search: marks rank first, no marks still find, either tone style, any normal form, beginnings of words."""

from __future__ import annotations

import unicodedata

import pytest

from brandkit.assets import Asset, File, Rights, Unit, Version
from brandkit.catalog import rows
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.search import Wanted
from brandkit.catalog.transfer import install

TITLES = {
    "vung-tau": "Biểu trưng thành phố Vũng Tàu",
    "vung-tau-khong-dau": "Logo vung tau khong dau",
    "duong-thuy-van": "Đường Thùy Vân lúc bình minh",
    "duong-an": "Chợ đêm và đường phố ăn uống",
    "du-lich": "Du lịch biển",
    "hoa-binh": "Công viên Hòa Bình",
    "khoe": "Hội thao Khỏe để xây dựng quê hương",
    "thuy": "Thủy thủ trên tàu",
    "quy": "Quý khách đến thành phố",
    "ban": "Bạn của biển",
    "ban-do": "Bản đồ hành chính",
    "ban-hang": "Bán hàng rong",
    "hai-dang": "Ngọn hải đăng trên Núi Nhỏ",
    "le-hoi": "Lễ hội Nghinh Ông 2024",
    "anh": "Nguyễn Thị Ảnh",
}
QUERIES = [
    ("Vũng Tàu", "vung-tau"),
    ("vũng tàu", "vung-tau"),
    ("VŨNG TÀU", "vung-tau"),
    ("vung tau", "vung-tau-khong-dau"),
    (unicodedata.normalize("NFD", "Vũng Tàu"), "vung-tau"),
    ("thành phố vũng tàu", "vung-tau"),
    ("thanh pho vung tau", "vung-tau"),
    ("đường", "duong-thuy-van"),
    ("Đường Thùy Vân", "duong-thuy-van"),
    ("duong thuy van", "duong-thuy-van"),
    ("Duong Thuy", "duong-thuy-van"),
    ("du lịch", "du-lich"),
    ("du lich", "du-lich"),
    ("hòa bình", "hoa-binh"),
    ("hoà bình", "hoa-binh"),
    ("HOÀ BÌNH", "hoa-binh"),
    ("hoa binh", "hoa-binh"),
    ("khoẻ", "khoe"),
    ("khỏe", "khoe"),
    ("thuỷ thủ", "thuy"),
    ("thủy thủ", "thuy"),
    ("quý khách", "quy"),
    ("quy khach", "quy"),
    ("bạn", "ban"),
    ("bản", "ban-do"),
    ("bán", "ban-hang"),
    ("bản đồ", "ban-do"),
    ("ban do", "ban-do"),
    ("ban hang", "ban-hang"),
    ("hải đăng", "hai-dang"),
    ("hai dang", "hai-dang"),
    ("hải đ", "hai-dang"),
    ("hai da", "hai-dang"),
    ("núi nhỏ", "hai-dang"),
    ("nghinh", "le-hoi"),
    ("ngh", "le-hoi"),
    ("nghinh ông 2024", "le-hoi"),
    ("2024", "le-hoi"),
    ("nguyen thi anh", "anh"),
    ("Nguyễn Thị Ảnh", "anh"),
    ("ảnh", "anh"),
    ("chợ đêm", "duong-an"),
    ("cho dem", "duong-an"),
    ("UBND TP. Vũng Tàu", "vung-tau"),
    ("ubnd", "vung-tau"),
    ("ủy ban nhân dân", "vung-tau"),
    ("uỷ ban nhân dân", "vung-tau"),
    ("ngư dân", "thuy"),
    ("ngu dan", "thuy"),
    ("horizontal", "vung-tau"),
]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory, new_database):
    with Catalog.create(tmp_path_factory.mktemp("search") / "c", actor="t", database=new_database()) as made:
        sha256 = made.store.put(b"x")
        unit = Unit("ubnd", {"vi": "Ủy ban nhân dân thành phố Vũng Tàu"}, {"vi": "UBND TP. Vũng Tàu"})
        with made.database.writing() as connection:
            rows.save_units(connection, (unit,))
        file = File("horizontal-full-color", "x.svg", sha256, "image/svg+xml", 1)
        made.insert(
            Asset(
                slug=slug,
                kind="logo" if slug == "vung-tau" else "photo",
                title={"vi": title},
                status="approved" if slug != "le-hoi" else "draft",
                unit="ubnd" if slug == "vung-tau" else "",
                tags=("ngư dân", "biển") if slug == "thuy" else ("biển",),
                rights=Rights(credit="Ảnh: Sở Du lịch" if slug == "duong-an" else ""),
                versions=(Version(1, files=(file,) if slug == "vung-tau" else ()),),
            )
            for slug, title in TITLES.items()
        )
        yield made


def slugs(catalog, query, **limits):
    found, _ = catalog.search(Wanted(query, **limits))
    return [asset.slug for asset in found]


@pytest.mark.parametrize(("query", "first"), QUERIES, ids=[query for query, _ in QUERIES])
def test_the_expected_asset_comes_first(catalog, query, first):
    assert slugs(catalog, query)[:1] == [first]


def test_without_marks_every_spelling_is_found_and_with_marks_the_exact_one_leads(catalog):
    assert set(slugs(catalog, "ban")) >= {"ban", "ban-do", "ban-hang"}
    assert slugs(catalog, "bán")[0] == "ban-hang"
    assert set(slugs(catalog, "bán")) == set(slugs(catalog, "ban"))
    assert set(slugs(catalog, "vũng tàu")) == {"vung-tau", "vung-tau-khong-dau"}


NONSENSE = ["zzz", "…", '"', "AND", "NEAR(", "*", "title:", "-", "a'b\"c", "𐍈", "\x00", "(" * 99]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_finds_nothing_and_breaks_nothing(catalog, query):
    assert slugs(catalog, query) == []


def test_all_words_must_be_there(catalog):
    assert slugs(catalog, "hải đăng vũng tàu") == []


def test_no_query_lists_all_by_slug(catalog):
    assert slugs(catalog, "") == sorted(TITLES)


def test_limits_narrow_and_the_total_counts_what_they_leave(catalog):
    assert slugs(catalog, "", kind="logo") == ["vung-tau"]
    assert slugs(catalog, "", status="draft") == ["le-hoi"]
    assert slugs(catalog, "", unit="ubnd") == ["vung-tau"]
    assert slugs(catalog, "", tag="Ngư Dân") == slugs(catalog, "", tag="ngu dan") == ["thuy"]
    found, total = catalog.search(Wanted("", limit=3))
    assert (len(found), total) == (3, len(TITLES))
    assert slugs(catalog, "biển", kind="logo") == ["vung-tau"]


def test_an_edit_is_found_at_once_and_the_old_words_no_more(tmp_path, new_database):
    with Catalog.create(tmp_path / "c", actor="t", database=new_database()) as made:
        made.insert([Asset("a", "slogan", {"vi": "Tên cũ"}, text={"vi": "Lời"}, versions=(Version(1),))])
        made.edit("a", {"title": "Danh xưng mới"})
        assert slugs(made, "danh xung") == ["a"]
        assert slugs(made, "tên cũ") == []


def test_a_unit_that_is_renamed_is_found_by_its_new_name_and_no_more_by_the_old(tmp_path, new_database):
    with Catalog.create(tmp_path / "c", actor="t", database=new_database()) as made:
        for name, old in (("Ban Quản lý Hồ Mây", ""), ("Trung tâm Biển Xanh", "hồ mây")):
            install(made, (), (Unit("bql", {"vi": name}),), {})
            if made.find("a") is None:
                words = {"vi": "Lời"}
                made.insert([Asset("a", "slogan", words, unit="bql", text=words, versions=(Version(1),))])
            assert slugs(made, name) == ["a"]
            assert not old or slugs(made, old) == []


@pytest.mark.parametrize("slug", TITLES)
def test_an_asset_comes_first_by_its_own_slug(catalog, slug):
    assert catalog.search(Wanted(slug))[0][0].slug == slug
    assert catalog.search(Wanted(slug.upper()))[0][0].slug == slug
