"""The end of a dossier: the check before the deposit, the deposit, its documents; or its erasure."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from engine.dossiers.cases import Case
from engine.dossiers.deposit import Deposited, NotDeposited, deposit
from engine.dossiers.outcomes import GoOn
from engine.dossiers.places import Place, before_check, current_place, may_check
from engine.dossiers.seen import stamp_of
from engine.dossiers.uploads import abandon
from engine.messages_answers import message_of
from engine.problems import AnswerProblem
from engine.store import AlreadyDeposited
from engine.views import check_view, confirmation_document, list_document
from engine.views.steps import labels_of
from renderers.html import ButtonView, Flash, MessageView
from renderers.pdf import render_document

from .answering import answer
from .errors import NOT_FOUND, error_response
from .notes import tell_once
from .pages import address_of, check_button, context, go_to, message, page_state, step_addresses, tab
from .site import LANGUAGE
from .visits import Visit
from .words import N_

UNFINISHED = N_("Des réponses écrites sur une page n'ont pas été validées\u00a0: vérifiez cette page avant de déposer.")
CHANGED_MEANWHILE = N_(
    "Votre demande a été modifiée ailleurs depuis l'ouverture de cette page, et n'a pas été déposée. Vérifiez vos "
    "réponses ci-dessous."
)
CHANGED_SINCE = N_(
    "Votre demande n'a pas été déposée\u00a0: ce qui vous est demandé a changé depuis l'ouverture de la page. Vérifiez "
    "vos réponses ci-dessous, puis déposez-la."
)


def check_page(visit: Visit) -> Response:
    """Everything that will be deposited, each line with where to change it."""
    case = visit.case()
    if not may_check(case):
        return go_to(current_place(case), case)
    return tell_once(visit, case, lambda flash: _check(visit, case, flash=flash))


def check_post(visit: Visit) -> Response:
    """Goes on to the deposit, or back."""
    case = visit.case()
    if not may_check(case):
        return go_to(current_place(case), case)
    match visit.action:
        case "precedent":
            return go_to(before_check(case), case)
        case "quitter":
            return answer(visit, GoOn(Place("pause"), case))
        case "abandonner":
            return go_to(Place("abandon"), case)
    deposit_step = next(step for step in case.procedure.steps if step.content == "deposit")
    return go_to(Place("step", deposit_step.id), case)


def _check(
    visit: Visit,
    case: Case,
    *,
    problems: tuple[AnswerProblem, ...] = (),
    notices: tuple[str, ...] = (),
    status: int = 200,
    flash: tuple[Flash, ...] = (),
) -> HTMLResponse:
    labels = labels_of(case.procedure)
    # What concerns no line of the page is said above them.
    loose = tuple(
        message_of(p, labels.get(p.field, ""), LANGUAGE) for p in problems if p.field not in case.progress.visible
    )
    state = page_state(case, notices=(*notices, *loose))._replace(problems=problems)
    page = context(
        visit.site,
        visit.visitor,
        action=address_of(Place("check"), case),
        case=case,
        main_button=check_button(visit.site),
        step_urls=step_addresses(case),
        flash=flash,
        stamp=stamp_of(case.progress),
        warns=status != 200,
    )
    return HTMLResponse(visit.site.pages.render_step(check_view(case.progress, state), page), status_code=status)


def deposit_now(visit: Visit, case: Case) -> Response:
    """Deposits what is stored, once its last page is saved."""
    done = deposit(case, version=case.stored.version, moment=visit.moment, to=_addressee(visit))
    match done:
        case Deposited():
            return go_to(current_place(done.case), done.case)
        case NotDeposited(reason="stale"):
            fresh = visit.case()
            if not may_check(fresh):
                return go_to(current_place(fresh), fresh)
            return _check(visit, fresh, notices=(visit.site.words.gettext(CHANGED_MEANWHILE),), status=409)
        case NotDeposited(reason="changed", case=case) if may_check(case):
            return _check(visit, case, notices=(visit.site.words.gettext(CHANGED_SINCE),), status=409)
        case NotDeposited(case=case, problems=problems):
            if not may_check(case):
                return go_to(current_place(case), case)
            notices = (visit.site.words.gettext(UNFINISHED),) if done.reason == "pending" else ()
            return _check(visit, case, problems=problems, notices=notices, status=422)


def _addressee(visit: Visit) -> str:
    """Who is written to: the address of the account, and no other."""
    account = visit.site.registrar.stores.accounts.load(visit.visitor.owner)
    return visit.site.registrar.address_of(account) if account is not None else ""


def document(visit: Visit) -> Response:
    """A PDF of the dossier, named neutrally. The proof of deposit exists once there is a deposit."""
    case = visit.case()
    procedure = case.progress.procedure
    name = f"{visit.path('name')}.pdf"
    documents = procedure.documents if procedure is not None else {}
    found = next((d for d in documents.values() if d.file_name == name), None)
    if found is None or (found.id == "confirmation" and not case.deposited):
        return error_response(visit.site, NOT_FOUND)
    make = confirmation_document if found.id == "confirmation" else list_document
    view = make(case.catalogue, case.progress, page_state(case))
    if view is None:
        return error_response(visit.site, NOT_FOUND)
    # The proof is opened where it is read, as its link says; the list is kept, to gather what it lists.
    shown = "inline" if found.id == "confirmation" else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{found.file_name}"'}
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
    return message(visit.site, visit.visitor, view, action=address_of(Place("abandon"), case), case=case)


def abandon_post(visit: Visit) -> Response:
    """Erases the dossier and its files."""
    case = visit.case()
    if visit.action != "effacer" or case.deposited:
        return go_to(current_place(case), case)
    try:
        abandon(case)
    except AlreadyDeposited:
        return go_to(current_place(case), case)
    return go_to(Place("erased"))
