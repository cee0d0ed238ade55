"""The command line's door: gathers commands/, opens the catalog, turns errors into one line and an exit status."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit import __version__, commands, errors
from brandkit.messages import DEFAULT_LANGUAGE, LANGUAGES, LOCALE, say, shown, translated
from brandkit.plugins import id_of, names_in
from brandkit.text import sayable

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

DONE, FOUND, FAILED = 0, 1, 2
_NAME = "brandkit"
_DEBUG = "BRANDKIT_DEBUG"  # set: tracebacks are shown
_MOST_SAID = 200  # characters of a crash's own words
_CLICK_AREA = "commands"  # the area of locale/ that also holds click's own sentences

# One row a class: what a shell sees when it is raised.
EXIT_CODES: dict[type[errors.BrandkitError], int] = {
    errors.BrandkitError: FAILED,
    errors.UnreadableMaterial: FAILED,
    errors.UnsupportedFormat: FAILED,
    errors.MaterialTooLarge: FAILED,
    errors.UnsafeMaterial: FAILED,
    errors.NotFound: FAILED,
    errors.NoCatalog: FAILED,
    errors.InvalidCatalog: FAILED,
    errors.InvalidProfile: FAILED,
    errors.UnknownAsset: FAILED,
    errors.UnknownRule: FAILED,
    errors.AssetExists: FAILED,
    errors.WrongMove: FAILED,
    errors.LostUpdate: FAILED,
    errors.NotAvailable: FAILED,
    errors.InvalidValue: FAILED,
    errors.MissingLibrary: FAILED,
    errors.StoreFailure: FAILED,
    errors.DamagedBlob: FAILED,
}


@dataclass
class Console:
    """What every command gets: language, catalog, and where to speak. `as_json` is set by a command's --json."""

    lang: str = DEFAULT_LANGUAGE
    quiet: bool = False
    catalog_path: Path | None = None
    as_json: bool = False

    def catalog(self) -> Catalog:
        """The open catalog: --catalog, else BRANDKIT_CATALOG, else the nearest folder upwards with catalog.toml.

        Raises
        ------
        NoCatalog, InvalidCatalog
        """
        from brandkit.catalog.catalog import Catalog

        catalog = Catalog.open(self.folder())
        if context := click.get_current_context(silent=True):
            context.call_on_close(catalog.close)  # what is signed at intervals is signed to its end
        return catalog

    def folder(self) -> Path:
        """The folder of the catalog, which is not looked into; raises NoCatalog."""
        return self.catalog_path or _nearest_catalog()

    def show(self, message: Any) -> None:
        """Results: a Message, pair or text on stdout."""
        _printed(sayable(shown(message, self.lang)))

    def show_json(self, document: Any) -> None:
        """Results as the one JSON document on stdout."""
        _printed(json.dumps(document, ensure_ascii=False, indent=2, default=str))

    def note(self, message: Any) -> None:
        """Progress and remarks on stderr; nothing with --quiet."""
        if not self.quiet:
            click.echo(sayable(shown(message, self.lang)), err=True)

    def fail(self, error: errors.BrandkitError) -> int:
        """Tells one error (on stderr, or as JSON on stdout) and returns its exit status; a batch may go on after it."""
        if self.as_json:
            self.show_json({"error": error_document(error, self.lang)})
        else:
            click.echo(error_line(error, self.lang), err=True)
        return EXIT_CODES[type(error)]


def _printed(text: str) -> None:
    """Text on stdout; raises StoreFailure when the disk that it goes to is full or broken."""
    try:
        click.echo(text.encode("utf-8", "replace").decode("utf-8"))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise errors.StoreFailure("stdout", "cannot be written: {why}", None, why=error.strerror) from error


pass_console = click.make_pass_decorator(Console, ensure=True)


def error_document(error: errors.BrandkitError, lang: str) -> dict[str, str]:
    """The contract's {"code", "message", "advice"}."""
    problem = shown(say(error.problem, **error.values), lang)
    advice = translated(error.advice, lang)
    return {"code": error.code, "message": f"{error.subject}: {problem}", "advice": advice}


def error_line(error: errors.BrandkitError, lang: str) -> str:
    """What, which file, what to do: on one line."""
    told = error_document(error, lang)
    message = told["message"].removeprefix(f"{_NAME}: ")
    return " ".join(sayable(f"{_NAME}: {message.rstrip('.')}. {told['advice']}").split())


