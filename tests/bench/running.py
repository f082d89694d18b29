"""`run` on real cases, beside what it replaces: the same work in a form interpreter measured on comparable forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

import yaml

from engine.answers import read_answers
from engine.build import load_catalogue, load_sources
from engine.progress import Progress
from engine.run import run
from engine.spec import Catalogue, Procedure
from engine.values import AnswerMap

from .generated import ID, answers, source
from .timing import row, seconds_per_call

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 3, 10)
CASE = "tests/data/mariee.yaml"
MORE: Mapping[str, object] = {
    "prenoms": ["Adaeze", "Blessing", "Chidinma", "Destiny", "Esther", "Faith", "Grace", "Hope", "Ife", "Joy"],
    "nationalites": ["VN", "NG", "GH"],
    "nom_usage": "Okonkwo-Diallo",
    "observations": "Je serai absente au mois d'août.",
}
FEW, MANY = 0.3, 1.0
"""The bounds in milliseconds: 40 answers, and 312 fields."""


def report() -> Iterator[str]:
    """One line for a whole request, one for the generated form. The ratio is to the bound."""
    yield "run, replayed from the answers; ratio to the bound"
    for label, catalogue, given, bound in cases():
        checked(label, catalogue, given)
        once = seconds_per_call({label: partial(replayed, catalogue, given)})[label] * 1000
        yield row(label, once, "ms", once / bound, 1.0)


def cases() -> Iterator[tuple[str, Catalogue, AnswerMap, float]]:
    """A label, a catalogue, typed answers, a bound."""
    catalogue = load_catalogue(ROOT / "procedures").catalogue
    portal, procedure = catalogue.portal, next(iter(catalogue.procedures.values()))
    raw = {**yaml.load((ROOT / CASE).read_bytes(), Loader=yaml.CBaseLoader), **MORE}  # noqa: S506 - text only
    tree = {key: raw[key] for key in raw if portal is not None and key in portal.questions}
    yield f"whole request, {leaves(raw)} answers", catalogue, {**_typed(procedure, raw, tree), **tree}, FEW
    generated = load_sources({f"{ID}.yaml": source()}).catalogue
    given = _typed(generated.procedures[ID], answers(), ())
    yield f"generated form, {len(given)} fields, 246 conditions", generated, given, MANY


def _typed(procedure: Procedure, raw: Mapping[str, object], elsewhere: Collection[str]) -> AnswerMap:
    """Answers as the engine reads them. Raises `ValueError` when one is not right."""
    typed, problems, unknown = read_answers(procedure.fields, {k: v for k, v in raw.items() if k not in elsewhere})
    if problems or unknown:
        raise ValueError(f"{problems} {unknown}")
    return typed


def leaves(value: object) -> int:
    """How many single values a map of answers holds: each first name, each part of an address."""
    if isinstance(value, Mapping):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else 1


def replayed(catalogue: Catalogue, given: AnswerMap) -> Progress:
    """The work that is timed."""
    return run(catalogue, given, TODAY, procedure=next(iter(catalogue.procedures)))


def checked(label: str, catalogue: Catalogue, given: AnswerMap) -> None:
    """Raises `ValueError` where `run` did not get to the end: stopping early is quick."""
    progress = replayed(catalogue, given)
    if progress.missing or progress.problems or progress.status == "redirected":
        raise ValueError(f"{label}: {progress.status} {progress.missing} {progress.problems}")
