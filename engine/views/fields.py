"""Fields as they are shown: what was typed, or else what is stored, with what is wrong beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from ..explain import Explainer
from ..kinds import Form, display, shown_members, to_form
from ..reference.countries import FRANCE
from ..spec import Field, Repeat
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
NO_FAULTS: Faults = {}
MEASURED = frozenset({"text", "long_text", "number"})


@dataclass(frozen=True, slots=True)
class _Own:
    """What one kind of field adds to what all have. An empty anchor or value is the common one."""

    anchor: str = ""
    value: str = ""
    display: str = ""
    options: tuple[OptionView, ...] = ()
    parts: tuple[PartView, ...] = ()
    members: tuple[FieldView | RepeatView, ...] = ()
    manual: bool = False


NOTHING = _Own()


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
        faults = self.faults.get(asked.id, NO_FAULTS)
        return self._shown(asked, asked.id, form, faults)

    def why(self, asked: Field) -> str | None:
        """The field's condition in words."""
        return self.explainer.condition(asked.condition) if asked.condition is not None else None

    def _form(self, asked: Field) -> Form:
        """What was typed for this field, or else what is stored of it."""
        if self.form is not None and asked.kind != "computed":
            return self.form
        value = self.answers.get(asked.id)
        return to_form(asked, value) if value is not None else {}

    def _shown(self, asked: Field, name: str, form: Form, faults: Faults) -> FieldView | RepeatView:
        """A field posted under `name`: of the step, or a member of an element."""
        if asked.repeat is not None:
            return self._repeat(asked, asked.repeat, name, form, faults)
        return self.single(asked, name, form, faults, why=self.why(asked), is_new=name in self.new)

    def _repeat(self, asked: Field, repeat: Repeat, name: str, form: Form, faults: Faults) -> RepeatView:
        count = max(min(elements_in(form, name), repeat.maximum), repeat.minimum, 1)
        elements = tuple(self.single(asked, f"{name}.{i}", form, inside(faults, str(i))) for i in range(count))
        return RepeatView(
            id=asked.id,
            name=name,
            anchor=elements[0].anchor,
            label=asked.label,
            required=asked.required,
            elements=elements,
            add_label=repeat.add_label,
            can_add=count < repeat.maximum,
            can_remove=count > max(repeat.minimum, 1),
            hint=self.filler.text(asked.hint),
            error=faults.get(""),
            why=self.why(asked),
            is_new=name in self.new,
        )

    def single(
        self, asked: Field, name: str, form: Form, faults: Faults, *, why: str | None = None, is_new: bool = False
    ) -> FieldView:
        """One field, or one element of a repeatable one, posted under `name`."""
        anchor = anchor_of(name)
        value = form.get(name, NO_TEXT)[-1]
        own = self._own(asked, name, value, form, faults)
        return FieldView(
            id=asked.id,
            kind=asked.kind,
            name=name,
            anchor=own.anchor or anchor,
            label=asked.label,
            required=asked.required,
            value=own.value or value,
            display=own.display,
            hint=self.filler.text(asked.hint),
            error=(faults.get("") or (None if own.members else next(iter(faults.values())))) if faults else None,
            options=own.options,
            presentation=asked.presentation,
            parts=own.parts,
            precision=asked.precision,
            historic=asked.historic,
            max_length=asked.max_length if asked.kind in MEASURED else None,
            example=asked.pattern_example,
            autocomplete=asked.autocomplete,
            confirm_label=asked.confirm_label,
            remove_label=asked.remove_label,
            suggestions=self.suggestions.get(name, ()) if asked.kind == "address" else (),
            manual=own.manual,
            why=why,
            is_new=is_new,
            members=own.members,
        )

    def _own(self, asked: Field, name: str, value: str, form: Form, faults: Faults) -> _Own:
        """What only this kind of field has."""
        match asked.kind:
            case "choice" | "yes_no":
                return _Own(options=self._options(asked, name, value))
            case "date":
                birth = asked.autocomplete == "bday"
                parts = tuple(
                    part_view(name, part, form, faults, language=self.language, birth=birth) for part in DATE_PARTS
                )
                faulty = next((p for p in parts if p.error), parts[0])
                return _Own(parts=parts, anchor=faulty.anchor)
            case "address":
                return self._address(name, form, faults)
            case "group":
                shown = shown_members(asked, form, name, self.filler.progress.scope)
                members = tuple(self._shown(m, f"{name}.{m.id}", form, inside(faults, m.id)) for m in shown)
                first = members[0].anchor if members else ""
                return _Own(members=members, anchor=next((m.anchor for m in members if m.error), first))
            case "computed":
                return _Own(display=self.filler.plain(asked.template))
            case "number" | "phone" | "country" | "nationality" | "checkbox" | "commitment":
                return _Own(display=self._display(asked)) if asked.repeat is None else NOTHING
            case "text" | "long_text" | "email":
                return NOTHING
            case _:
                assert_never(asked.kind)

    def _display(self, asked: Field) -> str:
        value = self.answers.get(asked.id)
        if value is None or isinstance(value, tuple):
            return ""
        return ", ".join(display(asked, value, self.language))

    def _options(self, asked: Field, name: str, value: str) -> tuple[OptionView, ...]:
        if asked.options is not None:
            pairs = tuple((option.id, option.label) for option in asked.options.options)
        else:
            pairs = YES_NO.get(self.language, YES_NO["fr"])
        anchor = anchor_of(name)
        return tuple(
            OptionView(id_, label, anchor if n == 0 else f"{anchor}-{id_}", id_ == value)
            for n, (id_, label) in enumerate(pairs)
        )

    def _address(self, name: str, form: Form, faults: Faults) -> _Own:
        parts = tuple(part_view(name, part, form, faults, language=self.language) for part in ADDRESS_PARTS)
        return _Own(
            value=form.get(f"{name}.recherche", NO_TEXT)[-1],
            parts=parts,
            anchor=next((p.anchor for p in parts if p.error), anchor_of(f"{name}.recherche")),
            manual=form.get(f"{name}.manuel", NO_TEXT)[-1] == "oui",
        )


def part_view(field: str, part: str, form: Form, faults: Faults, *, language: str, birth: bool = False) -> PartView:
    """One control of a composed field. Only a birth date's parts carry the browser's birthday tokens."""
    name = f"{field}.{part}"
    labels = PART_LABELS.get(language, PART_LABELS["fr"])
    return PartView(
        id=part,
        name=name,
        anchor=anchor_of(name),
        label=labels[part],
        value=form.get(name, NO_TEXT)[-1] or (FRANCE if part == "pays" else ""),
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
            if index.isascii() and index.isdigit() and len(index) <= 4:
                highest = max(highest, int(index))
    return highest + 1
