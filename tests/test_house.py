"""What holds for the repository as a whole: its folders, its dependencies, and that no procedure is written in code."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from engine import keywords

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {".ci", "docs", "engine", "procedures", "renderers", "requirements", "tests"}
SOURCES = (".py", ".html", ".typ", ".js", ".css", ".txt", ".po")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES_PAGE = ROOT / "docs/adr/0002-dependencies.md"


def ignored() -> set[str]:
    """The top-level names that git ignores."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split("\n")
    return {line.strip("/") for line in lines if line.startswith("/")} | {".git"}


def files() -> Iterator[Path]:
    """Every file of the repository."""
    for top in sorted(ROOT.iterdir()):
        if top.name in ignored():
            continue
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def text_of(file: Path) -> str | None:
    """A file's text, None where it holds none."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


# ── Folders and addresses ─────────────────────────────────────────────────────────────────────────────────────


def test_folders() -> None:
    assert {p.name for p in ROOT.iterdir() if p.is_dir()} - ignored() == FOLDERS


ELSEWHERE = re.compile(
    r"py" r"pi\.org|python" r"hosted|registry\.np" r"mjs|deb\.de" r"bian\.org|(?<![\w.])/(?:work|farm|root|home)/\w"
)


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    passed_over: list[str] = pytestconfig.getini("norecursedirs")
    folders = {part for file in (ROOT / "tests").rglob("test_*.py") for part in file.relative_to(ROOT).parts[:-1]}
    assert "build" in folders
    assert [f for f in folders for pattern in passed_over if fnmatch(f, pattern)] == []


def test_no_registry_host_and_no_path_of_a_machine() -> None:
    found = {
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in files()
        for match in ELSEWHERE.finditer(text_of(file) or "")
    }
    assert found == set()


@pytest.mark.parametrize("planted", ["https://py" + "pi.org/simple", "file:///ro" + "ot/x", "see /wo" + "rk/a"])
def test_a_planted_address_is_seen(planted: str) -> None:
    assert ELSEWHERE.search(planted)


def test_every_target_of_the_makefile_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [target for target in targets if f"`make {target}`" not in page] == []


def broken_links(page: Path) -> list[str]:
    """The links of a Markdown page to files that are not there."""
    targets = re.findall(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)", re.sub(r"(?s)```.*?```|`[^`\n]*`", "", text_of(page) or ""))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    return [target for target in local if not (page.parent / target).exists()]


def test_links_between_pages_lead_somewhere() -> None:
    pages = [file for file in files() if file.suffix == ".md" and not _is_code(file)]
    assert {str(page.relative_to(ROOT)): broken for page in pages if (broken := broken_links(page))} == {}


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[here](page.md), [out](https://example.org), `[code](x)`, [gone](other.md#part)")
    assert broken_links(page) == ["other.md"]


# ── Dependencies ──────────────────────────────────────────────────────────────────────────────────────────────


def normal(name: str) -> str:
    """A distribution's name as indexes compare it, without version, extra or marker."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", name, maxsplit=1)[0]).lower()


def run_time() -> set[str]:
    """What the package needs."""
    return {normal(line) for line in PROJECT["dependencies"]}


def tools() -> set[str]:
    """What building and testing it needs."""
    lines = [
        line
        for name in ("build", "test")
        for line in (ROOT / f"requirements/{name}.in").read_text(encoding="utf-8").split("\n")
    ]
    return {normal(line) for line in lines if line and not line.startswith(("#", "-"))}


def pinned(name: str) -> dict[str, tuple[str, int]]:
    """The version and the number of hashes of each line of `requirements/<name>.txt`."""
    found: dict[str, tuple[str, int]] = {}
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        match = re.match(r"([A-Za-z0-9_.-]+)==([^\s\\;]+)", block)
        if match is not None:
            found[normal(match[1])] = (match[2], block.count("--hash=sha256:"))
        else:
            assert not block.strip() or block.startswith("#"), block
    return found


