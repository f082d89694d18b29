"""What building refuses: references, closed lists, types, order, circles – each at its place, each once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.build import Loaded
from engine.messages import sentence
from tests.mails import MAILS

Codes = Callable[..., list[tuple[str, int, int]]]
FIRST = 11  # the line of the first field in `procedure_text`
TWO = """
- {id: etat, type: choix, libelle: État, options: {marie: Marié(e), celibataire: Célibataire}}
- {id: jour, type: date, libelle: Jour, si: %s}
"""


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{etat: marie}", None),
        ("{etat: [marie, celibataire]}", None),
        ("{etat: marié}", "R102"),
        ("{etat: [marie, veuf]}", "R102"),
        ("{etat: {min: 3}}", "R103"),
        ("{etat: {avant: date_depot}}", "R103"),
        ("{etat: oui}", "R102"),
        ("{statut: marie}", "R101"),
        ("{jour: {avant: date_depot}}", "R104"),
        ("{apres: {renseigne: oui}}", "R104"),
        ("{etat: {renseigne: oui}}", None),
        ("{un_de: [{etat: marie}, {etat: veuf}]}", "R102"),
        ("{date_depot: {avant: 2026-01-01}}", None),
        ("{date_depot: {avant: 2026-02-30}}", "S135"),
        ("{date_depot: {avant: 31/12/2020}}", "S135"),
        ("{date_depot: {avant: etat}}", "R103"),
        ("{motif: seul}", None),
        ("{motif: autre}", "R102"),
    ],
)
def test_a_condition_is_checked_against_what_it_reads(codes: Codes, condition: str, code: str | None) -> None:
    fields = TWO % condition + "- {id: apres, type: texte, libelle: Après}"
    found = codes(fields)
    assert [c for c, _, _ in found] == ([] if code is None else [code])
    if found:
        assert found[0][1] == FIRST + 1


@pytest.mark.parametrize(
    ("date", "suggestion", "said"),
    [
        ("2026-02-30", None, "n'existe pas au calendrier"),
        ("31/12/2020", "2020-12-31", "année, mois, jour"),
        ("1.2.2020", "2020-02-01", "année, mois, jour"),
        ("2020/2/1", "2020-02-01", "année, mois, jour"),
        ("31/02/2020", None, "année, mois, jour"),
        ("2020", None, "année, mois, jour"),
        ("1er janvier 2020", None, "année, mois, jour"),
    ],
)
def test_a_date_is_told_as_what_is_wrong_with_it(
    load: Callable[..., Loaded], date: str, suggestion: str | None, said: str
) -> None:
    (problem,) = load(TWO % f"{{date_depot: {{avant: {date}}}}}").problems
    assert problem.suggestion == suggestion
    assert said in sentence(problem, "fr")


@pytest.mark.parametrize(
    ("bounds", "low", "high"),
    [
        ("min: 18, moins_de: 16", "18", "16"),
        ("moins_de: 16, plus_de: 18", "18", "16"),
        ("plus_de: 17, max: 17", "17", "17"),
        ("min: 3, plus_de: 30, max: 40, moins_de: 20", "30", "20"),
    ],
)
def test_bounds_that_exclude_each_other_are_both_shown(
    load: Callable[..., Loaded], bounds: str, low: str, high: str
) -> None:
    age = f"faits:\n  age: {{annees_entre: [jour, date_depot]}}\n  m: {{si: {{age: {{{bounds}}}}}}}\n"
    loaded = load("- {id: jour, type: date, libelle: Jour}", before=age)
    (problem,) = loaded.problems
    assert problem.related is not None
    shown = [
        loaded.sources["essai.yaml"].decode().splitlines()[place.line - 1][place.column - 1 :][:2]
        for place in (problem.position, problem.related)
    ]
    assert shown == [low, high]


def test_the_caret_is_on_the_very_value_and_the_nearest_is_suggested(load: Callable[..., object]) -> None:
    loaded = load(TWO % "{etat: [celibataire, marié]}")
    (problem,) = loaded.problems  # type: ignore[attr-defined]
    line = loaded.sources["essai.yaml"].decode().splitlines()[problem.position.line - 1]  # type: ignore[attr-defined]
    assert line[problem.position.column - 1 :].startswith("marié")
    assert problem.length == len("marié")
    assert problem.suggestion == "marie"
    assert problem.expected == ("marie", "celibataire")
    assert problem.related.line == FIRST


def test_a_field_takes_no_name_of_a_question_since_answers_are_kept_together(codes: Codes) -> None:
    portal = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}
situation: etat
questions: {etat: {libelle: État, choix: {a: {libelle: A, orienter_vers: o}}}}
orientations: {o: {titre: O, texte: O.}}
"""
    fields = """
    - {id: etat, type: texte, libelle: État}
    - {id: g, type: groupe, libelle: G, repetable: {max: 2}, champs: [{id: etat, type: texte, libelle: État}]}
    """
    assert codes(fields) == []
    assert [code for code, _, _ in codes(fields, files={"portail.yaml": portal})] == ["R106"]


