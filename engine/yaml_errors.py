"""What stopped the YAML parser, said so that an author can mend it.

libyaml reports where it gave up, in its own words ("did not find expected key"); what is wrong is often elsewhere: a
colon in a French sentence, an apostrophe that closes a quoted text, a brace opened lines before. Each of its messages
is mapped here to a code of our own, aimed at the character to change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import yaml

from .problems import Edit, Position, Problem
from .yaml_brackets import (
    EXTRA,
    GLUED,
    PAIR,
    bare,
    follows,
    glued_colon,
    key_before,
    matched,
    missing_space,
    opened_at,
    unclosed,
)
from .yaml_events import Scalar
from .yaml_quotes import quoted

NO_BREAK = ("\u00a0", "\u202f", "\u2007", "\u2060")
"""Spaces that look like one and are not: no-break, narrow no-break, figure space, word joiner."""
INDENT = re.compile("[ \t\u00a0\u202f\u2007\u2060]*")
LINE_BREAK = re.compile(r"\r\n|\n|\r")
QUOTES = "\"'"
APOSTROPHE = {
    "why_fr": " doubles (une apostrophe ferme un texte entre guillemets simples)",
    "why_en": ", double ones (an apostrophe closes a text between single ones)",
}


def source_lines(text: str) -> list[str]:
    """The lines of a file as positions count them: broken at LF, CR LF and CR only."""
    return LINE_BREAK.split(text)


def syntax_problem(name: str, lines: Sequence[str], error: yaml.YAMLError, last: Scalar | None) -> Problem:
    """The problem that a parser's error stands for. `last` is the last scalar read before it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Problem(Position(name, 1, 1), "Y099", {"detail": str(error)})
    fault = _Fault(name, lines, error, last)
    for line in {fault.line, fault.context_line}:
        blind = fault.blind_indent(line)
        if blind is not None:
            return blind
    for fragment, diagnose in DIAGNOSES:
        if fragment in fault.message:
            return _in_place_of(fault, diagnose(fault))
    return fault.other(fault.line, fault.column)


@dataclass(frozen=True, slots=True)
class _Fault:
    """A parser's error, with what its mending needs. Lines and columns count from 0 here, as the parser's do."""

    name: str
    lines: Sequence[str]
    error: yaml.MarkedYAMLError
    last: Scalar | None

    @property
    def message(self) -> str:
        """The parser's words: what it was doing, what stopped it."""
        return ": ".join(part for part in (self.error.context, self.error.problem) if part)

    @property
    def line(self) -> int:
        return self.error.problem_mark.line if self.error.problem_mark else 0

    @property
    def column(self) -> int:
        return self.error.problem_mark.column if self.error.problem_mark else 0

    @property
    def context_line(self) -> int:
        return self.error.context_mark.line if self.error.context_mark else self.line

    @property
    def context_column(self) -> int:
        return self.error.context_mark.column if self.error.context_mark else self.column

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def character(self, line: int, column: int) -> str:
        return self.text(line)[column : column + 1]

    def indent(self, line: int) -> int:
        return len(self.text(line)) - len(self.text(line).lstrip())

    def before(self) -> str:
        """What stands on the faulty line before the fault."""
        return self.text(self.line)[: self.column].rstrip()

    def rest(self, line: int, column: int) -> str:
        return self.text(line)[column:].rstrip()

    def value(self, line: int, column: int) -> str:
        """The text that begins at a place: to the end of its line, or of its part of `{…}` and `[…]`."""
        before, rest = self.text(line)[:column], self.rest(line, column)
        inside = sum(before.count(c) for c in "{[") > sum(before.count(c) for c in "}]")
        return re.split(r"[,}\]]", rest)[0].rstrip() if inside else rest

    def at(
        self, line: int, column: int, code: str, length: int = 1, suggestion: str | None = None, **params: str
    ) -> Problem:
        """A problem at a place, brought back to the last line when the parser stopped after it."""
        while line > 0 and line >= len(self.lines):
            line, column = line - 1, len(self.text(line - 1))
        place = Position(self.name, line + 1, column + 1)
        return Problem(place, code, params, length=max(length, 1), suggestion=suggestion)

    def quoting(self, problem: Problem, start: int, text: str) -> Problem:
        """The problem of a text that goes between quotes, mended: the text begins at `start` on the problem's line, and
        is written as suggested. What may be a comment at its end, or another key, is not quoted for sure."""
        if problem.suggestion is None or " #" in text or PAIR.match(text):
            return problem
        place = Position(self.name, problem.position.line, start + 1)
        return replace(problem, edits=(Edit(place, len(text), problem.suggestion),))

    def here(self, code: str, **params: str) -> Problem:
        """At the fault, underlining the rest of its line."""
        return self.at(self.line, self.column, code, len(self.rest(self.line, self.column)), **params)

    def opening(self, code: str, **params: str) -> Problem:
        """At the character that opened what was being read."""
        return self.at(self.context_line, self.context_column, code, 1, **params)

    def other(self, line: int, column: int) -> Problem:
        """A fault that has no words of ours."""
        return self.at(line, column, "Y099", detail=self.message)

    def blind_indent(self, line: int) -> Problem | None:
        """A no-break space or a tab in the indentation of a line: that is the fault, whatever the parser says."""
        found = INDENT.match(self.text(line))
        indent = found[0] if found else ""
        for characters, code in ((NO_BREAK, "Y014"), (("\t",), "Y015")):
            places = [i for i, c in enumerate(indent) if c in characters]
            if places:
                return self.at(line, places[0], code, len(indent) - places[0])
        return None

    def spans_lines(self) -> bool:
        """Whether the last scalar ends on another line than it began on."""
        return self.last is not None and self.last.start_mark.line != self.last.end_mark.line

    def starts_line(self) -> bool:
        """Whether nothing but dashes stands before the last scalar on its line."""
        if self.last is None:
            return True
        return not self.text(self.last.start_mark.line)[: self.last.start_mark.column].strip(" -")


