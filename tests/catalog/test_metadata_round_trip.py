"""What is written comes back as it was: any text, Vietnamese, emoji and control characters among them."""

from __future__ import annotations

import string
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from brandkit.catalog.metadata import iim as metadata_iim
from brandkit.catalog.metadata import read
from brandkit.catalog.metadata import xmp as metadata_xmp
from brandkit.catalog.metadata.embedding import embedded
from brandkit.catalog.metadata.iptc import CORE, EXTENSION
from brandkit.catalog.metadata.packet import packet_of
from tests.catalog.specimens import picture

VIETNAMESE = "ắằẳẵặấầẩẫậểễệốồổỗộớờởỡợứừửữựỳỵỷỹđĐ" + string.ascii_letters + " .,;&<>\"'©–"
TEXTS = st.one_of(
    st.text(VIETNAMESE, min_size=1, max_size=60),
    st.text(VIETNAMESE, min_size=1, max_size=40).map(lambda text: unicodedata.normalize("NFD", text)),
    st.text(max_size=60),
    st.text("🚤🌊🏖️👩‍👧\u200d\ufeff\x00\x01\x1b\x7f\x85\u2028\r\n\t]]>", max_size=20),
)
PAIRS = st.fixed_dictionaries({"vi": TEXTS}, optional={"en": TEXTS})
FORMS = {
    "text": TEXTS, "pair": PAIRS, "joined": TEXTS, "list": st.lists(TEXTS, max_size=5),
}  # fmt: skip
PROPERTIES = [prop for prop in (*CORE, *EXTENSION) if prop.form in FORMS]
SAID = st.fixed_dictionaries({}, optional={prop.key: FORMS[prop.form] for prop in PROPERTIES})


def cleaned(value: object) -> object:
    """A value as it can be kept at all: NFC, no control characters, nothing empty, nothing twice in a list."""
    if isinstance(value, dict):
        kept = {lang: text for lang, said in value.items() if (text := metadata_xmp.clean(said))}
        return kept if "vi" in kept else {}
    if isinstance(value, list):
        return list(dict.fromkeys(text for said in value if (text := metadata_xmp.clean(said))))
    return metadata_xmp.clean(str(value))


def without_noncharacters(value: object) -> object:
    """XML has no U+FFFE and U+FFFF."""
    if isinstance(value, dict):
        return {key: without_noncharacters(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_noncharacters(inner) for inner in value]
    return str(value).replace("\ufffe", "").replace("\uffff", "")


@given(SAID)
def test_xmp_comes_back_as_it_was_written(said):
    said = without_noncharacters(said)
    expected = {key: value for key, given in said.items() if (value := cleaned(given))}
    found = metadata_xmp.said_by(metadata_xmp.values_of(packet_of(said)))
    wrong_way = {key for key, value in said.items() if isinstance(value, dict) and not cleaned(value)}
    assert {key: value for key, value in found.items() if key not in wrong_way} == expected


@given(SAID)
def test_iim_comes_back_as_it_was_written_up_to_its_sizes(said):
    iim = metadata_iim.iim_of(said)
    assert metadata_iim.iim_of(said) == iim
    found = metadata_iim.said_by(iim)
    for prop in PROPERTIES:
        value = cleaned(said.get(prop.key, ""))
        if prop.iim is None or prop.key == "created" or not value:
            continue
        texts = value if isinstance(value, list) else [value["vi"] if isinstance(value, dict) else value]
        back = found.get(prop.key, [])
        read_back = back if isinstance(back, list) else [back["vi"] if isinstance(back, dict) else back]
        if all(len(text.encode()) <= prop.iim_bytes for text in texts):
            assert read_back == texts
        for text, told in zip(texts, read_back, strict=False):
            room = len(text.encode()) <= prop.iim_bytes
            assert told == text if room else text.startswith(told[:-1])


@given(SAID)
def test_a_jpeg_says_what_was_put_into_it_and_shows_the_same_picture(said):
    said = without_noncharacters(said)
    data = embedded(picture(), "image/jpeg", said)
    assert data == embedded(data, "image/jpeg", said)
    start = picture().index(b"\xff\xdb")
    assert data.endswith(picture()[start:])
    found = read(data, "image/jpeg")
    for key, given_value in said.items():
        if (value := cleaned(given_value)) and key != "created":
            assert found[key] == value
