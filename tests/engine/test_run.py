"""The semantics of the reference manual, point by point, on small procedures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.build import load_sources
from engine.problems import AnswerProblem
from engine.progress import Progress
from engine.run import run
from engine.values import ABSENT, UNKNOWN, AnswerMap, PartialDate
from tests.engine.conftest import DOCUMENTS
from tests.mails import MAILS

Replay = Callable[..., Progress]
CHAIN = """
- {id: a, type: oui_non, libelle: A}
- {id: b, type: oui_non, libelle: B, si: {a: oui}}
- {id: c, type: texte, libelle: C, si: {b: oui}}
- {id: d, type: texte, libelle: D, si: {aucun_de: [{b: oui}]}}
- {id: e, type: texte, libelle: E, obligatoire: non, si: {b: {renseigne: non}}}
"""


@pytest.mark.parametrize(
    ("answers", "visible", "missing"),
    [
        ({}, ["a"], ["a"]),
        ({"a": True}, ["a", "b"], ["b"]),
        ({"a": True, "b": True}, ["a", "b", "c"], ["c"]),
        ({"a": True, "b": False}, ["a", "b", "d"], ["d"]),
        ({"a": False}, ["a", "d", "e"], ["d"]),
        ({"a": False, "b": True, "c": "kept"}, ["a", "d", "e"], ["d"]),
    ],
)
def test_a_hidden_answer_is_absent_and_an_unknown_one_hides(
    replay: Replay, answers: AnswerMap, visible: list[str], missing: list[str]
) -> None:
    progress = replay(CHAIN, answers)
    assert list(progress.visible) == visible
    assert list(progress.missing) == missing


def test_hidden_answers_are_not_relevant_but_come_back_when_shown_again(replay: Replay) -> None:
    answers: AnswerMap = {"a": False, "b": True, "c": "kept"}
    assert dict(replay(CHAIN, answers).relevant) == {"a": False}
    assert dict(replay(CHAIN, {**answers, "a": True}).relevant) == {"a": True, "b": True, "c": "kept"}


TAKEN = """
- {id: mail, type: email, libelle: Mail, repris_de: compte}
- {id: lu, type: oui_non, libelle: Lu, si: {mail: {renseigne: oui}}}
"""


@pytest.mark.parametrize(
    ("answers", "missing"),
    [({}, ["mail"]), ({"mail": None}, []), ({"mail": "ana@exemple.test"}, ["lu"])],
)
def test_what_is_taken_from_elsewhere_is_missing_until_it_is_known_whether_there_is_any(
    replay: Replay, answers: AnswerMap, missing: list[str]
) -> None:
    progress = replay(TAKEN, answers)
    assert list(progress.missing) == missing
    assert progress.steps[0].done is not bool(missing)


AGE = """
- {id: naissance, type: date, libelle: Naissance, precision: annee}
- {id: emancipe, type: case, libelle: Émancipé, si: {mineur: oui}}
"""
FACTS = """
faits:
  age: {annees_entre: [naissance, date_depot]}
  mineur: {si: {age: {moins_de: 18}}, si_inconnu: oui}
  represente: {si: {mineur: oui, emancipe: non}}
"""
REQUESTS = """
justificatifs:
  - id: groupe
    titre: Groupe
    demandes:
      - {id: toujours, libelle: Toujours}
      - {id: representation, libelle: Représentation, si: {represente: oui}, entete: Si vous êtes mineur}
"""


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, [("toujours", True), ("representation", False)]),
        ({"naissance": dt.date(2000, 1, 1)}, [("toujours", True)]),
        ({"naissance": dt.date(2010, 1, 1)}, [("toujours", True), ("representation", False)]),
        ({"naissance": dt.date(2010, 1, 1), "emancipe": False}, [("toujours", True), ("representation", True)]),
        ({"naissance": dt.date(2010, 1, 1), "emancipe": True}, [("toujours", True)]),
        ({"naissance": PartialDate(2008)}, [("toujours", True), ("representation", False)]),
        ({"naissance": PartialDate(2009)}, [("toujours", True), ("representation", False)]),
        ({"naissance": PartialDate(2007)}, [("toujours", True)]),
    ],
)
def test_a_request_still_unknown_is_kept_and_one_excluded_is_left_out(
    replay: Replay, answers: AnswerMap, asked: list[tuple[str, bool]]
) -> None:
    progress = replay(AGE, answers, before=FACTS, after=REQUESTS)
    assert [(state.justificatif.id, state.certain) for state in progress.requests] == asked


def test_if_unknown_decides_only_once_everything_is_answered(replay: Replay) -> None:
    assert replay(AGE, {}, before=FACTS).facts["mineur"] is UNKNOWN
    doubtful = replay(AGE, {"naissance": PartialDate(2008)}, before=FACTS)
    assert doubtful.facts["mineur"] is True
    assert list(doubtful.visible) == ["naissance", "emancipe"]
    assert replay(AGE, {"naissance": PartialDate(2007)}, before=FACTS).facts["mineur"] is False


RULES = """
- id: debut
  type: date
  libelle: Début
  regles:
    - {alors: {debut: {avant: date_depot}}, message: Le début doit être passé.}
