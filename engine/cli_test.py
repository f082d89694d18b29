"""`parcours test`: runs the scenarios of authors, and says what they leave unasserted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from .build import PORTAL_FILE, SCENARIOS, Loaded
from .cli import load
from .commands import LANGUAGES, internal_faults
from .nearest import fold
from .scenarios.coverage import Coverage, coverage, share
from .scenarios.reporting import Result, count_text, coverage_text, result_text, results_data, totals
from .scenarios.running import Runner
from .scenarios.telling import problems_of, repeated
from .spec import Scenario

FOLDER = "procedures"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was loaded for one path, and its scenarios that were asked for."""

    loaded: Loaded
    scenarios: tuple[Scenario, ...]


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--coverage", "covered", is_flag=True, help="Say what no scenario asserts, by line.")
@click.option(
    "--coverage-min", "minimum", type=click.IntRange(0, 100), help="End with 1 below this percentage (and --coverage)."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "language", type=LANGUAGES, default="fr", show_default=True)
@click.option("-k", "words", help="Only the scenarios whose name holds these words.")
@click.option("-v", "--verbose", is_flag=True, help="Say the whole case of every scenario.")
def test_command(
    paths: tuple[Path, ...],
    *,
    covered: bool,
    minimum: int | None,
    form: str,
    language: str,
    words: str | None,
    verbose: bool,
) -> None:
    """Run the scenarios of PATHS: folders of specs, or files of them (default: procedures).

    Ends with 0 when every scenario holds, with 1 when one does not, or asserts nothing, with 2 when it was not asked
    rightly, and with 3 for an internal error.
    """
    with internal_faults(language):
        asked = [_asked(path, language, words) for path in paths or (Path(FOLDER),)]
        results = [result for one in asked for result in _run(one)]
        found = None
        if covered or minimum is not None:
            found = [c for one in asked for c in _coverage(one, results)]
    if form == "json":
        click.echo(json.dumps(results_data(results, found, language), ensure_ascii=False, indent=2))
    else:
        sources = {name: data.decode("utf-8", "replace") for one in asked for name, data in one.loaded.sources.items()}
        _print(results, found, sources, language, verbose=verbose)
    if not results or not all(result.held for result in results):
        raise SystemExit(1)
    if minimum is not None and found is not None and share(*totals(found)) < minimum:
        raise SystemExit(1)


def _print(
    results: list[Result],
    found: list[Coverage] | None,
    sources: Mapping[str, str],
    language: str,
    *,
    verbose: bool,
) -> None:
    told = (result_text(result, sources, language, verbose=verbose) for result in results)
    parts = [text for text in told if text]
    if found is not None:
        parts.append(coverage_text(found, language))
    click.echo("\n\n".join([*parts, count_text(results, language)]))


def _asked(path: Path, language: str, words: str | None) -> _Asked:
    """The catalogue that a path is part of, and the scenarios that it holds."""
    alone = path.is_file() and (path.parent.name == SCENARIOS or path.name == PORTAL_FILE)
    folder = path.parent.parent if path.is_file() and path.parent.name == SCENARIOS else path.parent
    loaded = load(folder if alone else path, language, scenarios=True)
    scenarios: Iterable[Scenario] = loaded.scenarios
    if alone:
        scenarios = [s for s in scenarios if Path(s.place.position.file) == path]
    if words is not None:
        scenarios = [s for s in scenarios if fold(words) in fold(s.name)]
    return _Asked(loaded, tuple(scenarios))


def _run(asked: _Asked) -> Iterator[Result]:
    catalogue = asked.loaded.catalogue
    runner = Runner(catalogue)
    again = {problem.position: problem for problem in repeated(asked.scenarios)}
    for scenario in asked.scenarios:
        outcome = runner.run(scenario)
        same = again.get(scenario.place.position)
        yield Result(outcome, (*problems_of(outcome, catalogue), *((same,) if same is not None else ())), catalogue)


def _coverage(asked: _Asked, results: Iterable[Result]) -> tuple[Coverage, ...]:
    catalogue = asked.loaded.catalogue
    return coverage(catalogue, (result.outcome for result in results if result.catalogue is catalogue))
