"""Where a case stands, as data and as text for a terminal: what `parcours run` prints. Keys are documented and
stable."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping

from .conditions.nodes import Condition
from .explain import Explainer
from .justificatifs import RequestState, leaves
from .messages_answers import message_of
from .problems import AnswerProblem, Position
from .run import Progress
from .spec import Alternatives, Cases, Catalogue, Field, Item, Procedure, Question
from .values import ABSENT, UNKNOWN, DateRange, IntRange
from .views.state import Filler, PageState

WIDTH = 100
STATUS = {
    "incomplete": "incomplète",
    "complete": "complète",
    "blocked": "bloquée : une réponse est à corriger",
    "redirected": "orientée ailleurs",
}


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
        "problems": [
            {"field": p.field, "code": p.code, "message": said(p, catalogue, procedure, language)}
            for p in progress.problems
        ],
        "facts": {name: plain_fact(value) for name, value in progress.facts.items()},
        "justificatifs": [_request(state) for state in progress.requests],
        "why": _why(progress, language),
    }


def said(problem: AnswerProblem, catalogue: Catalogue, procedure: Procedure | None, language: str) -> str:
    """A problem of an answer in words."""
    asked: Mapping[str, Field | Question] = {
        **(catalogue.portal.questions if catalogue.portal is not None else {}),
        **(procedure.fields if procedure is not None else {}),
    }
    found = asked.get(problem.field)
    label = _label(found, problem.part) if found is not None else problem.field
    return message_of(problem, label, language)


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
        "orientation_title": _orientation_title(catalogue, progress.exit or path.orientation),
    }


def _orientation_title(catalogue: Catalogue, name: str | None) -> str | None:
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
    """For what is shown under a condition: the condition in words, and where the spec says so."""
    if progress.procedure is None:
        return {"fields": {}, "justificatifs": {}}
    explainer = Explainer(progress.procedure, language)
    fields = {
        name: _reason(explainer, field.condition, field.position)
        for name, field in progress.visible.items()
        if field.condition is not None
    }
    requests = {
        state.justificatif.id: _reason(explainer, state.justificatif.condition, state.justificatif.position)
        for state in progress.requests
        if state.justificatif.condition is not None
    }
    return {"fields": fields, "justificatifs": requests}


def _reason(explainer: Explainer, condition: Condition | None, position: Position) -> Mapping[str, str]:
    where = condition.position if condition is not None else position
    words = explainer.condition(condition) if condition is not None else ""
    return {"condition": words, "line": f"{where.file}:{where.line}"}


def report_text(catalogue: Catalogue, progress: Progress, *, language: str) -> str:
    """The report for a terminal, in French."""
    lines = [
        *_head(catalogue, progress),
        *_fields(progress, language),
        *(f"  ✗ {p.field} [{p.code}] {said(p, catalogue, progress.procedure, language)}" for p in progress.problems),
        *_facts(progress),
        *_requests(progress, language),
    ]
    return "\n".join(lines) + "\n"


def _head(catalogue: Catalogue, progress: Progress) -> Iterator[str]:
    procedure, path = progress.procedure, progress.situation
    if procedure is not None:
        yield procedure.full_title
        yield f"  démarche {procedure.id}, version {procedure.version}, révision {procedure.revision[:12]}"
    yield f"  au {progress.today.strftime('%d/%m/%Y')} – demande {STATUS[progress.status]}"
    if progress.next_step is not None and procedure is not None:
        title = next(step.title for step in procedure.steps if step.id == progress.next_step)
        yield f"  prochaine étape : {title} ({progress.next_step})"
    yield ""
    yield "SITUATION"
    for taken in path.taken:
        answer = taken.choice.label if taken.choice is not None else str(taken.answer)
        yield f"  {taken.question.id} : {answer}"
    for recap in path.recap:
        yield f"    → {recap}"
    if path.pending is not None:
        yield f"  question en attente : {path.pending}"
    orientation = _orientation_title(catalogue, progress.exit or path.orientation)
    if orientation is not None:
        yield f"  orientation : {orientation} ({progress.exit or path.orientation})"
    motif = progress.motif
    if motif is not None:
        yield f"  motif : {motif.label} ({motif.id})"
    elif path.procedure is not None:
        yield f"  poursuit avec la démarche {path.procedure}, motif {path.motif}"


def _fields(progress: Progress, language: str) -> Iterator[str]:
    procedure = progress.procedure
    if procedure is None:
        return
    explainer = Explainer(procedure, language)
    filler = Filler(progress, procedure, PageState(language=language))
    for step in progress.steps:
        if not step.visible:
            continue
        yield ""
        yield step.step.title.upper() + ("  ✓" if step.done else "")
        for name in step.visible:
            field = progress.visible[name]
            shown = filler.plain(field.template) if field.kind == "computed" else filler.value(name) or "—"
            mark = "  ← à répondre" if name in step.missing else ""
            yield f"  {field.label} ({name}) : {shown}{mark}"
            if field.condition is not None:
                yield from _because(explainer, field.condition)


def _because(explainer: Explainer, condition: Condition) -> Iterator[str]:
    where = f"{condition.position.file}:{condition.position.line}"
    text = f"parce que {explainer.condition(condition)} – {where}"
    yield from textwrap.wrap(text, WIDTH, initial_indent="      ", subsequent_indent="        ")


def _facts(progress: Progress) -> Iterator[str]:
    if not progress.facts:
        return
    yield ""
    yield "FAITS"
    for name, value in progress.facts.items():
        yield f"  {name} : {_fact(plain_fact(value))}"


def _fact(value: object) -> str:
    match value:
        case None:
            return "inconnu"
        case True:
            return "oui"
        case False:
            return "non"
        case {"min": low, "max": high}:
            return f"entre {low} et {high}"
        case _:
            return str(value)


def _requests(progress: Progress, language: str) -> Iterator[str]:
    if progress.procedure is None:
        return
    explainer = Explainer(progress.procedure, language)
    yield ""
    yield "JUSTIFICATIFS"
    for state in progress.requests:
        request = state.justificatif
        star = " *" if request.required and state.certain else ""
        heading = f"{request.heading} : " if request.heading and not state.certain else ""
        yield f"  {heading}{request.label}{star} ({request.id})"
        if request.condition is not None:
            yield from _because(explainer, request.condition)
        if state.provision is not None:
            yield from _tree(state.provision, 4)


def _tree(provision: Item | Alternatives | Cases, indent: int) -> Iterator[str]:
    space = " " * indent
    match provision:
        case Item():
            yield f"{space}- {provision.label}"
        case Alternatives():
            said_mode = "un de" if provision.mode == "one_of" else "tous"
            heading = provision.title or (provision.instruction.source.strip() if provision.instruction else "")
            yield f"{space}{heading}{' ' if heading else ''}[{said_mode}]"
            for part in provision.parts:
                yield from _tree(part, indent + 2)
        case Cases():
            return
