"""The pages of a dossier: questions, steps, check, deposit, documents. Each handler reads, asks the engine, answers."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import HTMLResponse, Response

from engine.dossiers import steps
from engine.dossiers.cases import Case
from engine.dossiers.deposit import Deposited, NotDeposited, built_in, deposit
from engine.dossiers.outcomes import AskFirst, GoOn, Outcome, ShowAgain
from engine.dossiers.places import Place, before_check, current_place, may_check, may_see, situation_place
from engine.dossiers.questions import answer_question, previous_question, question_at
from engine.dossiers.reading import read_step
from engine.dossiers.seen import what_changed
from engine.dossiers.uploads import abandon, attach, name_items, remove_upload
from engine.messages_answers import message_of
from engine.problems import AnswerProblem
from engine.spec import FileLimits, Step
from engine.store import AlreadyDeposited, StaleVersion, StoreBusy, StoreFull
from engine.views import check_view, confirmation_document, list_document
from engine.views.steps import labels_of
from renderers.html import ButtonView, MessageView, NavLink
from renderers.pdf import render_document

from .errors import NOT_FOUND, POST_TOO_LARGE, error_response, said, too_large
from .pages import (
    CANCEL_CHANGE,
    CONFIRM_CHANGE,
    address_of,
    ask_first,
    check_button,
    context,
    go_to,
    message,
    page_state,
    show,
    show_question,
    step_addresses,
    tab,
)
from .public import orientation_message
from .site import LANGUAGE, new_upload_id
from .visits import Visit
from .words import N_

NOT_SAVED = N_(
    "Votre saisie n'a pas pu être enregistrée. Rien n'a été perdu\u00a0: ce que vous avez écrit est affiché "
    "ci-dessous. Enregistrez à nouveau dans quelques minutes."
)
UNFINISHED = N_("Des réponses écrites sur une page n'ont pas été validées\u00a0: vérifiez cette page avant de déposer.")
CHANGED_MEANWHILE = N_(
    "Votre demande a été modifiée ailleurs depuis l'ouverture de cette page, et n'a pas été déposée. Vérifiez vos "
    "réponses ci-dessous."
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
    return show_question(visit.site, case, question, page_state(case), visit.visitor.csrf)


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
            return go_to(current_place(case), case)
    outcome = answer_question(
        case,
        question,
        visit.form,
        version=visit.version,
        moment=visit.moment,
        confirmed=visit.action == CONFIRM_CHANGE,
    )
    return _answer(visit, outcome)


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
    links = (
        NavLink(visit.site.words.gettext("Modifier ma réponse"), address_of(back, case)),
        NavLink(visit.site.words.gettext("Abandonner la demande"), address_of(Place("abandon"), case)),
    )
    return orientation_message(visit.site, found, links=links)


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────


def step_page(visit: Visit) -> Response:
    """A step, unless an earlier one is not done: then that one."""
    case = visit.case()
    step = case.step_at(visit.path("slug"))
    if step is None and case.progress.procedure is not None:
        return error_response(visit.site, NOT_FOUND)
    if step is None or step.content == "situation" or not may_see(case, step):
        return go_to(current_place(case), case)
    notices = () if case.deposited else what_changed(case.draft, case.progress)
    return show(visit.site, steps.show_step(case, step), visit.visitor.csrf, status=200, notices=notices)


def file_limits(visit: Visit) -> FileLimits:
    """What files a step takes: none but that of justificatifs takes any. Raises when there is no such dossier."""
    case = visit.case()
    step = case.step_at(visit.path("slug"))
    takes = step is not None and step.content == "justificatifs" and may_see(case, step)
    return case.procedure.files if takes else FileLimits(max_bytes=0, extensions=())


def step_post(visit: Visit) -> Response:
    """What a step posts: its button says what to do. A step that may not be seen may not be posted either."""
    case = visit.case()
    step = case.step_at(visit.path("slug"))
    if step is None or step.content in ("situation", "confirmation") or not may_see(case, step):
        return go_to(current_place(case), case)
    try:
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
        return show(visit.site, again, visit.visitor.csrf, status=status)


def _step_post(visit: Visit, case: Case, step: Step) -> Response:
    case, problems = attach(case, step, visit.files, new_id=new_upload_id, moment=visit.moment)
    if step.content == "justificatifs":
        case = name_items(case, visit.form)
    if visit.too_large is not None:
        return _too_large(visit, case, step)
    outcome = steps.guarded(lambda opened: _act(visit, opened, step, problems), case, step, visit.form)
    if visit.action == "deposer" and isinstance(outcome, GoOn) and outcome.case is not None:
        return _deposit(visit, outcome.case)
    return _answer(visit, outcome)


def _act(visit: Visit, case: Case, step: Step, refused: tuple[AnswerProblem, ...]) -> Outcome:
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
            return _act_on_files(visit, case, step, refused)


def _act_on_files(visit: Visit, case: Case, step: Step, refused: tuple[AnswerProblem, ...]) -> Outcome:
    """What the buttons beside files say; any other saves the step, once no file is refused."""
    verb, _, name = visit.action.partition(":")
    match verb:
        case "joindre":
            control = name
        case "piece":
            control = next((file.control for file in case.files if file.id == name), "")
        case "retirer_fichier":
            case, control = remove_upload(case, name)
        case _ if refused:
            control = ""
        case _:
            return steps.save_step(case, step, visit.form, version=visit.version, moment=visit.moment)
    outcome = steps.keep_typed(case, step, visit.form, version=visit.version, moment=visit.moment, control=control)
    return _with_refusals(outcome, case, step, refused)


def _with_refusals(outcome: Outcome, case: Case, step: Step, refused: tuple[AnswerProblem, ...]) -> Outcome:
    """A file refused shows the page again with why; all else on it was kept."""
    if not refused or isinstance(outcome, AskFirst):
        return outcome
    if isinstance(outcome, ShowAgain):
        return replace(outcome, problems=(*outcome.problems, *refused))
    return replace(steps.show_step(outcome.case or case, step), problems=refused)


def _too_large(visit: Visit, case: Case, step: Step) -> Response:
    """A post cut short by a limit: what came before it is shown again, nothing of it is saved."""
    fault = visit.too_large
    reading = read_step(case, step, visit.form)
    page = too_large(fault.file) if fault is not None and fault.file else POST_TOO_LARGE
    problem = AnswerProblem(step.id, "F002", message=" ".join(said(visit.site, page)))
    again = ShowAgain(case, step, reading.form, reading.progress, problems=(problem,))
    return show(visit.site, again, visit.visitor.csrf, status=413)


def _answer(visit: Visit, outcome: Outcome) -> Response:
    if isinstance(outcome, ShowAgain):
        if outcome.new and isinstance(outcome.page, Step) and not (outcome.problems or outcome.stale):
            # Nothing is wrong: what appeared is kept with the draft, and the page can be reloaded.
            return go_to(Place("step", outcome.page.id), outcome.case)
        return show(visit.site, outcome, visit.visitor.csrf)
    if isinstance(outcome, AskFirst):
        return ask_first(visit.site, outcome, visit.visitor.csrf)
    response = go_to(outcome.place, outcome.case)
    if outcome.place.kind == "pause":
        visit.site.sessions.keep(visit.request, response)
    return response


# ── Check, deposit, documents ─────────────────────────────────────────────────────────────────────────────────


def check_page(visit: Visit) -> Response:
    """Everything that will be deposited, each line with where to change it."""
    case = visit.case()
    if not may_check(case):
        return go_to(current_place(case), case)
    return _check(visit, case, (), what_changed(case.draft, case.progress), 200)


def check_post(visit: Visit) -> Response:
    """Goes on to the deposit, or back."""
    case = visit.case()
    if not may_check(case):
        return go_to(current_place(case), case)
    match visit.action:
        case "precedent":
            return go_to(before_check(case), case)
        case "quitter":
            return _answer(visit, GoOn(Place("pause"), case))
        case "abandonner":
            return go_to(Place("abandon"), case)
    deposit_step = next(step for step in case.procedure.steps if step.content == "deposit")
    return go_to(Place("step", deposit_step.id), case)


def _check(
    visit: Visit, case: Case, problems: tuple[AnswerProblem, ...], notices: tuple[str, ...], status: int
) -> Response:
    labels = labels_of(case.procedure)
    # What concerns no line of the page is said above them.
    loose = tuple(
        message_of(p, labels.get(p.field, ""), LANGUAGE) for p in problems if p.field not in case.progress.visible
    )
    state = replace(page_state(case, notices=(*notices, *loose)), problems=problems)
    page = context(visit.site, action=address_of(Place("check"), case), csrf=visit.visitor.csrf, case=case)
    page = replace(page, main_button=check_button(visit.site), step_urls=step_addresses(case))
    return HTMLResponse(visit.site.pages.render_step(check_view(case.progress, state), page), status_code=status)


def _deposit(visit: Visit, case: Case) -> Response:
    """Deposits what is stored, once its last page is saved."""
    done = deposit(case, version=case.stored.version, moment=visit.moment)
    match done:
        case Deposited():
            return go_to(current_place(done.case), done.case)
        case NotDeposited(reason="stale"):
            fresh = visit.case()
            if not may_check(fresh):
                return go_to(current_place(fresh), fresh)
            return _check(visit, fresh, (), (visit.site.words.gettext(CHANGED_MEANWHILE),), 409)
        case NotDeposited(case=case, problems=problems):
            if not may_check(case):
                return go_to(current_place(case), case)
            notices = (visit.site.words.gettext(UNFINISHED),) if done.reason == "pending" else ()
            return _check(visit, case, problems, notices, 422)


def document(visit: Visit) -> Response:
    """A PDF of the dossier, named neutrally. The proof of deposit exists once there is a deposit."""
    case = visit.case()
    procedure = case.progress.procedure
    name = f"{visit.path('name')}.pdf"
    documents = procedure.documents if procedure is not None else {}
    found = next((d for d in documents.values() if d.file_name == name), None)
    if found is None or (found.id == "confirmation" and not case.deposited):
        return error_response(visit.site, NOT_FOUND)
    state = replace(page_state(case), built_in=built_in(case))
    make = confirmation_document if found.id == "confirmation" else list_document
    view = make(case.catalogue, case.progress, state)
    if view is None:
        return error_response(visit.site, NOT_FOUND)
    headers = {"Content-Disposition": f'attachment; filename="{found.file_name}"'}
    return Response(render_document(view), media_type="application/pdf", headers=headers)


# ── Leaving for good ──────────────────────────────────────────────────────────────────────────────────────────


def abandon_page(visit: Visit) -> Response:
    """Asks before everything is erased."""
    case = visit.case()
    if case.deposited:
        return go_to(current_place(case), case)
    words = visit.site.words
    files = tuple(words.gettext("Fichier «\u00a0%(name)s\u00a0»", name=file.name) for file in case.files)
    view = MessageView(
        title=words.gettext("Abandonner la demande\u00a0?"),
        neutral_title=tab(visit.site, words.gettext("Confirmer")),
        tone="warning",
        paragraphs=(
            words.gettext(
                "Tout ce que vous avez saisi ou joint sera effacé de ce site, tout de suite et définitivement."
            ),
        ),
        removed_title=words.gettext("Ce qui sera effacé\u00a0:"),
        removed=(words.gettext("Toutes vos réponses"), *files),
        buttons=(
            ButtonView(words.gettext("Effacer ma demande"), "effacer", "danger"),
            ButtonView(words.gettext("Garder ma demande"), "garder", "main"),
        ),
    )
    return message(visit.site, view, action=address_of(Place("abandon"), case), csrf=visit.visitor.csrf, case=case)


def abandon_post(visit: Visit) -> Response:
    """Erases the dossier and its files, and ends the session when it held nothing else."""
    case = visit.case()
    if visit.action != "effacer" or case.deposited:
        return go_to(current_place(case), case)
    try:
        abandon(case)
    except (AlreadyDeposited, StaleVersion):
        return go_to(current_place(case), case)
    response = go_to(Place("erased"))
    if not visit.site.office.stores.dossiers.of_owner(visit.visitor.owner):
        visit.site.sessions.end(visit.visitor, response)
    return response
