"""A rule's page: its docstring taken apart, with its options, for `explain`, the docs and the portal's guidelines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from brandkit.findings import Severity
from brandkit.messages import translated
from brandkit.options import options_of
from brandkit.plugins import id_of

HEADINGS = ("Why", "Measured as", "Not found by this rule", "Options", "Source")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Option:
    """One option of a rule: its default and its reason."""

    name: str
    default: Any
    reason: str


@dataclass(frozen=True)
class Explanation:
    """A rule's page in one language; `sections` by English heading, without the options."""

    rule: str
    severity: Severity
    title: str
    sections: Mapping[str, str]
    options: tuple[Option, ...]


def explanation_of(module: ModuleType, lang: str) -> Explanation:
    """The page of a rule's module in `lang`."""
    title, sections = paragraphs_of(module.__doc__ or "")
    told = {heading: translated(text, lang) for heading, text in sections.items()}
    return Explanation(
        rule=id_of(module.__name__),
        severity=module.severity,
        title=translated(title, lang),
        sections={heading: text for heading, text in told.items() if heading != "Options"},
        options=options_in(told.get("Options", ""), options_of(module)),
    )


def paragraphs_of(docstring: str) -> tuple[str, dict[str, str]]:
    """The title and, by heading, each section as one paragraph: the keys of their translations."""
    title, _, rest = docstring.strip().partition("\n")
    lines: dict[str, list[str]] = {}
    current: list[str] = []
    for line in rest.splitlines():
        heading = next((h for h in HEADINGS if line.startswith(f"{h}  ")), None)
        if heading:
            current = lines.setdefault(heading, [])
            line = line[len(heading) :]
        current.append(line)
    return title.strip(), {heading: _SPACES.sub(" ", " ".join(text)).strip() for heading, text in lines.items()}


def options_in(paragraph: str, defaults: Mapping[str, Any]) -> tuple[Option, ...]:
    """The options in the order they are told; names stay English in every language."""
    starts = sorted((at, name) for name in defaults if (at := _start(paragraph, name)) >= 0)
    ends = [*(at for at, _ in starts[1:]), len(paragraph)][: len(starts)]
    return tuple(
        Option(name, defaults[name], paragraph[at + len(name) + 1 : end].strip())
        for (at, name), end in zip(starts, ends, strict=True)
    )


def _start(paragraph: str, name: str) -> int:
    found = re.search(rf"(?:^|\s){re.escape(name)}:", paragraph)
    return paragraph.index(name, found.start()) if found else -1
