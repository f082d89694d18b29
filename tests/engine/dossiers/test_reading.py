"""What a post says of one step, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dossiers.cases import Moment, Office
from engine.dossiers.reading import belongs, fields_of, read_step, shown_fields, step_form
from engine.spec import Catalogue
from engine.store.memory import open_memory
from engine.store.sealer import KeySealer
from tests.engine.dossiers.verbs import HOME, WHO, Life


@pytest.mark.parametrize(
    ("name", "field", "own"),
    [("nom", "nom", True), ("nom.x", "nom", True), ("nomade", "nom", False), ("no", "nom", False), ("", "nom", False)],
)
def test_names_of_a_field(name: str, field: str, *, own: bool) -> None:
    assert belongs(name, field) is own


def test_the_part_of_a_post_that_is_the_steps(office: Office, moment: Moment) -> None:
    case = Life(office, moment).begins().case
    step = case.procedure.steps[1]
    form = {"nom": ("a",), "statut": ("seul",), "jeton": ("x",), "version": ("1",), "prenoms.0": ("b",), "age": ("9",)}
    assert step_form(case.procedure, step, form) == {"nom": ("a",), "prenoms.0": ("b",)}


def test_numbers_in_place_of_documents_are_of_their_step(office: Office, moment: Moment) -> None:
    case = Life(office, moment).begins().case
    pieces = next(step for step in case.procedure.steps if step.content == "justificatifs")
    assert [field.id for field in fields_of(case.procedure, pieces)] == ["numero_photo"]


def test_what_was_typed_decides_what_the_page_showed(office: Office, moment: Moment) -> None:
    life = Life(office, moment).begins()
    step = life.case.procedure.steps[1]
    assert "tuteur" not in shown_fields(life.case, step)
    life.saves("identite", {**WHO, "naissance.annee": ("2012",)})
    assert "tuteur" in shown_fields(life.case, step)


def test_an_answer_hidden_before_is_there_again(office: Office, moment: Moment) -> None:
    life = Life(office, moment).begins()
    life.saves("identite", WHO)
    life.saves("famille", {**HOME, "statut": ("couple",), "conjoint": ("Sam",)})
    life.saves("famille", HOME, confirmed=True)
    case = life.case
    reading = read_step(case, case.procedure.steps[2], {**HOME, "statut": ("couple",)})
    assert reading.new == {"conjoint"}
    assert reading.form["conjoint"] == ("Sam",)


NAMES = ["nom", "surnom", "tuteur", "courrier", "prenoms.0", "prenoms.1", "naissance.jour", "naissance.mois"]
POSTS = st.dictionaries(
    st.sampled_from([*NAMES, "naissance.annee", "statut", "conjoint", "numero_photo", "cas", "raison", "x"]),
    st.one_of(st.text(max_size=12), st.sampled_from(["1", "2", "1990", "2012", "2030", "oui", "couple"])).map(
        lambda v: (v,)
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=POSTS)
def test_whatever_is_posted_only_visible_fields_of_the_step_are_read(
    catalogue: Catalogue, moment: Moment, form: dict[str, tuple[str, ...]]
) -> None:
    case = Life(Office(open_memory(), KeySealer(b"k" * 32), catalogue), moment).begins().case
    step = case.procedure.steps[1]
    reading = read_step(case, step, form)
    visible = set(reading.progress.step(step.id).visible)
    own = {field.id for field in fields_of(case.procedure, step)}
    assert set(reading.values) | reading.new <= visible & own
    assert {name.partition(".")[0] for name in reading.form} <= visible & own
    assert not set(reading.values) & reading.new
    assert not {p.field for p in reading.problems} & reading.new
