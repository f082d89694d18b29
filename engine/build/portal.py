"""The portal: entries of the home page, the decision graph, orientations."""

from __future__ import annotations

from collections.abc import Mapping

from ..conditions.compile import Compiler
from ..conditions.references import Reference
from ..context import EMPTY_TEXT, Context, entries, flag, items, optional, scalar
from ..nearest import nearest
from ..source import Node
from ..spec import Ask, Branch, Choice, Entry, Orientation, Portal, Proceed, Question, Redirect, Route
from .declare import Declarations, declare_name, lists_of
from .facts import NO_LIMIT, FactBuilder, leap_day_of
from .texts import links_of, text_blocks_of


class PortalBuilder:
    """Builds one portal. Inline questions are collected with the named ones: the graph has one table of questions."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.nodes: dict[str, Node] = {}
        self.questions: dict[str, Question] = {}
        self.references: dict[str, Reference] = {}
        self.orientations: frozenset[str] = frozenset()

    def build(self, root: Node, revision: str, sources: Mapping[str, bytes]) -> Portal:
        """The portal; `Portal.questions` is in reading order."""
        head = root.get("portail")
        self._collect(root)
        declarations = Declarations(self.references)
        lists = lists_of(self.context, (root,))
        facts = FactBuilder(self.context, declarations, lists, {}, leap_day_of(head)).build(root)
        self.orientations = frozenset(key.text for key, _ in entries(root, "orientations"))
        for name, node in self.nodes.items():
            self.questions[name] = self._question(name, node)
        links = links_of(root)
        orientations = {key.text: self._orientation(key, value, links) for key, value in entries(root, "orientations")}
        start = root.get("situation")
        if start is not None and start.text not in self.questions:
            self.context.report(start, "R112", found=start.text, expected=sorted(self.questions))
        self._check_reached(scalar(root, "situation"))
        return Portal(
            id=scalar(head, "id"),
            version=scalar(head, "version"),
            revision=revision,
            title=scalar(head, "titre"),
            subtitle=scalar(head, "sous_titre") or None,
            neutral_title=scalar(head, "titre_neutre") or scalar(head, "titre"),
            notice=self.context.text(head, "avertissement"),
            entries=tuple(self._entry(n) for n in items(root, "entrees")),
            start=scalar(root, "situation"),
            questions=self.questions,
            orientations=orientations,
            facts=facts,
            lists=lists,
            links=links,
            texts=text_blocks_of(self.context, root),
            sources=sources,
            position=root.position,
        )

    def _collect(self, root: Node) -> None:
        """Every question by id, named or inline, and what conditions may read of them."""
        seen: dict[str, Node] = {}
        self.references["date_depot"] = Reference("date_depot", "date", -1, root.position, "date du dépôt")
        for key, node in entries(root, "questions"):
            if declare_name(self.context, seen, key, "question"):
                self._declare(key.text, node)
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
                self._declare(name.text, inline)
                self._collect_inline(inline, seen)

    def _declare(self, name: str, node: Node) -> None:
        self.nodes[name] = node
        if scalar(node, "type") == "date":
            self.references[name] = Reference(name, "date", 0, node.position, scalar(node, "libelle"))
        else:
            values = {key.text: scalar(value, "libelle") for key, value in entries(node, "choix")}
            self.references[name] = Reference(name, "closed", 0, node.position, scalar(node, "libelle"), values)

    def _question(self, name: str, node: Node) -> Question:
        return Question(
            id=name,
            label=scalar(node, "libelle"),
            position=node.position,
            introduction=self.context.text(node, "introduction"),
            hint=self.context.text(node, "aide"),
            outside_steps=flag(node, "hors_etapes", default=False),
            button=optional(node, "bouton"),
            choices=tuple(self._choice(key, value) for key, value in entries(node, "choix")),
            is_date=scalar(node, "type") == "date",
            route=self._route(node) if scalar(node, "type") == "date" else None,
            recap=self.context.text(node, "recap"),
        )

    def _choice(self, key: Node, node: Node) -> Choice:
        return Choice(key.text, scalar(node, "libelle"), optional(node, "recap"), self._route(node), key.position)

    def _route(self, node: Node) -> Route:
        if node.get("selon") is None:
            return self._end(node)
        branches = []
        otherwise = None
        if not _closed(items(node, "selon")):
            self.context.report(node.key("selon") or node, "S138")
        for branch in items(node, "selon"):
            condition = branch.get("si")
            if condition is None:
                otherwise = self._end(branch)
            else:
                compiled = Compiler(self.context, self.references, NO_LIMIT).condition(condition)
                branches.append((compiled, self._end(branch)))
        return Branch(tuple(branches), otherwise, node.position)

    def _end(self, node: Node) -> Proceed | Redirect | Ask:
        question, redirect, proceed = node.get("question"), node.get("orienter_vers"), node.get("poursuivre")
        if question is not None:
            name = question.text if question.kind == "scalar" else scalar(question, "id")
            if name not in self.nodes:
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

    def _entry(self, node: Node) -> Entry:
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
                self.context.report(self.nodes[name], "P204", found=name)
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
                self.context.report(self.nodes[target], "R105", found=" → ".join((*circle, target)))
            elif target and target not in reached:
                reached.add(target)
                path.append(target)
                left.append(iter(graph[target]))
        return reached


def _closed(branches: tuple[Node, ...]) -> bool:
    """Whether the last branch, and only it, is for whatever is left; a branch that says nothing is judged elsewhere."""
    told = [branch.get("sinon") is not None or branch.get("si") is None for branch in branches]
    return not branches or (told[-1] and not any(branch.get("sinon") for branch in branches[:-1]))


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
