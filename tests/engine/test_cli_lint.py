"""`parcours lint`: what it prints, in each format, and its exit codes."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.commands import group
from engine.lint.formats import FORMATS
from engine.source import read_source
from tests.engine.lint.samples import CLEAN, changed

WRONG = changed("si: {statut: marie}", "si: {statut: Marié}")
SPACED = changed("libelle: Nom}", "libelle: Nom  d'usage}")


def lint(*arguments: object, today: str | None = "2026-03-10") -> Result:
    """Runs the command, as of a day."""
    day = ["--today", today] if today else []
    return CliRunner().invoke(group, ["lint", *map(str, arguments), *day], obj=lambda: dt.date(2026, 3, 10))


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with `procedures/essai.yaml`, which is right."""
    monkeypatch.chdir(tmp_path)
    file = Path("procedures/essai.yaml")
    file.parent.mkdir()
    file.write_text(CLEAN, encoding="utf-8")
    return file


@pytest.mark.usefixtures("specs")
def test_nothing_to_say() -> None:
    done = lint()
    assert (done.exit_code, done.output) == (0, "aucun problème\n")
    assert lint("--lang", "en", today=None).output == "no problem\n"


def test_a_finding(specs: Path) -> None:
    specs.write_text(WRONG, encoding="utf-8")
    done = lint("procedures")
    assert done.exit_code == 1
    assert done.output == (
        "procedures/essai.yaml:14:73: erreur[R102]: « Marié » n'est pas une réponse possible à « statut »\n"
        " 14 |           - {id: conjoint, type: texte, libelle: Conjoint, si: {statut: Marié}}\n"
        "    |                                                                         ^^^^^ vouliez-vous « marie » ?\n"
        "    = attendu : marie, seul\n"
        "    = défini ici : procedures/essai.yaml:13:13\n"
        " 13 |           - {id: statut, type: choix, libelle: Statut, liste: union}\n"
        "    |                  ------\n"
        "\n"
        "1 erreur\n"
        "1 peut être corrigée d'office : ajoutez --fix\n"
        "pour en savoir plus sur une règle : parcours explain R102\n"
        "les autres règles seront vérifiées une fois ces erreurs corrigées\n"
    )


@pytest.mark.parametrize(("profile", "code"), [("brouillon", 0), ("relecture", 1), ("publication", 1)])
def test_a_profile_decides_what_counts(specs: Path, profile: str, code: int) -> None:
    specs.write_text(SPACED, encoding="utf-8")
    assert lint("--profile", profile).exit_code == code


def test_what_is_tolerated_is_counted(specs: Path) -> None:
    specs.write_text(SPACED.replace("usage}", "usage} # tolérer Y041 : la charte le veut"), encoding="utf-8")
    done = lint()
    assert (done.exit_code, done.output) == (0, "aucun problème, 1 faute tolérée\n")


def test_fix(specs: Path) -> None:
    specs.write_bytes(SPACED.replace("si: {statut: marie}", "si: {statut: Marié}").replace("\n", "\r\n").encode())
    done = lint("--fix")
    assert done.exit_code == 0
    assert done.stdout == "aucun problème\n"
    assert done.stderr == (
        "procedures/essai.yaml:12:74: Y041 : «    » devient «   »\n"
        "procedures/essai.yaml:14:73: R102 : « Marié » devient « marie »\n"
    )
    assert specs.read_bytes() == changed("libelle: Nom}", "libelle: Nom d'usage}").replace("\n", "\r\n").encode()
    again = lint("--fix")
    assert (again.exit_code, again.stderr) == (0, "")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("procedure:", "\ufeffprocedure:", "1:1: Y003 : U+FEFF est retiré"),
        ("Nom d'usage", "Nom\u200b d'usage", "12:74: Y044 : U+200B est retiré"),
        ("Nom d'usage", "Nom d'usage *", "12:82: A604 : «  * » est retiré"),
    ],
)
def test_what_fix_removes_is_named(specs: Path, before: str, after: str, told: str) -> None:
    text = changed("libelle: Nom}", "libelle: Nom d'usage}").replace(before, after, 1)
    specs.write_text(text, encoding="utf-8")
    assert lint("--fix").stderr == f"procedures/essai.yaml:{told}\n"


def test_fix_leaves_what_was_not_given(specs: Path) -> None:
    other = specs.with_name("portail.yaml")
    other.write_text("portail: {id: portail, langage: 1, version: '1', titre:  'A  b', titre_neutre: Ma démarche}\n")
    specs.write_text(WRONG, encoding="utf-8")
    lint("--fix", specs)
    assert "A  b" in other.read_text()
    assert specs.read_text(encoding="utf-8") == CLEAN


