"""What a change of answers takes away, said before it is made."""

from __future__ import annotations

from collections.abc import Iterator

from ..justificatifs import control_keys
from ..run import Progress
from ..views import GivenFile
from .cases import Case
from .outcomes import Removal


def removal(case: Case, after: Progress) -> Removal:
    """The answers and files that count now, and would not any more."""
    already = {file.id for file in unasked_files(case, case.progress)}
    files = tuple(file.name for file in unasked_files(case, after) if file.id not in already)
    return Removal(tuple(_answers(case, after)), files)


def _answers(case: Case, after: Progress) -> Iterator[str]:
    path = {taken.question.id for taken in after.situation.taken} | {after.situation.pending}
    for taken in case.progress.situation.taken:
        if taken.question.id not in path:
            yield taken.question.label
    for name, asked in case.progress.visible.items():
        given = case.progress.relevant.get(name)
        if given is not None and given is not False and name not in after.visible:
            yield asked.label


def unasked_files(case: Case, after: Progress) -> tuple[GivenFile, ...]:
    """The files given for what is not asked."""
    controls = {control for state in after.requests for control in control_keys(state)}
    return tuple(file for file in case.files if file.control not in controls)
