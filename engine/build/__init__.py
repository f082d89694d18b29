"""From a folder of YAML to a catalogue: read, check, expand, build. Everything wrong is collected."""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..context import Context, scalar
from ..problems import Position, Problem
from ..schema import check_structure
from ..source import Node, read_source
from ..spec import Catalogue, Portal, Procedure, Proceed, Scenario
from ..spec_files import read_file
from .includes import Includer
from .mails import check_served
from .mend import NAMES, block_by_block, by_stem, in_own_words, mended, said_once
from .portal import PortalBuilder, ends_of, routes
from .procedure import build_procedure
from .scenarios import scenarios_of
from .texts import check_citations

PORTAL_FILE = "portail.yaml"
BLOCKS = "blocs"
SCENARIOS = "scenarios"
"""The folder of files that only hold scenarios, and what they are called in it."""
BLOCK_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
OF_THE_PORTAL = frozenset({"R108", "R109", "R111"})
"""What can't be said of a procedure while the portal, whose texts, links and orientations it cites, can't be read."""
OF_BLOCKS = NAMES | {"R104", "R107", "R115"}
"""What can't be said while a block is missing, whose fields and lists a procedure may cite."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A catalogue with every problem of its files, sorted, and the sources to quote them from.

    `roots` are the trees of the files as written, by name; `trees` those of the procedures with their blocks taken in,
    by id. `whole` says that no other file of the folder could use what these define. `scenarios` are the cases
    that authors tell, those of a file together. Compared by identity.
    """

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    sources: Mapping[str, bytes]
    roots: Mapping[str, Node] = field(default_factory=dict)
    trees: Mapping[str, Node] = field(default_factory=dict)
    whole: bool = True
    scenarios: tuple[Scenario, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether no problem is an error: only then may the catalogue be served."""
        return all(problem.severity != "error" for problem in self.problems)


def load_catalogue(path: Path, *, scenarios: bool = True) -> Loaded:
    """Loads a folder of specs, or one file of it (with the portal beside it). Raises `OSError`, with its reason in
    French, when it can't be read.

    `scenarios` false leaves the files of scenarios unread: serving people does not depend on them.
    """
    folder = path if path.is_dir() else path.parent
    sources = {name: _bytes(file) for name, file in files_of(path, scenarios=scenarios).items()}
    return load_sources(sources, folder=str(folder), whole=path.is_dir())


def _bytes(file: Path) -> bytes:
    data = read_file(file)
    if isinstance(data, bytes):
        return data
    raise OSError(errno.EIO, data[0], str(file))


def files_of(path: Path, *, scenarios: bool = True) -> dict[str, Path]:
    """The files that a folder of specs is made of, or one file of it with the portal beside it, by the names that
    `load_sources` takes."""
    folder = path if path.is_dir() else path.parent
    names = sorted(p.name for p in folder.glob("*.yaml")) if path.is_dir() else _with_translations(path)
    if PORTAL_FILE not in names and (folder / PORTAL_FILE).is_file():
        names.insert(0, PORTAL_FILE)
    told = sorted((folder / SCENARIOS).glob("*.yaml")) if scenarios else ()
    others = [f"{BLOCKS}/{p.name}" for p in sorted((folder / BLOCKS).glob("*.yaml"))]
    others += (f"{SCENARIOS}/{p.name}" for p in told)
    return {name: folder / name for name in (*names, *others)}


def _with_translations(path: Path) -> list[str]:
    """A file with its translations, `<name>.<language>.yaml`; a translation with the file it translates."""
    stem = path.name.split(".")[0]
    beside = (path.parent / f"{stem}.yaml", path, *sorted(path.parent.glob(f"{stem}.*.yaml")))
    return list(dict.fromkeys(p.name for p in beside if p == path or p.is_file()))


def load_sources(sources: Mapping[str, bytes], *, folder: str = "", whole: bool = True) -> Loaded:
    """Loads specs given by name: `portail.yaml`, `<procedure>.yaml`, `blocs/<name>.yaml`, `scenarios/<name>.yaml`.

    `whole` says that no other procedure exists, so that a leaf of the portal leading to an unknown one is a fault.
    """
    return _Loader(sources, folder, whole).load()


def revision_of(sources: Mapping[str, bytes]) -> str:
    """A digest of the sources: the same bytes under the same names give the same revision."""
    digest = hashlib.sha256()
    for name in sorted(sources):
        digest.update(f"{name}\0{len(sources[name])}\0".encode())
        digest.update(sources[name])
    return digest.hexdigest()[:32]


@dataclass(slots=True)
class _Loader:
    sources: Mapping[str, bytes]
    folder: str
    whole: bool
    context: Context = field(default_factory=Context)
    roots: dict[str, Node | None] = field(default_factory=dict)
    trees: dict[str, Node] = field(default_factory=dict)

    def load(self) -> Loaded:
        mains = [name for name in self.sources if not name.startswith((f"{BLOCKS}/", f"{SCENARIOS}/"))]
        portal = self._portal(mains)
        procedures: dict[str, Procedure] = {}
        first: dict[str, Position] = {}
        for name in mains:
            root = self._root(name)
            if root is None or root.get("procedure") is None:
                continue
            self.context.texts.clear()
            built = self._procedure(name, root, portal)
            if built.id in procedures:
                self._again(root, "procedure", "démarche", first[built.id])
            procedures.setdefault(built.id, built)
            first.setdefault(built.id, built.position)
        if portal is not None and (self.whole or procedures) and all(self._root(name) for name in mains):
            self._check_leaves(portal, procedures)
            if self.whole and self._leads_somewhere(portal, procedures):
                self._check_mails()
        if self.whole:
            for name in self.sources:
                self._root(name)
        catalogue = Catalogue(portal, procedures)
        scenarios = self._scenarios(catalogue)
        shown = {self._shown(name): data for name, data in self.sources.items()}
        roots = {self._shown(name): root for name, root in self.roots.items() if root is not None}
        found = said_once(self.context.problems)
        return Loaded(catalogue, found, shown, roots, self.trees, self.whole, scenarios)

    def _scenarios(self, catalogue: Catalogue) -> tuple[Scenario, ...]:
        """The cases of every file. Not looked at while something is wrong with what they are about: a name misspelt
        there would be unknown here."""
        told = [name for name in self.sources if name.startswith(f"{SCENARIOS}/")]
        roots = {name: self._root(name) for name in (*self.roots, *told)}
        if any(problem.severity == "error" for problem in self.context.problems):
            return ()
        found: list[Scenario] = []
        for root in roots.values():
            if root is None or root.get("scenarios") is None:
                continue
            named = root.get("demarche")
            name = scalar(root.get("procedure"), "id") or (named.text if named is not None else "")
            if named is not None and name not in catalogue.procedures and self.whole:
                self._unknown(named.position, name, catalogue.procedures)
            if name in catalogue.procedures or (not name and self.whole):
                found += scenarios_of(self.context, root, catalogue, catalogue.procedures.get(name))
        return tuple(found)

    def _again(self, root: Node, head: str, kind: str, first: Position) -> None:
        """Reports a second procedure of the same id, a second portal."""
        whole = root.get(head)
        node = whole.get("id") if whole is not None else None
        self.context.report(node or root, "R106", found=scalar(whole, "id"), kind=kind, related=first)

    def _shown(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name

    def _root(self, name: str) -> Node | None:
        if name not in self.roots:
            root, problems = read_source(self._shown(name), self.sources[name])
            self.context.problems.extend(problems)
            if root is not None:
                found = check_structure(root)
                self.context.problems.extend(found)
                # Building goes on with what was probably meant, so that one mistake is one problem.
                root = mended(root, found) if found else root
            self.roots[name] = root
        return self.roots[name]

    def _portal(self, mains: list[str]) -> Portal | None:
        built: Portal | None = None
        for name in mains:
            root = self._root(name)
            if root is None or root.get("portail") is None:
                continue
            if built is not None:
                self._again(root, "portail", "portail", built.position)
                continue
            sources = {name: self.sources[name]}
            built = PortalBuilder(self.context).build(root, revision_of(sources), sources)
            check_citations(self.context, built.questions, built.links, ())
        return built

    def _block(self, name: str) -> Node | None:
        file = f"{BLOCKS}/{name}.yaml"
        if BLOCK_NAME.fullmatch(name) is None or file not in self.sources:
            return None
        return self._root(file)

    def _block_names(self, other: str = "services") -> list[str]:
        """The files of the blocks' folder, but for those of another sort, and for translations: they have two names."""
        stems = (name.split("/")[1].removesuffix(".yaml") for name in self.sources if name.startswith(f"{BLOCKS}/"))
        roots = {stem: self._block(stem) for stem in sorted(stems) if "." not in stem}
        return [stem for stem, root in roots.items() if root is None or root.get(other) is None]

    def _procedure(self, name: str, root: Node, portal: Portal | None) -> Procedure:
        included = Includer(self.context, self._block, self._block_names).expand(root)
        self.trees.setdefault(scalar(root.get("procedure"), "id"), included.root)
        for block, tree in included.blocks.items():
            self._check_name(block, tree)
        table = scalar(root.get("depot"), "services")
        services = self._block(table) if table else None
        used = {name, *(f"{BLOCKS}/{block}.yaml" for block in included.blocks)}
        if services is not None:
            used.add(f"{BLOCKS}/{table}.yaml")
        sources = {**(portal.sources if portal is not None else {}), **{n: self.sources[n] for n in sorted(used)}}
        before = len(self.context.problems)
        built = build_procedure(
            self.context,
            included,
            portal=portal,
            services=services,
            tables=lambda: self._block_names("bloc"),
            revision=revision_of(sources),
            sources=sources,
        )
        unsayable = frozenset(
            (*(OF_BLOCKS if included.partial else ()), *(OF_THE_PORTAL if self._portal_is_lost(portal) else ()))
        )
        kept = [p for p in self.context.problems[before:] if p.code not in unsayable]
        told = by_stem(block_by_block(kept, included.uses), included.uses)
        self.context.problems[before:] = in_own_words(told, included.uses)
        return built

    def _portal_is_lost(self, portal: Portal | None) -> bool:
        """Whether there is a portal that can't be read."""
        return portal is None and PORTAL_FILE in self.sources

    def _check_name(self, name: str, root: Node) -> None:
        """A block is cited by its file's name: its id must be the same."""
        node = (root.get("bloc") or root).get("id")
        if node is not None and node.kind == "scalar" and node.text != name:
            self.context.report(node, "R122", found=node.text, file=name)

    def _check_leaves(self, portal: Portal, procedures: Mapping[str, Procedure]) -> None:
        """Each leaf that carries on names a procedure of this folder and one of its motifs."""
        for question in portal.questions.values():
            for route in routes(question):
                for end in ends_of(route):
                    if isinstance(end, Proceed):
                        self._check_leaf(end, procedures)

    def _check_leaf(self, end: Proceed, procedures: Mapping[str, Procedure]) -> None:
        procedure = procedures.get(end.procedure)
        if procedure is None:
            if self.whole:
                self._unknown(end.procedure_at or end.position, end.procedure, procedures)
        elif procedure.motifs and end.motif not in procedure.motifs:  # that it has none is said in its file
            self._unknown(end.motif_at or end.position, end.motif, procedure.motifs, "unknown motif")

    def _leads_somewhere(self, portal: Portal, procedures: Mapping[str, Procedure]) -> bool:
        """Whether a leaf carries on in a procedure of this folder."""
        ends = (end for q in portal.questions.values() for route in routes(q) for end in ends_of(route))
        return any(isinstance(end, Proceed) and end.procedure in procedures for end in ends)

    def _check_mails(self) -> None:
        """Of a revision kept by a deposit this is not asked: its mails were sent with the portal of their day."""
        root = next((root for root in self.roots.values() if root is not None and root.get("portail")), None)
        if root is not None:
            check_served(self.context, root)

    def _unknown(
        self, position: Position, found: str, expected: Iterable[str], what: str = "unknown procedure"
    ) -> None:
        node = Node("scalar", position, length=max(len(found), 1), text=found)
        self.context.report(node, "R113", found=found, what=what, expected=sorted(expected))
