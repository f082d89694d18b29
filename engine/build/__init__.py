"""From a folder of YAML to a catalogue: read, check, expand, build. Everything wrong is collected."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..context import Context, scalar
from ..problems import Position, Problem, sorted_problems
from ..schema import check_structure
from ..source import Node, read_source
from ..spec import Catalogue, Portal, Procedure, Proceed
from .includes import Includer
from .portal import PortalBuilder, ends_of, routes
from .procedure import build_procedure
from .texts import check_citations

PORTAL_FILE = "portail.yaml"
BLOCKS = "blocs"
BLOCK_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue with every problem of its files, sorted, and the sources to quote them from."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    sources: Mapping[str, bytes]

    @property
    def usable(self) -> bool:
        """Whether no problem is an error: only then may the catalogue be served."""
        return all(problem.severity != "error" for problem in self.problems)


def load_catalogue(path: Path) -> Loaded:
    """Loads a folder of specs, or one file of it (with the portal beside it). Raises `OSError` when it can't be
    read."""
    folder = path if path.is_dir() else path.parent
    names = sorted(p.name for p in folder.glob("*.yaml")) if path.is_dir() else [path.name]
    if PORTAL_FILE not in names and (folder / PORTAL_FILE).is_file():
        names.insert(0, PORTAL_FILE)
    wanted = {name: (folder / name).read_bytes() for name in names}
    blocks = {f"{BLOCKS}/{p.name}": p.read_bytes() for p in sorted((folder / BLOCKS).glob("*.yaml"))}
    return load_sources({**wanted, **blocks}, folder=str(folder), whole=path.is_dir())


def load_sources(sources: Mapping[str, bytes], *, folder: str = "", whole: bool = True) -> Loaded:
    """Loads specs given by name: `portail.yaml`, `<procedure>.yaml`, `blocs/<name>.yaml`.

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

    def load(self) -> Loaded:
        mains = [name for name in self.sources if not name.startswith(f"{BLOCKS}/")]
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
                head = root.get("procedure")
                node = head.get("id") if head is not None else None
                self.context.report(node or root, "R106", found=built.id, kind="démarche", related=first[built.id])
            procedures.setdefault(built.id, built)
            first.setdefault(built.id, built.position)
        if portal is not None and (self.whole or procedures):
            self._check_leaves(portal, procedures)
        shown = {self._shown(name): data for name, data in self.sources.items()}
        return Loaded(Catalogue(portal, procedures), sorted_problems(self.context.problems), shown)

    def _shown(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name

    def _root(self, name: str) -> Node | None:
        if name not in self.roots:
            root, problems = read_source(self._shown(name), self.sources[name])
            self.context.problems.extend(problems)
            if root is not None:
                self.context.problems.extend(check_structure(root))
            self.roots[name] = root
        return self.roots[name]

    def _portal(self, mains: list[str]) -> Portal | None:
        for name in mains:
            root = self._root(name)
            if root is not None and root.get("portail") is not None:
                sources = {name: self.sources[name]}
                built = PortalBuilder(self.context).build(root, revision_of(sources), sources)
                check_citations(self.context, built.questions, built.links, ())
                return built
        return None

    def _block(self, name: str) -> Node | None:
        file = f"{BLOCKS}/{name}.yaml"
        if BLOCK_NAME.fullmatch(name) is None or file not in self.sources:
            return None
        return self._root(file)

    def _block_names(self) -> list[str]:
        return sorted(name.split("/")[1].removesuffix(".yaml") for name in self.sources if name.startswith(BLOCKS))

    def _procedure(self, name: str, root: Node, portal: Portal | None) -> Procedure:
        included = Includer(self.context, self._block, self._block_names).expand(root)
        table = scalar(root.get("depot"), "services")
        services = self._block(table) if table else None
        used = {name, *(f"{BLOCKS}/{block}.yaml" for block in included.blocks)}
        if services is not None:
            used.add(f"{BLOCKS}/{table}.yaml")
        sources = {**(portal.sources if portal is not None else {}), **{n: self.sources[n] for n in sorted(used)}}
        return build_procedure(
            self.context,
            included.root,
            blocks=included.blocks.values(),
            portal=portal,
            services=services,
            revision=revision_of(sources),
            sources=sources,
        )

    def _check_leaves(self, portal: Portal, procedures: Mapping[str, Procedure]) -> None:
        """Each leaf that carries on names a procedure of this folder and one of its motifs."""
        for question in portal.questions.values():
            for route in routes(question):
                for end in ends_of(route):
                    if isinstance(end, Proceed):
                        self._check_leaf(end, procedures)

    def _check_leaf(self, end: Proceed, procedures: Mapping[str, Procedure]) -> None:
        node = Node("map", end.position)
        procedure = procedures.get(end.procedure)
        if procedure is None:
            if self.whole:
                self.context.report(node, "R113", found=end.procedure, expected=sorted(procedures))
        elif end.motif not in procedure.motifs:
            self.context.report(node, "R113", found=end.motif, expected=sorted(procedure.motifs))
