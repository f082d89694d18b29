"""Fields as they are shown: what was typed, or else what is stored, with what is wrong beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..explain import Explainer
from ..kinds import Form, display, part_texts, shown_members, to_form
from ..kinds.address import PARTS as ADDRESS_PARTS
from ..kinds.date import PARTS as DATE_PARTS
from ..reference.countries import FRANCE
from ..spec import Field, Justificatif, Procedure, Repeat
from ..texts import RichText
from ..values import AnswerMap
from ..view import FieldFrame, FieldView, PartFrame, PartView, RepeatFrame, RepeatView, SuggestionView
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
AS_STORED = frozenset({"text", "long_text", "email", "number", "choice", "country", "nationality"})
"""The kinds of one control whose stored answer is also what is typed in it."""
COMPOSED = frozenset({"date", "address"})
"""The kinds of several controls."""
SAID = frozenset({"number", "country", "nationality", "checkbox", "commitment", "computed"})
"""The kinds whose answer is also given in words: a telephone number is already shown as people write it."""


@dataclass(slots=True)
class FieldViews:
    """Builds the views of one page's fields."""

    filler: Filler
    form: Form | None
    answers: AnswerMap
    faults: Mapping[str, Faults]
    suggestions: Mapping[str, tuple[SuggestionView, ...]]
    new: frozenset[str]
    language: str

    def all(self, fields: Iterable[Field], visible: frozenset[str]) -> tuple[FieldView | RepeatView, ...]:
        """Those of some fields that are visible.

        Most have one control that shows what is stored: those are made right here, since every page has dozens.
        """
        found: list[FieldView | RepeatView] = []
        answers, faults, new, language, typed = self.answers, self.faults, self.new, self.language, self.form
        for asked in fields:
            name = asked.id
            if name not in visible:
                continue
            kind, repeat = asked.kind, asked.repeat
            if typed is not None or name in faults or (kind not in AS_STORED and (repeat or kind not in COMPOSED)):
                found.append(self.view(asked))
                continue
            if repeat is not None or kind in COMPOSED:
                found.append(self._parts(asked) if repeat is None else self._stored(asked, repeat))
                continue
            frame = frame_of(asked, name, language)
            value = answers.get(name)
            found.append(
                FieldView(
                    frame,
                    frame.anchor,
                    "" if value is None else str(value),
                    "" if value is None or kind not in SAID else self._display(asked),
                    frame.hint if frame.hint is not None or asked.hint is None else self.filler.text(asked.hint),
                    None,
                    (),
                    (),
                    False,  # noqa: FBT003 - a named tuple takes its attributes in order, and this way twice as fast
                    None if asked.condition is None else self._why(asked),
                    name in new,
                )
            )
        return tuple(found)

    def view(self, asked: Field) -> FieldView | RepeatView:
        """One field of the step."""
        form = self._form(asked)
        faults = self.faults.get(asked.id, NO_FAULTS)
        return self._shown(asked, asked.id, form, faults)

    def _form(self, asked: Field) -> Form:
        """What was typed for this field, or else what is stored of it."""
        if self.form is not None and asked.asked:
            return self.form
        value = self.answers.get(asked.id)
        return to_form(asked, value) if value is not None else {}

    def _shown(self, asked: Field, name: str, form: Form, faults: Faults) -> FieldView | RepeatView:
        """A field posted under `name`: of the step, or a member of an element."""
        if asked.repeat is not None:
            return self._repeat(asked, asked.repeat, name, form, faults)
        return self.single(asked, name, form, faults, why=self._why(asked), is_new=name in self.new)

    def _why(self, asked: Field) -> str | None:
        """The field's condition in an applicant's words."""
        return why_of(asked, self.filler.procedure, self.language) if asked.condition is not None else None

    def _hint(self, asked: Field, fixed: RichText | None) -> RichText | None:
        """The field's hint; `fixed` is that of its frame, where it depends on nobody."""
        return fixed if fixed is not None or asked.hint is None else self.filler.text(asked.hint)

    def _stored(self, asked: Field, repeat: Repeat) -> RepeatView:
        """A repeatable field of one control, as it is stored."""
        name, answer = asked.id, self.answers.get(asked.id)
        texts = [str(value) for value in answer[: repeat.maximum]] if isinstance(answer, tuple) else []
        texts += [""] * (max(repeat.minimum, 1) - len(texts))
        elements: list[FieldView] = []
        for index, text in enumerate(texts):
            frame = frame_of(asked, f"{name}.{index}", self.language)
            elements.append(FieldView(frame, frame.anchor, text, "", self._hint(asked, frame.hint)))
        return self._whole(asked, repeat, name, tuple(elements), NO_FAULTS)

    def _parts(self, asked: Field) -> FieldView:
        """A date or an address, as it is stored."""
        frame, value = frame_of(asked, asked.id, self.language), self.answers.get(asked.id)
        texts = part_texts(asked, value) if value is not None else ("",) * len(frame.parts)
        parts = [part_view(part, text) for part, text in zip(frame.parts, texts, strict=True)]
        proposed, why, is_new = self.suggestions.get(asked.id, ()), self._why(asked), asked.id in self.new
        hint = self._hint(asked, frame.hint)
        return FieldView(frame, frame.anchor, "", "", hint, None, tuple(parts), proposed, why=why, is_new=is_new)

    def _repeat(self, asked: Field, repeat: Repeat, name: str, form: Form, faults: Faults) -> RepeatView:
        count = max(min(elements_in(form, name), repeat.maximum), repeat.minimum, 1)
        elements = [self.single(asked, f"{name}.{i}", form, inside(faults, str(i))) for i in range(count)]
        return self._whole(asked, repeat, name, tuple(elements), faults)

    def _whole(
        self, asked: Field, repeat: Repeat, name: str, elements: tuple[FieldView, ...], faults: Faults
    ) -> RepeatView:
        frame = repeat_frame_of(asked, name)
        return RepeatView(
            frame,
            elements[0].anchor,
            elements,
            len(elements) < repeat.maximum,
            len(elements) > max(repeat.minimum, 1),
            self._hint(asked, frame.hint),
            faults.get(""),
            self._why(asked),
            name in self.new,
        )

    def single(
        self, asked: Field, name: str, form: Form, faults: Faults, *, why: str | None = None, is_new: bool = False
    ) -> FieldView:
        """One field, or one element of a repeatable one, posted under `name`."""
        frame = frame_of(asked, name, self.language)
        hint = self._hint(asked, frame.hint)
        if asked.kind == "group":
            return self._group(asked, frame, form, faults, FieldView(frame, "", hint=hint, why=why, is_new=is_new))
        error = said_of(faults) if faults else None
        if not frame.parts:
            value = form.get(name, NO_TEXT)[-1]
            said = self._display(asked) if asked.kind in SAID and asked.repeat is None else ""
            return FieldView(frame, frame.anchor, value, said, hint, error, why=why, is_new=is_new)
        parts = part_views(frame, form, faults)
        anchor = next((part.anchor for part in parts if part.error), frame.anchor) if faults else frame.anchor
        if asked.kind == "date":
            return FieldView(frame, anchor, "", "", hint, error, parts, why=why, is_new=is_new)
        searched = form.get(f"{name}.recherche", NO_TEXT)[-1]
        proposed = self.suggestions.get(name, ())
        by_hand = form.get(f"{name}.manuel", NO_TEXT)[-1] == "oui"
        return FieldView(frame, anchor, searched, "", hint, error, parts, proposed, by_hand, why, is_new)

    def _group(self, asked: Field, frame: FieldFrame, form: Form, faults: Faults, whole: FieldView) -> FieldView:
        shown = shown_members(asked, form, frame.name, self.filler.progress.scope)
        members = tuple(self._shown(m, f"{frame.name}.{m.id}", form, inside(faults, m.id)) for m in shown)
        first = members[0].anchor if members else frame.anchor
        anchor = next((m.anchor for m in members if m.error), first)
        # What is wrong in a member is said beside it.
        error = faults.get("") if members else said_of(faults)
        return whole._replace(anchor=anchor, error=error, members=members)

    def _display(self, asked: Field) -> str:
        """The answer in words; what is computed is always said."""
        if asked.kind == "computed":
            return self.filler.plain(asked.template)
        value = self.answers.get(asked.id)
        if value is None or isinstance(value, tuple):
            return ""
        return ", ".join(display(asked, value, self.language))


