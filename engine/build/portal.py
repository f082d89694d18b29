"""The portal: entries of the home page, the decision graph, orientations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..conditions.compile import Compiler
from ..conditions.nodes import Condition, Undecided
from ..conditions.references import Reference
from ..context import EMPTY_TEXT, Context, entries, flag, items, optional, scalar
from ..facts import Fact
from ..nearest import nearest
from ..source import Node
from ..spec import Ask, Branch, Choice, Entry, Orientation, Portal, Proceed, Question, Redirect, Route, pages_of
from .declare import Declarations, declare_name, lists_of
from .facts import FactBuilder, leap_day_of
from .mails import portal_mails
from .menus import Known, check_page_addresses, footer_of, menu_of
from .texts import links_of, text_blocks_of

EARLIER, LATER = 0, 1
"""The place of a question in asking order, seen from another."""


class PortalBuilder:
    """Builds one portal. Inline questions are collected with the named ones: the graph has one table of questions."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.nodes: dict[str, Node] = {}
        self.names: dict[str, Node] = {}
        self.before: dict[str, set[str]] = {}
        self.facts: dict[str, Fact] = {}
        self.questions: dict[str, Question] = {}
        self.references: dict[str, Reference] = {}
        self.orientations: frozenset[str] = frozenset()

    def build(self, root: Node, revision: str, sources: Mapping[str, bytes]) -> Portal:
        """The portal; `Portal.questions` is in reading order."""
        head = root.get("portail")
        self._collect(root)
        declarations = Declarations(self.references)
        lists = lists_of(self.context, (root,))
        self.facts = FactBuilder(self.context, declarations, lists, {}, leap_day_of(head)).build(root)
        self.before = asked_before(self.nodes)
        self.orientations = frozenset(key.text for key, _ in entries(root, "orientations"))
        for name, node in self.nodes.items():
            self.questions[name] = self._question(name, node)
        links = links_of(root)
        orientations = {key.text: self._orientation(key, value, links) for key, value in entries(root, "orientations")}
        start = root.get("situation")
        if start is not None and start.text not in self.questions:
            self.context.report(start, "R112", found=start.text, expected=sorted(self.questions))
        self._check_reached(scalar(root, "situation"))
        entered: dict[str, Node] = {}
        entries_of_home = tuple(self._entry(n, entered) for n in items(root, "entrees"))
        texts = text_blocks_of(self.context, root)
        known = Known(pages_of(texts), entries_of_home, orientations, links)
        check_page_addresses(self.context, root, known.pages)
        neutral = scalar(head, "titre_neutre") or scalar(head, "titre")
        return Portal(
            id=scalar(head, "id"),
            version=scalar(head, "version"),
            revision=revision,
            title=scalar(head, "titre"),
            subtitle=scalar(head, "sous_titre") or None,
            neutral_title=neutral,
            notice=self.context.text(head, "avertissement"),
            entries=entries_of_home,
            start=scalar(root, "situation"),
            questions=self.questions,
            orientations=orientations,
            facts=self.facts,
            lists=lists,
            links=links,
            texts=texts,
            header=menu_of(self.context, root, "entete", known),
            menu=menu_of(self.context, root, "navigation", known),
            footer=footer_of(self.context, root, known),
            sender=scalar(root.get("courriels"), "expediteur") or neutral,
            mails=portal_mails(self.context, root, links),
            sources=sources,
            position=root.position,
        )

    def _collect(self, root: Node) -> None:
        """Every question by id, named or inline, and what conditions may read of them."""
        seen: dict[str, Node] = {}
        self.references["date_depot"] = Reference("date_depot", "date", -1, root.position, "date du dépôt")
        for key, node in entries(root, "questions"):
            if declare_name(self.context, seen, key, "question"):
                self._declare(key, node)
            own = node.get("id")
            if own is not None and own.kind == "scalar" and own.text != key.text:
                self.context.report(own, "R125", found=own.text, key=key.text)
        for _, node in entries(root, "questions"):
            self._collect_inline(node, seen)

    def _collect_inline(self, node: Node, seen: dict[str, Node]) -> None:
        holders = [node, *(value for _, value in entries(node, "choix"))]
        for choice in [*holders, *(branch for c in holders for branch in items(c, "selon"))]:
            inline = choice.get("question")
            if inline is None or inline.kind != "map":
                continue
            name = inline.get("id")
            if name is not None and declare_name(self.context, seen, name, "question"):
                self._declare(name, inline)
                self._collect_inline(inline, seen)

    def _declare(self, key: Node, node: Node) -> None:
        name = key.text
        self.nodes[name], self.names[name] = node, key
        if _is_date(node):
            self.references[name] = Reference(name, "date", EARLIER, node.position, scalar(node, "libelle"))
        else:
            values = {key.text: scalar(value, "libelle") for key, value in entries(node, "choix")}
            self.references[name] = Reference(name, "closed", EARLIER, node.position, scalar(node, "libelle"), values)

    def _question(self, name: str, node: Node) -> Question:
        return Question(
            id=name,
            label=scalar(node, "libelle"),
            position=node.position,
            introduction=self.context.text(node, "introduction"),
            hint=self.context.text(node, "aide"),
            outside_steps=flag(node, "hors_etapes", default=False),
            button=optional(node, "bouton"),
            choices=tuple(self._choice(name, key, value) for key, value in entries(node, "choix")),
            is_date=_is_date(node),
            route=self._route(name, node) if _is_date(node) else None,
            recap=self.context.text(node, "recap"),
        )

    def _choice(self, question: str, key: Node, node: Node) -> Choice:
        route = self._route(question, node)
        return Choice(key.text, scalar(node, "libelle"), optional(node, "recap"), route, key.position)

    def _route(self, question: str, node: Node) -> Route:
        """Where an answer to a question leads."""
        if node.get("selon") is None:
            return self._end(node)
        branches: list[tuple[Condition, Proceed | Redirect | Ask]] = []
        otherwise: Proceed | Redirect | Ask | None = None
        self._check_otherwise(node)
        compiler = Compiler(self.context, self._askable(question), EARLIER + 1)
        for branch in items(node, "selon"):
            condition = branch.get("si")
            if condition is not None:
                branches.append((compiler.condition(condition), self._end(branch)))
            elif otherwise is None:
                otherwise = self._end(branch)
            else:
                branches.append((Undecided(branch.position), self._end(branch)))
        return Branch(tuple(branches), otherwise, node.position)

    def _check_otherwise(self, node: Node) -> None:
        """The last branch, and only it, is for whatever is left; one that says nothing is judged elsewhere."""
        branches = items(node, "selon")
        misplaced = next((key for branch in branches[:-1] if (key := branch.key("sinon")) is not None), None)
        if misplaced is not None:
            self.context.report(misplaced, "S142")
        elif branches and branches[-1].get("si") is not None and branches[-1].get("sinon") is None:
            self.context.report(node.key("selon") or node, "S138")

    def _askable(self, question: str) -> dict[str, Reference]:
        """The references, those of questions that are never asked before this one's answer as asked later. A fact may
        be read as soon as one of its questions may have been answered."""
        before = self.before.get(question, frozenset(self.nodes))
        known = dict(self.references)
        for name, reference in self.references.items():
            inputs = self.facts[name].inputs & self.nodes.keys() if name in self.facts else {name} & self.nodes.keys()
            if inputs and not inputs & before:
                known[name] = replace(reference, order=LATER)
        return known

    def _end(self, node: Node) -> Proceed | Redirect | Ask:
        question, redirect, proceed = node.get("question"), node.get("orienter_vers"), node.get("poursuivre")
        if question is not None:
            name = question.text if question.kind == "scalar" else scalar(question, "id")
            if name and name not in self.nodes:
                self.context.report(question, "R112", found=name, expected=sorted(self.nodes))
            return Ask(name, question.position)
        if proceed is not None:
            procedure, motif = proceed.get("procedure"), proceed.get("motif")
            return Proceed(
                scalar(proceed, "procedure"),
                scalar(proceed, "motif"),
                proceed.position,
                procedure.position if procedure is not None else None,
                motif.position if motif is not None else None,
            )
        if redirect is not None:
            if redirect.text not in self.orientations:
                self.context.report(redirect, "R111", found=redirect.text, expected=sorted(self.orientations))
            return Redirect(redirect.text, redirect.position)
        return Redirect("", node.position)

    def _orientation(self, key: Node, node: Node, links: Mapping[str, object]) -> Orientation:
        link = node.get("lien")
        if link is not None and link.text not in links:
            self.context.report(link, "R109", found=link.text, expected=sorted(links))
        return Orientation(
            id=key.text,
            title=scalar(node, "titre"),
            text=self.context.text(node, "texte") or EMPTY_TEXT,
            link=link.text if link is not None else None,
            position=key.position,
            to_validate=optional(node, "a_valider"),
        )

    def _entry(self, node: Node, seen: dict[str, Node]) -> Entry:
        name = node.get("id")
        if name is not None:
            self.context.declare(seen, name, "entrée")
        redirect = node.get("orienter_vers")
        if redirect is not None and redirect.text not in self.orientations:
            self.context.report(redirect, "R111", found=redirect.text, expected=sorted(self.orientations))
        return Entry(
            id=scalar(node, "id"),
            label=scalar(node, "libelle"),
            starts=flag(node, "situation", default=False),
            orientation=redirect.text if redirect is not None else None,
            position=node.position,
            hint=self.context.text(node, "aide"),
        )

    def _check_reached(self, start: str) -> None:
        """A question no route leads to is a fault, and so is a circle of questions."""
        graph = {name: [self._meant(n) for n in next_questions(q)] for name, q in self.questions.items()}
        first = self._meant(start)
        reached = self._walk(graph, first) if first else set()
        # A name nobody knows may stand for any question: what nothing else leads to is then not a second problem.
        if not first or any(not target for targets in graph.values() for target in targets):
            return
        left = [name for name in graph if name not in reached]
        led_to = {target for name in left for target in graph[name] if target != name}
        # What only leads on from a question that nothing leads to comes back with it.
        for name in (*(n for n in left if n not in led_to), *left):
            if name not in reached:
                self.context.report(self.names[name], "P204", found=name)
                reached |= self._walk(graph, name)

    def _meant(self, name: str) -> str:
        """A question's id, or the one that was probably meant; empty when none is near."""
        return name if name in self.questions else nearest(name, self.questions) or ""

    def _walk(self, graph: Mapping[str, list[str]], start: str) -> set[str]:
        """Every question that leads on from one; each circle met is reported."""
        reached = {start}
        path = [start]
        left = [iter(graph[start])]
        while left:
            target = next(left[-1], None)
            if target is None:
                path.pop()
                left.pop()
            elif target in path:
                circle = path[path.index(target) :]
                self.context.report(self._back(path[-1], target), "R105", found=" → ".join((*circle, target)))
            elif target and target not in reached:
                reached.add(target)
                path.append(target)
                left.append(iter(graph[target]))
        return reached

    def _back(self, question: str, target: str) -> Node:
        """Where a question leads back to another."""
        named = (node for node in _named(self.nodes[question]) if node.kind == "scalar")
        return next((node for node in named if self._meant(node.text) == target), self.names[target])


