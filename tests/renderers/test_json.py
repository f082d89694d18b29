"""The step as JSON: all of the view, in words that need no Python."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, cast

import pytest

from engine.texts import RichText, parse_text
from engine.view import (
    AlternativesView,
    ItemView,
    RequestGroupView,
    RequestView,
    SectionView,
    StepRef,
    StepView,
)
from renderers.json import render_step
from tests.renderers.views import field_view, repeat_view


def rich(source: str) -> RichText:
    return parse_text(source)[0].fill(lambda name: name, {})


VIEW = StepView(
    title="Votre jardin",
    neutral_title="Ma démarche",
    procedure_title="Demander une parcelle",
    content="form",
    step="jardin",
    slug="jardin",
    number=1,
    total=1,
    steps=(StepRef("jardin", 1, "Votre jardin", "jardin", "current"),),
    version=4,
    announcement=rich("**Un** mot.\n\n- [la carte](https://example.org)"),
    sections=(
        SectionView(
            "parcelle",
            "La parcelle",
            None,
            (
                field_view("nom", "text", "nom", "f-nom", "Nom", required=True, value="</script> *x*"),
                repeat_view("arbres", "Arbres", ()),
            ),
        ),
    ),
    groups=(
        RequestGroupView(
            "g",
            "Pièces",
            (
                RequestView(
                    "plan",
                    "Plan",
                    required=True,
                    control="plan",
                    anchor="f-plan",
                    provision=AlternativesView("one_of", None, None, (ItemView("bail", "Bail"),)),
                ),
            ),
        ),
    ),
    documents={"Confirmation": "/d/c.pdf"},
)


def read(view: StepView) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(render_step(view)))


def test_every_attribute_of_the_view_is_a_key_in_order() -> None:
    shown = read(VIEW)
    assert list(shown) == list(StepView._fields)
    assert shown["steps"] == [
        {"id": "jardin", "number": 1, "title": "Votre jardin", "slug": "jardin", "mark": "current"}
    ]
    assert shown["question"] is None
    assert shown["documents"] == {"Confirmation": "/d/c.pdf"}


def test_a_text_is_its_words_and_its_blocks() -> None:
    assert read(VIEW)["announcement"] == {
        "plain": "Un mot.\n\n- la carte",
        "blocks": [
            {
                "type": "paragraph",
                "inlines": [
                    {"type": "text", "text": "Un", "strong": True, "emphasis": False},
                    {"type": "text", "text": " mot.", "strong": False, "emphasis": False},
                ],
            },
            {
                "type": "list",
                "items": [
                    [
                        {
                            "type": "paragraph",
                            "inlines": [
                                {
                                    "type": "link",
                                    "text": "la carte",
                                    "target": "https://example.org",
                                    "kind": "external",
                                    "strong": False,
                                    "emphasis": False,
                                }
                            ],
                        }
                    ]
                ],
            },
        ],
    }


def test_what_may_have_several_shapes_says_which() -> None:
    shown = read(VIEW)
    field, repeat = shown["sections"][0]["fields"]
    assert (field["type"], field["kind"], field["value"]) == ("field", "text", "</script> *x*")
    assert (repeat["type"], repeat["elements"], repeat["can_remove"]) == ("repeat", [], False)
    provision = shown["groups"][0]["requests"][0]["provision"]
    assert provision["type"] == "alternatives"
    assert provision["parts"] == [{"type": "item", "id": "bail", "label": "Bail", "max_age": None}]


def test_the_same_view_gives_the_same_readable_text() -> None:
    shown = render_step(VIEW)
    assert shown == render_step(VIEW)
    assert shown.startswith('{\n  "title": "Votre jardin",\n  "neutral_title": "Ma démarche",\n')
    assert shown.endswith("}\n")


def test_a_view_holds_plain_values_only() -> None:
    wrong = StepView("t", "n", "p", "form", "s", "s", 1, 1, (), 1, progress=cast(int, dt.date(2020, 1, 31)))
    with pytest.raises(TypeError, match="date"):
        render_step(wrong)
