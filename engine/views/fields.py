"""Fields as they are shown: what was typed, or else what is stored, with what is wrong beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from ..explain import Explainer
from ..kinds import Form, display, to_form
from ..spec import Field
from ..values import AnswerMap
from ..view import FieldView, OptionView, PartView, RepeatView, SuggestionView
from .state import Faults, Filler, anchor_of, inside

PART_LABELS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "jour": "Jour",
        "mois": "Mois",
        "annee": "Année",
        "recherche": "Rechercher une adresse",
        "numero": "Numéro de voie",
        "voie": "Voie",
        "complement": "Complément d'adresse",
        "code_postal": "Code postal",
        "ville": "Ville",
        "pays": "Pays",
        "code_insee": "Code INSEE",
    },
    "en": {
        "jour": "Day",
        "mois": "Month",
        "annee": "Year",
        "recherche": "Search for an address",
        "numero": "Street number",
        "voie": "Street",
        "complement": "Address complement",
        "code_postal": "Postcode",
        "ville": "Town",
        "pays": "Country",
        "code_insee": "INSEE code",
    },
}
PART_HINTS: Mapping[str, str] = {"jour": "JJ", "mois": "MM", "annee": "AAAA"}
DATE_PARTS = ("jour", "mois", "annee")
ADDRESS_PARTS = ("numero", "voie", "complement", "code_postal", "ville", "pays", "code_insee")
AUTOCOMPLETE = {
    "jour": "bday-day",
    "mois": "bday-month",
    "annee": "bday-year",
    "voie": "address-line1",
    "complement": "address-line2",
    "code_postal": "postal-code",
    "ville": "address-level2",
    "pays": "country",
}
YES_NO = {"fr": (("oui", "Oui"), ("non", "Non")), "en": (("oui", "Yes"), ("non", "No"))}
NO_TEXT: tuple[str, ...] = ("",)


@dataclass(slots=True)
class FieldViews:
    """Builds the views of one page's fields."""

    filler: Filler
    explainer: Explainer
    form: Form | None
    answers: AnswerMap
    faults: Mapping[str, Faults]
    suggestions: Mapping[str, tuple[SuggestionView, ...]]
    new: frozenset[str]
    language: str

    def view(self, asked: Field) -> FieldView | RepeatView:
        """One field of the step."""
        form = self._form(asked)
        faults = self.faults.get(asked.id, {})
        if asked.repeat is not None:
            return self._repeat(asked, form, faults)
        shown = self.single(asked, asked.id, form, faults)
        return replace(shown, why=self.why(asked), is_new=asked.id in self.new)

    def why(self, asked: Field) -> str | None:
        """The field's condition in words."""
        return self.explainer.condition(asked.condition) if asked.condition is not None else None

    def _form(self, asked: Field) -> Form:
        """What was typed for this field, or else what is stored of it."""
        if self.form is not None and (asked.kind != "computed"):
            return self.form
        value = self.answers.get(asked.id)
        return to_form(asked, value) if value is not None else {}

    def _repeat(self, asked: Field, form: Form, faults: Faults) -> RepeatView:
        assert asked.repeat is not None  # noqa: S101
        count = max(elements_in(form, asked.id), asked.repeat.minimum, 1)
        single = replace(asked, repeat=None)
        elements = tuple(
            self.single(single, f"{asked.id}.{i}", form, inside(faults, str(i))) for i in range(count)
        )
        return RepeatView(
            id=asked.id,
            name=asked.id,
            anchor=anchor_of(f"{asked.id}.0"),
            label=asked.label,
            required=asked.required,
            elements=elements,
            add_label=asked.repeat.add_label,
            can_add=count < asked.repeat.maximum,
            can_remove=count > max(asked.repeat.minimum, 1),
            hint=self.filler.text(asked.hint),
            error=faults.get(""),
            why=self.why(asked),
            is_new=asked.id in self.new,
        )

    def single(self, asked: Field, name: str, form: Form, faults: Faults) -> FieldView:
        """One field, or one element of a repeatable one, posted under `name`."""
        value = form.get(name, NO_TEXT)[-1] if name in form else ""
        shown = FieldView(
            id=asked.id,
            kind=asked.kind,
            name=name,
            anchor=anchor_of(name),
            label=asked.label,
            required=asked.required,
            value=value,
            hint=self.filler.text(asked.hint),
            error=faults.get("") or next(iter(faults.values()), None),
            presentation=asked.presentation,
            precision=asked.precision,
            historic=asked.historic,
            max_length=asked.max_length if asked.kind in ("text", "long_text", "number") else None,
            example=asked.pattern_example,
            autocomplete=asked.autocomplete,
            confirm_label=asked.confirm_label,
            remove_label=asked.remove_label,
        )
        return self._composed(asked, shown, form, faults)

    def _composed(self, asked: Field, shown: FieldView, form: Form, faults: Faults) -> FieldView:
        match asked.kind:
            case "choice" | "yes_no":
                return replace(shown, options=self._options(asked, shown))
            case "date":
                birth = asked.autocomplete == "bday"
                parts = tuple(
                    part_view(shown.name, part, form, faults, language=self.language, birth=birth)
                    for part in DATE_PARTS
                )
                faulty = next((p for p in parts if p.error), parts[0])
                return replace(shown, parts=parts, anchor=faulty.anchor)
            case "address":
                return self._address(shown, form, faults)
            case "group":
                members = tuple(
                    self.single(m, f"{shown.name}.{m.id}", form, inside(faults, m.id)) for m in asked.members
                )
                first = next((m.anchor for m in members if m.error), members[0].anchor if members else shown.anchor)
                return replace(shown, members=members, anchor=first, error=faults.get(""))
            case "computed":
                return replace(shown, display=self.filler.plain(asked.template))
            case "number" | "phone" | "country" | "nationality" | "checkbox" | "commitment":
                return replace(shown, display=self._display(asked))
            case "text" | "long_text" | "email":
                return shown
            case _:
                assert_never(asked.kind)

    def _display(self, asked: Field) -> str:
        value = self.answers.get(asked.id)
        if value is None or isinstance(value, tuple):
            return ""
        return ", ".join(display(asked, value, self.language))

    def _options(self, asked: Field, shown: FieldView) -> tuple[OptionView, ...]:
        if asked.options is not None:
            pairs = tuple((option.id, option.label) for option in asked.options.options)
        else:
            pairs = YES_NO.get(self.language, YES_NO["fr"])
        return tuple(
            OptionView(id_, label, shown.anchor if n == 0 else f"{shown.anchor}-{id_}", id_ == shown.value)
            for n, (id_, label) in enumerate(pairs)
        )

    def _address(self, shown: FieldView, form: Form, faults: Faults) -> FieldView:
        parts = tuple(
            part_view(shown.name, part, form, faults, language=self.language) for part in ADDRESS_PARTS
        )
        search = form.get(f"{shown.name}.recherche", NO_TEXT)[-1]
        typed = any(part.value for part in parts if part.id not in ("pays", "code_insee"))
        asked_for = form.get(f"{shown.name}.manuel", NO_TEXT)[-1] == "oui"
        faulty = next((p.anchor for p in parts if p.error), anchor_of(f"{shown.name}.recherche"))
        return replace(
            shown,
            value=search,
            parts=parts,
            anchor=faulty,
            suggestions=self.suggestions.get(shown.name, ()),
            manual=typed or asked_for or bool(faults),
        )


def part_view(
    field: str, part: str, form: Form, faults: Faults, *, language: str, birth: bool = False
) -> PartView:
    """One control of a composed field. Only a birth date's parts carry the browser's birthday tokens."""
    name = f"{field}.{part}"
    labels = PART_LABELS.get(language, PART_LABELS["fr"])
    return PartView(
        id=part,
        name=name,
        anchor=anchor_of(name),
        label=labels[part],
        value=form.get(name, NO_TEXT)[-1],
        error=faults.get(part),
        autocomplete=AUTOCOMPLETE.get(part) if birth or part not in DATE_PARTS else None,
        hint=PART_HINTS.get(part),
        read_only=part == "code_insee",
    )


def elements_in(form: Form, name: str) -> int:
    """How many elements of a repeatable a form holds: one more than the highest index posted."""
    highest = -1
    start = f"{name}."
    for key in form:
        if key.startswith(start):
            index = key[len(start) :].partition(".")[0]
            if index.isascii() and index.isdigit() and len(index) <= 4:  # noqa: PLR2004
                highest = max(highest, int(index))
    return highest + 1
