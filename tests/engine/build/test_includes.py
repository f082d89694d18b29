"""Shared blocks: taken in at every place of a list, reduced, changed, prefixed – and what is refused of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from engine.build import Loaded, load_sources
from engine.conditions.nodes import AllOf, DateIs, IsOneOf, references
from engine.messages import sentence
from engine.run import run
from engine.spec import Alternatives, Cases, Field, Item, Procedure

Load = Callable[..., Loaded]

PLACES = """\
procedure: {id: essai, langage: 1, version: "1", titre: Essai, titre_neutre: Neutre, anniversaire_29_fevrier: 1er_mars}
motifs:
  seul: {libelle: Seul, justificatifs: [{inclure: groupe}]}
etapes:
  - inclure: etape
  - id: questions
    titre: Questions
    sections:
      - inclure: section
      - id: tout
        titre: Tout
        champs: [{inclure: champ}, {id: reste, type: groupe, libelle: Reste, repetable: {max: 2, ajouter: Encore},
                  champs: [{inclure: champ, comme: reste}]}]
        sections: [{inclure: sous_section}]
        regles: [{inclure: regle}]
  - {id: pieces, titre: Pièces, contenu: justificatifs}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
justificatifs:
  - id: commun
    titre: Commun
    demandes:
      - inclure: demande
      - {id: autre, libelle: Autre, fournir: {un_de: [{inclure: piece}, {id: encore, libelle: Encore}]}}
    groupes: [{inclure: sous_groupe}]
