"""`parcours traduire`: a file of translations to fill in, or the one there is brought up to date."""

from __future__ import annotations

from pathlib import Path

import click

from .build import load_catalogue
from .lint.skeleton import skeleton
from .lint.translations import LANGUAGES, SOURCE_LANGUAGE
from .lint.tree import files_of


@click.command("traduire")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--langue", "language", required=True, help="Code of the language: en, ar, es …")
def translate_command(file: Path, language: str) -> None:
    """Print the translations of FILE into a language, to be saved as <name>.<language>.yaml beside it: what is there
    already is kept, what is missing is empty, with the French above it."""
    if language not in LANGUAGES - {SOURCE_LANGUAGE}:
        raise click.BadParameter(f"{language!r} n'est pas le code d'une langue", param_hint="--langue")
    try:
        loaded = load_catalogue(file)
    except OSError as fault:
        raise click.ClickException(f"{fault.filename} ne peut être lu : {fault.strerror}") from None
    files = {found.name: found for found in files_of(loaded)}
    own = files.get(str(file)) or files.get(f"{file.parent}/{file.name}")
    if own is None or own.kind == "translation" or not loaded.usable:
        raise click.ClickException(f"{file} a des erreurs, ou n'est pas à traduire : voyez « parcours lint {file} »")
    old = files.get(f"{own.name.removesuffix('.yaml')}.{language}.yaml")
    click.echo(skeleton(own, language, old.root if old is not None else None), nl=False)
