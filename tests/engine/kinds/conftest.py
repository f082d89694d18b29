"""Fields to read answers for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.problems import Position
from engine.spec import ChoiceList, Field, Option

HERE = Position("essai.yaml", 1, 1)
COLOURS = ChoiceList("couleurs", (Option("bleu", "Bleu ciel"), Option("vert", "Vert d'eau")), HERE)


def make_field(kind: str, **settings: object) -> Field:
    """A field `x` of a kind; a choice has two colours unless told otherwise."""
    if kind == "choice":
        settings.setdefault("options", COLOURS)
    values: dict[str, object] = {"id": "x", "label": "Essai", **settings}
    return Field(kind=kind, position=HERE, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make() -> Callable[..., Field]:
    return make_field
