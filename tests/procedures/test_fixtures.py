"""The sound specs of `tests/specs`: they load without a remark and use the whole language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from engine.build import load_catalogue
from engine.cli import replay
from engine.keywords import CONTENTS, FIELD_KINDS, KEYWORDS, ORIGINS, PRECISIONS
from engine.kinds import to_form
from engine.view import FieldView
from engine.views.state import PageState
from engine.views.steps import step_view

OK = Path(__file__).parents[1] / "specs" / "ok"
SISTER = OK.parent / "deux_motifs"
FOLDERS = (*sorted(path for path in OK.iterdir() if path.is_dir()), SISTER)
PROCEDURES = Path(__file__).parents[2] / "procedures"
TODAY = dt.date(2026, 3, 10)


def pairs(node: yaml.Node | None) -> Iterator[tuple[str, str]]:
    """Every key of a tree with its value's text, empty for a list or a map; a list's texts are pairs with its key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, value.value if isinstance(value, yaml.ScalarNode) else ""
            if isinstance(value, yaml.SequenceNode):
                yield from ((key.value, item.value) for item in value.value if isinstance(item, yaml.ScalarNode))
            yield from pairs(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from pairs(item)


def written() -> frozenset[tuple[str, str]]:
    """All keys and values of the fixtures, the shared blocks they include too."""
    folders = [part for folder in FOLDERS for part in (folder, folder / "blocs", folder / "scenarios")]
    files = (file for folder in folders for file in folder.glob("*.yaml"))
    return frozenset(
        pair for file in files for pair in pairs(yaml.compose(file.read_text(encoding="utf-8"), yaml.CSafeLoader))
    )


@pytest.mark.parametrize("folder", [*FOLDERS, PROCEDURES], ids=lambda path: path.name)
def test_loads_without_a_remark(folder: Path) -> None:
    """Not even a warning."""
    loaded = load_catalogue(folder)
    assert loaded.problems == ()
    assert loaded.catalogue.procedures


@pytest.mark.parametrize("folder", [*FOLDERS, PROCEDURES], ids=lambda path: path.name)
def test_every_step_can_be_shown(folder: Path) -> None:
    """Before any answer, whatever the spec uses."""
    catalogue = load_catalogue(folder).catalogue
    (procedure,) = catalogue.procedures.values()
    progress = replay(catalogue, {}, TODAY)
    for step in procedure.steps:
        assert step_view(progress, step.id, PageState()).step == step.id


ABROAD: Mapping[str, object] = {"voie": "12 phố Huế", "ville": "Hanoï", "pays": "VN"}
ANSWERED: Mapping[str, object] = {
    "reference": "AB-1234",
    "prenoms": ["Anh", "Linh"],
    "compte": "anh@exemple.test",
    "email": "anh@example.org",
    "telephone": "+33 1 99 00 12 34",
    "adresse": {"numero": "20", "voie": "Rue Nationale", "code_postal": "59000", "ville": "Lille", "pays": "FR"},
    "couleur": "bleu",
    "accord": "non",
    "option": "oui",
    "jour": "2000-02-29",
    "mois": "1999-07",
    "annee": "1987",
    "pays": "SUHH",
    "nationalites": ["VN", "FR", "BE"],
    "numero_carte": "12345678",
    "enfants": [{"prenom_enfant": "Minh", "naissance_enfant": "2015", "scolarise": "oui", "ecole": "Zola"}],
}
"""Something for each kind of field, some left out."""


@pytest.mark.parametrize("raw", [{}, {"adresse": ABROAD, "prenoms": ["Anh"]}, ANSWERED])
def test_what_is_stored_shows_as_if_it_had_just_been_typed(raw: Mapping[str, object]) -> None:
    """A page reads stored answers without going through a form: it must show what the form would."""
    catalogue = load_catalogue(OK / "champs").catalogue
    (procedure,) = catalogue.procedures.values()
    progress = replay(catalogue, dict(raw), TODAY)
    typed: dict[str, tuple[str, ...]] = {}
    for name, value in progress.relevant.items():
        typed |= to_form(procedure.fields[name], value)
    assert {name for name, value in progress.relevant.items() if value not in (None, ())} == raw.keys()
    for step in procedure.steps:
        stored = step_view(progress, step.id, PageState())
        assert stored.sections == step_view(progress, step.id, PageState(form=typed)).sections


def test_an_address_is_in_france_until_one_says_otherwise() -> None:
    catalogue = load_catalogue(OK / "champs").catalogue
    (procedure,) = catalogue.procedures.values()

    def country(raw: Mapping[str, object], state: PageState) -> str:
        view = step_view(replay(catalogue, dict(raw), TODAY), procedure.steps[0].id, state)
        fields = [f for section in view.sections for part in section.sections for f in part.fields]
        (address,) = [f for f in fields if isinstance(f, FieldView) and f.kind == "address"]
        return next(part.value for part in address.parts if part.id == "pays")

    assert country({}, PageState()) == country({}, PageState(form={})) == "FR"
    assert country({"adresse": ABROAD}, PageState()) == "VN"


def test_every_keyword_is_used() -> None:
    """Each key of the language, each type, content and precision occurs at least once."""
    found = written()
    assert not KEYWORDS.keys() - {key for key, _ in found}
    assert {("type", kind) for kind in FIELD_KINDS} <= found
    assert {("contenu", content) for content in CONTENTS if content != "formulaire"} <= found
    assert {("precision", precision) for precision in PRECISIONS} <= found
    assert {("repris_de", origin) for origin in ORIGINS} <= found


def test_a_sister_procedure_includes_the_real_blocks() -> None:
    """`deux_motifs` reuses `procedures/blocs` itself, not a copy."""
    shared = SISTER / "blocs"
    assert shared.resolve() == (PROCEDURES / "blocs").resolve()
    used = {name for pair, name in _pairs_of(SISTER / "protection.yaml") if pair == "inclure"}
    assert len(used) >= 6
    assert used <= {file.stem for file in shared.glob("*.yaml")}


def _pairs_of(file: Path) -> Iterator[tuple[str, str]]:
    return pairs(yaml.compose(file.read_text(encoding="utf-8"), yaml.CSafeLoader))