def said_of(faults: Faults) -> str | None:
    """What a field says is wrong: of the whole, or else of its first part at fault."""
    return faults.get("") or next(iter(faults.values()), None)


@lru_cache(maxsize=8192)
def frame_of(asked: Field, name: str, language: str) -> FieldFrame:
    """What is fixed of a field posted under `name`. Kept: it is the same for everybody."""
    parts = _part_frames(asked, name, language)
    anchor = f"{name}.recherche" if asked.kind == "address" else parts[0].name if parts else name
    options: tuple[tuple[str, str], ...] = ()
    if asked.kind == "yes_no":
        options = YES_NO.get(language, YES_NO["fr"])
    elif asked.options is not None:
        options = tuple((option.id, option.label) for option in asked.options.options)
    return FieldFrame(
        id=asked.id,
        kind=asked.kind,
        name=name,
        anchor=anchor_of(anchor),
        label=asked.label,
        required=asked.required and asked.taken_from is None,
        hint=asked.hint.fixed if asked.hint is not None else None,
        options=options,
        presentation=asked.presentation,
        parts=parts,
        precision=asked.precision,
        historic=asked.historic,
        max_length=asked.max_length if asked.kind in MEASURED else None,
        example=asked.pattern_example,
        autocomplete=asked.autocomplete,
        confirm_label=asked.confirm_label,
        remove_label=asked.remove_label,
        taken_from=asked.taken_from,
    )


