"""What a rule is: its page, or the line that sums it up; and the list of all rules in the documentation."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.commands import group
from engine.lint import explaining
from engine.lint.explaining import explained, index, listed
from engine.lint.registry import FAMILIES, RULES

INDEX = Path(__file__).parents[3] / "docs" / "reference" / "regles.md"
MARK = "<!-- La suite vient de « parcours explain --index ». -->\n\n"


def explain(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(group, ["explain", *arguments])
    return done.exit_code, done.output


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_explained(code: str) -> None:
    status, said = explain(code.lower())
    assert status == 0
    assert said.startswith(f"# {code} – ")
    assert said.endswith("\n")


def test_a_rule_without_a_page_is_summed_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(explaining, "PAGES", tmp_path)
    assert explained("R102", "fr") == f"# R102 – {RULES['R102'].summary['fr']}\n"
    assert explained("R102", "en") == f"# R102 – {RULES['R102'].summary['en']}\n"
    (tmp_path / "R102.md").write_text("# R102 – page\n", encoding="utf-8")
    assert explained("R102", "en") == "# R102 – page\n"


def test_every_rule_is_listed() -> None:
    assert explain() == (0, listed("fr"))
    assert all(f"  {code}  " in listed("en") for code in RULES)
    assert all(family.title["en"] in listed("en") for family in FAMILIES if family.rules)


@pytest.mark.parametrize(("code", "said"), [("R12", "vouliez-vous R1"), ("../x", "« parcours explain » les liste")])
def test_an_unknown_rule_is_a_fault_of_usage(code: str, said: str) -> None:
    status, output = explain(code)
    assert status == 2
    assert said in output


def test_the_list_in_the_documentation_is_the_registry() -> None:
    text = INDEX.read_text(encoding="utf-8")
    head, mark, found = text.partition(MARK)
    if os.environ.get("PARCOURS_WRITE_OUT"):
        INDEX.write_text(head + mark + index(), encoding="utf-8")
    assert found == index(), "run the tests with PARCOURS_WRITE_OUT=1"
    assert explain("--index") == (0, index())


def test_the_schema_is_printed_as_it_is() -> None:
    done = CliRunner().invoke(group, ["schema"])
    assert done.output == (Path(explaining.__file__).parents[1] / "schema.json").read_text(encoding="utf-8")
