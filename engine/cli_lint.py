"""`parcours lint`: what is wrong with the specs of some paths, and what of it is mended."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

from .commands import LANGUAGES, DateType, internal_faults, today_of
from .lint.formats import FORMATS, format_of
from .lint.linting import SHOWN, Findings, lint, merged, only
from .lint.mending import Change, Mended, Refusal, mend, replace_file
from .lint.reading import Target, all_targets
from .lint.rules import Profile
from .messages import visible

FOUND = 1
"""Exit code: something was found. 0 is clean, 2 a fault of usage, which click gives, 3 one of ours."""
REFUSED: Mapping[str, Mapping[Refusal, str]] = {
    "fr": {
        "outside": "n'a pas été corrigé : c'est un lien vers un fichier hors de ce qui est vérifié",
        "changed": "n'a pas été corrigé : il a changé entre-temps ; relancez la commande",
        "system": "n'a pas été corrigé : il ne peut être écrit",
    },
    "en": {
        "outside": "was not mended: it is a link to a file outside of what is checked",
        "changed": "was not mended: it changed meanwhile; run the command again",
        "system": "was not mended: it cannot be written",
    },
}
CHANGED: Mapping[str, str] = {"fr": " : « {} » devient « {} »", "en": ': "{}" becomes "{}"'}
REMOVED: Mapping[str, str] = {"fr": " : « {} » est retiré", "en": ': "{}" is removed'}
UNSEEN: Mapping[str, str] = {"fr": " : {} est retiré", "en": ": {} is removed"}
MISSING = "{} n'existe pas"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options ask."""

    profile: Profile
    today: dt.date
    language: str


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--profile",
    type=click.Choice(list(SHOWN)),
    default="relecture",
    show_default=True,
    help="brouillon: errors only; relecture: warnings too; publication: notes too.",
)
@click.option("--fix", is_flag=True, help="Make the changes that are sure, in the files.")
@click.option("--today", type=DateType(), help="Day of the check, AAAA-MM-JJ (default: today in Paris).")
@click.option("--lang", "language", type=LANGUAGES, default="fr", show_default=True)
@click.option("--debug", is_flag=True, help="Of an internal error, print everything.")
@click.pass_context
def lint_command(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    form: str,
    profile: str,
    fix: bool,
    today: dt.date | None,
    language: str,
    debug: bool,
) -> None:
    """Check specs: PATHS are files or folders (by default: procedures).

    Exit code: 0 when nothing is found, 1 when something is, 2 for a fault of usage, 3 for an internal error.
    """
    given = paths or (Path("procedures"),)
    for path in given:
        if not os.path.lexists(path):
            raise click.UsageError(MISSING.format(path), ctx)
    asked = Asked(cast(Profile, profile), today if today is not None else today_of(ctx), language)
    with internal_faults(language, debug=debug):
        found = merged([_found(target, asked, given, fix=fix) for target in all_targets(given)])
        said = format_of(form)(found, language)
    if said:
        click.echo(said.encode("utf-8", "replace").decode("utf-8"))  # the name of a file may be no text
    if found.problems:
        raise SystemExit(FOUND)


def _found(target: Target, asked: Asked, given: Sequence[Path], *, fix: bool) -> Findings:
    """What is found in one catalogue, once what is asked to be is mended."""

    def look(changed: Mapping[str, bytes]) -> Findings:
        loaded = target.load(changed)
        found = lint(loaded, asked.today, profile=asked.profile, whole=target.whole)
        return only(found, target.given) if target.apart else found

    if not fix:
        return look({})
    mended = mend(look, target.given)
    return _written(target, mended, asked, given, look)


def _written(
    target: Target,
    mended: Mended,
    asked: Asked,
    given: Sequence[Path],
    look: Callable[[Mapping[str, bytes]], Findings],
) -> Findings:
    """Writes what was mended and says it; gives the findings of what the files hold now."""
    read = {target.shown(name): data for name, data in target.sources.items()}
    kept: dict[str, bytes] = {}
    for name, data in mended.files.items():
        refusal = replace_file(target.paths[name], read[name], data, given)
        if refusal is not None:
            click.echo(f"{visible(name)} {REFUSED[asked.language][refusal]}", err=True)
            continue
        kept[name] = data
        for change in mended.changes:
            if change.edit.position.file == name:
                click.echo(_told(change, asked.language), err=True)
    return mended.findings if len(kept) == len(mended.files) else look(kept)


def _told(change: Change, language: str) -> str:
    place = change.edit.position
    if change.edit.text:
        said = CHANGED.get(language, CHANGED["fr"]).format(visible(change.before), visible(change.edit.text))
    elif change.before.isprintable() and not change.before.isspace():
        said = REMOVED.get(language, REMOVED["fr"]).format(change.before)
    else:
        signs = " ".join(f"U+{ord(sign):04X}" for sign in change.before)
        said = UNSEEN.get(language, UNSEEN["fr"]).format(signs)
    return f"{visible(place.file)}:{place.line}:{place.column}: {change.code}{said}"
