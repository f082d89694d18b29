from __future__ import annotations

import json

from engine.answers import read_answers
from engine.kinds import to_plain
from engine.problems import AnswerProblem, Position
from engine.spec import ChoiceList, Field, Option, Repeat
from engine.values import Address, AnswerMap, PartialDate

HERE = Position("essai.yaml", 1, 1)


def field(name: str, kind: str, **settings: object) -> Field:
    return Field(id=name, kind=kind, label=name, position=HERE, **settings)  # type: ignore[arg-type]


FIELDS = {
    f.id: f
    for f in (
        field("nom", "text"),
        field("prenoms", "text", repeat=Repeat(1, 4, "Ajouter")),
        field("naissance", "date", precision="month"),
        field("couleur", "choice", options=ChoiceList("c", (Option("bleu", "Bleu"),), HERE)),
        field("enfants", "yes_no"),
        field("case", "checkbox"),
        field("adresse", "address"),
        field("facultatif", "text", required=False),
        field("total", "computed"),
        field("petits", "group", repeat=Repeat(0, 2, "Ajouter"), required=False, members=(field("age", "number"),)),
    )
}

FLAT = {
    "nom": " Silva ",
    "prenoms": ["Ana", "Maria"],
    "naissance": "2000-03",
    "couleur": "bleu",
    "enfants": "oui",
    "case": "non",
    "adresse": {"numero": "20", "voie": "Rue Nationale", "code_postal": "59000", "ville": "Lille", "pays": "FR"},
    "facultatif": None,
    "petits": [{"age": "3"}],
}

TYPED: AnswerMap = {
    "nom": "Silva",
    "prenoms": ("Ana", "Maria"),
    "naissance": PartialDate(2000, 3),
    "couleur": "bleu",
    "enfants": True,
    "case": False,
    "adresse": Address("20", "Rue Nationale", "", "59000", "Lille", "FR", "59350"),
    "facultatif": None,
    "petits": ({"age": "3"},),
}


def test_a_flat_file_of_answers_becomes_typed_answers() -> None:
    assert read_answers(FIELDS, FLAT) == (TYPED, (), ())


def test_answers_come_back_from_the_store() -> None:
    stored = json.loads(json.dumps({name: to_plain(FIELDS[name], value) for name, value in TYPED.items()}))
    assert read_answers(FIELDS, stored) == (TYPED, (), ())
    assert stored["naissance"] == "2000-03"


def test_a_wrong_answer_is_said_and_left_out_and_the_others_are_kept() -> None:
    answers, problems, unknown = read_answers(FIELDS, {"couleur": "rouge", "naissance": "2000-13", "nom": "Silva"})
    assert answers == {"nom": "Silva"}
    assert [(problem.field, problem.part, problem.code) for problem in problems] == [
        ("couleur", "", "A010"),
        ("naissance", "mois", "A030"),
    ]
    assert unknown == ()


def test_keys_that_are_no_answer_are_said() -> None:
    answers, problems, unknown = read_answers(FIELDS, {"inconnu": "x", "total": "forgé", "nom": "Silva", "Nom": "x"})
    assert (answers, problems, unknown) == ({"nom": "Silva"}, (), ("inconnu", "total", "Nom"))


def test_left_empty_is_not_the_same_as_not_answered() -> None:
    answers, problems, _ = read_answers(FIELDS, {"facultatif": "", "nom": None, "enfants": ""})
    assert answers == {"facultatif": None, "nom": None, "enfants": None}
    assert problems == (
        AnswerProblem("nom", "A001", {"kind": "text"}),
        AnswerProblem("enfants", "A001", {"kind": "yes_no"}),
    )


def test_an_element_with_a_member_missing_is_a_wrong_answer() -> None:
    fields = {"g": field("g", "group", repeat=Repeat(0, 2, ""), members=(field("a", "text"), field("b", "text")))}
    answers, problems, _ = read_answers(fields, {"g": [{"a": "x"}]})
    assert answers == {}
    assert [(problem.part, problem.code) for problem in problems] == [("0.b", "A001")]
