"""The pages of rules (`engine/lint/pages/<CODE>.md`), and what the linter says of the examples in them.

A page is a title, an explanation, then the sections `## Mauvais` and `## Bon`, each with fenced `yaml` blocks; of what
is wrong with a folder, and not with a text, it has no sections. The words after `yaml` say what a block is:

* a file's name (`yaml blocs/adresse.yaml`): the named blocks of one section are one folder, hence one example; a block
  without a name is an example of its own;
* `brut`: take it as it is. Otherwise what is missing is added around it, from a small procedure or portal without a
  fault: `procedure`, `motifs`, `etapes`; or `portail`, `entrees`, `situation`, `questions`, `orientations`, where the
  block has one of these or the links of every page (`entete`, `navigation`, `pied`), and `courriels` where an answer
  leads to a procedure. A top-level
  `champs` becomes the fields of the procedure's only section. A file in a folder, a block (`bloc`) and a table of
  services (`services`) are taken as they are.

What a page can't show stands between ⟨ ⟩:

| written | stands for |
|---|---|
| `⟨nbsp⟩`, `⟨tab⟩`, `⟨bom⟩` | a no-break space, a tab, a byte order mark |
| `⟨U+200B⟩` | the character of that number |
| `⟨octet E9⟩` | that byte, alone |
| `⟨[ × 60⟩` | `[`, sixty times |
| `⟨… × 5000⟩` at the end of a line | the line, so many times; in it, `⟨n⟩` is the number of each, `⟨n+1⟩` the next |
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.build import load_sources
from engine.lint.linting import lint
from engine.problems import Problem
from tests.mails import MAILS

PAGES = Path(__file__).resolve().parents[3] / "engine/lint/pages"
BAD, GOOD = "Mauvais", "Bon"
TODAY = dt.date(2026, 3, 10)
Files = Mapping[str, bytes]
"""The files of one example, by name."""

FENCE = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^## ", re.MULTILINE)
TITLE = re.compile(r"# (?P<code>[A-Z][0-9]{3}) – (?P<title>.+)")

KEY = re.compile(r"(?P<key>\w+)\s*:")
OF_A_PORTAL = frozenset(
    {"portail", "entete", "navigation", "pied", "entrees", "situation", "questions", "orientations"}
)
WHOLE = frozenset({"bloc", "services"})

HEAD = """\
procedure:
  id: exemple
  langage: 1
  version: "2026-03-10"
  titre: Demander une carte
  titre_neutre: Ma démarche
  anniversaire_29_fevrier: 1er_mars
"""
MOTIFS = """\
motifs:
  premiere_demande: {libelle: Je fais ma première demande}
"""
STEPS = """\
etapes:
  - id: identite
    titre: Votre identité
    sections:
      - id: identite
        titre: Identité
"""
FIELDS = """\
champs:
  - {id: nom, type: texte, libelle: Nom, remplissage: family-name, source: "Règlement de la carte, article 2"}
"""
PAPERS = """\
  - {id: pieces, titre: Pièces à joindre, contenu: justificatifs}
