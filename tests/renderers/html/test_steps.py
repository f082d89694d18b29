"""What is kept of a step's page holds nothing of a person; what fills it is escaped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup

from engine.view import ErrorView, InsertView, SectionView, StepView
from renderers.html import MainButton, PageContext
from renderers.html.richtext import Links, TextWriter
from renderers.html.steps import StepShape, new_fields, places, step_shape, step_values
from tests.renderers.html.samples import FIELDS, PAGE, field, rich, step

CANARY = "<SECRET>"
MAIN = MainButton("Enregistrer", "enregistrer")


def page_of(words: str) -> tuple[StepView, PageContext]:
    """A step with everything that a person, a dossier or a session says of it, in these words."""
    inner = SectionView("b", "Deuxième", rich(words), (), has_required=False)
    section = SectionView(
        "a", "Première", rich(words), (field(value=words, error=words),), has_required=True, sections=(inner,)
    )
    view = step()._replace(
        version=len(words),
        recap=(words, words),
        inserts=(InsertView("encart", "Titre", rich(words)),),
        announcement=rich(words),
        sections=(section,),
        errors=(ErrorView("f-nom", words, "Nom"),),
        notices=(words,),
        number_given=words,
        previous=words,
    )
    page = PAGE._replace(
        action_url=words,
        csrf_token=words,
        change_situation_url=words,
        document_urls={"liste": words},
        step_urls={"etape-2": words},
        flash=(),
    )
    return view, page


def shape_of(view: StepView, page: PageContext) -> StepShape:
    return step_shape(view, page, MAIN, TextWriter(Links("", page.document_urls, Markup("")), {}))


def test_a_shape_holds_nothing_of_a_person() -> None:
    assert "SECRET" not in repr(shape_of(*page_of(CANARY)))


def test_two_people_share_a_shape() -> None:
    assert shape_of(*page_of(CANARY)) == shape_of(*page_of("x"))


def test_what_fills_a_page_is_escaped() -> None:
    view, page = page_of(CANARY)
    values = step_values(view, page, TextWriter(Links("", page.document_urls, Markup("")), {}), places(view.sections))
    holding = {name for name, value in values.items() if b"SECRET" in value}
    assert holding == {
        "jeton",
        "action",
        "situation",
        "numero",
        "rappel",
        "annonce",
        "encart.0",
        "introduction.0",
        "introduction.0.0",
    }
    assert all(CANARY.encode() not in value for value in values.values())


def test_a_text_that_is_the_same_for_everybody_is_kept_and_fills_nothing() -> None:
    view, page = page_of("x")
    shared = view._replace(announcement=replace(rich("Pour tous."), shared=True))
    writer = TextWriter(Links("", {}, Markup("")), {})
    assert "Pour tous." in repr(step_shape(shared, page, MAIN, writer))
    assert "annonce" not in step_values(shared, page, writer, places(shared.sections))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x"},
        {"recap": ()},
        {"number_given": None},
        {"errors": ()},
        {"previous": None},
        {"can_quit": False},
        {"announcement": None},
        {"sections": ()},
        {"lists_countries": False},
    ],
)
def test_a_shape_says_which_parts_are_there(change: dict[str, object]) -> None:
    view, page = page_of("x")
    assert shape_of(view._replace(**change), page) != shape_of(view, page)  # type: ignore[arg-type] # some attribute


def test_every_attribute_of_a_step_is_accounted_for() -> None:
    # A new attribute of the view must be looked at here: fixed by the author, or filling a slot.
    fixed = {
        "title",
        "neutral_title",
        "procedure_title",
        "content",
        "number",
        "total",
        "steps",
        "progress",
        "remaining",
    }
    there = {"recalls_situation", "previous", "can_quit", "can_abandon", "reveals", "lists_countries"}
    slots = {
        "version",
        "recap",
        "inserts",
        "announcement",
        "question",
        "sections",
        "groups",
        "check",
        "errors",
        "notices",
    }
    slots |= {"number_given", "documents"}
    unshown = {"step", "slug", "files"}  # an id, an address; `files` is read beside each request
    assert set(StepView._fields) == fixed | there | slots | unshown


def test_sections_have_a_place_each_and_new_fields_are_found_in_all() -> None:
    inner = SectionView("b", "B", None, (field(is_new=True),), has_required=False)
    outer = SectionView(
        "a", "A", None, (FIELDS["text"], field(name="autre", is_new=True)), has_required=True, sections=(inner,)
    )
    view = step()._replace(sections=(outer, inner))
    assert [place for place, _ in places(view.sections)] == ["0", "0.0", "1"]
    assert [shown.name for shown in new_fields(places(view.sections))] == ["autre", "nom", "nom"]
