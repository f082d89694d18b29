"""Where a case stands, as data: what `parcours run --format json` prints. Keys are documented and stable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from .conditions.nodes import Condition
from .explain import Explainer, conditions_of
from .justificatifs import RequestState, leaves
from .kinds.address import PARTS as ADDRESS_PARTS
from .messages_answers import message_of
from .problems import AnswerProblem, Position
from .progress import Progress
from .reference.countries import nearest_country
from .run import RULE_BROKEN
from .spec import Alternatives, Cases, Catalogue, Field, Item, Justificatif, Precision, Procedure, Question, Step
from .values import ABSENT, UNKNOWN, DateRange, IntRange

DATES: Mapping[Precision, tuple[str, ...]] = {
    "day": ("AAAA-MM-JJ",),
    "month": ("AAAA-MM-JJ", "AAAA-MM"),
    "year": ("AAAA-MM-JJ", "AAAA-MM", "AAAA"),
}

NO_COUNTRY = frozenset({"A055", "A056"})
"""What is wrong with an answer that is no country, or no nationality."""
COUNTRY_CODES: Mapping[str, tuple[str, ...]] = {
    "fr": ("code ISO à deux lettres", "à quatre lettres pour un État disparu"),
    "en": ("two-letter ISO code", "four letters for a state that no longer exists"),
}
WRONG_SHAPE = frozenset({"A006", "A067"})
"""What is wrong with an address that is none, or has other keys."""


def report_data(catalogue: Catalogue, progress: Progress, *, language: str) -> dict[str, object]:
    """The report as JSON-able data.

    `facts` that can't be known yet are null; a range of ages is `{min, max}`. `justificatifs[].items` are all the
    documents that may be given, `alternatives` how they combine; `required` is false while it is not sure the request
    is made.
    """
    procedure = progress.procedure
    return {
        "procedure": procedure.id if procedure is not None else progress.situation.procedure,
        "revision": _revision(catalogue, procedure),
        "today": progress.today.isoformat(),
        "situation": _situation(catalogue, progress),
        "motif": progress.motif.id if progress.motif is not None else progress.situation.motif,
        "status": progress.status,
        "next_step": progress.next_step,
        "fields": {"visible": list(progress.visible), "missing": list(progress.missing)},
        "problems": [told(p, catalogue, procedure, language) for p in progress.problems],
        "facts": {name: plain_fact(value) for name, value in progress.facts.items()},
        "justificatifs": [_request(state) for state in progress.requests],
        "why": _why(progress, language),
    }


def told(problem: AnswerProblem, catalogue: Catalogue, procedure: Procedure | None, language: str) -> dict[str, object]:
    """A problem of an answer: what is wrong, what was found, what could have been, and where the spec asks it."""
    asked = asked_for(problem, catalogue, procedure)
    label = _label(asked, problem.part) if isinstance(asked, Field | Question) else problem.field
    return {
        "field": problem.field,
        "code": problem.code,
        "message": message_of(problem, label, language),
        "found": problem.params.get("given"),
        "expected": list(_expected(asked, problem, procedure, language)),
        "suggestion": problem.params.get("near") or _country_meant(asked, problem),
        "line": None if asked is None else f"{asked.position.file}:{asked.position.line}",
    }


def asked_for(
    problem: AnswerProblem, catalogue: Catalogue, procedure: Procedure | None
) -> Field | Question | Justificatif | Step | None:
    """What a problem is about, None for a key that names nothing and for the motif."""
    steps = {step.id: step for step in procedure.steps} if procedure is not None else {}
    asked: Mapping[str, Field | Question | Justificatif | Step] = {
        **steps,
        **(procedure.justificatifs if procedure is not None else {}),
        **(catalogue.portal.questions if catalogue.portal is not None else {}),
        **(procedure.fields if procedure is not None else {}),
    }
    return asked.get(problem.field)


def _expected(
    asked: Field | Question | Justificatif | Step | None,
    problem: AnswerProblem,
    procedure: Procedure | None,
    language: str,
) -> tuple[str, ...]:
    """What a file of answers may say there, when it is a short list or has a form; of an address, its keys."""
    if problem.field == "motif" and asked is None:
        return tuple(procedure.motifs) if procedure is not None else ()
    if isinstance(asked, Question):
        return ("AAAA-MM-JJ",) if asked.is_date else tuple(choice.id for choice in asked.choices)
    if not isinstance(asked, Field) or problem.code == RULE_BROKEN:
        return ()
    about = _about(asked, problem)
    match about.kind:
        case _ if problem.code in NO_COUNTRY:
            codes = COUNTRY_CODES.get(language, COUNTRY_CODES["fr"])
            return codes if about.historic else codes[:1]
        case "address" if problem.code in WRONG_SHAPE and problem.part.rpartition(".")[2] not in ADDRESS_PARTS:
            return ADDRESS_PARTS
        case "choice":
            return tuple(option.id for option in about.options.options) if about.options is not None else ()
        case "yes_no" | "checkbox":
            return ("oui", "non")
        case "commitment":
            return ("oui",)
        case "date":
            return DATES[about.precision]
        case _:
            return ()


def _about(asked: Field, problem: AnswerProblem) -> Field:
    """The field a problem is about: of a group, its member."""
    names = [name for name in problem.part.split(".") if not name.isdecimal()]
    return next((member for member in asked.members if names and member.id == names[0]), asked)


def _country_meant(asked: Field | Question | Justificatif | Step | None, problem: AnswerProblem) -> str | None:
    """The code of the country probably meant by what is none."""
    if not isinstance(asked, Field) or problem.code not in NO_COUNTRY:
        return None
    return nearest_country(problem.params.get("given", ""), historic=_about(asked, problem).historic)


def _label(asked: Field | Question, part: str) -> str:
    """What is to be corrected: of a repeatable, which element, and which of its fields."""
    number, _, rest = part.partition(".")
    if isinstance(asked, Question) or not number.isdecimal():
        return asked.label
    member = next((m for m in asked.members if m.id == rest.partition(".")[0]), None)
    words = [asked.label.rstrip(" :*\u00a0"), str(int(number) + 1)]
    return ", ".join(words if member is None else [*words, _label(member, rest.partition(".")[2])])


def plain_fact(value: object) -> object:
    """A fact's value as JSON has it."""
    match value:
        case _ if value is UNKNOWN or value is ABSENT:
            return None
        case IntRange():
            return {"min": value.low, "max": value.high}
        case DateRange():
            return {"min": value.first.isoformat(), "max": value.last.isoformat()}
        case bool() | int() | str():
            return value
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def _revision(catalogue: Catalogue, procedure: Procedure | None) -> str | None:
    if procedure is not None:
        return procedure.revision
    return catalogue.portal.revision if catalogue.portal is not None else None


