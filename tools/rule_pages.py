"""Writes docs/reference/rules/: a page for every rule, from its docstring, in Vietnamese and English.

`python tools/rule_pages.py` writes them; with --check it writes nothing and ends with 1 when one is out of date.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from brandkit import rules  # noqa: E402
from brandkit.explanation import Explanation, explanation_of  # noqa: E402
from brandkit.messages import translated  # noqa: E402
from brandkit.options import plain, written  # noqa: E402
from brandkit.plugins import modules_of  # noqa: E402

FOLDER = ROOT / "docs" / "reference" / "rules"
CORPUS = ROOT / "tests" / "corpus"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
GENERATED = "<!-- Written by tools/rule_pages.py from the rule's docstring; change it there. -->"
TABLE_HEADS = {"vi": ("Tùy chọn", "Mặc định", "Lý do"), "en": ("Option", "Default", "Reason")}


def pages() -> dict[str, str]:
    """Every page's text by its file name."""
    known = modules_of(rules)
    told = {f"{rule}.md": page_of(rule) for rule in known}
    return {"README.md": index(), **told}


def page_of(rule: str) -> str:
    lines = [f"# {rule}", "", GENERATED]
    for lang, name in LANGUAGES.items():
        page = explanation_of(modules_of(rules)[rule], lang)
        lines += ["", f"## {name}", "", *half(page, lang)]
    return "\n".join([*lines, *cases(rule)]) + "\n"


def half(page: Explanation, lang: str) -> Iterator[str]:
    """One language's half of a page."""
    yield f"**{page.title}** ({translated(page.severity, lang)})"
    for heading, text in page.sections.items():
        yield from ("", f"### {translated(heading, lang)}", "", text)
        if heading == "Not found by this rule" and page.options:
            yield from ("", f"### {translated('Options', lang)}", "", *table(page, lang))


def table(page: Explanation, lang: str) -> Iterator[str]:
    yield "| " + " | ".join(TABLE_HEADS[lang]) + " |"
    yield "|---|---|---|"
    for option in page.options:
        yield f"| `{option.name}` | `{written(plain(option.default))}` | {option.reason} |"


def cases(rule: str) -> Iterator[str]:
    """What the rule is tested with, by outcome."""
    path = CORPUS / rule / "cases.toml"
    if not path.is_file():
        return
    listed = tomllib.loads(path.read_text("utf-8"))["case"]
    yield from ("", "### Tested with", "", "| Case | What it is |", "|---|---|")
    for case in sorted(listed, key=lambda case: ("pass", "fail", "review").index(case["name"].split("-")[0])):
        yield f"| {case['name'].replace('-', ' ')} | {case['tells']} |"


def index() -> str:
    lines = ["# Rules", "", GENERATED, "", "| Rule | Severity | Vietnamese | English |", "|---|---|---|---|"]
    for rule, module in modules_of(rules).items():
        vi, en = (explanation_of(module, lang) for lang in LANGUAGES)
        lines.append(f"| [{rule}]({rule}.md) | {en.severity} | {vi.title} | {en.title} |")
    return "\n".join([*lines, "", "Keys of a finding's evidence: [evidence.md](../evidence.md)."]) + "\n"


def stale() -> list[str]:
    """Names of pages that are missing, out of date, or of no rule any more."""
    wanted = pages()
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        for name in stale():
            print(f"{name} is out of date; run tools/rule_pages.py", file=sys.stderr)
        return 1 if stale() else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
