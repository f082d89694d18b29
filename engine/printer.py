"""Problems as text: where, what, the line of the file, and a caret under what to change."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping

from .messages import expected_label, related_label, sentence, visible
from .problems import Position, Problem, Severity, Witness, sorted_problems
from .yaml_errors import source_lines

WINDOW = 100
"""The longest part of a source line that is shown."""
WRAP = 100
PLACES = 5
"""How many other places of the same fault are listed."""
TAB = "    "
CUT = "…"
ID = re.compile(r"\{?\s*id:\s*(?P<id>[\w.-]+)")
WORD = re.compile(r"[\w.-]+")
CLOSING = {"{": "}", "[": "]"}
FEW = 3
"""How many answers of an applicant are shown on one line."""
PLAIN = re.compile(r"[^\W_][\w.+@/()’'-]*(?: [\w.+@/()’'-]+)*")
"""A text that YAML reads as it is, within braces too."""
QUOTED_NOTHING = "''"

SEVERITIES: Mapping[str, Mapping[Severity, tuple[str, str]]] = {
    "fr": {"error": ("erreur", "erreurs"), "warning": ("avertissement", "avertissements"), "note": ("note", "notes")},
    "en": {"error": ("error", "errors"), "warning": ("warning", "warnings"), "note": ("note", "notes")},
}
ORDER: tuple[Severity, ...] = ("error", "warning", "note")
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "near": "vouliez-vous « {} » ?",
        "mended": "écrivez {}",
        "also": "de même : ",
        "more": "et {} autres endroits",
        "none": "aucun problème",
        "colon": " : ",
        "witness": "par exemple",
        "on": "au {}",
        "anyone": "quoi que l'on réponde",
        "later": "et au {}, sans que rien d'autre change",
    },
    "en": {
        "near": 'did you mean "{}"?',
        "mended": "write {}",
        "also": "likewise: ",
        "more": "and {} other places",
        "none": "no problem",
        "colon": ": ",
        "witness": "for instance",
        "on": "on {}",
        "anyone": "whatever is answered",
        "later": "and on {}, nothing else having changed",
    },
}


def print_problem(
    problem: Problem, source: str | None, language: str, *, others: Mapping[str, str] | None = None
) -> str:
    """One problem over several lines, without a final line break.

    `source` is the text of the problem's file, None where it isn't known: then no line of it is shown. `others` gives
    those of files by name, for the line of the second place. `language` is `fr` or `en`; any other gets French.
    """
    words = WORDS.get(language, WORDS["fr"])
    severity = SEVERITIES.get(language, SEVERITIES["fr"])[problem.severity][0]
    place = _place(problem.position)
    lines = [f"{place}: {severity}[{problem.code}]: {sentence(problem, language)}"]
    suggestion = _suggestion(problem, words)
    number = str(problem.position.line)
    margin = " " * (len(number) + 2)
    text = _line(source, problem.position.line)
    if text is None:
        lines += [f"{margin}= {suggestion}"] if suggestion else []
    else:
        shown, before, under = _underlined(text, problem.position.column, problem.length)
        lines.append(f" {number} | {shown}".rstrip())
        lines.append(f"{margin}| {' ' * before}{'^' * under} {suggestion}".rstrip())
    if problem.expected:
        lines += _wrapped(margin, expected_label(problem.code, language) + words["colon"], problem.expected)
    if problem.related is not None:
        lines.append(f"{margin}= {related_label(problem.code, language)}{words['colon']}{_place(problem.related)}")
        key = problem.params.get("found") if problem.code == "Y013" else None
        lines += _second(problem.related, (others or {}).get(problem.related.file), key)
    if problem.also:
        lines += _wrapped(margin, words["also"], _places(problem.also, words["more"]))
    if problem.witness is not None:
        lines += _witness(margin, problem.witness, words)
    return "\n".join(lines)


def remarks(problem: Problem, language: str) -> tuple[str, ...]:
    """What a form without source lines says beside the sentence, a line each: the name that is near, those that were
    expected, an applicant in whose case it shows."""
    words = WORDS.get(language, WORDS["fr"])
    suggestion = _suggestion(problem, words)
    expected = ", ".join(visible(name) for name in problem.expected)
    witness = problem.witness
    said = [suggestion] if suggestion else []
    said += [f"{expected_label(problem.code, language)}{words['colon']}{expected}"] if expected else []
    if witness is not None:
        answers = ", ".join(_answers(witness))
        day = words["on"].format(witness.today.isoformat())
        case = f"{{{answers}}}" if answers else words["anyone"]
        said.append(f"{words['witness']}{words['colon']}{day}, {case}")
        said += [words["later"].format(witness.later.isoformat())] if witness.later is not None else []
    return tuple(said)


def print_problems(problems: Iterable[Problem], sources: Mapping[str, str], language: str) -> str:
    """All problems in reading order, a blank line between them, and their count at the end.

    `sources` gives the text of each file by the name that positions have; a file may be missing.
    """
    found = sorted_problems(tuple(problems))
    parts = [print_problem(p, sources.get(p.position.file), language, others=sources) for p in found]
    return "\n\n".join([*parts, count(found, language)])


def count(problems: Iterable[Problem], language: str) -> str:
    """How many there are of each severity: `3 erreurs, 1 avertissement`."""
    names = SEVERITIES.get(language, SEVERITIES["fr"])
    found = [problem.severity for problem in problems]
    numbers = [(found.count(severity), names[severity]) for severity in ORDER if severity in found]
    said = [f"{number} {one if number == 1 else several}" for number, (one, several) in numbers]
    return ", ".join(said) or WORDS.get(language, WORDS["fr"])["none"]


def _second(place: Position, source: str | None, key: str | None) -> list[str]:
    """The line of a second place, with a mark under the word that stands there: under `key` where that is the place."""
    text = _line(source, place.line)
    if text is None:
        return []
    shown, before, under = _underlined(
        text, *(spot_of(text, place.column) if key is None else (place.column, len(key)))
    )
    number = str(place.line)
    return [f" {number} | {shown}".rstrip(), f"{' ' * (len(number) + 2)}| {' ' * before}{'-' * under}"]


def spot_of(line: str, column: int) -> tuple[int, int]:
    """What to underline of what begins at a column: the column and the length of the id of an object that has one
    first, of a whole `{…}` or `[…]`, else of a word."""
    start = column - 1
    named = ID.match(line, start)
    if named is not None:
        return named.start("id") + 1, len(named["id"])
    word = WORD.match(line, start)
    return column, len(word[0]) if word is not None else _enclosed(line, start)


def _enclosed(line: str, start: int) -> int:
    """How long what a bracket opens is; 1 where it does not close on the line."""
    closing = CLOSING.get(line[start : start + 1])
    depth = 0
    for index in range(start, len(line)):
        depth += (line[index] == line[start]) - (line[index] == closing)
        if closing is not None and not depth:
            return index + 1 - start
    return 1


def _suggestion(problem: Problem, words: Mapping[str, str]) -> str:
    """The nearest name; for a fault of the YAML itself, the text as it can be written."""
    if problem.suggestion is None:
        return ""
    return words["mended" if problem.code.startswith("Y") else "near"].format(visible(problem.suggestion))


def _witness(margin: str, witness: Witness, words: Mapping[str, str]) -> list[str]:
    """An applicant: the day and what they answered, on one line when it is short, else an answer a line."""
    label = f"{margin}= {words['witness']}"
    day = words["on"].format(witness.today.isoformat())
    answers = _answers(witness)
    later = [] if witness.later is None else [f"{margin}  {words['later'].format(witness.later.isoformat())}"]
    short = f"{label}{words['colon']}{day}, {{{', '.join(answers)}}}"
    if not answers:
        return [f"{label}{words['colon']}{day}, {words['anyone']}", *later]
    if len(answers) <= FEW and len(short) <= WRAP:
        return [short, *later]
    return [f"{label}, {day}{words['colon']}".rstrip(), *(f"{margin}    {answer}" for answer in answers), *later]


def _answers(witness: Witness) -> list[str]:
    return [f"{visible(name)}: {as_yaml(value)}".rstrip() for name, value in witness.answers.items()]


def as_yaml(value: object) -> str:
    """An answer as a file of answers has it, on one line: text, lists and maps. Nothing is empty."""
    match value:
        case None:
            return ""
        case Mapping():
            return f"{{{', '.join(f'{visible(str(key))}: {as_yaml(part)}' for key, part in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(as_yaml(part) if part is not None else QUOTED_NOTHING for part in value)}]"
        case _:
            text = visible(str(value))
            plain = PLAIN.fullmatch(text) is not None
            return text if plain else "'" + text.replace("'", "''") + "'"


def _places(positions: tuple[Position, ...], more: str) -> tuple[str, ...]:
    """The first places; of very many, how many there are beside."""
    if len(positions) <= PLACES + 1:
        return tuple(map(_place, positions))
    return (*map(_place, positions[:PLACES]), more.format(len(positions) - PLACES))


def _place(position: Position) -> str:
    return f"{visible(position.file)}:{position.line}:{position.column}"


def _line(source: str | None, number: int) -> str | None:
    """A line of a source, None where it has no such line or it is empty."""
    if source is None:
        return None
    lines = source_lines(source)
    return lines[number - 1] if 0 < number <= len(lines) and lines[number - 1] else None


def _underlined(line: str, column: int, length: int) -> tuple[str, int, int]:
    """What is shown of a line, the columns before the caret on a terminal, and the columns it underlines."""
    start = min(max(column - 1, 0), len(line))
    stop = min(start + max(length, 1), max(len(line), start + 1))
    first, last = _window(len(line), start, stop)
    head = CUT if first > 0 else ""
    tail = CUT if last < len(line) else ""
    shown = head + _drawn(line[first:last]) + tail
    before = _columns(head + _drawn(line[first:start]))
    return shown, before, max(_columns(_drawn(line[start : min(stop, last)])), 1)


def _window(size: int, start: int, stop: int) -> tuple[int, int]:
    """Which characters of a long line are shown: `WINDOW` of them, around what is underlined."""
    if size <= WINDOW:
        return 0, size
    wanted = min(stop - start, WINDOW)
    first = max(0, min(start - (WINDOW - wanted) // 2, size - WINDOW))
    return first, first + WINDOW


def _drawn(text: str) -> str:
    """A part of a source line as a terminal may show it: tabs as spaces, nothing that it would obey."""
    return visible(text.replace("\t", TAB))


def _columns(text: str) -> int:
    """How many columns a text takes on a terminal: none for a combining character, two for a wide one."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _wrapped(margin: str, label: str, names: Iterable[str]) -> list[str]:
    first = f"{margin}= {label}"
    text = ", ".join(visible(name) for name in names)
    return textwrap.wrap(
        text,
        WRAP,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
