"""Each finding shows an applicant whom `parcours run --answers` takes, and who is in the case that it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hypothesis import assume, given

from engine.build import load_sources
from engine.cli import replay
from engine.justificatifs import parts_of
from engine.problems import Problem
from engine.progress import Progress
from engine.prove import prove
from engine.spec import Cases, Catalogue, Field
from engine.values import ABSENT
from tests.engine.prove.specs import Measure, Spec, catalogues, on_specs

NOBODY = frozenset({"P320", "P321"})
"""What was not proved, and what no answer leads to, have nobody to show."""
REFUSED_BY_A_RULE = "A100"
WORDS = {"oui": True, "non": False}


def _shown(problem: Problem, progress: Progress) -> bool:
    """Whether what a finding is about is shown, asked or true."""
    name = problem.params["name"]
    match problem.params["what"]:
        case "champ":
            return name in progress.visible
        case "justificatif":
            return any(state.justificatif.id == name and state.certain for state in progress.requests)
        case _:
            return problem.code not in ("P302", "P303")


def _does_not_come(problem: Problem, progress: Progress) -> bool:
    """Whether it is someone for whom it was written, and whom a rule stops before."""
    return problem.params["why"] in ("earlier", "unasked") and _is_stopped(problem, progress)


def _is_stopped(_: Problem, progress: Progress) -> bool:
    return bool(progress.problems) or progress.exit is not None


def _any(_: Problem, __: Progress) -> bool:
    return True


def _gives_nothing(problem: Problem, progress: Progress) -> bool:
    """Whether nothing is left to give for a request, or the value that a part of it is chosen by is absent."""
    if problem.params["why"] == "no item":
        return any(state.certain and state.provision is None for state in progress.requests)
    asked = (state.justificatif for state in progress.requests if state.justificatif.id == problem.params["name"])
    parts = (part for request in asked if request.provision is not None for part in parts_of(request.provision))
    chosen = (part for part in parts if isinstance(part, Cases) and part.position == problem.position)
    return any(progress.scope.value(part.reference) is ABSENT for part in chosen)


def _is_refused(problem: Problem, progress: Progress) -> bool:
    name, found = problem.params["name"], WORDS.get(problem.params["found"], problem.params["found"])
    values = (progress.scope.value(f.id) for f in _fields(progress) if name in (f.id, *(m.id for m in f.members)))
    parts = (part for value in values for part in (value if isinstance(value, tuple) else (value,)))
    given = [part.get(name) if isinstance(part, Mapping) else part for part in parts]
    return found in given and bool(progress.problems)


def _fields(progress: Progress) -> Iterable[Field]:
    return progress.procedure.fields.values() if progress.procedure is not None else ()


CLAIMS: Mapping[str, Callable[[Problem, Progress], bool]] = {
    "P301": _is_refused,
    "P302": lambda problem, progress: _does_not_come(problem, progress) or not _shown(problem, progress),
    "P303": lambda problem, progress: _does_not_come(problem, progress) or not _shown(problem, progress),
    "P304": _shown,
    "P307": _is_stopped,
    "P311": lambda problem, progress: problem.params["what"] != "champ" or not _shown(problem, progress),
    "P313": lambda problem, progress: progress.scope.value(problem.params["name"]) is WORDS[problem.params["found"]],
    "P314": lambda problem, progress: progress.scope.value(problem.params["name"]) is ABSENT,
    "P316": _gives_nothing,
}
"""What a replay of the witness must show, by code; of the other codes, that it can be replayed."""


def replayed(catalogue: Catalogue, problem: Problem) -> Progress:
    """The witness of a finding, as the command replays it."""
    assert problem.witness is not None
    return replay(catalogue, problem.witness.answers, problem.witness.today)


@on_specs
@given(catalogues(Measure()))
def test_witnesses_are_in_the_case_that_is_told(spec: Spec) -> None:
    loaded = load_sources({name: text.encode() for name, text in spec.files.items()})
    assume(loaded.usable)
    for problem in prove(loaded.catalogue, spec.today):
        if problem.code in NOBODY:
            continue
        assert problem.witness is not None, problem
        progress = replayed(loaded.catalogue, problem)
        assert {p.code for p in progress.problems} <= {REFUSED_BY_A_RULE}, problem
        if problem.params.get("what") != "suite":
            assert CLAIMS.get(problem.code, _any)(problem, progress), problem