class CommandFolder(click.Group):
    """A group whose commands are the files of brandkit/commands, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_modules()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from importlib import import_module

        module_name = _modules().get(cmd_name)
        if module_name is None:
            return None
        command: click.Command = import_module(f"brandkit.commands.{module_name}").command
        return localized(command, _early_language(sys.argv))


@cache
def _modules() -> dict[str, str]:
    """Names of the modules by the commands' names."""
    return {id_of(name): name for name in names_in(commands)}


def localized(command: click.Command, lang: str) -> click.Command:
    """The command with its help and its options' help in `lang`, its subcommands too."""
    command.help = translated(inspect.cleandoc(command.help or ""), lang)
    command.short_help = translated(command.short_help or "", lang) or None
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translated(parameter.help, lang)
    for sub in getattr(command, "commands", {}).values():
        localized(sub, lang)
    return command


@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="brandkit")
@click.option("--catalog", "catalog_path", type=click.Path(path_type=Path), help="The catalog's folder.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what is said; Vietnamese unless told.")
@click.option("--quiet", is_flag=True, help="Results and errors only.")
@click.pass_context
def root(ctx: click.Context, catalog_path: Path | None, lang: str | None, quiet: bool) -> None:
    """Keep a brand's assets, and check outgoing material against its written rules."""
    if os.environ.get(_DEBUG):
        import logging

        logging.basicConfig()  # what a crash inside a rule leaves in the log is shown as well
    ctx.obj = Console(lang or _early_language([]), quiet, catalog_path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits with the contract's status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns 0 done, 1 faults found, 2 not done. No traceback reaches the user."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    console = Console(_early_language(words), as_json="--json" in words)
    _speak(console.lang)
    localized(root, console.lang)
    try:
        status = root.main(words, prog_name="brandkit", standalone_mode=False)
        return status if isinstance(status, int) else DONE
    except errors.BrandkitError as error:
        return console.fail(error)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        return _usage_failure(error, console)
    except (click.Abort, KeyboardInterrupt):
        return FAILED
    except BrokenPipeError:
        # The reader of a pipe left; what follows must not fail again when Python flushes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # the last door: a crash is told in one line
        if os.environ.get(_DEBUG):
            raise
        return console.fail(_crash(error))


def _crash(error: Exception) -> errors.BrandkitError:
    """What is told of a crash: its kind and words, and the line of the last module of ours that it went through."""
    import traceback

    lines = [(frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    module, line = [(name, line) for name, line in lines if name.split(".")[0] == __package__][-1]
    advice = "Set BRANDKIT_DEBUG=1, run again and report it."
    told = f"{type(error).__name__} ({error})" if str(error) else type(error).__name__
    return errors.BrandkitError(told[:_MOST_SAID], "in {module}, line {line}, is a fault of brandkit itself", advice,
                                module=module, line=line)  # fmt: skip


def _usage_failure(error: click.ClickException, console: Console) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else _NAME
    told = errors.InvalidValue(path.removeprefix(f"{_NAME} "), "{problem}", None, problem=error.format_message())
    advice = say("See `{command} --help`.", command=path)
    if isinstance(error, click.NoSuchOption) and any(error.option_name in option.opts for option in root.params):
        advice = say("It stands before the command: `{program} {option} …`.", program=_NAME, option=error.option_name)
    told.advice = shown(advice, console.lang)
    return console.fail(told)


def _speak(lang: str) -> None:
    """Has click say its own sentences, such as "Missing argument", in the language: it asks gettext for them."""
    import gettext

    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(_CLICK_AREA, str(LOCALE))
    gettext.textdomain(_CLICK_AREA)


def _nearest_catalog() -> Path:
    named = os.environ.get("BRANDKIT_CATALOG")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "catalog.toml").is_file():
            return folder
    raise errors.NoCatalog(str(here), "lies in no catalog")


def _early_language(words: Sequence[str]) -> str:
    """The language before options are parsed, for help texts and for errors in the options themselves."""
    for position, word in enumerate(words):
        if word == "--lang" and position + 1 < len(words) and words[position + 1] in LANGUAGES:
            return words[position + 1]
        if word.startswith("--lang=") and word[7:] in LANGUAGES:
            return word[7:]
    named = os.environ.get("BRANDKIT_LANG", DEFAULT_LANGUAGE)
    return named if named in LANGUAGES else DEFAULT_LANGUAGE


__all__ = ["DONE", "EXIT_CODES", "FAILED", "FOUND", "Console", "main", "pass_console", "root", "run"]