- {id: fini, type: oui_non, libelle: Fini}
- id: fin
  type: date
  libelle: Fin
  obligatoire: non
  si: {fini: oui}
  regles:
    - {alors: {fin: {au_plus_tot: debut}}, message: La fin suit le début.}
- id: age_mini
  type: oui_non
  libelle: Plus de seize ans
  regles:
    - {si: {age_mini: non}, message: Vous devez avoir seize ans.}
"""
OK: AnswerMap = {"debut": dt.date(2020, 1, 1), "fini": True, "fin": dt.date(2021, 1, 1), "age_mini": True}


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({}, []),
        ({"debut": dt.date(2026, 3, 10)}, [("debut", "Le début doit être passé."), ("fin", "La fin suit le début.")]),
        ({"fin": dt.date(2019, 12, 31)}, [("fin", "La fin suit le début.")]),
        ({"fin": None}, []),
        ({"fini": False, "fin": dt.date(1990, 1, 1)}, []),
        ({"debut": PartialDate(2021)}, []),
        ({"age_mini": False}, [("age_mini", "Vous devez avoir seize ans.")]),
    ],
)
def test_rules_fire_on_what_is_known_and_shown(
    replay: Replay, change: AnswerMap, problems: list[tuple[str, str]]
) -> None:
    progress = replay(RULES, {**OK, **change})
    assert [(p.field, p.message) for p in progress.problems] == problems
    assert progress.status == ("blocked" if problems else "complete")


PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}
entrees: [{id: debut, libelle: Commencer, situation: oui}]
situation: qui
questions:
  qui:
    libelle: Qui êtes-vous ?
    choix:
      moi: {libelle: Je suis moi, recap: Vous êtes vous, poursuivre: {procedure: essai, motif: seul}}
      autre: {libelle: Je suis un autre, orienter_vers: ailleurs}
orientations:
  ailleurs: {titre: Ailleurs, texte: Voyez ailleurs.}
  trop_jeune: {titre: Trop jeune, texte: Revenez plus tard.}
"""
PORTAL += MAILS


@pytest.fixture
def with_portal(load: Callable[..., object]) -> Callable[[AnswerMap], Progress]:
    fields = """
    - id: age_ok
      type: oui_non
      libelle: Âge
      regles: [{si: {age_ok: non}, orienter_vers: trop_jeune}]
    """
    loaded = load(fields, files={"portail.yaml": PORTAL})

    def make(answers: AnswerMap) -> Progress:
        return run(loaded.catalogue, answers, dt.date(2026, 3, 10))  # type: ignore[attr-defined]

    return make


@pytest.mark.parametrize(
    ("answers", "status", "next_step", "exit_to"),
    [
        ({}, "incomplete", None, None),
        ({"qui": "inconnu"}, "incomplete", None, None),
        ({"qui": "autre"}, "redirected", None, None),
        ({"qui": "moi"}, "incomplete", "questions", None),
        ({"qui": "moi", "age_ok": True}, "complete", "depot", None),
        ({"qui": "moi", "age_ok": False}, "redirected", None, "trop_jeune"),
    ],
)
def test_where_a_case_stands(
    with_portal: Callable[[AnswerMap], Progress],
    answers: AnswerMap,
    status: str,
    next_step: str | None,
    exit_to: str | None,
) -> None:
    progress = with_portal(answers)
    assert (progress.status, progress.next_step, progress.exit) == (status, next_step, exit_to)