def _part_frames(asked: Field, name: str, language: str) -> tuple[PartFrame, ...]:
    match asked.kind:
        case "date":
            # Only a birth date's parts carry the browser's birthday tokens.
            tokens = AUTOCOMPLETE if asked.autocomplete == "bday" else {}
            return tuple(part_frame(name, part, language, tokens.get(part)) for part in DATE_PARTS)
        case "address":
            return tuple(part_frame(name, part, language, AUTOCOMPLETE.get(part)) for part in ADDRESS_PARTS)
        case _:
            return ()


def part_frame(field: str, part: str, language: str, autocomplete: str | None = None) -> PartFrame:
    """What is fixed of one control of a composed field posted under `field`."""
    name = f"{field}.{part}"
    label = PART_LABELS.get(language, PART_LABELS["fr"])[part]
    return PartFrame(
        part, name, anchor_of(name), label, autocomplete, PART_HINTS.get(part), read_only=part == "code_insee"
    )


def part_views(frame: FieldFrame, form: Form, faults: Faults) -> tuple[PartView, ...]:
    """The controls of a composed field, with what was typed in each."""
    return tuple([part_view(part, form.get(part.name, NO_TEXT)[-1], faults.get(part.id)) for part in frame.parts])


def part_view(frame: PartFrame, text: str, fault: str | None = None) -> PartView:
    """One control of a composed field. An address is in France until one says otherwise."""
    return PartView(frame, text or (FRANCE if frame.id == "pays" else ""), fault)


@lru_cache(maxsize=8192)
def repeat_frame_of(asked: Field, name: str) -> RepeatFrame:
    """What is fixed of a repeatable posted under `name`. Kept: it is the same for everybody."""
    hint = asked.hint.fixed if asked.hint is not None else None
    words = asked.repeat.add_label if asked.repeat is not None else ""
    return RepeatFrame(asked.id, name, asked.label, asked.required, words, hint)


@lru_cache(maxsize=8192)
def why_of(asked: Field | Justificatif, procedure: Procedure, language: str) -> str | None:
    """Why a field or a document is asked, simply; None where it can't be. Kept: it is the same for everybody."""
    return Explainer(procedure, language).simple(asked.condition) if asked.condition is not None else None


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
