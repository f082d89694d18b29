"""What depends on the day of the deposit is said once, with an applicant and two days."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from engine.problems import Problem
from engine.prove import prove
from tests.engine.conftest import Load
from tests.mails import MAILS

TODAY = dt.date(2026, 3, 10)
FACTS = """
faits:
  age: {annees_entre: [naissance, date_depot]}
  majeur: {si: {age: {min: 18}}}
"""
BIRTH = "- {id: naissance, type: date, libelle: Naissance}\n"


def found(load: Load, fields: str, **sections: object) -> list[Problem]:
    loaded = load(fields, **sections)
    assert loaded.problems == ()
    return [problem for problem in prove(loaded.catalogue, TODAY) if problem.code == "P310"]


def test_a_fact_that_decides_on_a_screen(load: Load) -> None:
    problem, *others = found(
        load, BIRTH + "- {id: tuteur, type: texte, libelle: Tuteur, si: {majeur: non}}", before=FACTS
    )
    assert not others
    assert problem.params == {"name": "age"}
    assert problem.witness is not None
    assert problem.witness.today == TODAY
    assert problem.witness.later == TODAY + dt.timedelta(days=15)
    birth = dt.date.fromisoformat(str(problem.witness.answers["naissance"]))
    assert TODAY < birth.replace(year=birth.year + 18) <= problem.witness.later


GROUP = """
- id: proches
  type: groupe
  libelle: Proches
  repetable: {min: 1, max: 3, ajouter: Ajouter}
  champs: [{id: nom, type: texte, libelle: Nom}, {id: tuteur, type: texte, libelle: Tuteur, si: {majeur: non}}]
"""
BY_AGE = """
faits:
  age: {annees_entre: [naissance, date_depot]}
  tranche: {selon: age, cas: {petit: {moins_de: 18}, grand: {min: 18}}}
"""
GIVEN = """
justificatifs:
  - id: tout
    titre: Tout
    demandes:
      - id: acte
        libelle: Acte
        fournir: {selon: tranche, cas: {petit: {id: p, libelle: P}, grand: {id: g, libelle: G}}}
"""


@pytest.mark.parametrize(
    ("fields", "sections"),
    [
        pytest.param(GROUP, {"before": FACTS}, id="a member of a group"),
        pytest.param("", {"before": BY_AGE, "after": GIVEN}, id="what may be given for a justificatif"),
    ],
)
def test_a_fact_that_decides_on_what_is_inside(load: Load, fields: str, sections: dict[str, str]) -> None:
    (problem,) = found(load, BIRTH + fields, **sections)
    assert problem.params == {"name": "age"}
    assert problem.witness is not None


@pytest.mark.parametrize(
    "rule", ["{si: {majeur: non}, orienter_vers: dehors}", "{alors: {majeur: oui}, orienter_vers: dehors}"]
)
def test_a_fact_that_sends_elsewhere(load: Load, rule: str) -> None:
    home = """
    portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Neutre}
    entrees: [{id: commencer, libelle: Je commence, situation: oui}]
    situation: qui
    questions: {qui: {libelle: Qui, choix: {moi: {libelle: Moi, poursuivre: {procedure: essai, motif: seul}}}}}
    orientations: {dehors: {titre: Dehors, texte: Ici.}}
    """
    (problem,) = found(
        load, BIRTH, before=FACTS, after=f"regles: [{rule}]\n", files={"portail.yaml": dedent(home) + MAILS}
    )
    assert problem.params == {"name": "age"}
    assert problem.witness is not None


@pytest.mark.parametrize(
    ("fields", "sections"),
    [
        pytest.param("- {id: suite, type: texte, libelle: Suite}", {"before": FACTS}, id="nothing reads the fact"),
        pytest.param(
            "- id: venue\n  type: date\n  libelle: Venue\n"
            "  regles: [{alors: {venue: {avant: date_depot}}, message: Trop tard.}]",
            {},
            id="only a rule refuses",
        ),
    ],
)
def test_what_shows_and_asks_the_same_every_day(load: Load, fields: str, sections: dict[str, str]) -> None:
    assert found(load, BIRTH + fields, **sections) == []


def test_a_date_compared_in_place(load: Load) -> None:
    fields = BIRTH + "- {id: projet, type: texte, libelle: Projet, si: {naissance: {apres: date_depot}}}"
    (problem,) = found(load, fields)
    assert problem.params == {"name": "naissance"}
