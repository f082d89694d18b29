"""`parcours explain` and `parcours schema`: what a rule is, and the schema that editors read."""

from __future__ import annotations

import click

from .commands import LANGUAGES
from .lint.explaining import explained, index, listed
from .lint.registry import RULES
from .nearest import nearest
from .schema import SCHEMA_FILE


@click.command("explain")
@click.argument("code", required=False)
@click.option("--index", "as_index", is_flag=True, help="The rules as docs/reference/regles.md lists them.")
@click.option(
    "--lang", "language", type=LANGUAGES, default="fr", show_default=True, help="Of summaries; pages are in French."
)
def explain_command(*, code: str | None, as_index: bool, language: str) -> None:
    """Print the page of the rule CODE; without one, every rule on a line."""
    if as_index:
        click.echo(index(), nl=False)
    elif code is None:
        click.echo(listed(language), nl=False)
    elif (known := code.upper()) in RULES:
        click.echo(explained(known, language), nl=False)
    else:
        near = nearest(known, RULES)
        meant = f" : vouliez-vous {near} ?" if near is not None else " : « parcours explain » les liste toutes"
        raise click.UsageError(f"aucune règle {code}{meant}")


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of specs, for editors.

    An editor with a plug-in for YAML completes keys and shows what they mean: save it beside your files, and begin each
    with `# yaml-language-server: $schema=parcours.schema.json`.
    """
    click.echo(SCHEMA_FILE.read_text(encoding="utf-8"), nl=False)
