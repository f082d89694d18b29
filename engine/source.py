"""YAML text to nodes with positions. Scalars stay text: the schema, not YAML, says what they mean.

One parser, PyYAML's on libyaml, read event by event: what the language refuses (anchors, aliases, merges, tags,
several documents, too deep or too many nodes) is refused as it is met, before anything is built from it. The other
PyYAML parser accepts another language, so there is no falling back on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import yaml

from .problems import Position, Problem, sorted_problems
from .yaml_brackets import GLUED, glued_colon, missing_space
from .yaml_errors import NO_BREAK, source_lines, syntax_problem
from .yaml_events import Collection, Document, Event, Mark, Scalar, Tagged
from .yaml_open import Open
from .yaml_quotes import cut_text, quoted
from .yaml_text import CONTROL, decoded, explicit_mark, explicit_marks, left_out, position_at, tabs

if not yaml.__with_libyaml__:
    raise ImportError(
        "PyYAML is installed without libyaml: install one of its wheels, the other parser reads another YAML"
    )

MAX_DEPTH = 50
MAX_NODES = 100_000
MAX_FAULTS = 10
"""How many faults of syntax are said of one file."""
OF_THE_WHOLE = frozenset({"Y005", "Y006", "Y007", "Y012"})
"""Faults that a file with lines left out may have without being wrong."""

COMMENT = re.compile(r"[ \t]+#(?P<glued>[^\s#])?")
PROSE = re.compile(r"[?!]| [;:»]")


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, a list or a map, where it stands in its file.

    `text` is a scalar's characters as typed (quotes removed); `quoted` whether it had quotes or was a block scalar.
    `items` are a list's nodes, `entries` a map's (key, value) pairs in order. `position` is the first character of the
    node, `length` what a caret underlines (for a scalar its characters on its first line, for a map or list 1).
    `written` are the lines of the file that a scalar comes from, from its first character on, where its text is not
    simply what stands there: it has several lines, or escapes. `cut` is what is wrong with the comment that follows a
    text without quotes, if the text is prose: `engine.schema` knows.
    """

    kind: Literal["scalar", "list", "map"]
    position: Position
    length: int = 1
    text: str = ""
    quoted: bool = False
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()
    written: tuple[str, ...] = field(default=(), compare=False)
    cut: Problem | None = field(default=None, compare=False)

    def get(self, key: str) -> Node | None:
        """The value under a key of a map, or None."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None

    def key(self, key: str) -> Node | None:
        """The key's own node (its position is where to point), or None."""
        return next((name for name, _ in self.entries if name.text == key), None)

    def keys(self) -> Iterator[str]:
        """The keys of a map, in order."""
        return (name.text for name, _ in self.entries)