def test_fix_says_what_it_could_not_write(specs: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs.yaml"
    elsewhere.write_text(WRONG, encoding="utf-8")
    specs.unlink()
    specs.symlink_to(elsewhere)
    done = lint("--fix")
    assert done.exit_code == 1
    assert "n'a pas été corrigé : c'est un lien" in done.stderr
    assert "R102" in done.stdout
    assert elsewhere.read_text(encoding="utf-8") == WRONG


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_format(specs: Path, form: str, language: str) -> None:
    specs.write_text(WRONG, encoding="utf-8")
    done = lint("--format", form, "--lang", language)
    assert done.exit_code == 1
    assert "R102" in done.output
    assert ("Marié" in done.output) and ("n'est pas une réponse" in done.output) == (language == "fr")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_file_whose_name_is_no_text(specs: Path, form: str) -> None:
    specs.with_name("\udcff\n%.yaml").write_text("nul", encoding="utf-8")
    done = lint("--format", form)
    assert done.exit_code == 1
    assert "S109" in done.stdout
    assert done.stderr == ""


def test_json_is_read_by_programs(specs: Path) -> None:
    specs.write_text(WRONG, encoding="utf-8")
    data = json.loads(lint("--format", "json", "--fix").stdout)
    assert data["findings"] == []
    assert data["summary"] == {"error": 0, "warning": 0, "note": 0, "tolerated": 0}


@pytest.mark.usefixtures("specs")
@pytest.mark.parametrize(
    "arguments",
    [["rien"], ["--profile", "tout"], ["--format", "html"], ["--today", "hier"], ["--nimporte"]],
)
def test_faults_of_usage(arguments: list[str]) -> None:
    done = lint(*arguments, today=None)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.usefixtures("specs")
def test_a_path_that_is_not_there_is_named() -> None:
    assert "rien.yaml n'existe pas" in lint("rien.yaml").output


def test_a_link_to_nowhere_is_a_finding(specs: Path) -> None:
    link = specs.with_name("lien.yaml")
    link.symlink_to("rien")
    done = lint(link)
    assert done.exit_code == 1
    assert "procedures/lien.yaml:1:1: erreur[Y033]: on ne peut le lire" in done.output


BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
BAD = {
    "not UTF-8": ("titre: é".encode("latin-1"), "Y002"),
    "empty": (b"", "Y005"),
    "deep": (b"a: " + b"[" * 20_000, "Y006"),
    "deep and closed": (b"a: " + b"[" * 20_000 + b"]" * 20_000, "Y006"),
    "deep in braces": (b"{a: " * 20_000, "Y006"),
    "bomb": (BOMB.encode(), "Y008"),
    "binary": (bytes(range(256)), "Y002"),
    "nothing but nulls": (b"\0" * 100, "Y004"),
}


@pytest.mark.parametrize(("data", "code"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_file_that_is_no_spec_is_one_finding(specs: Path, data: bytes, code: str, form: str) -> None:
    specs.write_bytes(data)
    done = lint("--format", form)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert code in done.stdout
    assert [one["code"] for one in json.loads(lint("--format", "json").stdout)["findings"]] == [code]
    assert done.stderr == ""


def test_a_folder_without_yaml_is_a_finding(specs: Path) -> None:
    specs.rename(specs.with_suffix(".yml"))
    done = lint()
    assert done.exit_code == 1
    assert done.stdout.startswith("procedures:1:1: erreur[Y034]: aucun fichier .yaml dans ce dossier")


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user who may not read everything: an administrator may."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_what_one_may_not_read_is_a_finding(specs: Path) -> None:
    lint()  # what it imports may not be read either
    specs.parent.parent.chmod(0o755)
    specs.chmod(0)
    with as_nobody():
        done = lint()
    assert done.exit_code == 1
    assert "essai.yaml:1:1: erreur[Y033]: on ne peut le lire : vous n'avez pas le droit" in done.stdout
    specs.parent.chmod(0)
    with as_nobody():
        done = lint()
    specs.parent.chmod(0o755)
    assert done.exit_code == 1
    assert "procedures:1:1: erreur[Y033]" in done.stdout


def test_an_internal_fault_says_how_to_report_it(specs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("CANARI")

    monkeypatch.setattr("engine.cli_lint.lint", broken)
    done = lint(specs)
    assert done.exit_code == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "CANARI" not in done.stderr
    assert "la version : parcours " in done.stderr
    named = re.search(r"le fichier : (\S+)", done.stderr)
    assert named is not None
    kept = Path(named[1])
    assert "ZeroDivisionError: CANARI" in kept.read_text(encoding="utf-8")
    kept.unlink()
    loud = lint(specs, "--debug", "--lang", "en")
    assert loud.exit_code == 3
    assert "Traceback" in loud.stderr
    assert "Internal error" in loud.stderr


ROOT = Path(__file__).parents[2]
CLEAN_FOLDERS = sorted((ROOT / "tests" / "specs" / "ok").iterdir())
REAL_FOLDERS = [ROOT / "procedures", ROOT / "tests" / "specs" / "deux_motifs"]
NOTHING = re.compile(r"aucun problème(, \d+ fautes? tolérées?)?\n")


@pytest.mark.parametrize("folder", CLEAN_FOLDERS, ids=lambda folder: folder.name)
def test_the_clean_specs_have_no_finding_at_all(folder: Path) -> None:
    done = lint("--profile", "publication", folder)
    assert NOTHING.fullmatch(done.output), done.output


@pytest.mark.parametrize("folder", REAL_FOLDERS, ids=lambda folder: folder.name)
def test_the_procedures_are_clean_but_for_what_is_rightly_left_open(folder: Path) -> None:
    assert NOTHING.fullmatch(lint(folder).output)
    done = lint("--profile", "publication", "--format", "json", folder)
    findings = json.loads(done.output)["findings"]
    assert done.exit_code == 1
    # The second includes the blocks of the first: not all of them.
    assert {one["code"] for one in findings} <= {"C907", "Z802"} | ({"N007"} if folder.name != "procedures" else set())
    assert all(one["severity"] == "note" for one in findings)


def test_the_hook_runs_a_command_that_is_there() -> None:
    root, problems = read_source("hooks", (ROOT / ".pre-commit-hooks.yaml").read_bytes())
    assert problems == ()
    assert root is not None
    (hook,) = root.items
    values = {key.text: value.text for key, value in hook.entries}
    assert (values["id"], values["entry"], values["pass_filenames"]) == ("parcours-lint", "parcours lint", "false")
    assert re.search(values["files"], "procedures/blocs/adresse.yaml")
