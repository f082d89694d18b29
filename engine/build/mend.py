"""What one mistake leads to: going on as if it were mended, and saying it once however often it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from ..problems import Position, Problem, sorted_problems
from ..source import Node
from .includes import Use

MENDED = frozenset({"S101", "S104", "S136", "R117"})
"""Faults of structure whose suggestion building goes on with."""
NAMES = frozenset({"R101", "S127"})
"""An unknown name, in a condition or in a text."""
NAMED = frozenset({"found", "reference", "group", "date"})
"""Params that are a name."""
OF_THE_USE = frozenset({"R106", "R127"})
"""Of a name twice there: its prefix may be why."""
FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(NAMES, "name"),
    "R102": "value",
    "P202": "value",
    "R112": "name",
    **{code: code for code in ("R104", "R107", "R108", "R109", "R110", "R111", "R113", "R114", "R126")},
    **{code: code for code in ("R132", "R133", "R134")},
}
"""Codes whose faults, of one family and about the same name, come from one mistake: it shows wherever it is cited."""

ANCHOR, ALIAS = "Y008", "Y009"


def mended(root: Node, problems: Iterable[Problem]) -> Node:
    """A tree as its author probably meant it: each key or value at fault replaced by what was suggested."""
    meant = {p.position: p.suggestion for p in problems if p.code in MENDED and p.suggestion is not None}
    return _mend(root, meant) if meant else root


def _mend(node: Node, meant: Mapping[Position, str]) -> Node:
    match node.kind:
        case "scalar":
            return replace(node, text=meant[node.position]) if node.position in meant else node
        case "list":
            return replace(node, items=tuple(_mend(item, meant) for item in node.items))
        case "map":
            return replace(node, entries=tuple((_mend(k, meant), _mend(v, meant)) for k, v in node.entries))


def block_by_block(problems: Iterable[Problem], uses: Iterable[Use]) -> Iterator[Problem]:
    """Ids that meet themselves, because their block is taken in twice: one problem, at its second use."""
    told: set[Position] = set()
    for problem in problems:
        again = _again(problem, uses) if problem.code == "R106" and problem.related == problem.position else None
        if again is None:
            yield problem
        elif again[1].position not in told:
            first, second = again
            told.add(second.position)
            params = {"block": second.text, "found": second.text}
            yield Problem(second.position, "R127", params, length=second.length, related=first.position)


def by_stem(problems: Iterable[Problem], uses: Iterable[Use]) -> Iterator[Problem]:
    """Unknown names that differ by the prefix of a block's use only: one mistake, about the block's own name."""
    prefixes = {use.prefix for use in uses if use.prefix}
    for problem in problems:
        found = problem.params.get("found", "")
        prefix = max((p for p in prefixes if found.startswith(p)), key=len, default="")
        known = problem.code in NAMES and prefix
        yield replace(problem, params={**problem.params, "stem": found[len(prefix) :]}) if known else problem


def in_own_words(problems: Iterable[Problem], uses: Iterable[Use]) -> Iterator[Problem]:
    """Problems of a block included under a prefix, with its names as it says them: the prefix is not in its file."""
    prefixes: dict[str, str] = {use.block: f"{use.prefix}_" for use in uses if use.prefix}
    for problem in problems:
        prefix = prefixes.get(problem.position.file.rpartition("/")[2].removesuffix(".yaml"))
        if prefix is None or problem.code in OF_THE_USE:
            yield problem
            continue
        own = {name: value.removeprefix(prefix) for name, value in problem.params.items() if name in NAMED}
        names = tuple(dict.fromkeys(name.removeprefix(prefix) for name in problem.expected))
        near = problem.suggestion
        yield replace(
            problem,
            params={**problem.params, **own},
            expected=names if names == problem.expected else tuple(sorted(names)),
            suggestion=near.removeprefix(prefix) if near is not None else None,
        )


def _again(problem: Problem, uses: Iterable[Use]) -> tuple[Node, Node] | None:
    """The first two uses of a problem's block under the same names."""
    file = problem.position.file.rpartition("/")[2].removesuffix(".yaml")
    found = [use for use in uses if use.block == file]
    for prefix in dict.fromkeys(use.prefix for use in found):
        same = [use for use in found if use.prefix == prefix]
        for names in ([use.outermost for use in same], [use.name for use in same]):
            apart = list({name.position: name for name in names}.values())
            if len(apart) > 1 and problem.params.get("found", "").startswith(prefix):
                return apart[0], apart[1]
    return None


def said_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted; a name that is unknown at several places is one problem, at the first, which lists the others. So are the
    anchors of a file, with the aliases in what they name, and its other aliases: there may be thousands."""
    first: dict[tuple[str, ...], Problem] = {}
    others: dict[tuple[str, ...], list[Position]] = {}
    kept: list[Problem] = []
    found = sorted_problems(tuple(problems))
    anchored = {(p.position.file, p.position.line) for p in found if p.code == ANCHOR}
    for problem in found:
        key = _cause(problem) or _sharing(problem, anchored)
        if not key:
            kept.append(problem)
        elif key in first:
            others.setdefault(key, []).append(problem.position)
        else:
            first[key] = problem
    said = [replace(p, also=tuple(dict.fromkeys(others[key]))) if key in others else p for key, p in first.items()]
    return sorted_problems((*kept, *said))


def _sharing(problem: Problem, anchored: Collection[tuple[str, int]]) -> tuple[str, ...]:
    """The cause of an anchor, or of an alias: of one in what an anchor names, that anchor's. `anchored` are the lines
    that have an anchor."""
    place = problem.position
    if problem.code == ANCHOR or (problem.code == ALIAS and (place.file, place.line) in anchored):
        return (ANCHOR, place.file)
    return (ALIAS, place.file) if problem.code == ALIAS else ()


def _cause(problem: Problem) -> tuple[str, ...]:
    """What problems of one cause have in common; empty for one that stands alone."""
    params = problem.params
    found, reference = params.get("stem") or params.get("found", ""), params.get("reference", "")
    match problem.code:
        case "R115":
            return ("fact", params.get("fact", ""))
        case "R102" | "R113" if reference in ("", "motif"):
            return ("motif", found)
        case code if code in FAMILIES:
            return (FAMILIES[code], found, reference) if FAMILIES[code] == "value" else (FAMILIES[code], found)
        case _:
            return ()
