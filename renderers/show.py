"""One step of a case, as the applicant would see it, from a file of answers: for authors, in a terminal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from engine.cli import DateType, answers_of, load, replay, today_of
from engine.views import PageState, step_view

from .json import render_step as as_json
from .text import render_step as as_text


@click.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("step")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Flat YAML map.")
@click.option("--today", type=DateType(), help="Day of the replay, AAAA-MM-JJ (default: today in Paris).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def show_command(
    ctx: click.Context, file: Path, step: str, *, answers: Path | None, today: dt.date | None, form: str
) -> None:
    """Print one STEP of FILE as its page would be, with what is already answered."""
    loaded = load(file, "fr")
    progress = replay(loaded.catalogue, answers_of(answers, "fr"), today if today is not None else today_of(ctx))
    if progress.procedure is None:
        raise click.ClickException("la situation ne mène pas (encore) à cette démarche : répondez à ses questions")
    known = [s.id for s in progress.procedure.steps]
    if step not in known:
        raise click.UsageError(f"étape inconnue : « {step} ». Étapes : {', '.join(known)}")
    view = step_view(progress, step, PageState())
    click.echo(as_text(view) if form == "text" else as_json(view), nl=form == "json")
