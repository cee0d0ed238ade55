"""Bad input at the command line: one clear line each, status 2, the batch goes on, nothing is kept by halves."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from brandkit import cli

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">{}</svg>'


def use_bomb() -> str:
    groups = ['<rect id="a0" width="1" height="1"/>']
    for level in range(1, 12):
        groups.append(f'<g id="a{level}">' + f'<use xlink:href="#a{level - 1}"/>' * 10 + "</g>")
    return SVG.format(f'<defs>{"".join(groups)}</defs><use xlink:href="#a11"/>')


def pixel_bomb(path: Path) -> None:
    """A picture of 400 million pixels in some tens of kilobytes."""
    Image.new("1", (20_000, 20_000)).save(path, optimize=True)


@pytest.fixture(scope="module")
def bad(tmp_path_factory) -> Path:
    """A folder with one file of every kind of badness, named after it."""
    folder = tmp_path_factory.mktemp("bad")
    Image.effect_noise((300, 200), 60).save(folder / "whole.png")
    whole = (folder / "whole.png").read_bytes()
    (folder / "truncated.png").write_bytes(whole[: len(whole) // 2])
    (folder / "wrong-suffix.pdf").write_bytes(whole)
    (folder / "whole.png").unlink()
    (folder / "empty.png").write_bytes(b"")
    (folder / "signature-only.png").write_bytes(PNG_SIGNATURE)
    pixel_bomb(folder / "pixel-bomb.png")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "encrypted.pdf", encryption=pikepdf.Encryption(user="secret", owner="owner"))
        pdf.save(folder / "plain.pdf")
    plain = (folder / "plain.pdf").read_bytes()
    (folder / "truncated.pdf").write_bytes(plain[: len(plain) // 3])
    (folder / "plain.pdf").unlink()
    (folder / "outside.svg").write_text(SVG.format('<image href="file:///etc/passwd" width="9" height="9"/>'))
    (folder / "web.svg").write_text(SVG.format('<image href="https://example.com/a.png" width="9" height="9"/>'))
    (folder / "script.svg").write_text(SVG.format("<script>alert(1)</script>"))
    (folder / "entities.svg").write_text('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<text>&a;</text>"))
    (folder / "use-bomb.svg").write_text(use_bomb())
    (folder / "unknown.xyz").write_text("hello")
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe.png")
    return folder


@pytest.fixture(scope="module")
def catalog(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("catalog") / "kho"
    assert run_ok("init", str(folder)) == cli.DONE
    return folder


def run_ok(*words: str) -> int:
    return cli.run(list(words))


def told(capsys, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = cli.run(list(words))
    spoken = capsys.readouterr()
    return status, spoken.out, spoken.err


KINDS = [
    *("truncated.png", "wrong-suffix.pdf", "empty.png", "signature-only.png", "pixel-bomb.png", "encrypted.pdf"),
    *("truncated.pdf", "outside.svg", "web.svg", "script.svg", "entities.svg", "use-bomb.svg", "unknown.xyz"),
    *("folder", "pipe.png", "missing.png"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_each_bad_file_is_told_in_one_line_that_names_it(bad, catalog, capsys, kind, lang):
    status, out, err = told(capsys, "--catalog", str(catalog), "--lang", lang, "check", str(bad / kind))
    lines = [line for line in (out + err).splitlines() if kind in line]
    assert status == cli.FAILED
    assert len(lines) == 1, out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_bad_is_registered(bad, catalog, capsys, kind):
    status, out, err = told(capsys, "--catalog", str(catalog), "add", str(bad / kind), "--kind", "logo", "--title", "X")
    assert status == cli.FAILED, out + err
    assert "Traceback" not in out + err
    status, out, _ = told(capsys, "--catalog", str(catalog), "search", "--json")
    assert json.loads(out)["total"] == 0
    assert told(capsys, "--catalog", str(catalog), "fsck")[0] == cli.DONE


def test_a_batch_goes_on_past_bad_files_and_ends_with_2(bad, catalog, capsys, tmp_path):
    good = tmp_path / "good.png"
    Image.new("RGB", (400, 300), "#FFFFFF").save(good, dpi=(150, 150))
    words = ["check", str(bad / "empty.png"), str(good), str(bad / "encrypted.pdf"), "--json"]
    status, out, err = told(capsys, "--catalog", str(catalog), *words)
    assert status == cli.FAILED
    names = [report["material"]["name"] for report in json.loads(out)["reports"]]
    assert "good.png" in names
    assert "empty.png" in out + err
    assert "encrypted.pdf" in out + err


def test_an_error_is_one_json_document_when_json_was_asked_for(bad, catalog, capsys):
    status, out, _ = told(capsys, "--catalog", str(catalog), "check", str(bad / "missing.png"), "--json")
    assert status == cli.FAILED
    document = json.loads(out)
    assert "missing.png" in json.dumps(document, ensure_ascii=False)


def test_outside_of_a_catalog_the_advice_says_how_to_make_one(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRANDKIT_CATALOG", raising=False)
    status, _, err = told(capsys, "--lang", "en", "search", "x")
    assert status == cli.FAILED
    assert "brandkit init" in err


def test_a_wrong_option_is_told_in_one_line(capsys):
    status, _, err = told(capsys, "check", "--no-such-option")
    assert status == cli.FAILED
    assert len(err.strip().splitlines()) == 1