def _colon(fault: _Fault) -> Problem:
    """A colon where no key can end: in a sentence, on a line too far to the right, or after a line without its own."""
    last = fault.last
    if last is None or last.end_mark.line != fault.line:
        return fault.here("Y020")
    start = last.start_mark
    if not fault.spans_lines():
        text = fault.rest(fault.line, start.column)
        problem = fault.at(fault.line, fault.column, "Y018", suggestion=quoted(text), found=text)
        return fault.quoting(problem, start.column, text)
    if fault.starts_line():
        return _no_colon(fault, start.line, start.column)
    indent = len(fault.text(fault.line)) - len(fault.text(fault.line).lstrip())
    return fault.at(fault.line, indent, "Y020", fault.column - indent)


def _no_colon(fault: _Fault, line: int, column: int) -> Problem:
    glued = glued_colon(Position(fault.name, line + 1, column + 1), fault.text(line))
    if glued is not None:
        return glued
    text = fault.rest(line, column)
    return fault.at(line, column, "Y021", len(text), found=text)


def _flow_colon(fault: _Fault) -> Problem:
    text = fault.text(fault.line)
    key = key_before(text, 0, fault.column)
    glued = glued_colon(Position(fault.name, fault.line + 1, key[0] + 1), text) if key is not None else None
    if glued is not None:
        return glued
    return fault.at(fault.line, fault.column, "Y018")


def _missing_colon(fault: _Fault) -> Problem:
    return _no_colon(fault, fault.context_line, fault.context_column)


def _misplaced(fault: _Fault) -> Problem:
    """Something after a complete value, or a line aligned with nothing."""
    before = fault.before()
    if before[-1:] in tuple(QUOTES):
        return _after_quote(fault)
    if before[-1:] in ("]", "}"):
        return _after_bracket(fault, before)
    return fault.here("Y020")