def _situation(catalogue: Catalogue, progress: Progress) -> dict[str, object]:
    path = progress.situation
    return {
        "path": [
            {
                "question": taken.question.id,
                "answer": taken.answer if isinstance(taken.answer, str) else str(taken.answer),
                "label": taken.choice.label if taken.choice is not None else None,
            }
            for taken in path.taken
        ],
        "recap": list(path.recap),
        "pending": path.pending,
        "orientation": progress.exit or path.orientation,
        "orientation_title": orientation_title(catalogue, progress.exit or path.orientation),
    }


def orientation_title(catalogue: Catalogue, name: str | None) -> str | None:
    """What an orientation is called."""
    known = catalogue.portal.orientations.get(name or "") if catalogue.portal is not None else None
    return known.title if known is not None else None


def _request(state: RequestState) -> dict[str, object]:
    request = state.justificatif
    return {
        "id": request.id,
        "label": request.label,
        "required": request.required and state.certain,
        "certain": state.certain,
        "heading": None if state.certain else request.heading,
        "items": [{"id": item.id, "label": item.label} for item in leaves(state.provision)],
        "alternatives": _alternatives(state.provision),
    }


def _alternatives(provision: Item | Alternatives | Cases | None) -> object:
    match provision:
        case Item():
            return provision.id
        case Alternatives():
            made: dict[str, object] = {provision.mode: [_alternatives(part) for part in provision.parts]}
            return {"title": provision.title, **made} if provision.title else made
        case _:
            return None


def _why(progress: Progress, language: str) -> dict[str, object]:
    """For each thing shown: under which condition, in words – null when it always is – and where the spec says so."""
    if progress.procedure is None:
        return {"fields": {}, "justificatifs": {}}
    explainer = Explainer(progress.procedure, language)
    reasons = conditions_of(progress.procedure)
    requests = {state.justificatif.id: state.justificatif for state in progress.requests}
    return {
        "fields": {
            name: reason(explainer, reasons.get(name), field.position) for name, field in progress.visible.items()
        },
        "justificatifs": {name: reason(explainer, asked.condition, asked.position) for name, asked in requests.items()},
    }


def reason(explainer: Explainer, condition: Condition | None, position: Position) -> Mapping[str, str | None]:
    """A condition in words and its place; the place of what has none."""
    where = condition.position if condition is not None else position
    words = explainer.condition(condition) if condition is not None else None
    return {"condition": words, "line": f"{where.file}:{where.line}"}
