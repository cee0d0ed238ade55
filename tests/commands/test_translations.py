"""Everything that errors and these commands say has its Vietnamese."""

from __future__ import annotations

from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from brandkit import catalog, commands, errors
from brandkit.catalog.lifecycle import ASSET_MOVES, VERSION_MOVES
from brandkit.messages import LOCALE
from tests.commands.message_keys import error_keys, said_keys
from tests.commands.test_promises import COMMANDS

PACKAGE = Path(errors.__file__).parent
FOLDER = Path(commands.__file__).parent
TABLES = Path(catalog.__file__).parent


@pytest.fixture(scope="module")
def known() -> set[str]:
    found: set[str] = set()
    for path in (LOCALE / "vi/LC_MESSAGES").glob("*.po"):
        with path.open("rb") as stream:
            found |= {str(entry.id) for entry in read_po(stream)}
    return found


def test_every_error_has_its_vietnamese(known):
    missing = {key: name for key, name in error_keys(PACKAGE).items() if key and key not in known}
    assert missing == {}


def test_the_reader_of_the_source_finds_what_is_said():
    found = error_keys(PACKAGE)
    assert found["is there and not empty"]
    assert found["is named {suffix} but holds {type}"] == "probe.py"
    assert len(found) > 100


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_its_vietnamese(known, name):
    module = import_module(f"brandkit.commands.{name}{'_' if name == 'import' else ''}")
    command: click.Command = module.command
    texts = [cleandoc(command.help or ""), command.short_help or ""]
    texts += [option.help or "" for option in command.params if isinstance(option, click.Option)]
    vietnamese = set()
    for lang_catalog in (LOCALE / "vi/LC_MESSAGES").glob("*.po"):
        with lang_catalog.open("rb") as stream:
            vietnamese |= {str(entry.string) for entry in read_po(stream)}
    assert [text for text in texts if text not in known | vietnamese] == []


def test_what_commands_and_check_ups_say_has_its_vietnamese(known):
    paths = [*FOLDER.glob("_*.py"), *TABLES.rglob("*.py")]
    paths += [FOLDER / f"{name}{'_' if name == 'import' else ''}.py" for name in COMMANDS]
    said = set().union(*(said_keys(path) for path in paths))
    said |= {move.refusal for move in (*VERSION_MOVES.values(), *ASSET_MOVES.values())}
    assert "The file is missing from the store." in said
    assert said - known == set()