def test_every_dependency_has_its_line_in_the_adr_and_no_line_is_stale() -> None:
    rows = re.findall(r"^\| `([\w.-]+)` \|", DEPENDENCIES_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(map(normal, rows)) == sorted(run_time() | tools())


def test_requirements_are_pinned_hashed_and_agree() -> None:
    run, build, test = pinned("run"), pinned("build"), pinned("test")
    assert run_time() <= set(run)
    assert tools() <= set(build) | set(test)
    assert [name for name, (_, hashes) in (run | build | test).items() if not hashes] == []
    assert [name for name in test if name in run and test[name][0] != run[name][0]] == []
    assert [name for name in build if name in run and build[name][0] != run[name][0]] == []


@pytest.mark.parametrize("name", ["run", "build", "test"])
def test_requirements_name_no_index_and_no_folder(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    assert [line for line in text.split("\n") if re.match(r"-|.*(?:://|--(?:index|find|extra|trusted))", line)] == []


def imported() -> set[str]:
    """The top-level names that engine/ and renderers/ import."""
    text = "\n".join(text_of(file) or "" for file in files() if file.suffix == ".py" and _is_code(file))
    return set(re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE))


def test_every_run_time_dependency_is_used_and_every_use_is_declared() -> None:
    by_package = metadata.packages_distributions()
    third_parties = {top: {normal(d) for d in by_package[top]} for top in imported() if top in by_package}
    used = set.union(*third_parties.values()) - {"parcours"}
    by_name = {"httptools", "uvloop", "tzdata"}  # imported for us: by uvicorn, and by zoneinfo
    assert used == run_time() - by_name


# ── No procedure in the code ──────────────────────────────────────────────────────────────────────────────────

SHARED_WORDS = frozenset(
    {
        "complete",  # a status of `run`
        "demande",  # an element of `demandes` in the language
        "option",  # an element of HTML, and the theme's class for it
        "par_piece",  # the value of `envoi` in the language
        "reference",  # a rule of the Markdown parser
    }
)
"""Ids of a procedure that are also values of the code's own, each with its reason beside it."""

NAMING = frozenset({"listes", "faits", "motifs", "choix", "options", "questions", "orientations", "textes", "liens"})


def _is_code(file: Path) -> bool:
    return file.relative_to(ROOT).parts[0] in {"engine", "renderers"}


def language_words() -> set[str]:
    """The keywords of the language, and the names they have in the code."""
    tables = [value for name, value in vars(keywords).items() if name.isupper()]
    return {word for table in tables for word in (*table, *(table.values() if isinstance(table, dict) else ()))}


def nodes(file: Path) -> Iterator[yaml.Node]:
    """Every node of a YAML file; none where it can't be read at all (broken fixtures)."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    pending = [root] if root is not None else []
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            pending.extend(part for entry in node.value for part in entry)


def words_of(nodes_: Iterable[object]) -> set[str]:
    """The texts of those that are scalars."""
    return {node.value for node in nodes_ if isinstance(node, yaml.ScalarNode)}


def keys_of(node: object) -> set[str]:
    """The keys of a map; none of anything else."""
    return words_of(key for key, _ in node.value) if isinstance(node, yaml.MappingNode) else set()


def ids_and_texts(file: Path) -> tuple[set[str], set[str]]:
    """The ids that a file declares, and the texts it holds for people."""
    ids: set[str] = set()
    found = list(nodes(file))
    for node in found:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == "id":
                ids |= words_of([value])
            if isinstance(key, yaml.ScalarNode) and key.value in NAMING:
                ids |= keys_of(value)
            if key.value == "listes" and isinstance(value, yaml.MappingNode):
                ids |= {word for _, options in value.value for word in keys_of(options)}
    texts = {" ".join(text.split()) for text in words_of(found)}
    return ids, {text for text in texts if len(text) >= 12 and " " in text}


def specs() -> list[Path]:
    """The procedures, and the fixtures of tests."""
    return sorted([*(ROOT / "procedures").rglob("*.yaml"), *(ROOT / "tests/specs").rglob("*.yaml")])


def proper_names() -> set[str]:
    """The words of which the procedures' own ids and the ids of their motifs are made."""
    found: set[str] = set()
    for file in (ROOT / "procedures").glob("*.yaml"):
        top = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - text only, no objects
        found.update([top.get("procedure", {}).get("id", ""), *top.get("motifs", {})])
    return {word for name in found for word in re.split(r"[_-]", name) if len(word) >= 3}


def traces(ids: set[str], texts: set[str], source: str) -> set[str]:
    """Those of `ids` and `texts` that a source holds.

    An id of several words is looked for anywhere; one that is a plain word only where it is quoted alone, as code that
    knows it must do: prose may say "demande".
    """
    words = {word for word in re.findall(r"\w+", source) if "_" in word}
    words.update(word for _, word in re.findall(r"""(["'])(\w+)\1""", source))
    flat = " ".join(source.split())
    return (ids & words) | {text for text in texts if text in flat}


def test_no_id_and_no_label_of_a_procedure_in_the_code() -> None:
    found = [ids_and_texts(file) for file in specs()]
    ids = {word for words, _ in found for word in words if len(word) >= 6} - language_words() - SHARED_WORDS
    texts = {text for _, sentences in found for text in sentences}
    assert len(ids) > 100
    assert len(texts) > 100
    seen = {
        f"{file.relative_to(ROOT)}: {trace}"
        for file in files()
        if _is_code(file) and file.suffix in SOURCES
        for trace in traces(ids, texts, text_of(file) or "")
    }
    assert sorted(seen) == []


def test_no_name_of_a_procedure_in_the_code() -> None:
    names = proper_names()
    assert names
    seen = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files()
        if _is_code(file) and file.suffix in SOURCES
        for name in names & set(re.findall(r"[^\W_]+", (text_of(file) or "").lower()))
    }
    assert sorted(seen) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if answers.permis_peche is None:", {"permis_peche"}),
        ("if field.id == 'gardien':", {"gardien"}),
        ("# a gardien is prose", set()),
        ("<p>Votre permis\n  de pêche</p>", {"Votre permis de pêche"}),
        ("permis_peche_maritime = 1", set()),
    ],
)
def test_a_planted_trace_is_seen(source: str, expected: set[str]) -> None:
    assert traces({"permis_peche", "gardien"}, {"Votre permis de pêche"}, source) == expected


# ── What the continuous check relies on ───────────────────────────────────────────────────────────────────────


def script(name: str) -> ModuleType:
    """A script of .ci/, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f".ci/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def distribution(folder: Path, name: str, *owned: str) -> metadata.Distribution:
    """An installed distribution that owns some files."""
    info = folder / f"{name}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in owned))
    return metadata.Distribution.at(info)


def test_a_file_with_two_owners_is_seen(tmp_path: Path) -> None:
    ours = distribution(tmp_path, "parcours", "engine/run.py", "renderers/__init__.py")
    theirs = distribution(tmp_path, "other", "renderers/__init__.py", "other/run.py")
    installed = script("installed")
    assert installed.disputed([ours]) == []
    assert installed.disputed([ours, theirs]) == ["renderers/__init__.py: other, parcours"]


def test_a_file_left_out_of_the_wheel_is_seen(tmp_path: Path) -> None:
    for name in ("engine/run.py", "engine/schema.json", "engine/__pycache__/run.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert script("installed").left_out(tmp_path, ["engine/run.py"]) == ["engine/schema.json"]