"""
BLOCKS = {
    "etape": "- {id: debut, titre: Début, contenu: formulaire, sections: [{inclure: section, comme: debut}]}",
    "section": "- {id: section, titre: Section, champs: [{id: dans_section, type: texte, libelle: Section}]}",
    "sous_section": "- {id: sous, titre: Sous, champs: [{id: dans_sous, type: texte, libelle: Sous}]}",
    "champ": "- {id: nom, type: texte, libelle: Nom}",
    "regle": "- {alors: {nom: {renseigne: oui}}, message: Il faut un nom.}",
    "groupe": "- {id: propre, titre: Propre, demandes: [{id: du_motif, libelle: Du motif}]}",
    "sous_groupe": "- {id: sous_groupe, titre: Sous-groupe, demandes: [{id: du_groupe, libelle: Du groupe}]}",
    "demande": "- {id: demande, libelle: Demande}",
    "piece": "- {id: piece, libelle: Pièce}",
}


def block(name: str, content: str, head: str = "") -> str:
    indented = "\n".join(f"  {line}" for line in content.strip("\n").splitlines())
    return f"bloc: {{id: {name}{head}}}\ncontenu:\n{indented}\n"


def files(blocks: Mapping[str, str]) -> dict[str, bytes]:
    return {f"blocs/{name}.yaml": block(name, content).encode() for name, content in blocks.items()}


def the(loaded: Loaded) -> Procedure:
    assert loaded.problems == ()
    return loaded.catalogue.procedures["essai"]


def codes(loaded: Loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


def test_a_block_may_stand_at_every_place_of_a_list() -> None:
    procedure = the(load_sources({"essai.yaml": PLACES.encode(), **files(BLOCKS)}))
    assert [step.id for step in procedure.steps] == ["debut", "questions", "pieces", "depot", "confirmation"]
    assert list(procedure.fields) == ["debut_dans_section", "dans_section", "nom", "reste", "dans_sous"]
    assert [member.id for member in procedure.fields["reste"].members] == ["reste_nom"]
    (rule,) = procedure.steps[1].sections[1].rules
    assert rule.then is not None
    assert references(rule.then) == {"nom"}
    assert list(procedure.justificatifs) == ["demande", "autre", "du_groupe", "du_motif"]
    provision = procedure.justificatifs["autre"].provision
    assert isinstance(provision, Alternatives)
    assert [part.id for part in provision.parts if isinstance(part, Item)] == ["piece", "encore"]


WRONG = [
    ("etapes", "etape", "section"),
    ("sections", "section", "champ"),
    ("champs", "champ", "section"),
    ("champs", "champ", "demande"),
    ("sous-sections", "sous_section", "profonde"),
    ("regles", "regle", "champ"),
    ("demandes", "demande", "champ"),
    ("groupes", "sous_groupe", "demande"),
    ("pièces", "piece", "demande_entiere"),
]


@pytest.mark.parametrize(("place", "good", "bad"), WRONG, ids=[f"{place}-{bad}" for place, _, bad in WRONG])
def test_a_block_of_another_sort_is_refused_where_it_is_included(place: str, good: str, bad: str) -> None:
    del place
    others = {
        **BLOCKS,
        "profonde": "- {id: p, titre: P, champs: [{id: x, type: texte, libelle: X}], sections: [{inclure: section}]}",
        "demande_entiere": "- {id: d, libelle: D, fournir: {id: e, libelle: E}}",
    }
    broken = PLACES.replace(f"inclure: {good}}}", f"inclure: {bad}}}").replace(
        f"inclure: {good}\n", f"inclure: {bad}\n"
    )
    loaded = load_sources({"essai.yaml": broken.encode(), **files(others)})
    assert codes(loaded) == ["R121"]
    (problem,) = loaded.problems
    line = PLACES.splitlines()[problem.position.line - 1]
    assert line[problem.position.column - 1 :].startswith(good)
    assert problem.related is not None
    assert problem.related.file == f"blocs/{bad}.yaml"
    assert problem.params["wanted_fr"].split()[0] in ("un", "une")


def test_sauf_leaves_out_whatever_has_an_id(load: Load) -> None:
    person = """
    - {id: nom, type: texte, libelle: Nom}
    - {id: prenom, type: texte, libelle: Prénom, si: {nom: {renseigne: oui}}}
    - id: enfants
      type: groupe
      libelle: Enfants
      repetable: {max: 2, ajouter: Encore}
      champs: [{id: age, type: texte, libelle: Âge}, {id: ecole, type: texte, libelle: École}]
    """
    loaded = load(
        "- {inclure: personne, sauf: [prenom, ecole]}", files={"blocs/personne.yaml": block("personne", person)}
    )
    fields = the(loaded).fields
    assert list(fields) == ["nom", "enfants"]
    assert [member.id for member in fields["enfants"].members] == ["age"]


def test_what_sauf_takes_away_is_no_longer_known(load: Load) -> None:
    person = """
    - {id: nom, type: texte, libelle: Nom}
    - {id: prenom, type: texte, libelle: Prénom, si: {nom: {renseigne: oui}}}
    """
    loaded = load("- {inclure: personne, sauf: [nom]}", files={"blocs/personne.yaml": block("personne", person)})
    (problem,) = loaded.problems
    assert (problem.code, problem.position.file) == ("R101", "blocs/personne.yaml")


def test_adapter_changes_only_what_it_names(load: Load) -> None:
    content = """
    - {id: nom, type: texte, libelle: Nom, aide: Comme sur le passeport, source: L1, longueur_max: 12}
    - {id: ville, type: texte, libelle: Ville}
    """
    fields = """
    - {id: etat, type: oui_non, libelle: État}
    - inclure: personne
      adapter:
        nom: {libelle: Votre nom, obligatoire: non, si: {etat: oui}, a_valider: "Lequel ?"}
    """
    found = the(load(fields, files={"blocs/personne.yaml": block("personne", content)})).fields
    name, town = found["nom"], found["ville"]
    assert (name.label, name.required, name.to_validate, name.source) == ("Votre nom", False, "Lequel ?", "L1")
    assert (name.max_length, name.hint.source if name.hint else None) == (12, "Comme sur le passeport")
    assert isinstance(name.condition, IsOneOf)
    assert name.condition.position.file == "essai.yaml"
    assert (town.label, town.required, town.condition) == ("Ville", True, None)


ADAPTED = [
    ("nom: {type: date}", ["R117"]),
    ("nom: {titre: Nom}", ["R117"]),
    ("nom: {max: 2}", ["R117"]),
    ("case: {obligatoire: non}", ["R117"]),
    ("case: {libelle: La case}", []),
    ("nom: {libele: Le nom}", ["R117"]),
    ("nomm: {libelle: Le nom}", ["R116"]),
]


@pytest.mark.parametrize(("change", "expected"), ADAPTED)
def test_adapter_changes_only_what_the_object_has(load: Load, change: str, expected: list[str]) -> None:
    content = "- {id: nom, type: texte, libelle: Nom}\n- {id: case, type: case, libelle: Case}"
    fields = f"- {{inclure: personne, adapter: {{{change}}}}}"
    loaded = load(fields, files={"blocs/personne.yaml": block("personne", content)})
    assert codes(loaded) == expected
    for problem in loaded.problems:
        assert problem.position.file == "essai.yaml"
        assert problem.expected


def test_sections_and_requests_are_adapted_by_their_own_keys() -> None:
    text = (
        PLACES.replace(
            "- inclure: section\n", "- {inclure: section, adapter: {section: {titre: Autre, introduction: Ici}}}\n"
        )
        .replace(
            "- inclure: demande\n",
            "- {inclure: demande, adapter: {demande: {max: 5, note: Lisible., consigne: Un seul}}}\n",
        )
        .replace("[{inclure: piece}", "[{inclure: piece, adapter: {piece: {libelle: Carte}}}")
    )
    procedure = the(load_sources({"essai.yaml": text.encode(), **files(BLOCKS)}))
    section = procedure.steps[1].sections[0]
    assert (section.title, section.introduction.source if section.introduction else "") == ("Autre", "Ici")
    request = procedure.justificatifs["demande"]
    assert (request.max_files, request.note and request.note.source) == (5, "Lisible.")
    provision = procedure.justificatifs["autre"].provision
    assert isinstance(provision, Alternatives)
    assert isinstance(provision.parts[0], Item)
    assert provision.parts[0].label == "Carte"


TWICE = """
- {id: etat, type: choix, libelle: État, options: {nom: Nom, seul: Seul}}
- {id: nom, type: texte, libelle: Nom, si: {etat: nom}}
- {id: debut, type: date, libelle: Début}
- id: fin
  type: date
  libelle: Fin
  aide: "Après {debut}, pas {ailleurs}."
  si:
    un_de: [{etat: [nom, seul]}, {aucun_de: [{debut: {renseigne: oui}}]}]
    debut: {apres: 2020-01-01, avant: date_depot}
  regles:
    - {alors: {fin: {apres: debut}}, message: "La fin suit le début.", champ: debut}
