"""What was computed of files once: registering keeps it, finding asks for it, and nobody fails for want of it."""

from __future__ import annotations

import io
from contextlib import contextmanager

import numpy as np
from PIL import Image
from sqlalchemy import delete, select, update

from brandkit import svg
from brandkit.assets import features, keep_features, prints
from brandkit.catalog import inspection, schema
from brandkit.catalog.backup import backup
from brandkit.catalog.backup.restore import restore
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup.repair import look_again
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.registering import add
from brandkit.errors import StoreFailure
from brandkit.fingerprints import pdq
from brandkit.sightings.photos import local_features
from brandkit.sightings.pixels.templates import stored
from brandkit.sightings.pixels.templates.template import NAME, row_of
from brandkit.sightings.structure import stored_outlines
from brandkit.sightings.structure.masters import Masters
from tests.catalog.specimens import mark, picture
from tests.sightings.marks import horizontal
from tests.sightings.structure.test_masters import pdf_of

SVG = "image/svg+xml"


def registered(catalog, folder, name="mark.svg", data=None, kind="logo"):
    path = folder / name
    path.write_bytes(data or mark(seed=3))
    found = inspection.inspect(path, kind)
    add(catalog, found, Wishes(kind=kind, slug="seal"))
    return found


def test_registering_a_logo_keeps_the_template_that_anyone_would_compute(empty, tmp_path):
    found = registered(empty, tmp_path)
    assert set(found.features) == {local_features.NAME, NAME, stored_outlines.NAME}
    assert features(empty, [found.sha256], NAME) == {found.sha256: row_of(found.data, SVG)}
    shapes = stored_outlines.row_of(svg.outlines(found.data), *svg.size(found.data))
    assert features(empty, [found.sha256], stored_outlines.NAME) == {found.sha256: shapes}


def test_a_pdf_logo_is_kept_by_its_shapes(empty, tmp_path):
    found = registered(empty, tmp_path, "a.pdf", pdf_of(horizontal()))
    assert set(found.features) == {local_features.NAME, stored_outlines.NAME}
    assert len(stored_outlines.shapes_in(found.features[stored_outlines.NAME])[0]) == len(horizontal())


def test_a_photo_has_no_template(empty, tmp_path):
    found = registered(empty, tmp_path, "a.jpg", picture(), "photo")
    assert set(found.features) == {local_features.NAME}
    assert features(empty, [found.sha256], NAME) == {}


def test_a_logo_that_is_a_large_raster_is_registered_with_its_template(empty, tmp_path):
    pixels = np.full((3000, 4000, 3), 255, np.uint8)
    pixels[500:2500, 700:2000] = (10, 42, 74)
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, "PNG")
    found = registered(empty, tmp_path, "a.png", sink.getvalue())
    (template,) = Masters(empty, empty.assets()).templates.values()
    assert (template.width, template.height) == (4000, 3000)
    assert np.allclose(template.ink_box, (700, 500, 2000, 2500), atol=11)  # a pixel of the raster that is looked at
    assert template.key == found.sha256


def test_finding_asks_the_rows_and_not_the_files(empty, tmp_path, monkeypatch):
    registered(empty, tmp_path)
    stored._known.clear()
    monkeypatch.setattr(empty.store, "get", lambda sha256: (_ for _ in ()).throw(StoreFailure("store", "is away")))
    assert len(Masters(empty, empty.assets()).templates) == 1


def test_a_catalog_of_before_has_no_rows_and_gets_them_with_the_first_look(empty, tmp_path):
    found = registered(empty, tmp_path)
    with empty.database.writing() as connection:
        connection.execute(delete(schema.features).where(schema.features.c.name == NAME))
    stored._known.clear()
    assert len(Masters(empty, empty.assets()).shapes) == 1
    assert features(empty, [found.sha256], NAME) == {found.sha256: row_of(found.data, SVG)}
    assert set(features(empty, [found.sha256], local_features.NAME)) == {found.sha256}


def test_a_damaged_row_is_replaced_by_a_sound_one(empty, tmp_path):
    found = registered(empty, tmp_path)
    with empty.database.writing() as connection:
        connection.execute(update(schema.features).where(schema.features.c.name == NAME).values(data=b"\x80\x04."))
    stored._known.clear()
    assert len(Masters(empty, empty.assets()).shapes) == 1
    assert features(empty, [found.sha256], NAME) == {found.sha256: row_of(found.data, SVG)}


def test_what_cannot_be_kept_now_is_no_failure(empty, tmp_path, monkeypatch):
    found = registered(empty, tmp_path)

    @contextmanager
    def busy():
        raise StoreFailure("catalog.db", "was busy for too long")
        yield

    monkeypatch.setattr(empty.database, "writing", busy)
    keep_features(empty, "other-1", {found.sha256: b"x"})
    monkeypatch.undo()
    monkeypatch.setattr(empty.database, "read_only", True)
    keep_features(empty, "other-1", {found.sha256: b"x"})
    assert features(empty, [found.sha256], "other-1") == {}


def test_nothing_is_kept_of_files_that_the_catalog_does_not_have(empty, tmp_path):
    found = registered(empty, tmp_path)
    keep_features(empty, "other-1", {found.sha256: b"x", "0" * 64: b"y"})
    with empty.database.reading() as connection:
        table = schema.features
        kept = connection.execute(select(table.c.sha256, table.c.data).where(table.c.name == "other-1")).all()
    assert kept == [(found.sha256, b"x")]


def test_hashes_are_handed_out_by_name_and_view(empty, tmp_path):
    found = registered(empty, tmp_path)
    wanted = {(p.name, p.view): p.bits for p in found.prints}
    for (name, view), bits in wanted.items():
        assert prints(empty, [found.sha256], name, view) == {found.sha256: bits}
    assert len(prints(empty, [found.sha256], "pdq")[found.sha256]) * 8 == pdq.BITS
    assert prints(empty, ["0" * 64], "pdq") == {} == prints(empty, [], "pdq")


def test_looking_again_and_a_backup_bring_templates_back(empty, tmp_path):
    found = registered(empty, tmp_path)
    row = row_of(found.data, SVG)
    with empty.database.writing() as connection:
        connection.execute(delete(schema.features))
    look_again(empty, ["seal"])
    assert features(empty, [found.sha256], NAME) == {found.sha256: row}
    backup(empty, tmp_path / "all.tar")
    restore(tmp_path / "all.tar", tmp_path / "again")
    with Catalog.open(tmp_path / "again") as again:
        assert features(again, [found.sha256], NAME) == {found.sha256: row}


def test_two_threads_at_once_register_what_one_does(empty, tmp_path):
    paths = []
    for seed in range(14):
        paths.append(tmp_path / f"{seed}.svg")
        paths[-1].write_bytes(mark(seed=seed))
    for path, found in inspection.inspect_all(paths, "logo"):
        assert found.features[NAME] == row_of(path.read_bytes(), SVG)


def test_a_row_from_a_hijacked_reader_is_refused(empty, tmp_path, monkeypatch):
    import pytest

    from brandkit import sandbox_pool
    from brandkit.errors import UnreadableMaterial

    asked = sandbox_pool.asked

    def lying(name, data, request):
        words, parts = asked(name, data, request)
        return words, {**parts, NAME: parts[NAME][:-9] + b"otherwise"}

    monkeypatch.setattr(sandbox_pool, "asked", lying)
    (tmp_path / "mark.svg").write_bytes(mark(seed=3))
    with pytest.raises(UnreadableMaterial):
        inspection.inspect(tmp_path / "mark.svg", "logo")
