"""The pages of a dossier on its way: questions and steps. Each handler reads, asks the engine, answers."""

from __future__ import annotations

from starlette.responses import Response

from engine.dossiers import steps
from engine.dossiers.cases import Case
from engine.dossiers.outcomes import Done, GoOn, Outcome, ShowAgain
from engine.dossiers.places import Place, current_place, may_see, situation_place
from engine.dossiers.questions import answer_question, previous_question, question_at
from engine.dossiers.reading import read_step
from engine.problems import AnswerProblem
from engine.spec import FileLimits, Step
from engine.store import AlreadyDeposited, StoreBusy, StoreFull
from renderers.html import NavLink

from .answering import answer
from .closing import deposit_now
from .errors import NOT_FOUND, error_response, fault_said, status_of_fault
from .filing import Filed, act_on_files, take_files
from .forms import FormTooLarge
from .notes import tell_once
from .pages import CANCEL_CHANGE, CONFIRM_CHANGE, address_of, go_to, page_state, show, show_question
from .public import orientation_message
from .sessions import NoSession
from .visits import Visit
from .words import N_

POSTED = frozenset({"form", "justificatifs", "deposit"})
"""The contents of steps that post something of their own."""
TOO_LARGE = "F002"
NOT_SAVED = N_(
    "Votre saisie n'a pas pu être enregistrée. Rien n'a été perdu\u00a0: ce que vous avez écrit est affiché "
    "ci-dessous. Enregistrez à nouveau dans quelques minutes."
)


# ── The situation ─────────────────────────────────────────────────────────────────────────────────────────────


def situation(visit: Visit) -> Response:
    """Where the situation is answered, or changed."""
    case = visit.case()
    return go_to(current_place(case) if case.deposited else situation_place(case), case)


def question_page(visit: Visit) -> Response:
    """One question of the path, by its number."""
    case = visit.case()
    question = question_at(case, visit.path("number"))
    if case.deposited or question is None:
        return go_to(current_place(case), case)
    state = page_state(case)
    return tell_once(
        visit, case, lambda flash: show_question(visit.site, case, question, state, visit.visitor, flash=flash)
    )


def question_post(visit: Visit) -> Response:
    """The answer to a question of the path."""
    case = visit.case()
    question = question_at(case, visit.path("number"))
    if case.deposited or question is None:
        return go_to(current_place(case), case)
    match visit.action:
        case "abandonner":
            return go_to(Place("abandon"), case)
        case "precedent":
            return go_to(previous_question(case, question), case)
        case action if action == CANCEL_CHANGE:
            return answer(visit, GoOn(current_place(case), case, Done("kept")))
    outcome = answer_question(
        case,
        question,
        visit.form,
        version=visit.version,
        moment=visit.moment,
        confirmed=visit.action == CONFIRM_CHANGE,
    )
    return answer(visit, outcome)


def orientation_page(visit: Visit) -> Response:
    """Where the answers of a dossier lead someone whom no procedure of this site serves, with the way back."""
    case = visit.case()
    place = current_place(case)
    found = visit.site.portal.orientations.get(place.id)
    if place.kind != "orientation" or found is None:
        return go_to(place, case)
    back = situation_place(case)
    if case.progress.procedure is not None:
        done = [p.step for p in case.progress.steps if p.step.content == "form" and may_see(case, p.step) and p.done]
        back = Place("step", done[-1].id) if done else back
        decided = case.progress.exit_step
        back = Place("step", decided) if decided is not None and case.progress.step(decided).visible else back
    links = (
        NavLink(visit.site.words.gettext("Modifier ma réponse"), address_of(back, case)),
        NavLink(visit.site.words.gettext("Abandonner la demande"), address_of(Place("abandon"), case)),
    )
    return tell_once(visit, case, lambda flash: orientation_message(visit, found, links=links, flash=flash))


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────


def step_page(visit: Visit) -> Response:
    """A step, unless an earlier one is not done: then that one."""
    case = visit.case()
    step = case.step_at(visit.path("slug"))
    if step is None and case.progress.procedure is not None:
        return error_response(visit.site, NOT_FOUND)
    if step is None or step.content == "situation" or not may_see(case, step):
        return go_to(current_place(case), case)
    again = steps.show_step(case, step)
    return tell_once(visit, case, lambda flash: show(visit.site, again, visit.visitor, status=200, flash=flash))


def file_limits(visit: Visit) -> FileLimits:
    """What files a step takes: none but that of justificatifs takes any. Raises when there is no such dossier."""
    case = visit.case()
    step = case.step_at(visit.path("slug"))
    takes = step is not None and step.content == "justificatifs" and may_see(case, step)
    return case.procedure.files if takes else FileLimits(max_bytes=0, extensions=())


