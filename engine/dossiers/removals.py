"""What a change of answers takes away, said before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..justificatifs import control_keys
from ..kinds import display
from ..progress import Progress
from ..spec import Field, Step
from ..views import GivenFile
from ..views.situation import answer_in_words
from .cases import Case
from .outcomes import Removal

LANGUAGE = "fr"
"""The language of these sentences; answers are said in it."""


def removal(case: Case, after: Progress, step: Step | None = None) -> Removal:
    """The answers and files that count now, and would not any more. `step` is the one whose answers change."""
    if step is not None and after.exit is not None and case.progress.exit is None:
        return _all_after(case, step)
    already = {file.id for file in unasked_files(case, case.progress)}
    files = tuple(file.name for file in unasked_files(case, after) if file.id not in already)
    return Removal(tuple(_answers(case, after)), files)


def _all_after(case: Case, step: Step) -> Removal:
    """What was given in the steps after one: an exit leaves it there, and sends none of it."""
    steps = case.procedure.steps
    later = steps[steps.index(step) + 1 :]
    fields = (case.procedure.fields[name] for s in later for name in case.progress.step(s.id).visible)
    given = any(s.content == "justificatifs" for s in later)
    files = tuple(file.name for file in case.files) if given else ()
    return Removal(tuple(_said(case, fields)), files, ends=True)


def _answers(case: Case, after: Progress) -> Iterator[str]:
    path = {taken.question.id for taken in after.situation.taken} | {after.situation.pending}
    for taken in case.progress.situation.taken:
        if taken.question.id not in path:
            yield _line(taken.question.label, (answer_in_words(taken, LANGUAGE),))
    yield from _said(case, (asked for name, asked in case.progress.visible.items() if name not in after.visible))


def _said(case: Case, fields: Iterable[Field]) -> Iterator[str]:
    for asked in fields:
        given = case.progress.relevant.get(asked.id)
        # A box left empty says nothing, "Non" is an answer; what nobody answered, nobody loses.
        if asked.asked and given is not None and not (given is False and asked.kind == "checkbox"):
            yield _line(asked.label, display(asked, given, LANGUAGE))


def _line(label: str, values: tuple[str, ...]) -> str:
    """A question and its answer; a label that is a sentence of its own keeps its mark."""
    return f"{label}{'' if label[-1:] in '.?!…' else ' :'} {', '.join(values)}"


def unasked_files(case: Case, after: Progress) -> tuple[GivenFile, ...]:
    """The files given for what is not asked."""
    controls = {control for state in after.requests for control in control_keys(state)}
    return tuple(file for file in case.files if file.control not in controls)