- {id: total, type: calcule, libelle: Total, valeur: "{nom} {fin}"}
"""


def twice(load: Load) -> Mapping[str, Field]:
    fields = "- {id: ailleurs, type: texte, libelle: Ailleurs}\n- inclure: deux\n- {inclure: deux, comme: conjoint}"
    return the(load(fields, files={"blocs/deux.yaml": block("deux", TWICE)})).fields


def test_a_second_use_renames_ids_and_every_reference_to_them(load: Load) -> None:
    fields = twice(load)
    own = ["etat", "nom", "debut", "fin", "total"]
    assert list(fields) == ["ailleurs", *own, *(f"conjoint_{name}" for name in own)]
    end = fields["conjoint_fin"]
    assert end.condition is not None
    assert references(end.condition) == {"conjoint_etat", "conjoint_debut", "date_depot"}
    assert end.hint is not None
    assert end.hint.placeholders == {"conjoint_debut", "ailleurs"}
    total = fields["conjoint_total"].template
    assert total is not None
    assert total.placeholders == {"conjoint_nom", "conjoint_fin"}
    (rule,) = end.rules
    assert rule.field == "conjoint_debut"
    assert isinstance(rule.then, DateIs)
    assert (rule.then.reference, rule.then.bound) == ("conjoint_fin", "conjoint_debut")


def test_an_option_that_looks_like_an_id_keeps_its_name(load: Load) -> None:
    fields = twice(load)
    options = fields["conjoint_etat"].options
    assert options is not None
    assert [(option.id, option.label) for option in options.options] == [("nom", "Nom"), ("seul", "Seul")]
    condition = fields["conjoint_nom"].condition
    assert isinstance(condition, IsOneOf)
    assert condition.values == {"nom"}
    whole = fields["conjoint_fin"].condition
    assert isinstance(whole, AllOf)


def test_a_name_unknown_under_two_prefixes_is_one_mistake(load: Load) -> None:
    fields = """
    - {inclure: personne, comme: mere}
    - {inclure: personne, comme: pere}
    - {id: suite, type: texte, libelle: Suite, si: {mere_prenom: {renseigne: oui}, pere_prenom: {renseigne: oui}}}
    """
    blocks = files({"personne": "- {id: prenoms, type: texte, libelle: Prénoms}"})
    (problem,) = load(fields, files={name: text.decode() for name, text in blocks.items()}).problems
    assert (problem.code, problem.suggestion, len(problem.also)) == ("R101", "mere_prenoms", 1)


def test_a_document_of_a_block_may_have_the_id_of_a_field_outside(load: Load) -> None:
    asked = """
    - id: preuve
      libelle: Preuve
      fournir: {selon: etat, cas: {a: {id: etat, libelle: A, si: {etat: a}}, b: {id: b, libelle: B}}}
    """
    loaded = load(
        "- {id: etat, type: choix, libelle: État, options: {a: A, b: B}}",
        files={"blocs/preuve.yaml": block("preuve", asked)},
        after="""
        justificatifs:
          - {id: groupe, titre: Groupe, demandes: [{inclure: preuve}, {inclure: preuve, comme: autre}]}
        """,
    )
    cases = the(loaded).justificatifs["autre_preuve"].provision
    assert isinstance(cases, Cases)
    assert cases.reference == "etat"
    item = cases.cases["a"]
    assert isinstance(item, Item)
    assert item.id == "autre_etat"
    assert item.condition is not None
    assert references(item.condition) == {"etat"}


def test_a_field_may_have_the_name_of_a_keyword(load: Load) -> None:
    content = """
    - {id: avant, type: date, libelle: Avant}
    - {id: min, type: date, libelle: Min, si: {avant: {avant: date_depot, au_plus_tot: avant, renseigne: oui}}}
    """
    fields = the(load("- {inclure: mots, comme: autre}", files={"blocs/mots.yaml": block("mots", content)})).fields
    assert list(fields) == ["autre_avant", "autre_min"]
    condition = fields["autre_min"].condition
    assert isinstance(condition, AllOf)
    assert [p.bound for p in condition.parts if isinstance(p, DateIs)] == ["date_depot", "autre_avant"]


def test_both_uses_are_replayed_apart(load: Load, today: dt.date) -> None:
    loaded = load(
        "- {id: ailleurs, type: texte, libelle: Ailleurs}\n- inclure: deux\n- {inclure: deux, comme: conjoint}",
        files={"blocs/deux.yaml": block("deux", TWICE)},
    )
    progress = run(loaded.catalogue, {"etat": "nom", "conjoint_etat": "seul"}, today, procedure="essai")
    assert "nom" in progress.visible
    assert "conjoint_nom" not in progress.visible


def test_blocks_nest_and_prefixes_add_up(load: Load) -> None:
    inner = "- {id: jour, type: date, libelle: Jour, regles: [{alors: {jour: {avant: date_depot}}, message: Passé.}]}"
    outer = "- {inclure: dedans, comme: naissance}\n- {id: nom, type: texte, libelle: Nom}"
    loaded = load(
        "- {inclure: dehors, comme: parent, sauf: [nom]}",
        files={"blocs/dedans.yaml": block("dedans", inner), "blocs/dehors.yaml": block("dehors", outer)},
    )
    (field,) = the(loaded).fields.values()
    assert field.id == "parent_naissance_jour"
    assert field.rules[0].then is not None
    assert references(field.rules[0].then) == {"parent_naissance_jour", "date_depot"}
    assert field.position.file == "blocs/dedans.yaml"


def test_the_lists_of_a_block_are_the_procedure_s(load: Load) -> None:
    head = "bloc: {id: choix}\nlistes: {couleur: {rouge: Rouge, vert: Vert}}\n"
    content = "contenu: [{id: teinte, type: choix, libelle: Teinte, liste: couleur}]\n"
    fields = "- {inclure: choix}\n- {inclure: choix, comme: autre}\n- {id: c, type: choix, libelle: C, liste: couleur}"
    found = the(load(fields, files={"blocs/choix.yaml": head + content})).fields
    assert all(f.options is not None and f.options.id == "couleur" for f in found.values())
    clash = load(fields, files={"blocs/choix.yaml": head + content}, before="listes: {couleur: {bleu: Bleu}}\n")
    assert codes(clash) == ["R106"]


def test_a_fault_of_a_block_is_told_in_the_block_once(load: Load) -> None:
    content = """
    - {id: etat, type: choix, libelle: État, options: {a: A}}
    - {id: nom, type: texte, libelle: Nom, si: {etat: b}}
    """
    fields = "- inclure: bloc_faux\n- {inclure: bloc_faux, comme: autre}"
    (problem,) = load(fields, files={"blocs/bloc_faux.yaml": block("bloc_faux", content)}).problems
    assert (problem.code, problem.position.file, problem.position.line) == ("R102", "blocs/bloc_faux.yaml", 4)


TWO_NAMES = "- {id: nom, type: texte, libelle: Nom}\n- {id: lieu, type: texte, libelle: Lieu}"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ("- inclure: nom\n- inclure: nom", 2),
        ("- inclure: nom\n- inclure: nom\n- inclure: nom", 2),
        ("- inclure: nom\n- {inclure: nom, comme: autre}\n- {inclure: nom, comme: autre}", 3),
        ("- inclure: nom\n- {inclure: nom, comme: autre}\n- {inclure: nom, comme: encore}", None),
        ("- inclure: dehors\n- inclure: dehors", 2),
        ("- inclure: dehors\n- {inclure: dehors, comme: autre}", None),
        ("- inclure: dehors\n- inclure: nom", 2),
    ],
)
def test_a_block_twice_under_the_same_names_is_one_problem_at_its_second_use(
    load: Load, fields: str, line: int | None
) -> None:
    files = {"blocs/nom.yaml": block("nom", TWO_NAMES), "blocs/dehors.yaml": block("dehors", "- inclure: nom")}
    problems = load(fields, files=files).problems
    found = [(p.code, p.position.file, p.position.line) for p in problems]
    assert found == ([] if line is None else [("R127", "essai.yaml", 10 + line)])


def test_a_block_twice_within_another_is_told_there(load: Load) -> None:
    outer = block("dehors", "- inclure: nom\n- inclure: nom")
    (problem,) = load(
        "- inclure: dehors", files={"blocs/nom.yaml": block("nom", TWO_NAMES), "blocs/dehors.yaml": outer}
    ).problems
    assert (problem.code, problem.position.file, problem.position.line) == ("R127", "blocs/dehors.yaml", 4)


UNKNOWN = [
    ("- inclure: non", "R114"),
    ("- inclure: tout_a_fait_ailleurs", "R114"),
    ("- inclure: services", "R114"),
    ("- inclure: ../portail", "R114"),
    ("- inclure: boucle", "R119"),
    ("- inclure: attend", "R115"),
    ("- inclure: menteur", "R122"),
]


@pytest.mark.parametrize(("fields", "code"), UNKNOWN)
def test_one_wrong_inclusion_is_one_problem(load: Load, fields: str, code: str) -> None:
    """What the block would have brought is not missed a second time."""
    blocks = {
        "blocs/nom.yaml": block("nom", BLOCKS["champ"]),
        "blocs/services.yaml": 'services: {defaut: {nom: Service, site: "1"}}\n',
        "blocs/boucle.yaml": block("boucle", "- {inclure: retour}\n- {id: nom, type: texte, libelle: Nom}"),
        "blocs/retour.yaml": block("retour", "- {inclure: boucle}"),
        "blocs/attend.yaml": block(
            "attend", "- {id: nom, type: texte, libelle: Nom, si: {majeur: oui}}", ", attend: [majeur]"
        ),
        "blocs/menteur.yaml": block("autre_nom", BLOCKS["champ"]),
    }
    after = '- {id: apres, type: texte, libelle: Après, aide: "Voir {nom}.", si: {nom: {renseigne: oui}}}'
    cited = f"{fields}\n{after}"
    loaded = load(cited, files=blocks)
    assert codes(loaded) == [code]


def test_the_nearest_block_is_suggested_among_blocks_only(load: Load) -> None:
    blocks = {
        "blocs/adresse.yaml": block("adresse", BLOCKS["champ"]),
        "blocs/adresses.yaml": "services: {defaut: {nom: S, site: '1'}}\n",
    }
    (problem,) = load("- inclure: adrese", files=blocks).problems
    assert (problem.suggestion, problem.expected) == ("adresse", ("adresse",))


def test_a_block_that_can_t_be_read_is_told_by_its_own_fault_alone(load: Load) -> None:
    cited = "- inclure: nom\n- {id: apres, type: texte, libelle: Après, si: {nom: {renseigne: oui}}}"
    loaded = load(cited, files={"blocs/nom.yaml": "bloc: {id: nom\ncontenu: []"})
    assert {problem.position.file for problem in loaded.problems} == {"blocs/nom.yaml"}
    assert len(loaded.problems) == 1


def test_motifs_may_share_the_requests_of_a_block() -> None:
    ask = "- {id: numero_carte, libelle: Numéro, champ: {id: carte, type: numero, libelle: Carte}}"
    motifs = """\
