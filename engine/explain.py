"""Why a field is shown or a document asked: a compiled condition in words, for authors and for applicants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from .conditions.nodes import (
    AllOf,
    Answered,
    AnyOf,
    Condition,
    DateIs,
    DateTest,
    InRange,
    IsOneOf,
    NoneOf,
    Undecided,
)
from .facts import Anniversary, Count, Fact, Holds, YearsBetween
from .reference.countries import country_label
from .spec import Field, Procedure

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "and": " et ",
        "or": " ou ",
        "none": "aucun de : {parts}",
        "is": "« {name} » est {values}",
        "yes": "{name}",
        "no": "non : {name}",
        "ticked": "« {name} » est coché",
        "unticked": "« {name} » n'est pas coché",
        "oui": "« {name} » : oui",
        "non": "« {name} » : non",
        "answered": "« {name} » est renseigné",
        "unanswered": "« {name} » n'est pas renseigné",
        "range": "{name} : de {low} à {high}",
        "exactly": "{name} : {low}",
        "from": "{name} : {low} ou plus",
        "below": "{name} : moins de {high}",
        "before": "{name} avant {bound}",
        "after": "{name} après {bound}",
        "not_before": "{name} à partir de {bound}",
        "not_after": "{name} jusqu'à {bound}",
        "motif": "motif",
        "date_depot": "la date du dépôt",
        "undecided": "condition invalide",
        "years": "années, de {start} à {end}",
        "anniversary": "{years} ans après {date}",
        "count": "nombre de {name}",
        "answered_so": "vous avez répondu {values} à {name}",
        "ticked_so": "vous avez coché {name}",
        "unticked_so": "vous n'avez pas coché {name}",
        "facts": "d'après vos réponses : {names}",
        "yes_word": "Oui",
        "no_word": "Non",
    },
    "en": {
        "and": " and ",
        "or": " or ",
        "none": "none of: {parts}",
        "is": "“{name}” is {values}",
        "yes": "{name}",
        "no": "not: {name}",
        "ticked": "“{name}” is ticked",
        "unticked": "“{name}” is not ticked",
        "oui": "“{name}”: yes",
        "non": "“{name}”: no",
        "answered": "“{name}” is answered",
        "unanswered": "“{name}” is not answered",
        "range": "{name}: {low} to {high}",
        "exactly": "{name}: {low}",
        "from": "{name}: {low} or more",
        "below": "{name}: under {high}",
        "before": "{name} before {bound}",
        "after": "{name} after {bound}",
        "not_before": "{name} from {bound} on",
        "not_after": "{name} up to {bound}",
        "motif": "motif",
        "date_depot": "the day of deposit",
        "undecided": "invalid condition",
        "years": "years, from {start} to {end}",
        "anniversary": "{years} years after {date}",
        "count": "number of {name}",
        "answered_so": "you answered {values} to {name}",
        "ticked_so": "you ticked {name}",
        "unticked_so": "you did not tick {name}",
        "facts": "from your answers: {names}",
        "yes_word": "Yes",
        "no_word": "No",
    },
}
_MAX_PARTS = 2
_MAX_VALUES = 3
"""Beyond, a reason is no longer simple."""


def conditions_of(procedure: Procedure) -> dict[str, Condition]:
    """The whole condition under which each field is shown: its section's, its sub-section's, its own – or, for one that
    is asked in place of a document, its request's. A field that always is has none. The place is the innermost's."""
    found: dict[str, Condition] = {}

    def add(field: Field, *above: Condition | None) -> None:
        parts = tuple(part for part in (*above, field.condition) if part is not None)
        if parts:
            found[field.id] = parts[0] if len(parts) == 1 else AllOf(parts, parts[-1].position)

    for section in (section for step in procedure.steps for section in step.sections):
        for field in section.fields:
            add(field, section.condition)
        for inner in section.sections:
            for field in inner.fields:
                add(field, section.condition, inner.condition)
    for request in procedure.justificatifs.values():
        if request.field is not None:
            add(request.field, request.condition)
    return found


class Explainer:
    """Says conditions of one procedure in words. Facts that are conditions are opened: their label, then what it
    means."""

    def __init__(self, procedure: Procedure, language: str = "fr") -> None:
        self.procedure = procedure
        self.words = WORDS.get(language, WORDS["fr"])
        self.language = language
        self.members = {m.id: m for group in procedure.groups for m in group.members}

    def condition(self, condition: Condition) -> str:
        """The condition as one phrase."""
        match condition:
            case AllOf():
                return self.words["and"].join(self._part(part) for part in condition.parts)
            case AnyOf():
                return self.words["or"].join(self._part(part) for part in condition.parts)
            case NoneOf():
                return self._say("none", parts=" ; ".join(self.condition(part) for part in condition.parts))
            case IsOneOf():
                return self._values(condition)
            case InRange():
                return self._range(condition)
            case DateIs():
                return self._date(condition.test, condition)
            case Answered():
                return self._say(
                    "answered" if condition.expected else "unanswered", name=self._name(condition.reference)
                )
            case Undecided():
                return self.words["undecided"]
            case _:
                assert_never(condition)

    def simple(self, condition: Condition) -> str | None:
        """The condition as a sentence for applicants; None where it can't be said simply.

        A fact is said by its label alone, a choice or a box by what was answered; at most two together.
        """
        match condition:
            case AllOf(parts) | AnyOf(parts) if len(parts) <= _MAX_PARTS:
                link = self.words["and"] if isinstance(condition, AllOf) else self.words["or"]
            case _:
                parts, link = (condition,), ""
        facts = [part for part in parts if self._is_fact(part)]
        told = [self._told(part) for part in parts if part not in facts]
        if isinstance(condition, AnyOf) and facts and told:
            return None
        if facts:
            names = [self._fact_name(part) for part in facts]
            told.append(None if None in names else self._say("facts", names=link.join(filter(None, names))))
        sentence = link.join(filter(None, told))
        return f"{sentence[:1].upper()}{sentence[1:]}." if sentence and None not in told else None

    def _is_fact(self, condition: Condition) -> bool:
        return isinstance(condition, IsOneOf) and condition.reference in self.procedure.facts

    def _fact_name(self, condition: Condition) -> str | None:
        """The label of a fact that must hold; what must not, has another value than yes or no label, is not simple."""
        if not isinstance(condition, IsOneOf) or condition.values != {True}:
            return None
        fact = self.procedure.facts[condition.reference]
        return None if is_unnamed(fact) else fact.label

    def _told(self, condition: Condition) -> str | None:
        """What an applicant answered, when the condition is that they did."""
        if not isinstance(condition, IsOneOf) or not 0 < len(condition.values) <= _MAX_VALUES:
            return None
        known = self._field(condition.reference)
        if known is None or condition.values == {True, False}:
            return None
        name = self._quoted(known.label)
        if condition.values <= {True, False}:
            positive = True in condition.values
            if known.kind != "yes_no":
                return self._say("ticked_so" if positive else "unticked_so", name=name)
            word = self.words["yes_word" if positive else "no_word"]
            return self._say("answered_so", values=self._quoted(word), name=name)
        return self._say("answered_so", values=self._either(condition), name=name)

    def _quoted(self, text: str) -> str:
        return f"« {text} »" if self.language == "fr" else f"“{text}”"

    def _either(self, condition: IsOneOf) -> str:
        labels = sorted(self._label(condition.reference, str(value)) for value in condition.values)
        return self.words["or"].join(map(self._quoted, labels))

    def _part(self, condition: Condition) -> str:
        said = self.condition(condition)
        return f"({said})" if isinstance(condition, AllOf | AnyOf | NoneOf) else said

    def _say(self, key: str, **params: object) -> str:
        return self.words[key].format(**params)

    def _name(self, reference: str) -> str:
        if reference in ("motif", "date_depot"):
            return self.words[reference]
        field, fact = self._field(reference), self.procedure.facts.get(reference)
        if field is not None:
            return field.label
        return self._fact(fact) if fact is not None else reference

    def _fact(self, fact: Fact) -> str:
        """A fact's label; without one, what it calculates."""
        if not is_unnamed(fact):
            return fact.label
        match fact.calculation:
            case YearsBetween(start, end):
                return self._say("years", start=self._name(start), end=self._name(end))
            case Anniversary(date, years):
                return self._say("anniversary", years=years, date=self._name(date))
            case Count(reference):
                return self._say("count", name=self._name(reference))
            case _:
                return fact.label

    def _field(self, reference: str) -> Field | None:
        """A field; inside a group, a member of it."""
        return self.procedure.fields.get(reference) or self.members.get(reference)

    def _values(self, condition: IsOneOf) -> str:
        if condition.values == {True, False}:
            return self._say("answered", name=self._name(condition.reference))
        if condition.values <= {True, False}:
            return self._boolean(condition.reference, positive=True in condition.values)
        return self._say("is", name=self._name(condition.reference), values=self._either(condition))

    def _boolean(self, reference: str, *, positive: bool) -> str:
        fact = self.procedure.facts.get(reference)
        if fact is not None:
            opened = fact.calculation
            if isinstance(opened, Holds) and is_unnamed(fact):
                said = self.condition(opened.condition)
                return said if positive else self._say("no", name=f"({said})")
            said = self._say("yes" if positive else "no", name=fact.label)
            return f"{said} ({self.condition(opened.condition)})" if isinstance(opened, Holds) else said
        known = self._field(reference)
        if known is not None and known.kind == "yes_no":
            return self._say("oui" if positive else "non", name=known.label)
        return self._say("ticked" if positive else "unticked", name=self._name(reference))

    def _label(self, reference: str, value: str) -> str:
        if reference == "motif" and value in self.procedure.motifs:
            return self.procedure.motifs[value].label
        known = self._field(reference)
        if known is None:
            return value
        if known.options is not None:
            return known.options.label(value)
        return country_label(value, self.language)

    def _range(self, condition: InRange) -> str:
        name = self._name(condition.reference)
        match condition.low, condition.high:
            case int(low), int(high):
                return self._say("exactly" if low == high - 1 else "range", name=name, low=low, high=high - 1)
            case int(low), None:
                return self._say("from", name=name, low=low)
            case _, high:
                return self._say("below", name=name, high=high)

    def _date(self, test: DateTest, condition: DateIs) -> str:
        bound = condition.bound
        shown = self._name(bound) if isinstance(bound, str) else bound.strftime("%d/%m/%Y")
        return self._say(test, name=self._name(condition.reference), bound=shown)


def is_unnamed(fact: Fact) -> bool:
    """Whether the author gave no label, and the id that stands for it is more than a word."""
    return "_" in fact.id and fact.label == fact.id.replace("_", " ")