def _after_bracket(fault: _Fault, before: str) -> Problem:
    """Something after a bracket that closes: a sign too many, or a text that began with a bracket."""
    place = opened_at(fault.lines, fault.line, len(before))
    start = place[1] if place is not None and place[0] == fault.line else None
    rest = fault.rest(fault.line, fault.column)
    extra = EXTRA.match(rest)
    prose = start is not None and before[start] == "{" and ": " not in before[start:]
    if start is None or (extra is not None and not prose):
        found = extra[0] if extra is not None else rest
        return fault.at(fault.line, fault.column, "Y032", len(found), found=found)
    text = fault.rest(fault.line, start)
    problem = fault.at(fault.line, start, "Y031", len(text), suggestion=quoted(text), found=text[:1])
    return fault.quoting(problem, start, text)


def _after_quote(fault: _Fault) -> Problem:
    """Text after a closing quote: most often an apostrophe closed the text, or a quote was never closed before."""
    last = fault.last
    if last is None or not last.style:
        return fault.here("Y023", found=fault.before()[-1:], why_fr="", why_en="")
    start = last.start_mark
    if fault.spans_lines():
        return fault.at(start.line, start.column, "Y019")
    whole = fault.value(start.line, start.column)
    inner = whole[1:-1] if len(whole) > 1 and whole[-1] == whole[0] else whole.replace(whole[0], "")
    mended = quoted(inner) if ": " not in inner else None
    length = len(fault.rest(fault.line, fault.column))
    why = APOSTROPHE if last.style == "'" else {"why_fr": "", "why_en": ""}
    problem = fault.at(fault.line, fault.column, "Y023", length, suggestion=mended, found=last.style, **why)
    return fault.quoting(problem, start.column, whole)


def _flow(fault: _Fault) -> Problem:
    """In braces or brackets, neither a comma nor the closing: one of them is missing, or there is a colon in a
    sentence."""
    comma = _missing_comma(fault)
    if comma is not None:
        return comma
    same_line = fault.context_line == fault.line and bool(fault.rest(fault.line, fault.column))
    if fault.before()[-1:] in tuple(QUOTES) and (same_line or fault.spans_lines()):
        return _after_quote(fault)
    alone = fault.last is not None and not fault.last.style and not fault.spans_lines()
    if fault.character(fault.line, fault.column) == ":" and alone and fault.last is not None:
        start = fault.last.start_mark.column
        text = fault.value(fault.line, start)
        problem = fault.at(fault.line, fault.column, "Y018", suggestion=quoted(text), found=text)
        return fault.quoting(problem, start, text)
    found = fault.character(fault.line, fault.column)
    if found in ("]", "}"):
        line = bare(fault.text(fault.line))
        if matched(line[: fault.column] + line[fault.column + 1 :]):
            return fault.at(fault.line, fault.column, "Y032", found=found)
    opened = fault.character(fault.context_line, fault.context_column)
    return fault.opening("Y022", found=opened)


def _missing_comma(fault: _Fault) -> Problem | None:
    """What begins, in braces or brackets, once the value before it is complete: a key, or a value after a closing sign.
    Not what stands as far left as the entry that opened them, dashes apart: they are not closed."""
    line, column, before = fault.text(fault.line), fault.column, fault.before()
    opening = fault.text(fault.context_line)
    entry = len(opening) - len(opening.lstrip(" -"))
    if fault.context_line < fault.line and fault.indent(fault.line) <= entry:
        return None
    if fault.character(fault.line, column) == ":" and fault.last is not None and not fault.last.style:
        mark = fault.last.start_mark
        first = mark.column + 1 if mark.line == fault.line else 0
        found = key_before(line, first, column)
        return fault.at(fault.line, found[0], "Y036", len(found[1]), found=found[1]) if found is not None else None
    next_one = follows(line, column)
    if next_one is None or (len(before) == column and before[-1:] in tuple(QUOTES)):
        return None
    return fault.at(fault.line, column, "Y036", len(next_one), found=next_one)


def _unclosed_quote(fault: _Fault) -> Problem:
    return fault.opening("Y019")


