"""I5xx, the paths and digests of texts, and the file of translations to fill in."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale
from click.testing import CliRunner

from engine.build import load_catalogue, load_sources
from engine.cli_translate import translate_command
from engine.lint.rules import Subject
from engine.lint.skeleton import skeleton
from engine.lint.translatable import digest_of, translatable_texts
from engine.lint.translations import FAMILY, LANGUAGES
from engine.lint.tree import files_of
from engine.source import Node, read_source
from tests.engine.lint.linting import TODAY, found, problems
from tests.mails import MAILS

ROOT = Path(__file__).resolve().parents[3]
BLOCK = """\
bloc: {id: b}
contenu:
  - {id: nom, type: texte, libelle: Nom, aide: "Écrit le {date_depot}, voyez [la mairie](https://m.example)."}
"""
WORDS = {
    "champs/nom/libelle": ("Nom", "Name"),
    "champs/nom/aide": (
        "Écrit le {date_depot}, voyez [la mairie](https://m.example).",
        "Written on {date_depot}, see [the town hall](https://m.example).",
    ),
}
HEAD = "{de: b, langue: en}"


def translated(head: str = HEAD, **changes: str) -> str:
    """The translations of the block, each line of which may be changed or left out by its last word."""
    lines = {
        path.rpartition("/")[2]: f'  {path}: {{texte: "{words}", source: "{digest_of(french)}"}}\n'
        for path, (french, words) in WORDS.items()
    }
    return f"traduction: {head}\ntextes:\n" + "".join({**lines, **changes}.values())


def entry(path: str, words: str, french: str) -> str:
    """One line of a file of translations."""
    return f'  {path}: {{texte: "{words}", source: "{digest_of(french)}"}}\n'


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("b.en.yaml", translated(), []),
        ("b.en.yaml", translated(aide=""), [("I501", "textes")]),
        ("b.en.yaml", translated(libelle=entry("champs/nom/libelle", "Name", "Prénom")), [("I502", None)]),
        ("b.en.yaml", translated(autre=entry("champs/nom/libell", "X", "Y")), [("I503", "champs/nom/libell")]),
        (
            "b.en.yaml",
            translated(aide=entry("champs/nom/aide", "Written", WORDS["champs/nom/aide"][0])),
            [("I504", None)],
        ),
        ("b.en.yaml", translated(libelle=entry("champs/nom/libelle", "{nom}", "Nom")), [("I504", '"{nom}"')]),
        ("b.en.yaml", translated(libelle=entry("champs/nom/libelle", " ", "Nom")), [("I505", '" "')]),
        ("b.xx.yaml", translated("{de: b, langue: xx}"), [("I506", "xx")]),
        ("b.fr.yaml", translated("{de: b, langue: fr}"), [("I506", "fr")]),
        ("b.es.yaml", translated(), [("I507", "b")]),
        ("c.en.yaml", translated("{de: c, langue: en}"), [("I508", "c")]),
    ],
)
def test_what_is_found(name: str, text: str, expected: list[tuple[str, str | None]]) -> None:
    seen = found(FAMILY, {"blocs/b.yaml": BLOCK, f"blocs/{name}": text})
    assert [code for code, _ in seen] == [code for code, _ in expected]
    assert all(place in (None, text) for (_, text), (_, place) in zip(seen, expected, strict=True))


def test_what_changed_is_said_with_both_places_and_the_new_digest() -> None:
    text = translated(libelle=entry("champs/nom/libelle", "Name", "Prénom"))
    (only,) = problems(FAMILY, {"blocs/b.yaml": BLOCK, "blocs/b.en.yaml": text})
    assert (only.position.file, only.params["wanted"]) == ("blocs/b.en.yaml", digest_of("Nom"))
    assert only.related is not None
    assert (only.related.file, only.related.line) == ("blocs/b.yaml", 3)


def test_a_path_that_names_nothing_has_the_nearest_beside() -> None:
    text = translated(autre=entry("champs/nom/libele", "X", "Y"))
    (only,) = problems(FAMILY, {"blocs/b.yaml": BLOCK, "blocs/b.en.yaml": text})
    assert (only.suggestion, only.expected) == ("champs/nom/libelle", ())


def test_a_translation_that_stops_halfway() -> None:
    folder = ROOT / "tests/specs/ok/traduction"
    files = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.yaml")}
    assert found(FAMILY, files) == []
    files["carte.yaml"] = files["carte.yaml"].replace("champs:\n", "champs:\n          - inclure: b\n")
    files["blocs/b.yaml"] = BLOCK.replace("id: nom,", "id: surnom,")
    assert found(FAMILY, files) == [("I509", "en")]
    (only,) = problems(FAMILY, files)
    assert only.params["found"] == "b.yaml"


def test_paths() -> None:
    """An id is enough where it is alone of its kind; elsewhere a place is said. Blocks are files of their own."""
    loaded = load_catalogue(ROOT / "procedures")
    paths = {path: t for file in files_of(loaded) for path, t in translatable_texts(file).items()}
    for path in (
        "etapes/informations_personnelles/titre",
        "champs/nom_usage/aide",
        "champs/date_naissance/regles/1/message",
        "champs/prenoms/repetable/ajouter",
        "listes/sexe/masculin",
        "justificatifs/photographie/libelle",
        "justificatifs/representation_legale/fournir/acte_mariage_parents/libelle",
        "justificatifs/representation_legale/fournir/3.1/titre",
        "groupes/etat_civil/titre",
        "questions/raison/choix/citoyen_ue/libelle",
        "textes/preparer/contenu",
        "orientations/ase/texte",
        "motifs/teh/libelle",
        "documents/confirmation/blocs/1/lignes/2/libelle",
        "procedure/titre",
    ):
        assert path in paths, path
    assert "procedure/intitule" not in paths, "applicants do not read it"
    assert "champs/motif_demande/valeur" not in paths, "{motif} alone has no word to translate"
    assert not any(path.startswith("faits/") for path in paths)
    titre = paths["motifs/teh/libelle"]
    assert titre.digest == digest_of(titre.node.text)
    assert titre.node.position.file.endswith("teh.yaml")


def test_mails_are_translated_by_what_they_are_for() -> None:
    portal = """\