def read_source(name: str, data: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of one file and everything wrong with its YAML; no tree when it can't be read at all.

    `name` is the file's name in positions. Never raises, whatever the bytes. A fault that leaves the tree meaningful (a
    duplicate key, a tag …) is reported beside it; one of syntax leaves none, and only faults of syntax are then said.
    """
    text = decoded(name, data)
    if isinstance(text, Problem):
        return None, (text,)
    reader = _Reader(name, text)
    root, problems = reader.read()
    return (root, problems) if reader.fault is None else (None, _all_faults(name, text, reader))


class _Reader:
    """Builds the tree of one text from the parser's events, and collects what is wrong on the way."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text, self.lines = name, text, source_lines(text)
        self.comments = "#" in text
        self.no_break = any(c in text for c in NO_BREAK)
        self.explicit = next(explicit_marks(text), None) is not None
        self.problems: list[Problem] = []
        self.open: list[Open] = []
        self.blocks: list[tuple[int, int]] = []
        self.last: Scalar | None = None
        self.root: Node | None = None
        self.count = self.documents = 0
        self.readable, self.stopped = True, False
        self.fault: Problem | None = None
        self.handlers: dict[type, Callable[..., None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._map,
            yaml.SequenceStartEvent: self._list,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def read(self) -> tuple[Node | None, tuple[Problem, ...]]:
        parser = yaml.CSafeLoader(self.text)
        handlers = self.handlers
        try:
            while not self.stopped:
                event = parser.get_event()
                if isinstance(event, yaml.StreamEndEvent):
                    break
                handler = handlers.get(type(event))
                if handler is not None:
                    handler(event)
        except yaml.YAMLError as error:
            self._syntax(error)
        finally:
            parser.dispose()
        if not self.stopped:
            self._finish()
        return (self.root if self.readable else None), sorted_problems(self.problems)

    # ── Events ────────────────────────────────────────────────────────────────────────────────────────────────

    def _scalar(self, event: Scalar) -> None:
        start, end, style = event.start_mark, event.end_mark, event.style
        plain = not style
        if end.index > start.index:
            self.last = event
        if style in ("|", ">"):
            self.blocks.append((start.line + 1, end.line + bool(end.column)))
            length = 1
        elif end.line == start.line:
            length = end.column - start.column or 1
        else:
            length = max(len(self._line(start.line)) - start.column, 1)
        position = Position(self.name, start.line + 1, start.column + 1)
        as_is = end.line == start.line and (plain or length == len(event.value) + 2)
        written = () if as_is else (self._line(start.line)[start.column :], *self.lines[start.line + 1 : end.line + 1])
        node = Node("scalar", position, length, event.value, not plain, written=written)
        if event.anchor is not None or event.tag is not None:
            self._properties(event, position)
        if not self._room(node):
            return
        is_key = bool(self.open) and self.open[-1].kind == "map" and self.open[-1].key is None
        if plain:
            node = self._checked_plain(node, end, is_key=is_key)
        elif style == '"' and CONTROL.search(event.value):
            shown = next(c for c in event.value if CONTROL.match(c))
            self._report(node, "Y004", character=f"U+{ord(shown):04X}")
        self._place(node, start.index, end.index)

    def _map(self, event: Collection) -> None:
        self._start("map", event)

    def _list(self, event: Collection) -> None:
        self._start("list", event)

    def _start(self, kind: Literal["list", "map"], event: Collection) -> None:
        mark = event.start_mark
        position = Position(self.name, mark.line + 1, mark.column + 1)
        if event.anchor is not None or event.tag is not None:
            self._properties(event, position)
        parent = self.open[-1] if self.open else None
        flow = bool(event.flow_style)
        in_braces = (flow and kind == "map") or (parent is not None and parent.in_braces)
        if parent is not None and parent.kind == "map" and parent.key is None:
            self._not_a_key(mark.index, position)
        elif len(self.open) >= MAX_DEPTH:
            self._fatal(Problem(position, "Y006", {"max": str(MAX_DEPTH)}))
        else:
            self.open.append(Open(kind, position, flow, in_braces))

    def _end(self, event: Event) -> None:
        done = self.open.pop()
        if done.stray and not done.entries:
            # What was meant can't be told: nothing is made of this tree, so that one fault stays one problem.
            self.readable = False
        parts = done.parts(self.open[-1] if self.open else None)
        if len(parts) > 1:
            self.problems = [problem for problem in self.problems if problem not in done.again]
        for number, entries in enumerate(parts):
            if number:
                self._report(entries[0][0], "Y037", found=entries[0][0].text)
            place = entries[0][0].position if number else done.position
            node = Node(done.kind, place, items=tuple(done.items), entries=entries)
            if self._room(node):
                self._place(node, event.start_mark.index, event.end_mark.index)

    def _alias(self, event: Event) -> None:
        start, end = event.start_mark, event.end_mark
        node = Node("scalar", Position(self.name, start.line + 1, start.column + 1), end.column - start.column)
        self._report(node, "Y009", found=self.text[start.index : end.index])
        self.readable = False
        self._place(node, start.index, end.index)

    def _document(self, event: Document) -> None:
        self.documents += 1
        position = Position(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
        if self.documents > 1:
            self._fatal(Problem(position, "Y012", length=3))
        elif event.version is not None or event.tags:
            self.problems.append(Problem(position, "Y029"))

    # ── Building ──────────────────────────────────────────────────────────────────────────────────────────────

    def _room(self, node: Node) -> bool:
        self.count += 1
        if self.count > MAX_NODES:
            self._fatal(Problem(node.position, "Y007"))
            return False
        return True

    def _place(self, node: Node, start: int, end: int) -> None:
        """Puts a finished node where it belongs: root, item, key or value."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.kind == "list":
            parent.items.append(node)
        elif parent.key is None:
            parent.key, parent.key_end = self._checked_key(node, flow=parent.flow), end
            if self.explicit:
                self._not_a_key(start)
        else:
            key, parent.key = parent.key, None
            self._pair(parent, key, node, start)

    def _pair(self, parent: Open, key: Node, value: Node, start: int) -> None:
        if key.text[:1] in NO_BREAK or (key.text[:1] == "-" and not self.readable):
            return  # said; the tree is not kept
        place = key.position
        glued = glued_colon(place, self._line(place.line - 1)) if ":" in key.text and not key.quoted else None
        if glued is not None:
            self.problems.append(glued)
            self.readable = False
            return
        if parent.flow and self._is_stray(parent, value, start):
            self._stray(parent, key)
            parent.stray = True
            return
        first = parent.seen.get(key.text)
        if first is not None:
            self._report(key, "Y013", related=first.position, found=key.text)
            parent.again.append(self.problems[-1])
        else:
            parent.seen[key.text], parent.stray = key, False
        parent.entries.append((key, value))

    def _is_stray(self, parent: Open, value: Node, start: int) -> bool:
        """Whether a key of a flow map stands alone, as after a comma of unquoted prose: no colon follows it."""
        empty = value.kind == "scalar" and not value.text and not value.quoted
        return empty and ":" not in self.text[parent.key_end : start]

    def _stray(self, parent: Open, key: Node) -> None:
        """A piece of prose after a comma: one problem for the whole text, from the value it continues."""
        last = parent.entries[-1][1] if parent.entries else None
        prose = last is not None and last.kind == "scalar" and bool(last.text) and not last.quoted
        if last is None or not prose or last.position.line != key.position.line:
            if not parent.stray:
                self._report(key, "Y030", found=key.text)
            return
        place = last.position
        self.problems = [p for p in self.problems if p.code != "Y017" or p.position != place]
        length = key.position.column + key.length - last.position.column
        start = last.position.column - 1
        text = self._line(key.position.line - 1)[start : start + length]
        self.problems.append(Problem(place, "Y017", {"found": text}, length=length, suggestion=quoted(text)))

    # ── Checks ────────────────────────────────────────────────────────────────────────────────────────────────

    def _properties(self, event: Tagged, position: Position) -> None:
        raw = self._line(position.line - 1)[position.column - 1 :].split(" ")[0]
        if event.anchor is not None:
            self.problems.append(Problem(position, "Y008", {"found": f"&{event.anchor}"}, length=len(event.anchor) + 1))
        if event.tag is not None:
            self.problems.append(Problem(position, "Y011", {"found": raw}, length=max(len(raw), 1)))

    def _checked_plain(self, node: Node, end: Mark, *, is_key: bool) -> Node:
        """A text without quotes; one that a comment cuts is given back whole."""
        text = node.text
        if self.no_break and text and text[0] in NO_BREAK:
            before = self._line(node.position.line - 1)[: node.position.column - 1]
            if not before.strip():
                self._report(node, "Y014", length=len(text) - len(text.lstrip("".join(NO_BREAK))))
                self.readable = False
        if is_key:
            return node
        if self.open and self.open[-1].in_braces and PROSE.search(text):
            self._report(node, "Y017", suggestion=quoted(text), found=text)
        if self.comments and (found := COMMENT.match(self.text, end.index)):
            return self._cut(node, end, glued=bool(found["glued"]))
        return node

    def _cut(self, node: Node, end: Mark, *, glued: bool) -> Node:
        """A text that a comment follows. Glued to its sign, it is what was meant as text."""
        whole, problem = cut_text(self.name, end, self._line(end.line), node.text)
        if not glued or problem is None:
            return replace(node, cut=problem) if node.text else node
        self.problems.append(problem)
        return Node("scalar", node.position, node.length, whole)

    def _not_a_key(self, start: int, position: Position | None = None) -> None:
        """Refuses what begins at `start` where a `?` announces it, or `position` says that it is no text."""
        mark = explicit_mark(self.text, start) if self.explicit else None
        if mark is not None:
            self._fatal(Problem(position_at(self.name, self.text, mark), "Y027", {"found": "?"}))
        elif position is not None:
            self._fatal(Problem(position, "Y027", {"found": self.text[start]}))

    def _checked_key(self, key: Node, *, flow: bool) -> Node:
        """The key, without no-break spaces (each is a problem)."""
        if key.text[:1] == "-" and GLUED.match(key.text) and not (flow or key.quoted):
            line = key.position.line - 1
            self.problems.append(missing_space(self.name, self._line(line), line))
            self.readable = False
        if key.text == "<<" and not key.quoted:
            self._report(key, "Y010")
            self.readable = False
        found = next((i for i, c in enumerate(key.text) if c in NO_BREAK), None) if self.no_break else None
        if found is None or (found == 0 and not key.quoted):
            return key
        place = Position(self.name, key.position.line, key.position.column + found + key.quoted)
        self.problems.append(Problem(place, "Y014"))
        mended = "".join(" " if c in NO_BREAK else c for c in key.text).strip()
        return Node("scalar", key.position, key.length, mended, key.quoted)

    def _finish(self) -> None:
        if self.readable and (self.root is None or (self.root.kind == "scalar" and not self.root.text)):
            self._fatal(Problem(Position(self.name, 1, 1), "Y005"))
        if "\t" in self.text and self.readable:
            self.problems += tabs(self.name, self.lines, self.blocks)

    def _syntax(self, error: yaml.YAMLError) -> None:
        """One problem for the fault that stopped the parser, unless it follows from a text already said to be cut."""
        self.readable, self.root = False, None
        problem = self.fault = syntax_problem(self.name, self.lines, error, self.last)
        if problem.code in ("Y022", "Y031"):  # what is alone in braces is so because they are not closed, or are text
            codes = ("Y017", "Y030", "Y038") if problem.code == "Y031" else ("Y017", "Y030")
            inside = [p for p in self.problems if p.code in codes and p.position > problem.position]
            self.problems = [p for p in self.problems if p not in inside]
        cut = [p for p in self.problems if p.code in ("Y014", "Y016") and p.position.line >= problem.position.line - 1]
        if not cut:
            self.problems.append(problem)

    def _line(self, index: int) -> str:
        """A line by its index; the parser may stand after the last one."""
        return self.lines[index] if index < len(self.lines) else ""

    def _report(
        self,
        node: Node,
        code: str,
        *,
        length: int | None = None,
        suggestion: str | None = None,
        related: Position | None = None,
        **params: str,
    ) -> None:
        self.problems.append(
            Problem(node.position, code, params, length=length or node.length, suggestion=suggestion, related=related)
        )

    def _fatal(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.readable, self.stopped = False, True


def _all_faults(name: str, text: str, first: _Reader) -> tuple[Problem, ...]:
    """What is wrong with a file whose reading was stopped: it is read again without what each fault is on, as long as
    the next one is further down."""
    found, reader = [*first.problems], first
    for _ in range(MAX_FAULTS - 1):
        fault = reader.fault
        less = left_out(text, fault) if fault is not None else None
        if fault is None or less is None:
            break
        text, reader = less, _Reader(name, less)
        reader.read()
        if reader.fault is not None and reader.fault.position.line <= fault.position.line:
            break
        found += [p for p in reader.problems if p.position.line > fault.position.line and p.code not in OF_THE_WHOLE]
    return sorted_problems(found)
