"""One step saved, left, changed: what each button of its page does to the dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..justificatifs import RequestState, control_keys, name_of, satisfied, still_wanting
from ..kinds import Form
from ..kinds.address import SEARCH
from ..problems import AnswerProblem
from ..reference.addresses import AddressProvider
from ..spec import Step
from ..store import StaleVersion
from ..view import SuggestionView
from .cases import Case, Moment, open_case, plain_of, save_case
from .codec import Draft, Plain
from .elements import add_element, indexes, remove_element
from .outcomes import AskFirst, Done, GoOn, Outcome, ShowAgain
from .places import Place, before, current_place
from .reading import StepReading, belongs, read_step, shown_progress, step_form
from .removals import removal

SUGGESTIONS = 8
EMPTY, NOT_CHOSEN, NOT_FOUND = "A001", "A060", "A052"
NO_ADDRESS = (
    "Aucune adresse trouvée. Vérifiez ce que vous avez écrit, ou cochez la case pour écrire l'adresse vous-même, "
    "puis enregistrez."
)
STALE = (
    "Votre demande a été modifiée ailleurs (autre onglet, autre appareil) depuis l'ouverture de cette page. Rien n'a "
    "été écrasé : ce que vous venez d'écrire est affiché ci-dessous et n'est pas encore enregistré."
)
STALE_NEXT = "Vérifiez ces réponses, puis enregistrez à nouveau pour garder ce que vous voyez ici."
NO_FILE = "Joignez un document pour « {label} »."
NO_PIECE = "Pour « {label} », il manque : {documents}."


def save_step(case: Case, step: Step, form: Form, *, version: int, moment: Moment, confirmed: bool = False) -> Outcome:
    """Validates a step and saves it: all of it, or nothing but what was typed.

    `confirmed` says that the person was told what the change takes away.
    """
    reading = read_step(case, step, form)
    if version != case.stored.version:
        return stale(case, step, reading)
    problems = (*reading.problems, *missing_files(reading.progress.requests, step, case))
    if problems or reading.new:
        return _not_yet(case, step, reading, problems, moment)
    taken_away = removal(case, reading.progress, step)
    if taken_away and not confirmed:
        kept = keep_pending(case, step, reading.form, moment)
        return AskFirst(kept, step, reading.form, taken_away)
    fields = case.procedure.fields
    plain = {name: plain_of(fields[name], value) for name, value in reading.values.items()}
    draft = replace(_without_pending(case.draft, step), answers={**case.draft.answers, **plain})
    saved = save_case(case, draft, moment)
    # From the deposit on, going on takes a button of its own.
    place = Place("step", step.id) if step.content == "deposit" else current_place(saved)
    return GoOn(place, saved, Done("changed") if confirmed else None)


def _not_yet(
    case: Case, step: Step, reading: StepReading, problems: tuple[AnswerProblem, ...], moment: Moment
) -> ShowAgain:
    kept = keep_pending(case, step, reading.form, moment, new=reading.new)
    return ShowAgain(kept, step, reading.form, reading.progress, problems, new=reading.new)


def stale(case: Case, step: Step, reading: StepReading) -> Outcome:
    """Someone saved the dossier since the page was sent: the same answers twice are one save; others are shown."""
    fields, stored = case.procedure.fields, case.progress.relevant
    differing = [fields[name].label for name, value in reading.values.items() if stored.get(name, _NOTHING) != value]
    if not differing and not reading.problems and not reading.new:
        return GoOn(current_place(case), case)
    listed = (f"Réponses différentes de celles enregistrées : {', '.join(f'« {label} »' for label in differing)}.",)
    notices = (STALE, *(listed if differing else ()), STALE_NEXT)
    return ShowAgain(case, step, reading.form, reading.progress, (), notices, reading.new, stale=True)


_NOTHING = object()


def quit_step(case: Case, step: Step, form: Form, *, version: int, moment: Moment) -> Outcome:
    """Keeps what was typed as it is, valid or not, for another time."""
    return leave(case, step, form, Place("pause"), version=version, moment=moment)


def go_back(case: Case, step: Step, form: Form, *, version: int, moment: Moment) -> Outcome:
    """The step before; what was typed here stays as it is until its page is opened again."""
    return leave(case, step, form, before(case, step), version=version, moment=moment)


def leave(case: Case, step: Step, form: Form, place: Place, *, version: int, moment: Moment) -> Outcome:
    """Goes to another page; what was typed here stays as it is, valid or not, until its own page is opened again."""
    reading = read_step(case, step, form)
    if version != case.stored.version:
        outcome = stale(case, step, reading)
        return GoOn(place, case) if isinstance(outcome, GoOn) else outcome
    if _says_nothing_new(case, step, reading):
        return GoOn(place, case)
    return GoOn(place, keep_pending(case, step, reading.form, moment, new=reading.new))


def _says_nothing_new(case: Case, step: Step, reading: StepReading) -> bool:
    """Whether a post holds exactly what is stored: keeping it apart would only make the step look unfinished."""
    if step.id in case.draft.pending or reading.new:
        return False
    if all(not any(values) for values in reading.form.values()) and not _answered(case, step):
        return True
    return not reading.problems and all(
        case.progress.relevant.get(name, _NOTHING) == value for name, value in reading.values.items()
    )


def _answered(case: Case, step: Step) -> bool:
    return any(name in case.progress.relevant for name in _asked(case, step))


def _asked(case: Case, step: Step) -> tuple[str, ...]:
    """The fields that a step shows and a person answers."""
    return tuple(name for name in case.progress.step(step.id).visible if case.procedure.fields[name].asked)


def search_address(case: Case, step: Step, form: Form, name: str, provider: AddressProvider) -> ShowAgain:
    """The same page with addresses proposed for what was typed."""
    own = step_form(case.procedure, step, form)
    found = _suggested(own, name, provider)
    return ShowAgain(
        case,
        step,
        own,
        read_step(case, step, form).progress,
        problems=() if found else (AnswerProblem(name, NOT_FOUND, message=NO_ADDRESS),),
        suggestions={name: found},
    )


def with_addresses(outcome: Outcome, provider: AddressProvider) -> Outcome:
    """The same outcome; where it refuses an address searched and not chosen, with the addresses to choose from.

    Saving is then also searching: who presses Enter in a search has not chosen another button.
    """
    if not isinstance(outcome, ShowAgain) or outcome.form is None:
        return outcome
    names = [_searched(problem) for problem in outcome.problems]
    found = {name: _suggested(outcome.form, name, provider) for name in names if name}
    problems = tuple(
        replace(problem, code=NOT_FOUND, message=NO_ADDRESS) if name and not found[name] else problem
        for name, problem in zip(names, outcome.problems, strict=True)
    )
    return replace(outcome, problems=problems, suggestions={**outcome.suggestions, **found})


def _searched(problem: AnswerProblem) -> str:
    """The name an address was searched under and not chosen, empty for another problem."""
    return f"{problem.field}.{problem.part}".removesuffix(f".{SEARCH}") if problem.code == NOT_CHOSEN else ""


def _suggested(form: Form, name: str, provider: AddressProvider) -> tuple[SuggestionView, ...]:
    typed = form.get(f"{name}.{SEARCH}", ("",))[-1]
    return tuple(SuggestionView(s.label, s.token) for s in provider.suggest(typed, SUGGESTIONS)) if typed else ()


def change_elements(case: Case, step: Step, form: Form, change: str, *, version: int, moment: Moment) -> Outcome:
    """Adds or removes an element of what is repeatable: `ajouter:<name>`, `retirer:<name>:<index>`. The rest stays."""
    own = step_form(case.procedure, step, form)
    verb, _, rest = change.partition(":")
    name, _, index = rest.partition(":")
    if not any(belongs(name, asked) for asked in _asked(case, step)):
        return GoOn(Place("step", step.id), case)
    changed = add_element(case.procedure.fields, own, name) if verb == "ajouter" else remove_element(own, name, index)
    shown = indexes(changed, name)[-1:] if verb == "ajouter" else (0,)
    control = f"{name}.{shown[0]}" if shown else name
    return _retyped(case, step, changed, Place("step", step.id, control), version=version, moment=moment)


def confirm_number(case: Case, step: Step, form: Form, name: str, *, version: int, moment: Moment) -> Outcome:
    """Keeps one number, once it is right, without waiting for the rest of its page."""
    reading = read_step(case, step, form)
    if version != case.stored.version:
        return stale(case, step, reading)
    problems = tuple(p for p in reading.problems if p.field == name)
    asked, value = case.procedure.fields.get(name), reading.values.get(name)
    if asked is None or asked.confirm_label is None or value is None:
        if asked is not None and name in reading.values and value is None:
            problems = (AnswerProblem(name, EMPTY, {"kind": asked.kind}),)
        kept = keep_pending(case, step, reading.form, moment)
        return ShowAgain(kept, step, reading.form, reading.progress, problems)
    draft = replace(case.draft, answers={**case.draft.answers, name: plain_of(asked, value)})
    place = Place("step", step.id, name)
    told = _retyped(replace(case, draft=draft), step, reading.form, place, version=version, moment=moment)
    return _telling(told, Done("confirmed", str(value), name))


def remove_number(case: Case, step: Step, form: Form, name: str, *, version: int, moment: Moment) -> Outcome:
    """Forgets one number that had been kept."""
    if name not in _asked(case, step):
        return GoOn(Place("step", step.id), case)
    own = {key: values for key, values in step_form(case.procedure, step, form).items() if key != name}
    answers = {key: value for key, value in case.draft.answers.items() if key != name}
    changed = replace(case, draft=replace(case.draft, answers=answers))
    place = Place("step", step.id, name)
    kept = _retyped(changed, step, {**own, name: ("",)}, place, version=version, moment=moment)
    return _telling(kept, Done("forgotten", control=name))


def _telling(outcome: Outcome, done: Done) -> Outcome:
    """An outcome that says what was done, if it was."""
    return replace(outcome, done=done) if isinstance(outcome, GoOn) else outcome


def _retyped(case: Case, step: Step, form: Form, place: Place, *, version: int, moment: Moment) -> Outcome:
    """Keeps a page as it is now typed and shows it again."""
    if version != case.stored.version:
        return stale(case, step, read_step(case, step, form))
    return GoOn(place, keep_pending(case, step, form, moment))


def keep_typed(case: Case, step: Step, form: Form, *, version: int, moment: Moment) -> Outcome:
    """Keeps what was typed and shows the page again: after a file was joined or taken away."""
    own = step_form(case.procedure, step, form)
    if version != case.stored.version:
        return stale(case, step, read_step(case, step, form))
    reading = read_step(case, step, form)
    if _says_nothing_new(case, step, reading):
        return GoOn(Place("step", step.id), case)
    return GoOn(Place("step", step.id), keep_pending(case, step, own, moment))


def set_aside(case: Case, step: Step, form: Form, *, version: int, moment: Moment) -> Outcome:
    """What was typed in a step that is not open any more, kept until it is again; goes on where something is to do."""
    reading = read_step(case, step, form)
    if version != case.stored.version:
        return stale(case, step, reading)
    if _says_nothing_new(case, step, reading):
        return GoOn(current_place(case), case)
    kept = keep_pending(case, step, reading.form, moment, new=reading.new)
    done = Done("aside" if case.progress.exit is None else "aside_out", step.title)
    return GoOn(current_place(kept), kept, done)


def forget_typed(case: Case, step: Step, *, moment: Moment) -> GoOn:
    """Gives up what was typed and not validated: the page shows what is stored."""
    place, done = Place("step", step.id), Done("kept")
    if step.id not in case.draft.pending:
        return GoOn(place, case, done)
    return GoOn(place, save_case(case, _without_pending(case.draft, step), moment), done)


def keep_pending(case: Case, step: Step, form: Form, moment: Moment, *, new: frozenset[str] = frozenset()) -> Case:
    """Keeps what was typed of a step beside the answers, and which of its fields have just appeared."""
    notices: dict[str, Plain] = {name: said for name, said in case.draft.notices.items() if name != _new_key(step)}
    if new:
        notices[_new_key(step)] = tuple(sorted(new))
    draft = replace(case.draft, pending={**case.draft.pending, step.id: form}, notices=notices)
    return save_case(case, draft, moment)


def new_fields(case: Case, step: Step) -> frozenset[str]:
    """The fields that had just appeared when the page was last kept."""
    found = case.draft.notices.get(_new_key(step), ())
    return frozenset(str(name) for name in found) if isinstance(found, list | tuple) else frozenset()


def show_step(case: Case, step: Step) -> ShowAgain:
    """A step as it is to be shown: what was typed and not validated, or what is stored."""
    pending = case.draft.pending.get(step.id)
    new = new_fields(case, step)
    unread: tuple[AnswerProblem, ...] = ()
    if case.faults:
        visible = set(case.progress.step(step.id).visible)
        unread = tuple(p for name, found in case.faults.items() if name in visible for p in found)
    return ShowAgain(
        case,
        step,
        pending,
        shown_progress(case, step),
        problems=unread if pending is None else (),
        new=new,
    )


def missing_files(requests: tuple[RequestState, ...], step: Step, case: Case) -> tuple[AnswerProblem, ...]:
    """The mandatory documents nothing was given for."""
    if step.content != "justificatifs":
        return ()
    counts = case.counts
    return tuple(_missing(state, counts) for state in requests if not satisfied(state, counts))


def _missing(state: RequestState, counts: Mapping[str, int]) -> AnswerProblem:
    """What to give for a request, at the first control that wants it: by name once some of its documents are given."""
    label, keys = state.justificatif.label, control_keys(state)
    if not any(counts.get(key) for key in keys):
        return AnswerProblem(keys[0], EMPTY, message=NO_FILE.format(label=label))
    wanting = still_wanting(state, counts)
    documents = ", ".join(f"« {name_of(item)} »" for item in wanting)
    control = f"{state.justificatif.id}.{wanting[0].id}"
    return AnswerProblem(control, EMPTY, message=NO_PIECE.format(label=label, documents=documents))


def guarded(act: Callable[[Case], Outcome], case: Case, step: Step, form: Form) -> Outcome:
    """Does `act`; when someone saves the dossier at the same moment, tells so instead."""
    try:
        return act(case)
    except StaleVersion:
        fresh = open_case(case.office, case.stored.id, case.stored.owner, case.day)
        if fresh.progress.procedure is None or step not in fresh.procedure.steps:
            return GoOn(current_place(fresh), fresh)
        return stale(fresh, step, read_step(fresh, step, form))


def _without_pending(draft: Draft, step: Step) -> Draft:
    pending = {name: form for name, form in draft.pending.items() if name != step.id}
    notices = {name: value for name, value in draft.notices.items() if name != _new_key(step)}
    return replace(draft, pending=pending, notices=notices)


def _new_key(step: Step) -> str:
    return f"new:{step.id}"
