"""The command line's group and what its commands share. A command's module is imported when the command is used: what
checks a spec does not wait for what serves one."""

from __future__ import annotations

import datetime as dt
import errno
import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

import click

LANGUAGES = click.Choice(["fr", "en"])
COMMANDS: dict[str, str] = {
    "run": "engine.cli:run_command",
    "lint": "engine.cli_lint:lint_command",
    "explain": "engine.cli_explain:explain_command",
    "schema": "engine.cli_explain:schema_command",
    "test": "engine.cli_test:test_command",
    "traduire": "engine.cli_translate:translate_command",
}
"""Where each command is, as `module:name`. `renderers.cli` adds its own."""


INTERNAL = 3
"""Exit code of a fault of ours."""
FAULT: Mapping[str, str] = {
    "fr": "Erreur interne de Parcours : la faute n'est pas dans vos fichiers.\n"
    "Pour la signaler, envoyez :\n"
    "  - la version : {version}\n"
    "  - la commande : {command}\n"
    "  - {trace}\n"
    "N'envoyez aucune réponse d'usager : elles n'y servent à rien.",
    "en": "Internal error of Parcours: the fault is not in your files.\n"
    "To report it, send:\n"
    "  - the version: {version}\n"
    "  - the command: {command}\n"
    "  - {trace}\n"
    "Send nobody's answers: they are of no use for it.",
}
TRACE: Mapping[str, tuple[str, str]] = {
    "fr": ("le fichier : {}", "ce qui précède"),
    "en": ("the file: {}", "what stands above"),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for: those of `COMMANDS`, and any added to it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in alphabetical order."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name, None when there is none."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _, name = place.partition(":")
        if module not in sys.modules:
            import_module(module)
            gc.freeze()  # what was imported stays: looking for garbage in it, at the end too, is a tenth of the time
        command: click.Command = getattr(sys.modules[module], name)
        return command


class DateType(click.ParamType[dt.date]):
    """A day as `AAAA-MM-JJ`."""

    name = "date"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date, or a usage error."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
        except ValueError:
            raise click.BadParameter(f"{value!r} n'est pas une date AAAA-MM-JJ", ctx=ctx, param=param) from None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="parcours", prog_name="parcours")
def group() -> None:
    """Parcours: administrative procedures described in YAML, served as forms."""


def today_of(ctx: click.Context) -> dt.date:
    """The day the caller's clock gives; the engine has none."""
    clock: Callable[[], dt.date] | None = ctx.obj
    if clock is None:
        raise click.UsageError("--today est nécessaire ici (AAAA-MM-JJ)")
    return clock()


@contextmanager
def internal_faults(language: str, *, debug: bool = False) -> Iterator[None]:
    """Turns an exception of ours into words on standard error that say how to report it, and the exit code 3."""
    try:
        yield
    except OSError as fault:
        if fault.errno == errno.EPIPE:
            raise  # whoever read our output has gone: click knows
        _report(language, debug=debug)
    except (click.ClickException, click.Abort):
        raise
    except Exception:  # whatever it is, it is ours
        _report(language, debug=debug)


def _report(language: str, *, debug: bool) -> None:
    """Says what to send, and ends the command."""
    import tempfile
    import traceback
    from importlib import metadata

    words, told = TRACE.get(language, TRACE["fr"]), traceback.format_exc()
    trace = words[1]
    try:
        if not debug:
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", prefix="parcours-", suffix=".txt", delete=False
            ) as file:
                file.write(told)
            trace = words[0].format(file.name)
    except OSError:  # there is nowhere to write it
        pass
    if trace == words[1]:
        click.echo(told, err=True)
    command = " ".join(["parcours", *sys.argv[1:]])
    said = FAULT.get(language, FAULT["fr"]).format(
        version=f"parcours {metadata.version('parcours')}", command=command, trace=trace
    )
    click.echo(said, err=True)
    raise SystemExit(INTERNAL) from None