def _character(fault: _Fault) -> Problem:
    """A character that can't begin a value."""
    if fault.error.context and "next token" not in fault.error.context and "node" not in fault.error.context:
        line, column = fault.context_line, fault.context_column
    else:
        line, column = fault.line, fault.column
    found = fault.character(line, column)
    if not found:
        return _unfinished(fault, len(fault.lines) - 1, len(fault.text(len(fault.lines) - 1)))
    if found == "\t":
        return fault.at(line, column, "Y015")
    if found in ",]}":
        return fault.at(line, column, "Y024", found=found)
    if found == "-" and not fault.text(line)[:column].strip():
        return _unfinished(fault, line, column)  # a list that goes on: what is above it was to be closed
    text = fault.value(line, column)
    return fault.quoting(fault.at(line, column, "Y024", suggestion=quoted(text), found=found), column, text)


def _unfinished(fault: _Fault, line: int, column: int) -> Problem:
    """`[…]` or `{…}` ends at a place where it can't: the last one opened and not closed."""
    place = unclosed(fault.lines, line, column)
    if place is None:
        return fault.other(fault.line, fault.column)
    return fault.at(*place, "Y022", found=fault.character(*place))


def _tab(fault: _Fault) -> Problem:
    return fault.at(fault.line, fault.column, "Y015")


def _dash(fault: _Fault) -> Problem:
    return fault.at(fault.line, fault.column, "Y026")


def _complex_key(fault: _Fault) -> Problem:
    return fault.at(fault.line, fault.column, "Y027", found="?")


def _escape(fault: _Fault) -> Problem:
    place = fault.text(fault.line).rfind("\\", 0, fault.column + 1)
    return fault.at(fault.line, max(place, 0), "Y025", 2)


def _block_header(fault: _Fault) -> Problem:
    return fault.opening("Y028", found=fault.character(fault.context_line, fault.context_column))


def _in_place_of(fault: _Fault, problem: Problem) -> Problem:
    """The problem, unless a dash that touches what follows explains it: on its line, or where it is aligned with
    nothing, on the line above, or where the text that goes on there begins."""
    above = next((n for n in range(fault.line - 1, -1, -1) if fault.text(n).strip()), fault.line)
    begun = fault.last.start_mark.line if fault.last is not None else fault.line
    for line in (fault.line, above, begun) if problem.code == "Y020" else (fault.line,):
        glued = GLUED.match(fault.text(line))
        if glued is not None and (problem.code == "Y020" or fault.character(line, glued.end()) in ("{", "[")):
            return missing_space(fault.name, fault.text(line), line)
    return problem


def _directive(fault: _Fault) -> Problem:
    return fault.opening("Y029")


def _after_end(fault: _Fault) -> Problem:
    """Something after `...`, which ends a document, or after a whole file that is one quoted text."""
    if fault.before()[-1:] in tuple(QUOTES):
        return _after_quote(fault)
    directive = next((i for i, line in enumerate(fault.lines[: fault.line + 1]) if line.startswith("%")), None)
    if directive is not None:
        return fault.at(directive, 0, "Y029")
    ended = any(line.startswith("...") for line in fault.lines[: fault.line + 1])
    return fault.at(fault.line, fault.column, "Y012") if ended else fault.other(fault.line, fault.column)


def _tag(fault: _Fault) -> Problem:
    return fault.at(fault.line, fault.column, "Y011", found=fault.rest(fault.line, fault.column).split(" ")[0])


DIAGNOSES = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _missing_colon),
    ("found unexpected ':'", _flow_colon),
    ("did not find expected ',' or", _flow),
    ("found unexpected end of stream", _unclosed_quote),
    ("found unexpected document indicator", _unclosed_quote),
    ("tab character", _tab),
    ("cannot start any token", _character),
    ("did not find expected node content", _character),
    ("scanning an anchor", _character),
    ("scanning an alias", _character),
    ("undefined tag handle", _tag),
    ("scanning a tag", _character),
    ("parsing a tag", _character),
    ("directive", _directive),
    ("expected <document start>", _after_end),
    ("sequence entries are not allowed", _dash),
    ("mapping keys are not allowed", _complex_key),
    ("parsing a quoted scalar", _escape),
    ("unknown escape", _escape),
    ("scanning a block scalar", _block_header),
    ("did not find expected key", _misplaced),
    ("did not find expected '-'", _misplaced),
)
"""A fragment of the parser's message and what to make of it; the first that occurs is taken."""
