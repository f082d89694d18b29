"""Who may import whom, which third party serves where, and what the engine may not do. Read from the code, by ast."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("engine", "renderers")

# From the bottom up: a unit may import those of earlier lines, never one of its own line or of a later one.
# A unit is the longest name here that a module's name begins with. Type-only imports are free to look upwards.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("engine.problems", "engine.values", "engine.texts", "engine.nearest"),
    ("engine.yaml_events", "engine.yaml_open"),
    ("engine.yaml_quotes",),
    ("engine.yaml_brackets",),
    ("engine.messages", "engine.messages_answers", "engine.reference", "engine.yaml_errors"),
    ("engine.yaml_comments", "engine.yaml_text"),
    ("engine.spec", "engine.spec_files", "engine.source", "engine.printer"),
    ("engine.keywords", "engine.context", "engine.schema_errors"),
    ("engine.schema", "engine.conditions"),
    ("engine.facts", "engine.justificatifs"),
    ("engine.elements", "engine.stretches"),
    ("engine.kinds", "engine.scope", "engine.explain"),
    ("engine.build", "engine.answers", "engine.situation", "engine.rules"),
    ("engine.progress",),
    ("engine.run", "engine.view"),
    ("engine.views",),
    ("engine.report",),
    ("engine.report_text",),
    ("engine.prove",),
    ("engine.scenarios",),
    ("engine.lint",),
    ("engine.store",),
    ("engine.mails",),
    ("engine.dossiers",),
    ("engine.accounts",),
    ("engine.commands",),
    ("engine.cli", "engine.cli_explain", "engine.cli_lint", "engine.cli_translate"),
    ("engine.cli_test",),
    ("renderers.clock", "renderers.french", "renderers.hosts", "renderers.http_protocol"),
    ("renderers.html", "renderers.pdf", "renderers.text", "renderers.json", "renderers.mail"),
    ("renderers.outbox",),
    ("renderers.web",),
    ("renderers.options_table",),
    ("renderers.options",),
    ("renderers.assembly",),
    ("renderers.serve", "renderers.show"),
    ("renderers.worker",),
    ("renderers.cli",),
)

# Renderers that only lay out know of the engine: the view, what it is made of, and reference data.
# Beside it, French typography.
LAYOUTS = ("renderers.html", "renderers.pdf", "renderers.text", "renderers.json", "renderers.mail")
OF_A_VIEW = ("engine.view", "engine.texts", "engine.spec", "engine.reference", "renderers.french")

# A third party, or a module of the standard library that reaches outside, serves in these units and nowhere else.
SERVES: dict[str, tuple[str, ...]] = {
    "aiosmtplib": ("renderers.outbox",),
    "anyio": ("renderers.outbox", "renderers.web", "renderers.worker"),
    "argon2": ("engine.accounts",),
    "authlib": ("renderers.web.openid",),
    "babel": ("engine.kinds", "engine.messages_answers", "engine.reference", "renderers.html"),
    "click": (
        "engine.commands",
        "engine.cli",
        "engine.cli_explain",
        "engine.cli_lint",
        "engine.cli_test",
        "engine.cli_translate",
        "renderers.serve",
        "renderers.show",
        "renderers.worker",
    ),
    "cryptography": ("engine.store",),
    "email_validator": ("engine.accounts", "engine.kinds"),
    "httpx2": ("renderers.web.openid",),
    "jinja2": ("renderers.html",),
    "joserfc": ("renderers.web.openid",),
    "jsonschema": ("engine.schema",),
    "markdown_it": ("engine.texts",),
    "markupsafe": ("renderers.html",),
    "phonenumbers": ("engine.kinds",),
    "pikepdf": ("renderers.web",),
    "PIL": ("renderers.web",),
    "python_multipart": ("renderers.web",),
    "re2": ("engine.kinds", "engine.build"),
    "smtplib": (),
    "sqlite3": ("engine.store",),
    "sqlite_utils": ("engine.store",),
    "starlette": ("renderers.web", "renderers.serve"),
    "typst": ("renderers.pdf",),
    "uvicorn": ("renderers.http_protocol", "renderers.serve"),
    "yaml": ("engine.source", "engine.yaml_comments", "engine.yaml_errors"),
    "asyncio": ("renderers.http_protocol", "renderers.web"),
    "http": ("renderers.http_protocol", "renderers.web"),
    "pickle": (),
    "random": (),
    "secrets": ("engine.store", "renderers.assembly", "renderers.web"),
    "socket": ("renderers.serve",),
    "subprocess": ("renderers.web",),  # an uploaded file is opened in a process that may die of it
    "time": ("renderers.web", "renderers.serve"),
    "urllib.request": ("renderers.web", "renderers.serve"),
    "uuid": ("renderers.web", "renderers.serve"),
}

CLOCK_AND_CHANCE = frozenset(
    {"now", "utcnow", "today", "fromtimestamp", "urandom", "uuid4", "token_bytes", "token_hex"}
)
MODULE_LINES = 400
FUNCTION_LINES = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Import:
    """One import, its target made absolute. `typing_only` ones do not run."""

    target: str
    line: int
    typing_only: bool


def modules() -> dict[str, Path]:
    """Every module of the two packages: its dotted name, `.__init__` kept so that a package is not its folder."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in files}