motifs:
  un:
    libelle: Un
    justificatifs: [{id: propre, titre: Propre, demandes: [{inclure: demande}, {id: du_un, libelle: Un}]}]
  deux: {libelle: Deux, justificatifs: [{id: propre, titre: Propre, demandes: [{inclure: demande}]}]}
"""
    text = PLACES.replace("motifs:\n  seul: {libelle: Seul, justificatifs: [{inclure: groupe}]}\n", motifs)
    text = text.replace("      - inclure: demande\n", "")
    loaded = load_sources({"essai.yaml": text.encode(), **files({**BLOCKS, "demande": ask})})
    procedure = the(loaded)
    shared = [motif.groups[-1].requests[0] for motif in procedure.motifs.values()]
    assert shared[0] is shared[1]
    assert list(procedure.fields)[-1] == "carte"
    clash = text.replace("[{inclure: demande}]}]}", "[{id: numero_carte, libelle: Un autre}]}]}")
    assert codes(load_sources({"essai.yaml": clash.encode(), **files({**BLOCKS, "demande": ask})})) == ["R106"]


def test_what_is_wrong_in_a_block_is_said_in_its_own_words_at_its_own_place(load: Load) -> None:
    """Whatever the prefix its names have in the procedure."""
    content = """\
- {id: nom, type: texte, libelle: Nom, aide: "{nom} puis {rien}"}
- {id: nom_entier, type: calcule, libelle: Entier, valeur: "{nom} {nom_entier}"}
- {id: suite, type: texte, libelle: Suite, si: {prenon: {renseigne: oui}, fin: {renseigne: oui}}}
- {id: prenom, type: texte, libelle: Prénom, si: {nom: dupont}}
- {id: fin, type: engagement, libelle: Fin, obligatoire: non}
"""
    found = []
    for use in ("{inclure: mots}", "{inclure: mots, comme: autre}"):
        loaded = load(f"- {use}", files={"blocs/mots.yaml": block("mots", content)})
        assert {p.position.file for p in loaded.problems} == {"blocs/mots.yaml"}
        found.append([(sentence(p, "fr"), p.position, p.length, p.expected) for p in loaded.problems])
    assert found[0] == found[1]
    assert [said.split(" ")[1] for said, *_ in found[0]] == ["ne", "nom_entier", "prenon", "fin", "nom", "engagement"]
