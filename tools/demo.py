"""`make demo`: a catalog from `assets_catalog/`, every sample checked, each verdict beside the one that was expected.

Writes demo/report.html (and one more for each further profile) and demo/report.json. Ends with 0 when every sample's
findings are exactly those in its `.expected.toml`, else with 1 and a list of the differences.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from brandkit import cli, linter
from brandkit.catalog.catalog import Catalog
from brandkit.errors import BrandkitError
from brandkit.findings import MaterialReport, Report
from brandkit.illustrations import CatalogIllustrations
from brandkit.messages import DEFAULT_LANGUAGE
from brandkit.reports import as_document, html, json
from brandkit.sightings.slogans import program

ROOT = Path(__file__).resolve().parents[1]
STARTER = ROOT / "assets_catalog"
OUT = ROOT / "demo"
# Rights in the starter catalog begin and end; the samples were drawn for this day.
DAY = date(2026, 3, 2)
SIGNS = {"pass": "✓", "needs_review": "?", "violation": "■", "error": "!"}

READERS = (program.PROGRAM,)

Told = tuple[str, str, int | None]


@dataclass(frozen=True)
class Sample:
    """A material with what is expected of it: its verdict, and (rule, outcome, page) of every fault and doubt."""

    path: Path
    profile: str | None
    verdict: str
    findings: tuple[Told, ...]


def samples(folder: Path, *, readable: bool | None = None) -> tuple[Sample, ...]:
    """Every sample of a catalog folder, by name; `readable` when text in pictures can be read on this machine.

    A finding that names what it is `without` is expected only where that is missing.
    """
    readable = program.available() if readable is None else readable
    found = []
    for beside in sorted((folder / "samples").glob("*.expected.toml")):
        expected = tomllib.loads(beside.read_text("utf-8"))
        listed = [f for f in expected.get("findings", ()) if f.get("without") not in READERS or not readable]
        findings = tuple((f["rule"], f["outcome"], f.get("page")) for f in listed)
        path = beside.with_name(expected["material"])
        doubted = expected["verdict"] == "pass" and any(f["outcome"] == "needs_review" for f in listed)
        verdict = "needs_review" if doubted else expected["verdict"]
        found.append(Sample(path, expected.get("profile"), verdict, findings))
    return tuple(found)


def told_by(report: MaterialReport) -> tuple[Told, ...]:
    """What a report says that a person must act on."""
    return tuple((f.rule, f.outcome, f.page) for f in report.findings if f.outcome not in ("pass", "inapplicable"))


def differences(sample: Sample, report: MaterialReport) -> list[str]:
    """One line for each finding that was missed, or told and not expected; empty when all is as expected."""
    expected, told = Counter(sample.findings), Counter(told_by(report))
    lines = [f"{sample.path.name}: missed {_line(finding)}" for finding in (expected - told).elements()]
    lines += [f"{sample.path.name}: not expected {_line(finding)}" for finding in (told - expected).elements()]
    if report.verdict != sample.verdict:
        lines.append(f"{sample.path.name}: verdict {report.verdict}, expected {sample.verdict}")
    return lines


def _line(finding: Told) -> str:
    rule, outcome, page = finding
    return f"{rule} {outcome}" + (f" on page {page}" if page else "")


def main() -> int:
    lang, found = DEFAULT_LANGUAGE, samples(STARTER)
    OUT.mkdir(exist_ok=True)
    width = max(len(sample.path.name) for sample in found)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "catalog"
        with contextlib.redirect_stdout(io.StringIO()):
            status = cli.run(["--quiet", "init", str(place), "--from", str(STARTER)])
        if status:
            return status
        with Catalog.open(place) as catalog:
            for profile in dict.fromkeys(sample.profile for sample in found):
                group = [sample for sample in found if sample.profile == profile]
                wrong += checked(catalog, profile, group, lang, width)
    print()
    print(f"{len(found)} samples, {len(found) - len({line.split(':')[0] for line in wrong})} exactly as expected")
    for line in wrong:
        print(f"  {line}")
    if not program.available():
        print("slogans in pictures were not read and are for a person: tesseract-ocr and tesseract-ocr-vie are missing")
    print(f"report: {OUT.relative_to(ROOT)}/report.html")
    return 1 if wrong else 0


def checked(catalog: Catalog, profile: str | None, group: Sequence[Sample], lang: str, width: int) -> list[str]:
    """Checks the samples of one profile, prints a row for each, writes their report; returns the differences."""
    brand, pictures = catalog.brand(profile), CatalogIllustrations(catalog, DAY)
    reports: list[MaterialReport] = []
    wrong: list[str] = []
    for sample in group:
        index = len(reports)
        try:
            report = linter.check(sample.path, catalog, brand, on=DAY, look=partial(pictures.take, index))
        except BrandkitError as error:
            wrong.append(f"{sample.path.name}: {cli.error_line(error, lang)}")
            print(f"! {sample.path.name:{width}}  could not be read", flush=True)
            continue
        pictures.complete(index, sample.path, report)
        reports.append(report)
        off = differences(sample, report)
        wrong += off
        print(f"{SIGNS[report.verdict]} {sample.path.name:{width}}  {_summary(report)}{'   ← ' if off else ''}"
              f"{f'{len(off)} off' if off else ''}", flush=True)  # fmt: skip
    write(Report(datetime.now().astimezone(), brand, tuple(reports)), pictures, profile, lang)
    return wrong


def _summary(report: MaterialReport) -> str:
    rules: Iterable[str] = dict.fromkeys(rule for rule, _, _ in told_by(report))
    return ", ".join(rules) or "–"


def write(report: Report, pictures: CatalogIllustrations, profile: str | None, lang: str) -> None:
    """The report of one profile as page and as JSON."""
    document = as_document(report, lang)
    name = f"report-{profile}" if profile else "report"
    for module in (html, json):
        told = module.render(document, lang=lang, illustrations=pictures)
        (OUT / f"{name}{module.suffix}").write_text(told, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