def test_an_answer_that_could_not_be_read_counts_as_a_problem_and_not_as_missing(load: Callable[..., object]) -> None:
    loaded = load("- {id: jour, type: date, libelle: Jour}")
    fault = AnswerProblem("jour", "A020")
    progress = run(
        loaded.catalogue,  # type: ignore[attr-defined]
        {},
        dt.date(2026, 3, 10),
        procedure="essai",
        faults={"jour": (fault,)},
    )
    assert progress.problems == (fault,)
    assert progress.missing == ()
    assert progress.status == "blocked"


def test_settling_takes_boxes_as_unticked_and_options_as_empty_and_reveals_what_follows(replay: Replay) -> None:
    fields = """
    - {id: nom, type: texte, libelle: Nom}
    - {id: coche, type: case, libelle: Coche}
    - {id: surnom, type: texte, libelle: Surnom, obligatoire: non}
    - {id: raison, type: texte, libelle: Raison, si: {coche: non}}
    """
    assert replay(fields, {}, settle=True).missing == ("nom",)
    settled = replay(fields, {"nom": "N"}, settle=True)
    assert settled.missing == ("raison",)
    whole = replay(fields, {"nom": "N", "raison": "R"}, settle=True)
    assert dict(whole.relevant) == {"nom": "N", "coche": False, "surnom": None, "raison": "R"}
    assert whole.status == "complete"
    unsettled = replay(fields, {"nom": "N"})
    assert unsettled.step("questions").unsettled == ("coche", "surnom")
    assert unsettled.status == "incomplete"


def test_a_step_is_done_only_with_its_files(load: Callable[..., object]) -> None:
    loaded = load("- {id: nom, type: texte, libelle: Nom}", after=REQUESTS.replace(", si: {represente: oui}", ""))
    catalogue = loaded.catalogue  # type: ignore[attr-defined]
    day = dt.date(2026, 3, 10)
    for counts, next_step in (
        ({}, "pieces"),
        ({"toujours": 1}, "pieces"),
        ({"toujours": 1, "representation": 2}, "depot"),
    ):
        progress = run(catalogue, {"nom": "N"}, day, procedure="essai", uploads=counts)
        assert progress.next_step == next_step


def test_a_commitment_must_be_ticked(replay: Replay) -> None:
    field = "- {id: promesse, type: engagement, libelle: Je promets}"
    assert replay(field, {"promesse": False}).missing == ("promesse",)
    assert replay(field, {"promesse": True}).missing == ()


ONCE = """\
procedure: {id: essai, langage: 1, version: "1", titre: Essai, titre_neutre: Ma démarche}
motifs: {seul: {libelle: Seul}}
etapes:
  - id: questions
    titre: Questions
    sections:
      - id: tout
        titre: Tout
        champs:
          - {id: a, type: oui_non, libelle: A}
          - {id: b, type: oui_non, libelle: B, si: {a: oui}}
          - {id: c, type: oui_non, libelle: C, si: {un_de: [{b: oui}, {a: non}]}}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
CATALOGUE = load_sources({"essai.yaml": ONCE.encode()}).catalogue
ANSWERS = st.dictionaries(st.sampled_from("abc"), st.booleans())


@given(ANSWERS)
def test_replaying_only_what_is_relevant_gives_the_same_case(answers: dict[str, bool]) -> None:
    day = dt.date(2026, 3, 10)
    first = run(CATALOGUE, answers, day, procedure="essai")
    again = run(CATALOGUE, first.relevant, day, procedure="essai")
    assert again.relevant == first.relevant
    assert list(again.visible) == list(first.visible)
    assert again.missing == first.missing
    assert set(first.relevant) <= set(first.visible)
    hidden = set("abc") - set(first.visible)
    assert all(first.scope.value(name) in (ABSENT, UNKNOWN) for name in hidden)


def test_a_rule_of_a_field_in_place_of_a_document_holds_though_its_step_has_no_other(replay: Replay) -> None:
    country = "- {id: pays, type: pays, libelle: Pays}"
    wrong = replay(country, {"pays": "FR", "numero_photo": "1"}, motifs=DOCUMENTS)
    assert [(problem.field, problem.code) for problem in wrong.problems] == [("numero_photo", "A100")]
    assert replay(country, {"pays": "BE", "numero_photo": "1"}, motifs=DOCUMENTS).problems == ()