def test_one_typo_in_a_list_is_one_problem_even_when_many_conditions_read_it(codes: Codes) -> None:
    fields = """
    - {id: etat, type: choix, libelle: État, liste: situations}
    - {id: a, type: texte, libelle: A, si: {etat: marie}}
    - {id: b, type: texte, libelle: B, si: {etat: {renseigne: oui}}}
    - {id: c, type: texte, libelle: C, si: {etat: [marie, pacse]}}
    """
    assert [c for c, _, _ in codes(fields, before="listes: {situation: {marie: M, pacse: P}}\n")] == ["R107"]


def test_everything_wrong_is_said_at_once(codes: Codes) -> None:
    fields = """
    - {id: a, type: choix, libelle: A, options: {x: X, y: Y}}
    - {id: a, type: texte, libelle: Encore}
    - {id: b, type: texte, libelle: B, si: {a: z}}
    - {id: c, type: texte, libelle: C, si: {inconnu: oui}}
    - {id: d, type: numero, libelle: D, format: "[0-9"}
    - {id: e, type: texte, libelle: E, precision: mois}
    - {id: f, type: calcule, libelle: F}
    - {id: g, type: choix, libelle: G}
    - {id: h, type: texte, libelle: H, aide: "Voir {nulle_part} et [ici](lien:absent)"}
    """
    found = [c for c, _, _ in codes(fields)]
    assert found == ["R106", "R102", "R101", "S122", "S120", "S133", "S121", "S127", "R109"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("age: {annees_entre: [jour, date_depot]}", []),
        ("age: {annees_entre: [nom, date_depot]}", ["R103"]),
        ("age: {annees_entre: [inconnu, date_depot]}", ["R101"]),
        ("a: {si: {b: oui}}\n  b: {si: {a: oui}}", ["R105"]),
        ("a: {si: {a: oui}}", ["R105"]),
        ("a: {si: {b: oui}}\n  b: {si: {c: oui}}\n  c: {si: {a: oui}}\n  d: {si: {a: oui}}", ["R105"]),
        ("jour: {si: {nom: {renseigne: oui}}}", ["R106"]),
        ("t: {selon: age, cas: {x: {moins_de: 5}, y: {min: 5}}}\n  age: {annees_entre: [jour, date_depot]}", []),
        ("age: {annees_entre: [jour, date_depot]}\n  m: {si: {age: {min: 18, moins_de: 18}}}", ["S128"]),
        ("n: {nombre: nom}", ["R103"]),
        ("m: {si: {nom: {renseigne: oui}}, si_inconnu: peut_etre}", ["R102"]),
    ],
)
def test_facts_are_typed_and_never_go_in_circles(codes: Codes, facts: str, expected: list[str]) -> None:
    fields = """
    - {id: jour, type: date, libelle: Jour}
    - {id: nom, type: texte, libelle: Nom}
    """
    assert [c for c, _, _ in codes(fields, before=f"faits:\n  {facts}\n")] == expected


def test_an_age_needs_a_policy_for_the_29_february(load: Callable[..., object]) -> None:
    from engine.build import load_sources

    text = load("- {id: jour, type: date, libelle: Jour}", before="faits: {age: {annees_entre: [jour, date_depot]}}\n")
    source = text.sources["essai.yaml"].replace(b", anniversaire_29_fevrier: 1er_mars", b"")  # type: ignore[attr-defined]
    assert [p.code for p in load_sources({"essai.yaml": source}).problems] == ["S125"]