def unit(name: str, units: tuple[str, ...]) -> str | None:
    """The longest of `units` that `name` is or lies in."""
    fitting = [u for u in units if name == u or name.startswith(f"{u}.")]
    return max(fitting, key=len, default=None)


def imports(module: str, tree: ast.Module) -> Iterator[Import]:
    """What a module imports. `from .a import b` gives `package.a.b`: prefixes are what is compared."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            targets = [f"{stem}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (Import(target, node.lineno, id(node) in typing_only) for target in targets)


def import_faults(module: str, tree: ast.Module) -> Iterator[str]:
    """Imports that go up or across, or bring a third party where it does not serve."""
    rank = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    own = unit(module, tuple(rank))
    if own is None:
        if module.count(".") > 1 or not module.endswith(".__init__"):
            yield f"{module}: belongs to no unit of LAYERS"
        return
    for found in imports(module, tree):
        place = f"{module}:{found.line}"
        top = found.target.split(".")[0]
        if top in PACKAGES:
            yield from _own_faults(place, own, found, rank)
        elif (outside := unit(found.target, tuple(SERVES))) is not None:
            if unit(module, SERVES[outside]) is None:
                yield f"{place}: {outside} may not be imported here"
        elif top not in sys.stdlib_module_names:
            yield f"{place}: {top} is a third party without a place in SERVES"


def _own_faults(place: str, own: str, found: Import, rank: dict[str, int]) -> Iterator[str]:
    target = unit(found.target, tuple(rank))
    if target is None:
        yield f"{place}: {found.target} belongs to no unit of LAYERS"
    elif own.startswith("engine.") and target.startswith("renderers."):
        yield f"{place}: the engine imports {target}"
    elif found.typing_only or target == own:
        return
    elif rank[target] >= rank[own]:
        yield f"{place}: {own} may not import {target}"
    elif own in LAYOUTS and target not in OF_A_VIEW:
        yield f"{place}: a renderer that lays out a view may not import {target}"


def purity_faults(module: str, tree: ast.Module) -> Iterator[str]:
    """Evaluated text anywhere; in the engine outside its stores, a read of the clock or of chance."""
    pure = module.startswith("engine.") and not module.startswith("engine.store")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in {"eval", "exec", "__import__"}:
            yield f"{module}:{node.lineno}: {node.id}"
        if (
            pure
            and isinstance(node, ast.Attribute)
            and node.attr in CLOCK_AND_CHANCE
            and _of_a_library(node.value, tree)
        ):
            yield f"{module}:{node.lineno}: reads the clock or chance ({ast.unparse(node)})"


def _of_a_library(value: ast.expr, tree: ast.Module) -> bool:
    """Whether `value` begins with an imported name: `dt.date.today`, not `self.today`."""
    while isinstance(value, ast.Attribute):
        value = value.value
    imported = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    return isinstance(value, ast.Name) and value.id in imported


def size_faults(module: str, tree: ast.Module, source: str) -> Iterator[str]:
    """Modules and functions too long to be read at once."""
    if source.count("\n") > MODULE_LINES:
        yield f"{module}: {source.count(chr(10))} lines, more than {MODULE_LINES}"
    for node in functions(tree):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{module}:{node.lineno}: {node.name} has {length} lines, more than {FUNCTION_LINES}"


def boolean_faults(module: str, tree: ast.Module) -> Iterator[str]:
    """Public functions with a boolean that may be given by position. click names the options of its commands."""
    for node in functions(tree):
        if node.name.startswith("_") or any("command" in ast.unparse(d) for d in node.decorator_list):
            continue
        for argument in (*node.args.posonlyargs, *node.args.args):
            if argument.annotation is not None and ast.unparse(argument.annotation) == "bool":
                yield f"{module}:{node.lineno}: {node.name}({argument.arg}: bool) may be given by position"


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def faults(module: str, source: str) -> list[str]:
    """Everything wrong with one module, given as text."""
    tree = ast.parse(source)
    return [
        *import_faults(module, tree),
        *purity_faults(module, tree),
        *size_faults(module, tree, source),
        *boolean_faults(module, tree),
    ]


@pytest.mark.parametrize("module", sorted(modules()))
def test_module_keeps_to_its_layer(module: str) -> None:
    assert faults(module, modules()[module].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("engine.run", "import starlette.requests", "engine.run:1: starlette may not be imported here"),
        ("engine.run", "from renderers.html import page", "engine.run:1: the engine imports renderers.html"),
        (
            "engine.run",
            "if TYPE_CHECKING:\n    from renderers.html import page",
            "engine.run:2: the engine imports renderers.html",
        ),
        ("engine.problems", "from .spec import Field", "engine.problems:1: engine.problems may not import engine.spec"),
        ("engine.problems", "if TYPE_CHECKING:\n    from .spec import Field", None),
        (
            "engine.conditions.compile",
            "from ..run import run",
            "engine.conditions.compile:1: engine.conditions may not import engine.run",
        ),
        ("engine.conditions.compile", "from .nodes import Condition\nfrom ..problems import Problem", None),
        ("engine.conditions.__init__", "from .nodes import Condition", None),
        ("engine.schema", "import yaml", "engine.schema:1: yaml may not be imported here"),
        ("engine.source", "import yaml", None),
        ("engine.run", "from urllib.request import urlopen", "engine.run:1: urllib.request may not be imported here"),
        ("engine.run", "import numpy", "engine.run:1: numpy is a third party without a place in SERVES"),
        ("engine.oddments", "import re", "engine.oddments: belongs to no unit of LAYERS"),
        ("engine.run", "from . import oddments", "engine.run:1: engine.oddments belongs to no unit of LAYERS"),
        (
            "renderers.html.fields",
            "from engine.run import Progress",
            "renderers.html.fields:1: a renderer that lays out a view may not import engine.run",
        ),
        ("renderers.html.fields", "from engine.view import FieldView", None),
        (
            "renderers.html.fields",
            "from renderers.pdf import pdf",
            "renderers.html.fields:1: renderers.html may not import renderers.pdf",
        ),
        (
            "engine.run",
            "import datetime as dt\nx = dt.date.today()",
            "engine.run:2: reads the clock or chance (dt.date.today)",
        ),
        (
            "engine.run",
            "from datetime import datetime\nx = datetime.now",
            "engine.run:2: reads the clock or chance (datetime.now)",
        ),
        ("engine.run", "import datetime as dt\nx = self.today", None),
        ("engine.run", "import random", "engine.run:1: random may not be imported here"),
        ("engine.run", "x = eval('1')", "engine.run:1: eval"),
        ("engine.run", "def f(a: int, b: bool) -> int: ...", "engine.run:1: f(b: bool) may be given by position"),
        ("engine.run", "def f(a: int, *, b: bool) -> int: ...", None),
        ("engine.run", "def _f(a: bool) -> int: ...", None),
        ("engine.run", "x = 1\n" * 401, "engine.run: 401 lines, more than 400"),
        ("engine.run", "def f() -> None:\n" + "    x = 1\n" * 60, "engine.run:1: f has 61 lines, more than 60"),
        ("engine.run", "def f() -> None:\n" + "    x = 1\n" * 59, None),
    ],
)
def test_a_planted_fault_is_seen(module: str, source: str, expected: str | None) -> None:
    assert faults(module, source) == ([] if expected is None else [expected])


def test_every_name_of_the_table_exists() -> None:
    named = {name for layer in LAYERS for name in layer} | {name for units in SERVES.values() for name in units}
    known = modules()
    assert {name for name in named if unit_is_missing(name, known)} == set()


def unit_is_missing(name: str, known: dict[str, Path]) -> bool:
    """Whether no module is `name` or lies in it: a stale line of a table."""
    return not any(module == name or module.startswith(f"{name}.") for module in known)
