"""What running scenarios gave, as text for a terminal and as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..messages import sentence
from ..printer import print_problem
from ..problems import Problem
from ..spec import Catalogue
from .coverage import Coverage, share
from .running import Outcome
from .signals import CATEGORIES, TITLES
from .telling import completed

PLAIN = re.compile(r"[\w+][\w@.+'-]*(?: [\w@.+'-]+)*")
"""A text that YAML takes as it is, without quotes."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "one": "1 scénario",
        "many": "{total} scénarios",
        "all": "tous tenus",
        "all_one": "tenu",
        "some": "{held}, {failed}",
        "held_one": "1 tenu",
        "held_many": "{held} tenus",
        "of": "{named} : {said}",
        "failed_one": "1 qui ne tient pas",
        "failed_many": "{failed} qui ne tiennent pas",
        "none": "aucun scénario",
        "held": "tenu",
        "failed": "ne tient pas",
        "case": "le cas entier, tel que le prend « parcours run --answers » avec « --today {day} » :",
        "completed": "complété :",
        "coverage": "Ce que les scénarios affirment de « {of} » : {percent} %",
        "coverage_all": "Couverture : {percent} % ({asserted} sur {total})",
        "silent": "Ce qu'aucun scénario n'affirme :",
    },
    "en": {
        "one": "1 scenario",
        "many": "{total} scenarios",
        "all": "all hold",
        "all_one": "holds",
        "some": "{held}, {failed}",
        "held_one": "1 holds",
        "held_many": "{held} hold",
        "of": "{named}: {said}",
        "failed_one": "1 does not",
        "failed_many": "{failed} do not",
        "none": "no scenario",
        "held": "holds",
        "failed": "does not hold",
        "case": 'the whole case, as "parcours run --answers" takes it with "--today {day}":',
        "completed": "completed:",
        "coverage": 'What scenarios assert of "{of}": {percent} %',
        "coverage_all": "Coverage: {percent} % ({asserted} out of {total})",
        "silent": "What no scenario asserts:",
    },
}


@dataclass(frozen=True, slots=True)
class Result:
    """One scenario with what is wrong with it, of one catalogue."""

    outcome: Outcome
    problems: tuple[Problem, ...]
    catalogue: Catalogue

    @property
    def held(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems


# ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────


def result_text(result: Result, sources: Mapping[str, str], language: str, *, verbose: bool) -> str:
    """One scenario: what is wrong with it, with its whole case; one line for one that holds. Empty where there is
    nothing to say."""
    words = WORDS.get(language, WORDS["fr"])
    scenario = result.outcome.scenario
    parts = [
        print_problem(replace(problem, witness=None), sources.get(problem.position.file), language, others=sources)
        for problem in result.problems
    ]
    if verbose and result.held:
        place = scenario.place.position
        parts.append(f"{place.file}:{place.line}: {words['held']} – {scenario.name}")
    if verbose or any(problem.severity == "error" for problem in result.problems):
        parts.append("\n".join(_case(result, words)))
    return "\n\n".join(parts)


def _case(result: Result, words: Mapping[str, str]) -> Iterator[str]:
    scenario = result.outcome.scenario
    yield f"  {words['case'].format(day=scenario.day)}"
    for name, value in scenario.given.items():
        yield f"    {name}: {flow(value)}".rstrip()
    added = completed(result.outcome, result.catalogue)
    if added:
        yield f"    # {words['completed']}"
    for name, value in added.items():
        yield f"    {name}: {flow(value)}".rstrip()


def flow(value: object) -> str:
    """A value on one line of YAML."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def count_text(results: Sequence[Result], language: str) -> str:
    """`12 scénarios : tous tenus`."""
    words = WORDS.get(language, WORDS["fr"])
    total, held = len(results), sum(result.held for result in results)
    if not total:
        return words["none"]
    named = words["one"] if total == 1 else words["many"].format(total=total)
    failed = total - held
    if not failed:
        return words["of"].format(named=named, said=words["all_one" if total == 1 else "all"])
    right = words["held_one" if held == 1 else "held_many"].format(held=held)
    wrong = words["failed_one" if failed == 1 else "failed_many"].format(failed=failed)
    return words["of"].format(named=named, said=words["some"].format(held=right, failed=wrong))


def coverage_text(found: Sequence[Coverage], language: str) -> str:
    """A table by category for the portal and each procedure, then what nothing asserts, by line."""
    words, titles = WORDS.get(language, WORDS["fr"]), TITLES.get(language, TITLES["fr"])
    parts = []
    for one in found:
        lines = [words["coverage"].format(of=one.of, percent=one.percent)]
        for category in CATEGORIES:
            asserted, total = one.of_category(category)
            if total:
                lines.append(f"  {titles[category]:<28}{asserted:>5} / {total}")
        parts.append("\n".join(lines))
    silent = [signal for one in found for signal in one.silent]
    if silent:
        places = [f"  {s.position.file}:{s.position.line}" for s in silent]
        width = max(map(len, places)) + 2
        said = [f"{place:<{width}}{s.said(language)}" for place, s in zip(places, silent, strict=True)]
        parts.append("\n".join([words["silent"], *said]))
    asserted, total = totals(found)
    percent = share(asserted, total)
    parts.append(words["coverage_all"].format(percent=percent, asserted=asserted, total=total))
    return "\n\n".join(parts)


def totals(found: Iterable[Coverage]) -> tuple[int, int]:
    """How many signals are asserted, and how many there are, over all."""
    every = tuple(found)
    total = sum(len(one.signals) for one in every)
    return total - sum(len(one.silent) for one in every), total


# ── Data ──────────────────────────────────────────────────────────────────────────────────────────────────────


def results_data(results: Iterable[Result], found: Sequence[Coverage] | None, language: str) -> dict[str, object]:
    """The same as JSON-able data; keys are documented and stable."""
    every = tuple(results)
    data: dict[str, object] = {
        "total": len(every),
        "held": sum(result.held for result in every),
        "scenarios": [_result(result, language) for result in every],
    }
    if found is not None:
        asserted, total = totals(found)
        data["coverage"] = {
            "percent": share(asserted, total),
            "asserted": asserted,
            "total": total,
            "of": [_coverage(one, language) for one in found],
        }
    return data


def _result(result: Result, language: str) -> dict[str, object]:
    scenario = result.outcome.scenario
    return {
        "name": scenario.name,
        "file": scenario.place.position.file,
        "line": scenario.place.position.line,
        "today": scenario.day.isoformat(),
        "held": result.held,
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity,
                "line": problem.position.line,
                "column": problem.position.column,
                "message": sentence(problem, language),
            }
            for problem in result.problems
        ],
        "given": dict(scenario.given),
        "completed": completed(result.outcome, result.catalogue),
    }


def _coverage(one: Coverage, language: str) -> dict[str, object]:
    counted = {category: one.of_category(category) for category in CATEGORIES}
    return {
        "id": one.of,
        "percent": one.percent,
        "categories": {c: {"asserted": asserted, "total": total} for c, (asserted, total) in counted.items() if total},
        "silent": [
            {"file": s.position.file, "line": s.position.line, "category": s.category, "what": s.said(language)}
            for s in one.silent
        ],
    }
