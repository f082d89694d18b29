"""Commands for policy authors: pure tools over spec files, no server."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from .answers import read_answers
from .build import Loaded, load_catalogue
from .commands import LANGUAGES, DateType, today_of
from .context import plain
from .nearest import nearest
from .printer import print_problems
from .problems import AnswerProblem, by_field
from .progress import Progress
from .report import report_data
from .report_text import report_text
from .run import run
from .source import read_source
from .spec import Catalogue, Field, Question
from .views.situation import date_field

UNKNOWN_KEY, NO_OPTION = "A090", "A010"
GIVEN = 80
"""How much of an answer is shown with what is wrong in it."""


@click.command("run")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Flat YAML map id → value."
)
@click.option("--today", type=DateType(), help="Day of the replay, AAAA-MM-JJ (default: today in Paris).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "language", type=LANGUAGES, default="fr", show_default=True)
@click.pass_context
def run_command(
    ctx: click.Context, file: Path, *, answers: Path | None, today: dt.date | None, form: str, language: str
) -> None:
    """Print where a case stands: FILE is a procedure, or the portal alone."""
    loaded = load(file, language)
    if loaded.catalogue.portal is None and not loaded.catalogue.procedures:
        raise click.UsageError(f"{file} n'est ni une démarche, ni le portail")
    day = today if today is not None else today_of(ctx)
    raw = answers_of(answers, language)
    progress = replay(loaded.catalogue, raw, day)
    if form == "json":
        data = report_data(loaded.catalogue, progress, language=language)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        files = names_files(progress, raw)
        click.echo(report_text(loaded.catalogue, progress, language=language, files=files), nl=False)


def load(path: Path, language: str, *, scenarios: bool = False) -> Loaded:
    """A usable catalogue, with its scenarios if they are wanted; otherwise every problem is printed, and the command
    ends with 1."""
    try:
        loaded = load_catalogue(path, scenarios=scenarios)
    except OSError as fault:
        raise click.ClickException(f"{fault.filename} ne peut être lu : {fault.strerror}") from None
    if loaded.problems:
        sources = {name: data.decode("utf-8", "replace") for name, data in loaded.sources.items()}
        click.echo(print_problems(loaded.problems, sources, language), err=True)
    if not loaded.usable:
        raise SystemExit(1)
    return loaded


def replay(catalogue: Catalogue, raw: Mapping[str, object], today: dt.date) -> Progress:
    """A case from a flat map of answers, where it stands on a day.

    Besides fields and questions, a key may be `motif`, a justificatif with the list of its files, or
    `justificatif.pièce` where each document is asked apart.
    """
    procedure = next(iter(catalogue.procedures.values()), None)
    fields: dict[str, Field] = dict(procedure.fields) if procedure is not None else {}
    choices: dict[str, str] = {}
    if catalogue.portal is not None:
        for name, question in catalogue.portal.questions.items():
            if question.is_date:
                fields[name] = date_field(question)
            elif name in raw and raw[name] is not None:
                choices[name] = str(raw[name])
    requests = procedure.justificatifs if procedure is not None else {}
    files = {name: value for name, value in raw.items() if name not in fields and name.partition(".")[0] in requests}
    elsewhere = {*choices, *files, "motif"}
    answers, problems, unknown = read_answers(
        fields, {name: value for name, value in raw.items() if name in fields or name not in elsewhere}
    )
    motif = raw.get("motif")
    known = motif if isinstance(motif, str) else None
    progress = run(
        catalogue,
        {**answers, **choices},
        today,
        procedure=procedure.id if procedure is not None else None,
        motif=known,
        faults=by_field(problems),
        uploads={name: _count(value) for name, value in files.items()} or None,
        settle=True,
    )
    asked = catalogue.portal.questions if catalogue.portal is not None else {}
    extra = [_unknown_key(name, (*fields, *asked, *requests, "motif")) for name in unknown]
    if procedure is None:
        # The portal alone: other keys are those of the procedures it leads to, but for a question's misspelt.
        extra = [problem for problem in extra if "near" in problem.params]
    wrong = [problem for problem in problems if problem.field in asked]
    wrong += (AnswerProblem(name, NO_OPTION) for name in _wrong_choices(asked, choices))
    if procedure is not None and motif is not None and known not in procedure.motifs:
        wrong.append(AnswerProblem("motif", NO_OPTION))
    found = (*(_with_value(problem, raw) for problem in (*progress.problems, *wrong)), *extra)
    stopped = (wrong and progress.status != "redirected") or (found and progress.status == "complete")
    return replace(progress, problems=found, status="blocked" if stopped else progress.status)


def names_files(progress: Progress, raw: Mapping[str, object]) -> bool:
    """Whether answers name the files of a justificatif; of none, files are left out of account."""
    requests = progress.procedure.justificatifs if progress.procedure is not None else {}
    return any(name.partition(".")[0] in requests for name in raw)


def _unknown_key(name: str, known: tuple[str, ...]) -> AnswerProblem:
    """A key of the file that names nothing, with the name that was probably meant."""
    near = nearest(name, known)
    return AnswerProblem(name, UNKNOWN_KEY, {"found": name, **({"near": near} if near is not None else {})})


def _with_value(problem: AnswerProblem, raw: Mapping[str, object]) -> AnswerProblem:
    """A problem with what the file says there, where it says something."""
    value: object = raw.get(problem.field)
    for name in problem.part.split("."):
        if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, Mapping) and name in value:
            value = value[name]
    if value is None:
        return problem
    given = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return replace(problem, params={**problem.params, "given": textwrap.shorten(given, GIVEN, placeholder="…")})


def _count(value: object) -> int:
    """How many files a key names."""
    return len(value) if isinstance(value, list) else int(bool(value))


def _wrong_choices(asked: Mapping[str, Question], choices: Mapping[str, str]) -> list[str]:
    """The questions of the tree answered with what is no option of theirs."""
    return [name for name, given in choices.items() if all(c.id != given for c in asked[name].choices)]


def answers_of(path: Path | None, language: str) -> dict[str, object]:
    """A flat file of answers as plain values: every scalar stays text."""
    if path is None:
        return {}
    data = path.read_bytes()
    root, problems = read_source(str(path), data) if data.strip() else (None, ())
    if problems:
        click.echo(print_problems(problems, {str(path): data.decode("utf-8", "replace")}, language), err=True)
        raise SystemExit(1)
    if root is None:
        return {}
    if root.kind != "map":
        raise click.UsageError(f"{path} : une table « identifiant: réponse » est attendue")
    return {key.text: plain(value) for key, value in root.entries}
