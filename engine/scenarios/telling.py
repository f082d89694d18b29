"""What is wrong with scenarios, as problems at the place to change; and their cases as files of answers have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..kinds import to_plain
from ..messages_answers import message_of
from ..problems import Problem, Severity, Witness
from ..situation import date_field
from ..spec import Catalogue, Claim, Place, Scenario
from .blaming import blamed
from .reading import reads_of
from .running import Outcome
from .words import Words

SEVERITIES: Mapping[str, Severity] = {
    "V701": "error",
    "V702": "error",
    "V703": "error",
    "V704": "warning",
    "V705": "warning",
}


def problems_of(outcome: Outcome, catalogue: Catalogue) -> Iterator[Problem]:
    """What is wrong with one scenario: claims that do not hold, answers refused or without effect."""
    scenario, progress = outcome.scenario, outcome.progress
    words = {language: Words(catalogue, language) for language in ("fr", "en")}
    if not scenario.claims:
        yield _problem("V704", scenario.place, scenario, {})
    for problem in outcome.refused:
        reasons = {f"reason_{code}": _refusal(problem.field, outcome, catalogue, code) for code in words}
        yield _problem("V702", scenario.places[problem.field], scenario, {"name": problem.field, **reasons})
    for name in outcome.idle:
        reasons = {f"reason_{code}": said.idle(name, progress) for code, said in words.items()}
        yield _problem("V703", scenario.places[name], scenario, {"name": name, **reasons})
    for claim in outcome.failed:
        claimed = {f"claim_{code}": said.claimed(claim) for code, said in words.items()}
        found = {f"found_{code}": said.found(claim, progress) for code, said in words.items()}
        problem_of_claim = _problem("V701", claim.place, scenario, {**claimed, **found})
        witness = _witness(claim, outcome, catalogue)
        yield replace(problem_of_claim, related=blamed(claim, progress), witness=witness)


def _witness(claim: Claim, outcome: Outcome, catalogue: Catalogue) -> Witness:
    """The case, as far as it matters to one claim."""
    procedure = outcome.progress.procedure
    matters = reads_of(procedure).by_claim(claim) if procedure is not None else frozenset[str]()
    added = {name: value for name, value in completed(outcome, catalogue).items() if name in matters}
    return Witness(outcome.scenario.day, {**outcome.scenario.given, **added})


def repeated(scenarios: Iterable[Scenario]) -> Iterator[Problem]:
    """Scenarios that say and claim the same as one before."""
    seen: dict[object, Scenario] = {}
    for scenario in scenarios:
        claims = frozenset((c.kind, c.name, frozenset(c.names), repr(c.value)) for c in scenario.claims)
        same = (scenario.day, scenario.procedure, scenario.entry, repr(sorted(scenario.given.items())), claims)
        first = seen.setdefault(same, scenario)
        if first is not scenario:
            problem = _problem("V705", scenario.place, scenario, {"other": first.name})
            yield replace(problem, related=first.place.position)


def completed(outcome: Outcome, catalogue: Catalogue) -> dict[str, object]:
    """The answers that completed a scenario, in asking order, as `parcours run --answers` takes them."""
    questions = catalogue.portal.questions if catalogue.portal is not None else {}
    procedure = outcome.progress.procedure
    fields = procedure.fields if procedure is not None else {}
    found: dict[str, object] = {}
    for name in (*questions, *fields):
        value = outcome.completed.get(name)
        if name not in outcome.completed:
            continue
        if name in questions:
            found[name] = to_plain(date_field(questions[name]), value) if questions[name].is_date else value
        else:
            found[name] = _said(to_plain(fields[name], value))
    return found


def _said(value: object) -> object:
    """A value as a file writes it: oui, non, texts, lists and maps of them."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return [_said(part) for part in value]
    if isinstance(value, Mapping):
        return {name: _said(part) for name, part in value.items()}
    return value


def _refusal(name: str, outcome: Outcome, catalogue: Catalogue, language: str) -> str:
    """Why a field refuses an answer, without the point at the end."""
    fields = outcome.progress.procedure.fields if outcome.progress.procedure is not None else {}
    questions = catalogue.portal.questions if catalogue.portal is not None else {}
    label = fields[name].label if name in fields else questions[name].label if name in questions else name
    problem = next(problem for problem in outcome.refused if problem.field == name)
    return message_of(problem, label, language).replace("\u00a0", " ").rstrip(".")


def _problem(code: str, place: Place, scenario: Scenario, params: Mapping[str, str]) -> Problem:
    said = {"scenario": scenario.name, **params}
    return Problem(place.position, code, said, severity=SEVERITIES[code], length=place.length)