def test_a_fact_is_asked_after_its_last_input(codes: Codes) -> None:
    fields = """
    - {id: tot, type: texte, libelle: Tôt, si: {majeur: oui}}
    - {id: jour, type: date, libelle: Jour}
    - {id: tard, type: texte, libelle: Tard, si: {majeur: oui}}
    """
    facts = "faits: {age: {annees_entre: [jour, date_depot]}, majeur: {si: {age: {min: 18}}}}\n"
    assert codes(fields, before=facts)[0][:2] == ("R104", FIRST + 1)
    assert len(codes(fields, before=facts)) == 1


def test_a_fact_on_the_elements_of_a_group_does_not_wait_for_a_field_of_a_member_s_name(codes: Codes) -> None:
    fields = """
    - {id: g, type: groupe, libelle: G, repetable: {max: 2}, champs: [{id: x, type: oui_non, libelle: X}]}
    - {id: a, type: texte, libelle: A, si: {un: oui}}
    - {id: x, type: oui_non, libelle: X}
    - {id: b, type: texte, libelle: B, si: {deux: oui}}
    """
    facts = """
    faits:
      un: {au_moins_un: {dans: g, si: {x: oui}}}
      deux: {si: {un: oui, x: oui}}
    """
    assert codes(fields, before=facts) == []


@pytest.mark.parametrize(
    ("provision", "expected"),
    [
        ("{selon: etat, cas: {marie: {id: a, libelle: A}, seul: {id: b, libelle: B}}}", []),
        ("{selon: etat, cas: {marie: {id: a, libelle: A}}}", ["P201"]),
        (
            "{selon: etat, cas: {marie: {id: a, libelle: A}, seul: {id: b, libelle: B}, veuf: {id: c, libelle: C}}}",
            ["P202"],
        ),
        ("{selon: nom, cas: {x: {id: a, libelle: A}}}", ["R103"]),
        ("{un_de: [{id: a, libelle: A}, {id: a, libelle: B}]}", ["R106"]),
        ("{tous: [{id: a, libelle: A, si: {etat: veuf}}]}", ["R102"]),
    ],
)
def test_alternatives_are_checked(codes: Codes, provision: str, expected: list[str]) -> None:
    fields = """
    - {id: etat, type: choix, libelle: État, options: {marie: Marié(e), seul: Seul(e)}}
    - {id: nom, type: texte, libelle: Nom}
    """
    after = f"""\
    justificatifs:
      - id: groupe
        titre: Groupe
        demandes: [{{id: demande, libelle: Demande, fournir: {provision}}}]
    """
    assert [c for c, _, _ in codes(fields, after=after)] == expected


def test_an_include_says_what_is_wrong_with_it(load: Callable[..., object]) -> None:
    block = "bloc: {id: nom, attend: [majeur]}\ncontenu: [{id: nom, type: texte, libelle: Nom}]\n"
    loop = "bloc: {id: boucle}\ncontenu: [{inclure: boucle}]\n"
    fields = """
    - {inclure: nom}
    - {inclure: absent}
    - {inclure: boucle}
    - {inclure: nom, comme: autre, sauf: [prenom]}
    - {inclure: nom, comme: encore, adapter: {nom: {type: date}}}
    """
    loaded = load(fields, files={"blocs/nom.yaml": block, "blocs/boucle.yaml": loop})
    found = sorted({p.code for p in loaded.problems})  # type: ignore[attr-defined]
    assert found == ["R114", "R115", "R116", "R117", "R119"]


PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}
entrees: [{id: debut, libelle: Débuter, situation: oui}]
situation: qui
questions:
  qui:
    libelle: Qui
    choix:
      a: {libelle: A, recap: A, poursuivre: {procedure: essais, motif: seul}}
      b: {libelle: B, recap: B, poursuivre: {procedure: essai, motif: seuls}}
      c: {libelle: C, recap: C, question: quan}
      d: {libelle: D, recap: D, selon: [{si: {quan: oui}, orienter_vers: o}, {sinon: oui, orienter_vers: oo}]}
  quand: {libelle: Quand, type: date, recap: R, question: fin}
  fin: {libelle: Fin, choix: {e: {libelle: E, recap: E, orienter_vers: o}}}
