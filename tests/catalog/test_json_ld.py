"""schema.org's ImageObject: what a search engine needs for license and credit, in both languages."""

from __future__ import annotations

import json
from datetime import date

from brandkit.assets import Asset, File, Rights, Version
from brandkit.catalog.metadata.json_ld import image_object

FILE = File(
    "original", "thuyen.jpg", "a" * 64, "image/jpeg", 5_000, 4000.0, 3000.0,
    metadata={"licensor_url": "https://a.vn/xin-phep", "gps": {"latitude": 10.3, "longitude": 107.1},
              "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"},
)  # fmt: skip
PHOTO = Asset(
    "thuyen", "photo", {"vi": "Thuyền thúng", "en": "Basket boat"}, "approved", "id1",
    alt={"vi": "Một chiếc thuyền"}, caption={"vi": "Trên biển", "en": "At sea"}, creator="Nguyễn Thị Ảnh",
    location={"vi": "Bãi Sau"}, created=date(2022, 5, 1), tags=("biển",),
    rights=Rights(holder="UBND phường", credit="Ảnh: Sở", license="CC-BY-4.0", license_url="https://a.vn/giay-phep",
                  usage_terms={"vi": "Ghi công"}, valid_to=date(2030, 1, 1)),
    versions=(Version(1, "approved", date(2022, 6, 1), date(2029, 1, 1), files=(FILE,)),),
)  # fmt: skip


def test_every_property_that_google_and_iptc_ask_for_is_there():
    document = image_object(PHOTO, 1, FILE, content_url="https://a.vn/thuyen.jpg")
    assert document == {
        "@context": "https://schema.org", "@type": "ImageObject", "identifier": "id1",
        "contentUrl": "https://a.vn/thuyen.jpg",
        "name": [{"@language": "vi", "@value": "Thuyền thúng"}, {"@language": "en", "@value": "Basket boat"}],
        "caption": [{"@language": "vi", "@value": "Trên biển"}, {"@language": "en", "@value": "At sea"}],
        "description": {"@language": "vi", "@value": "Một chiếc thuyền"},
        "creator": {"@type": "Person", "name": "Nguyễn Thị Ảnh"}, "creditText": "Ảnh: Sở",
        "copyrightNotice": {"@language": "vi", "@value": "© UBND phường"},
        "copyrightHolder": {"@type": "Organization", "name": "UBND phường"},
        "license": "https://a.vn/giay-phep", "acquireLicensePage": "https://a.vn/xin-phep",
        "usageInfo": {"@language": "vi", "@value": "Ghi công"}, "keywords": ["biển"],
        "contentLocation": {"@type": "Place", "name": {"@language": "vi", "@value": "Bãi Sau"}},
        "dateCreated": "2022-05-01", "datePublished": "2022-06-01", "expires": "2029-01-01", "version": "1",
        "encodingFormat": "image/jpeg", "contentSize": "5000 B",
        "width": {"@type": "QuantitativeValue", "value": 4000, "unitCode": "E37"},
        "height": {"@type": "QuantitativeValue", "value": 3000, "unitCode": "E37"},
        "digitalSourceType": "https://schema.org/DigitalCaptureDigitalSource",
    }  # fmt: skip
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document


def test_what_is_not_known_is_left_out_and_no_coordinates_are_told():
    bare = Asset("a", "logo", {"vi": "Tên"}, versions=(Version(1),))
    file = File("full-color", "a.svg", "b" * 64, "image/svg+xml", 10, metadata={"gps": {"latitude": 1.0}})
    assert image_object(bare, 1, file) == {
        "@context": "https://schema.org", "@type": "ImageObject", "name": {"@language": "vi", "@value": "Tên"},
        "version": "1", "encodingFormat": "image/svg+xml", "contentSize": "10 B",
    }  # fmt: skip
    assert "latitude" not in json.dumps(image_object(PHOTO, 1, FILE))


def test_a_license_without_an_address_is_told_by_its_name():
    plain = Asset("a", "photo", {"vi": "Tên"}, rights=Rights(license="CC0-1.0"), versions=(Version(1),))
    assert image_object(plain, 1, FILE)["license"] == "CC0-1.0"