def _is_date(node: Node) -> bool:
    """Whether a question is a date; one of a type that does not exist is taken for one when it has no choices."""
    return scalar(node, "type") == "date" or (scalar(node, "type") not in ("", "choix") and node.get("choix") is None)


def asked_before(nodes: Mapping[str, Node]) -> dict[str, set[str]]:
    """For each question, those that may be answered when it is: itself, and what leads to it. Nothing at all while a
    route leads to a name nobody knows, which may stand for any."""
    following = {name: _following(node) for name, node in nodes.items()}
    if any(target not in nodes for targets in following.values() for target in targets):
        return {}
    before = {name: {name} for name in nodes}
    for name in nodes:
        left = [*following[name]]
        while left:
            target = left.pop()
            if name not in before[target]:
                before[target].add(name)
                left += following[target]
    return before


def _following(node: Node) -> list[str]:
    """The questions that the answers to one lead to."""
    return [q.text if q.kind == "scalar" else scalar(q, "id") for q in _named(node)]


def _named(node: Node) -> list[Node]:
    """Where the answers to a question name the next ones, or hold them."""
    holders = [node, *(value for _, value in entries(node, "choix"))]
    ends = [*holders, *(branch for holder in holders for branch in items(holder, "selon"))]
    named = (end.get("question") for end in ends)
    return [q for q in named if q is not None]


def routes(question: Question) -> tuple[Route, ...]:
    """All routes that leave a question."""
    own = (question.route,) if question.route is not None else ()
    return (*own, *(choice.route for choice in question.choices))


def ends_of(route: Route) -> tuple[Proceed | Redirect | Ask, ...]:
    """Every place a route may lead to."""
    if not isinstance(route, Branch):
        return (route,)
    last = (route.otherwise,) if route.otherwise is not None else ()
    return (*(end for _, end in route.branches), *last)


def next_questions(question: Question) -> tuple[str, ...]:
    """The questions a question may lead to."""
    return tuple(end.question for route in routes(question) for end in ends_of(route) if isinstance(end, Ask))