orientations: {o: {titre: O, texte: O.}}
"""
PORTAL += MAILS


def test_what_of_a_leaf_is_unknown_is_said_and_what_may_be_cited_is_listed(load: Callable[..., Loaded]) -> None:
    loaded = load("- {id: nom, type: texte, libelle: Nom}", files={"portail.yaml": PORTAL})
    found = [(sentence(p, "fr").partition(" : ")[::2], p.suggestion, p.expected) for p in loaded.problems]
    assert [(words[0], suggestion, expected) for words, suggestion, expected in found] == [
        ("« essais »", "essai", ("essai",)),
        ("« seuls »", "seul", ("seul",)),
        ("la question « quan » n'existe pas", "quand", ("fin", "quand", "qui")),
        ("l'orientation « oo » n'existe pas", None, ("o",)),
    ]
    assert found[0][0][1].startswith("aucune démarche")
    assert found[1][0][1].startswith("la démarche existe, mais n'a pas ce motif")


def test_a_route_cites_what_is_asked_before_it(load: Callable[..., Loaded]) -> None:
    portal = PORTAL.replace("question: quan}", "question: quand}").replace("oo}", "o}").replace("quan: oui", "quan: a")
    portal = portal.replace("essais", "essai").replace("seuls", "seul")
    (problem,) = load("- {id: nom, type: texte, libelle: Nom}", files={"portail.yaml": portal}).problems
    assert (problem.code, problem.suggestion, problem.expected) == ("R101", None, ("date_depot", "qui"))


@pytest.mark.parametrize(
    ("condition", "suggestion", "expected"),
    [
        ("{marié: oui}", "marie", ("date_depot", "marie", "motif", "noms")),
        ("{Marie: oui}", "marie", ("date_depot", "marie", "motif", "noms")),
        ("{nom: {renseigne: oui}}", "noms", ("date_depot", "marie", "motif", "noms")),
        ("{date_unions: {renseigne: oui}}", None, ("date_depot", "marie", "motif", "noms")),
        ("{date_depot: {avant: date_depots}}", "date_depot", ("date_depot",)),
    ],
)
def test_only_what_may_be_cited_is_proposed(
    load: Callable[..., Loaded], condition: str, suggestion: str | None, expected: tuple[str, ...]
) -> None:
    fields = f"""
    - {{id: marie, type: oui_non, libelle: Marié}}
    - {{id: noms, type: texte, libelle: Noms}}
    - {{id: total, type: calcule, libelle: Total, valeur: "{{noms}}"}}
    - {{id: date_union, type: date, libelle: Date, si: {condition}}}
    - {{id: mariage, type: oui_non, libelle: Plus tard}}
    """
    (problem,) = load(fields).problems
    assert (problem.code, problem.suggestion, problem.expected) == ("R101", suggestion, expected)
    later = None if problem.related is None else problem.related.line
    assert later == (FIRST + 3 if "date_unions" in condition else None)


def test_a_fact_is_not_told_to_cite_what_cites_it(load: Callable[..., Loaded]) -> None:
    facts = """
    faits:
      un: {si: {deux: oui}}
      deux: {si: {un_fait: oui}}
      trois: {si: {noms: {renseigne: oui}}}
    """
    (problem,) = load("- {id: noms, type: texte, libelle: Noms}", before=facts).problems
    assert (problem.code, problem.expected) == ("R101", ("date_depot", "motif", "noms", "trois"))


def test_of_very_many_names_only_the_nearest_is_proposed(load: Callable[..., Loaded]) -> None:
    many = "\n".join(f"- {{id: champ_{n}, type: texte, libelle: Champ}}" for n in range(50))
    (problem,) = load(
        f"{many}\n- {{id: fin, type: texte, libelle: Fin, si: {{champs_7: {{renseigne: oui}}}}}}"
    ).problems
    assert (problem.expected, problem.suggestion) == ((), "champ_7")