portail: {id: p, langage: 1, version: "1", titre: P, titre_neutre: Ma démarche}
situation: q
questions: {q: {libelle: Q, choix: {a: {libelle: A, orienter_vers: o}}}}
orientations: {o: {titre: O, texte: O.}}
"""
    loaded = load_sources({"portail.yaml": (portal + MAILS).encode()})
    (file,) = files_of(loaded)
    paths = [path for path in translatable_texts(file) if path.startswith("courriels")]
    assert paths[:6] == [
        "courriels/expediteur",
        "courriels/creation_compte/objet",
        "courriels/creation_compte/contenu",
        "courriels/creation_compte/discret/objet",
        "courriels/creation_compte/discret/contenu",
        "courriels/lien_acces/objet",
    ]
    assert len(paths) == 1 + 2 * 5 + 2 * 3


def test_every_path_is_used_once_a_file() -> None:
    block = "bloc: {id: b}\ncontenu:\n  - {id: d, type: groupe, libelle: G, repetable: {max: 2}, champs: [%s, %s]}\n"
    member = "{id: %s, type: texte, libelle: %s}"
    root, _ = read_source("blocs/b.yaml", (block % (member % ("x", "X"), member % ("y", "Y"))).encode())
    assert root is not None
    loaded = load_sources({"blocs/b.yaml": (block % (member % ("x", "X"), member % ("y", "Y"))).encode()})
    assert [*translatable_texts(files_of(loaded)[0])] == [
        "champs/d/libelle",
        "champs/d/champs/x/libelle",
        "champs/d/champs/y/libelle",
    ]


def test_a_final_line_break_is_no_change() -> None:
    assert digest_of("Un texte.\n") == digest_of("Un texte.")
    assert digest_of("Un texte.") != digest_of("Un texte")


def written(text: str) -> Node:
    """A file of translations, read again."""
    root, faults = read_source("x", text.encode())
    assert faults == ()
    assert root is not None
    return root


def test_a_file_to_fill_in_names_every_text_and_fits() -> None:
    for file in files_of(load_catalogue(ROOT / "procedures")):
        text = skeleton(file, "en")
        root = written(text)
        texts = root.get("textes")
        assert texts is not None
        assert [*texts.keys()] == [*translatable_texts(file)]
        assert skeleton(file, "en", root) == text


def test_what_is_translated_already_is_kept_and_what_is_lost_stands_last() -> None:
    """With the digests it cites: what is stale is still said to be."""
    file = files_of(load_sources({"blocs/b.yaml": BLOCK.encode()}))[0]
    old = written(
        "traduction: {de: b, langue: en}\ntextes:\n"
        '  champs/perdu/libelle: {texte: "Lost", source: "00000000"}\n'
        '  champs/nom/libelle: {texte: "The \\"name\\"\\n\\nof #1\\n", source: "11111111"}\n'
    )
    new = written(skeleton(file, "en", old)).get("textes")
    assert new is not None
    kept = {key.text: tuple(value.text for _, value in node.entries) for key, node in new.entries}
    assert kept == {
        "champs/nom/libelle": ('The "name"\n\nof #1\n', "11111111"),
        "champs/nom/aide": ("", digest_of(WORDS["champs/nom/aide"][0])),
        "champs/perdu/libelle": ("Lost", "00000000"),
    }


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLOCK, encoding="utf-8")
    (tmp_path / "b.en.yaml").write_text(translated(aide=""), encoding="utf-8")
    done = CliRunner().invoke(translate_command, [str(tmp_path / "b.yaml"), "--langue", "en"])
    assert (done.exit_code, 'texte: "Name"' in done.output, 'texte: ""' in done.output) == (0, True, True)
    for arguments in (["b.yaml", "--langue", "xx"], ["b.en.yaml", "--langue", "en"]):
        assert CliRunner().invoke(translate_command, [str(tmp_path / arguments[0]), *arguments[1:]]).exit_code != 0


def test_languages_are_codes_that_exist() -> None:
    """Babel says Dari by its country and Kurmanji by its family."""
    known = {str(language).partition("_")[0] for language in Locale("en").languages}
    assert LANGUAGES - known == {"kmr", "prs"}


def test_a_file_is_loaded_with_its_translations_and_a_translation_with_its_file() -> None:
    folder = ROOT / "tests/specs/ok/traduction"
    for name in ("carte.yaml", "carte.en.yaml"):
        loaded = load_catalogue(folder / name)
        assert {Path(file).name for file in loaded.roots} == {"carte.yaml", "carte.en.yaml"}
        assert [*loaded.catalogue.procedures] == ["carte"]


def test_a_translation_is_no_part_of_a_revision_and_no_block() -> None:
    text = (ROOT / "tests/specs/ok/traduction/carte.yaml").read_bytes()
    alone = load_sources({"carte.yaml": text, "blocs/b.yaml": BLOCK.encode()})
    more = load_sources({"carte.yaml": text, "blocs/b.yaml": BLOCK.encode(), "blocs/b.en.yaml": translated().encode()})
    assert [p.revision for p in alone.catalogue.procedures.values()] == [
        p.revision for p in more.catalogue.procedures.values()
    ]
    wrong = text.replace(b"champs:\n", b"champs:\n          - inclure: c\n")
    (only,) = load_sources(
        {"carte.yaml": wrong, "blocs/b.yaml": b"", "blocs/b.en.yaml": translated().encode()}
    ).problems[:1]
    assert "b.en" not in only.expected


@pytest.mark.parametrize("folder", ["", "essais", "/un/dossier", "/"])
def test_the_file_that_is_translated_is_found_wherever_the_folder_is(folder: str) -> None:
    own = ROOT / "tests/specs/ok/traduction"
    sources = {file.name: file.read_bytes() for file in own.glob("*.yaml")}
    subject = Subject(load_sources(sources, folder=folder), TODAY)
    assert FAMILY.check is not None
    assert list(FAMILY.check(subject)) == []