def step_post(visit: Visit) -> Response:
    """What a step posts: its button says what to do. Of a step that is not open any more, what was typed is kept."""
    case = visit.case()
    step = case.step_at(visit.path("slug"))
    if step is None or step.content not in POSTED:
        return go_to(current_place(case), case)
    shut = not may_see(case, step)
    if shut and (step.content != "form" or case.deposited):
        return go_to(current_place(case), case)
    try:
        if shut:
            return answer(visit, steps.guarded(lambda opened: _set_aside(visit, opened, step), case, step, visit.form))
        return _step_post(visit, case, step)
    except AlreadyDeposited:
        case = visit.case()
        return go_to(current_place(case), case)
    except (StoreFull, StoreBusy) as fault:
        reading = read_step(case, step, visit.form)
        again = ShowAgain(
            case, step, reading.form, reading.progress, notices=(visit.site.words.gettext(NOT_SAVED),), new=reading.new
        )
        status = 507 if isinstance(fault, StoreFull) else 503
        return show(visit.site, again, visit.visitor, status=status)


def _set_aside(visit: Visit, case: Case, step: Step) -> Outcome:
    return steps.set_aside(case, step, visit.form, version=visit.version, moment=visit.moment)


def _step_post(visit: Visit, case: Case, step: Step) -> Response:
    filed = take_files(visit, case, step)
    outcome = steps.guarded(lambda opened: _act(visit, opened, step, filed), filed.case, step, visit.form)
    if visit.action == "deposer" and isinstance(outcome, GoOn) and outcome.case is not None:
        return deposit_now(visit, outcome.case)
    return answer(visit, steps.with_addresses(outcome, visit.site.addresses))


def _act(visit: Visit, case: Case, step: Step, filed: Filed) -> Outcome:
    """Does what the button says."""
    verb, _, name = visit.action.partition(":")
    form, version, moment = visit.form, visit.version, visit.moment
    match verb:
        case "quitter":
            return steps.quit_step(case, step, form, version=version, moment=moment)
        case "abandonner":
            return steps.leave(case, step, form, Place("abandon"), version=version, moment=moment)
        case "precedent":
            return steps.go_back(case, step, form, version=version, moment=moment)
        case "ajouter" | "retirer":
            return steps.change_elements(case, step, form, visit.action, version=version, moment=moment)
        case "chercher":
            return steps.search_address(case, step, form, name, visit.site.addresses)
        case "confirmer":
            return steps.confirm_number(case, step, form, name, version=version, moment=moment)
        case "supprimer":
            return steps.remove_number(case, step, form, name, version=version, moment=moment)
        case _ if visit.action == CANCEL_CHANGE:
            return steps.forget_typed(case, step, moment=moment)
        case _ if visit.action == CONFIRM_CHANGE:
            typed = case.draft.pending.get(step.id, {})
            return steps.save_step(case, step, typed, version=version, moment=moment, confirmed=True)
        case _:
            return act_on_files(visit, case, step, filed)


# ── Nothing of it may be done ─────────────────────────────────────────────────────────────────────────────────


def question_again(visit: Visit) -> Response:
    """The question of a post that may not be done, with the answer it held."""
    case = visit.case()
    question = question_at(case, visit.path("number"))
    if visit.fault is None or case.deposited or question is None:
        raise visit.fault or NoSession
    again = ShowAgain(case, question, visit.form, case.progress, notices=(fault_said(visit.site, visit.fault),))
    return show(visit.site, again, visit.visitor, status=status_of_fault(visit.fault))


def step_again(visit: Visit) -> Response:
    """The step of a post that may not be done, with all that was typed in it and could be read. Nothing is saved.

    The page holds a fresh token and the dossier's version of now: who posted an older one is told what differs.
    """
    case = visit.case()
    step = case.step_at(visit.path("slug"))
    if visit.fault is None or step is None or step.content not in POSTED or not may_see(case, step):
        raise visit.fault or NoSession
    reading = read_step(case, step, visit.form)
    stale = steps.stale(case, step, reading) if visit.version != case.stored.version else None
    notices = stale.notices if isinstance(stale, ShowAgain) else ()
    said = fault_said(visit.site, visit.fault)
    problems: tuple[AnswerProblem, ...] = ()
    if isinstance(visit.fault, FormTooLarge):
        problems = (AnswerProblem(step.id, TOO_LARGE, message=said),)
    else:
        notices = (said, *notices)
    again = ShowAgain(case, step, reading.form, reading.progress, problems, notices, reading.new)
    return show(visit.site, again, visit.visitor, status=status_of_fault(visit.fault))
