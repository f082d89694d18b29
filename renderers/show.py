"""One step of a case, as the applicant would see it, from a file of answers: for authors, in a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from engine.cli import answers_of, load, names_files, replay
from engine.commands import LANGUAGES, DateType, today_of
from engine.justificatifs import satisfied
from engine.kinds import to_form
from engine.progress import Progress
from engine.report_text import WORDS as REPORT_WORDS
from engine.spec import Catalogue, Field, Procedure
from engine.values import Value
from engine.view import StepView
from engine.views import PageState, question_view, step_view
from engine.views.situation import SHARED_SLUG, shared_procedure

from .json import render_step as as_json
from .text import render_step as as_text

_DATE = ("annee", "mois", "jour")


@click.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("step")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Flat YAML map.")
@click.option("--today", type=DateType(), help="Day of the replay, AAAA-MM-JJ (default: today in Paris).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "language", type=LANGUAGES, default="fr", show_default=True)
@click.pass_context
def show_command(
    ctx: click.Context, file: Path, step: str, *, answers: Path | None, today: dt.date | None, form: str, language: str
) -> None:
    """Print one STEP of FILE as its page would be, with what is already answered and what is wrong in it."""
    loaded = load(file, language)
    raw = answers_of(answers, language)
    progress = replay(loaded.catalogue, raw, today if today is not None else today_of(ctx))
    view = _view(loaded.catalogue, progress, step, raw, language)
    click.echo(as_text(view, language) if form == "text" else as_json(view), nl=form == "json")


def _view(catalogue: Catalogue, progress: Progress, step_id: str, raw: Mapping[str, object], language: str) -> StepView:
    """The page of a step; of the situation, the question that is asked now, or the last one answered."""
    procedure = progress.procedure or shared_procedure(catalogue)
    # The portal alone has no step: its questions are asked at the one that every procedure begins with.
    steps = {s.id: s.content for s in procedure.steps} if procedure is not None else {SHARED_SLUG: "situation"}
    if step_id not in steps:
        raise click.UsageError(f"étape inconnue : « {step_id} ». Étapes : {', '.join(steps)}")
    if steps[step_id] == "situation" and (question := _question(catalogue, progress)) is not None:
        wrong = tuple(p for p in progress.problems if p.field == question)
        given = {question: (str(raw[question]),)} if wrong and question in raw else None
        state = PageState(language=language, form=given, problems=wrong)
        return question_view(catalogue, progress, question, _taken(progress, question), state)
    if progress.procedure is None:
        raise click.ClickException("la situation ne mène pas (encore) à cette démarche : répondez à ses questions")
    state = _state(progress, progress.procedure, step_id, raw, language)
    if names_files(progress, raw) or not progress.requests:
        return step_view(progress, step_id, state)
    if steps[step_id] == "justificatifs":
        state = state._replace(notices=(_unexamined(language),))
    return _without_files(step_view(progress, step_id, state), progress, steps)


def _unexamined(language: str) -> str:
    said = REPORT_WORDS.get(language, REPORT_WORDS["fr"])["unexamined"]
    return f"{said[0].upper()}{said[1:]}."


def _without_files(view: StepView, progress: Progress, steps: Mapping[str, str]) -> StepView:
    """A page of a case whose files are not known: the documents it asks for are not said to be given."""
    if all(satisfied(request, {}) for request in progress.requests):
        return view
    asking = {step for step, content in steps.items() if content == "justificatifs"}
    refs = (ref._replace(mark="todo") if ref.id in asking and ref.mark == "done" else ref for ref in view.steps)
    return view._replace(steps=tuple(refs))


def _question(catalogue: Catalogue, progress: Progress) -> str | None:
    path = progress.situation
    if catalogue.portal is None:
        return None
    return path.pending or (path.taken[-1].question.id if path.taken else catalogue.portal.start)


def _taken(progress: Progress, question: str) -> Value | None:
    return next((taken.answer for taken in progress.situation.taken if taken.question.id == question), None)


def _state(
    progress: Progress, procedure: Procedure, step_id: str, raw: Mapping[str, object], language: str
) -> PageState:
    """What was answered wrongly as it was written, beside what is stored of the rest."""
    problems = progress.step(step_id).problems
    if not problems:
        return PageState(language=language)
    form: dict[str, tuple[str, ...]] = {}
    for name, value in progress.relevant.items():
        if name in procedure.fields:
            form |= to_form(procedure.fields[name], value)
    for name in {problem.field for problem in problems} & procedure.fields.keys() & raw.keys():
        form |= {key: (text,) for key, text in _typed(procedure.fields[name], raw[name], name)}
    return PageState(language=language, form=form, problems=problems)


def _typed(field: Field, raw: object, name: str) -> Iterator[tuple[str, str]]:
    """What would have been posted for an answer of a file, whatever is wrong in it."""
    members = {member.id: member for member in field.members}
    match raw:
        case None:
            return
        case list() | tuple():
            for index, element in enumerate(raw):
                yield from _typed(field, element, f"{name}.{index}")
        case Mapping():
            for part, value in raw.items():
                yield from _typed(members.get(part, field), value, f"{name}.{part}")
        case _ if field.kind == "date":
            yield from ((f"{name}.{part}", text) for part, text in zip(_DATE, str(raw).split("-"), strict=False))
        case _:
            yield name, str(raw)