"""
END = """\
  - {id: depot, titre: Dépôt de la demande, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
PORTAL = """\
portail:
  id: portail
  langage: 1
  version: "2026-03-10"
  titre: Vos démarches
  titre_neutre: Ma démarche
"""
ENTRIES = """\
entrees:
  - {id: commencer, libelle: Je commence ma démarche, situation: oui}
"""
QUESTION = """\
questions:
  premiere_question:
    libelle: Que souhaitez-vous faire ?
    choix:
      demander: {libelle: Demander une carte, recap: Vous demandez une carte, orienter_vers: %s}
"""
ORIENTATION = """\
orientations:
  ailleurs:
    titre: Une autre administration
    texte: Adressez-vous à votre mairie.
    source: "Règlement de la carte, article 1"
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's page. `explanation` is what stands before its sections; `bad` and `good` are its examples."""

    code: str
    title: str
    explanation: str
    bad: tuple[Files, ...]
    good: tuple[Files, ...]


def page_codes() -> list[str]:
    """The codes that have a page."""
    return sorted(file.stem for file in PAGES.glob("*.md"))


@cache
def read_page(code: str) -> Page:
    """The page of a code. Raises `OSError` when it has none, `ValueError` when it is not made as it should."""
    return parse_page((PAGES / f"{code}.md").read_text(encoding="utf-8"))


def parse_page(text: str) -> Page:
    """A page from its text. Raises `ValueError` when it is not made as it should."""
    fenced = [match.span() for match in FENCE.finditer(text)]
    starts = [m.start() for m in SECTION.finditer(text) if not any(a <= m.start() < b for a, b in fenced)]
    head, *sections = (text[a:b] for a, b in zip([0, *starts], [*starts, len(text)], strict=True))
    first, _, explanation = head.partition("\n")
    title = TITLE.fullmatch(first)
    if title is None:
        raise ValueError(f"a title « # CODE – … », not {first!r}")
    titles = [section.partition("\n")[0].removeprefix("## ") for section in sections]
    if titles not in ([BAD, GOOD], []):
        raise ValueError(f"sections {BAD} and {GOOD}, not {titles}")
    bad, good = (tuple(examples_in(section)) for section in sections or ("", ""))
    return Page(title["code"], title["title"], explanation.strip(), bad, good)


def examples_in(section: str) -> Iterator[Files]:
    """The examples of a section: one of each block without a name, one of all those that have one."""
    folder: dict[str, bytes] = {}
    for match in FENCE.finditer(section):
        language, *words = match["info"].split() or [""]
        if language != "yaml":
            raise ValueError(f"a block of yaml, not {match['info']!r}")
        raw = "brut" in words
        names = [word for word in words if word != "brut"]
        text = shown(match["body"])
        whole = text if raw or "/" in "".join(names) else completed(text)
        data = whole.encode("utf-8", "surrogateescape")
        if names:
            folder[names[0]] = data
        else:
            yield {_name(text): data}
    if folder:
        yield folder


def problems_of(files: Files, today: dt.date = TODAY) -> tuple[Problem, ...]:
    """Everything that is said of an example, in the profile that says most."""
    return lint(load_sources(files), today).problems


# ── What a page can't show ────────────────────────────────────────────────────────────────────────────────────

NAMED = {"nbsp": "\u00a0", "tab": "\t", "bom": "\ufeff"}
LINE = re.compile(r"\s*⟨… × (?P<times>\d+)⟩$")
PART = re.compile(r"⟨(?P<part>[^⟨⟩]+?) × (?P<times>\d+)⟩")
MARK = re.compile(r"⟨(?:U\+(?P<number>[0-9A-F]{4,6})|octet (?P<byte>[0-9A-F]{2})|(?P<name>[a-z]+))⟩")


def shown(text: str) -> str:
    """A text with what its marks stand for. A lone byte is a surrogate, as `surrogateescape` has it."""
    return MARK.sub(_marked, PART.sub(_repeated, "".join(map(_lines, text.splitlines(keepends=True)))))


def _lines(line: str) -> str:
    found = LINE.search(line.rstrip("\n"))
    if found is None:
        return line
    numbers = range(1, int(found["times"]) + 1)
    part = f"{line[: found.start()]}\n"
    return "".join(part.replace("⟨n⟩", str(n)).replace("⟨n+1⟩", str(n + 1)) for n in numbers)


def _repeated(match: re.Match[str]) -> str:
    return match["part"] * int(match["times"])


def _marked(match: re.Match[str]) -> str:
    if match["number"]:
        return chr(int(match["number"], 16))
    if match["byte"]:
        return bytes([int(match["byte"], 16)]).decode("ascii", "surrogateescape")
    return NAMED[match["name"]]


# ── Completing ────────────────────────────────────────────────────────────────────────────────────────────────


def completed(text: str) -> str:
    """A whole file from a part of one, on its text: what is wrong in it may be its YAML."""
    parts = parts_of(text)
    if WHOLE & parts.keys():
        return text
    return "".join(_portal(parts) if _is_portal(parts) else _procedure(parts))


def _is_portal(parts: Mapping[str, str]) -> bool:
    """Whether these are parts of a portal: only it says who its mails are from."""
    return bool(OF_A_PORTAL & parts.keys()) or "expediteur:" in parts.get("courriels", "")


def parts_of(text: str) -> dict[str, str]:
    """The text under each top-level key, with it; what stands before the first under an empty one."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines(keepends=True):
        key = KEY.match(line)
        name = key["key"] if key is not None else name
        found[name] = found.get(name, "") + line
    return found


def _procedure(parts: Mapping[str, str]) -> Iterator[str]:
    own = {name: text for name, text in parts.items() if name != "champs"}
    yield own.pop("", "")
    yield own.pop("procedure", HEAD)
    yield own.pop("motifs", MOTIFS)
    if "etapes" not in parts:
        papers = any(re.search(r"\bjustificatifs\s*:", text) for text in parts.values())
        yield STEPS + _indented(parts.get("champs", FIELDS), 8) + (PAPERS if papers else "") + END
    yield from own.values()


def _portal(parts: Mapping[str, str]) -> Iterator[str]:
    own = dict(parts)
    yield own.pop("", "")
    yield own.pop("portail", PORTAL)
    yield own.pop("entrees", ENTRIES)
    questions = parts.get("questions", QUESTION % _first(parts.get("orientations", ORIENTATION)))
    yield own.pop("situation", f"situation: {_first(questions)}\n")
    yield from () if "questions" in parts else (questions,)
    yield from own.values()
    yield from () if "orientations" in parts else (ORIENTATION,)
    yield from () if "courriels" in parts or "poursuivre:" not in questions else (MAILS,)


def _first(part: str) -> str:
    """The first name under a top-level key."""
    names: Sequence[str] = re.findall(r"^ +(\w+):", part, re.MULTILINE)
    return names[0] if names else "inconnue"


def _indented(text: str, width: int) -> str:
    return "".join(" " * width + line if line.strip() else line for line in text.splitlines(keepends=True))


def _name(text: str) -> str:
    """The name of the file that a block without one makes."""
    parts = parts_of(text)
    if "bloc" in parts:
        found = re.search(r"\bid: *(\w+)", parts["bloc"])
        return f"blocs/{found[1] if found else 'exemple'}.yaml"
    if "services" in parts:
        return "blocs/services.yaml"
    return "portail.yaml" if _is_portal(parts) else "demarche.yaml"
