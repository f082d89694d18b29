"""From paths to catalogues. What can't be read is one finding, and hides nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.lint.linting import lint, merged, only
from engine.lint.reading import all_targets
from engine.messages import sentence
from engine.yaml_text import MAX_BYTES

from .samples import CLEAN, TODAY, changed

WITH_BLOCK = changed("- {id: nom, type: texte, remplissage: family-name, libelle: Nom}", "- inclure: noms")
BLOCK = """\
bloc: {id: noms}
contenu:
  - {id: nom, type: texte, remplissage: family-name, libelle: Nom, source: Règlement de la carte}
"""


def said(*paths: Path) -> list[str]:
    """The code and file name of each finding."""
    found = []
    for target in all_targets(paths):
        one = lint(target.load(), TODAY, whole=target.whole)
        found.append(only(one, target.given) if target.apart else one)
    return [f"{p.code} {Path(p.position.file).name}" for p in merged(found).problems]


def folder(where: Path, **files: str) -> Path:
    """A folder with such files; `__` in a name is a folder."""
    for name, text in files.items():
        file = where / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return where


def test_a_folder_is_one_catalogue(tmp_path: Path) -> None:
    folder(tmp_path, essai=WITH_BLOCK, blocs__noms=BLOCK)
    (target,) = all_targets([tmp_path])
    assert target.whole
    assert target.given == {f"{tmp_path}/essai.yaml", f"{tmp_path}/blocs/noms.yaml"}
    assert said(tmp_path) == []


def test_a_file_has_its_blocks_and_portal(tmp_path: Path) -> None:
    folder(tmp_path, essai=WITH_BLOCK, blocs__noms=BLOCK, autre="nul")
    assert said(tmp_path / "essai.yaml") == []
    assert said(tmp_path) == ["S109 autre.yaml"]


def test_of_a_block_alone_only_what_concerns_it_is_said(tmp_path: Path) -> None:
    folder(tmp_path, essai=WITH_BLOCK, blocs__noms=BLOCK.replace("type: texte", "type: text"), autre="nul")
    assert said(tmp_path / "blocs" / "noms.yaml") == ["S104 noms.yaml"]
    assert said(tmp_path / "blocs") == ["S104 noms.yaml"]


def test_a_folder_of_folders(tmp_path: Path) -> None:
    folder(tmp_path, un__essai=CLEAN, deux__trois__essai=CLEAN, _cache__rien="nul", un__sous__rien="nul")
    (tmp_path / "_cache").rename(tmp_path / ".cache")
    names = [Path(target.folder).name for target in all_targets([tmp_path])]
    assert names == ["trois", "un"]
    assert said(tmp_path) == []


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    folder(tmp_path, essai=CLEAN)
    assert len(all_targets([tmp_path, tmp_path])) == 1
    assert len(all_targets([tmp_path, tmp_path / "essai.yaml"])) == 1
    folder(tmp_path, autre=CLEAN)
    assert len(all_targets([tmp_path / "autre.yaml", tmp_path / "essai.yaml"])) == 2


def test_a_folder_without_yaml(tmp_path: Path) -> None:
    (tmp_path / "lisez-moi.txt").touch()
    assert said(tmp_path) == [f"Y034 {tmp_path.name}"]


def test_links_that_lead_back_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "retour").symlink_to(tmp_path, target_is_directory=True)
    assert said(tmp_path) == [f"Y034 {tmp_path.name}"]
    folder(tmp_path / "a", b__essai=CLEAN)
    assert len(all_targets([tmp_path])) == 1


def _fifo(file: Path) -> None:
    os.mkfifo(file)


def _loop(file: Path) -> None:
    file.symlink_to(file)


def _nowhere(file: Path) -> None:
    file.symlink_to(file.parent / "rien")


def _directory(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize(
    ("make", "reason"),
    [(_fifo, "ordinaire"), (_loop, "tournent en rond"), (_nowhere, "aucun fichier"), (_directory, "un dossier")],
)
def test_what_can_not_be_read(tmp_path: Path, make: object, reason: str) -> None:
    folder(tmp_path, essai=CLEAN)
    assert callable(make)
    make(tmp_path / "autre.yaml")
    for path in (tmp_path, tmp_path / "autre.yaml"):
        (target,) = all_targets([path])
        (problem,) = target.load().problems
        assert problem.code == "Y033"
        assert reason in sentence(problem, "fr")


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, essai=CLEAN)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (target,) = all_targets([tmp_path])
    (problem,) = target.load().problems
    assert "vous n'avez pas le droit" in sentence(problem, "fr")
    assert "you may not read it" in sentence(problem, "en")


@pytest.mark.parametrize(
    ("closed", "found"),
    [
        ("deux", ["Y033 deux", "S109 autre.yaml"]),
        ("un/blocs", ["Y033 blocs", "S109 autre.yaml"]),
        ("un/scenarios", ["Y033 scenarios", "S109 autre.yaml"]),
        ("", ["Y033 tout"]),
    ],
)
def test_a_folder_one_may_not_read_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str, found: list[str]
) -> None:
    everything = tmp_path / "tout"
    folder(everything, un__essai=WITH_BLOCK, un__blocs__noms=BLOCK, deux__essai=CLEAN, trois__autre="nul")
    (everything / "un" / "scenarios").mkdir()
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path == everything / closed:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert sorted(said(everything)) == sorted(found)


def test_a_block_that_can_not_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    folder(tmp_path, essai=WITH_BLOCK)
    (tmp_path / "blocs").mkdir()
    _loop(tmp_path / "blocs" / "noms.yaml")
    assert said(tmp_path) == ["Y033 noms.yaml"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "Y005"),
        (b"\xff\xfea\x00", "Y002"),
        (b"a: " + b"[" * 20_000, "Y006"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "Y008"),
        (b"a" * (MAX_BYTES + 1), "Y001"),
    ],
)
def test_bad_files_are_findings(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    assert said(tmp_path)[0] == f"{code} a.yaml"


def test_names_are_those_that_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, essai="nul")
    monkeypatch.chdir(tmp_path)
    for path, name in ((Path(), "essai.yaml"), (Path("essai.yaml"), "essai.yaml")):
        (target,) = all_targets([path])
        assert [p.position.file for p in target.load().problems] == [name]
