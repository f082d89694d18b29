"""Pages that belong to nobody's dossier: home, the reason page, orientations, farewells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from engine.dossiers.places import current_place
from engine.dossiers.questions import begin, first_question, read_question, start
from engine.problems import AnswerProblem
from engine.run import run
from engine.spec import Orientation, Origin
from engine.store import StoredDossier
from engine.views import PageState, question_view
from renderers.clock import PARIS
from renderers.html import EntryView, Flash, HomeView, MessageView, NavLink, ResumeView

from .errors import NOT_FOUND, error_response
from .forms import Form
from .menus import HOME, START, elsewhere, entry_address, orientation_address
from .pages import SEE_OTHER, SPACE, clock_words, context, go_to, home_link, message, tab
from .site import Site, filled, new_dossier_id
from .visits import Endpoint, Visit, named

ANOTHER = "autre"
"""What an address says of who has a draft and wants another dossier."""


def home(visit: Visit) -> Response:
    """The entries of the portal, and the dossiers to go on with when this browser has some."""
    site = visit.site
    portal = site.portal
    entries = tuple(
        EntryView(
            e.label,
            entry_address(portal, e),
            filled(site, e.hint),
            elsewhere(portal, site.words, e),
        )
        for e in portal.entries
    )
    view = HomeView(portal.title, tab(site, site.words.gettext("Accueil")), entries, resume=_dossiers(visit))
    return HTMLResponse(site.pages.render_home(view, context(site, visit.visitor, here=HOME)))


def _dossiers(visit: Visit, *, drafts_only: bool = False) -> tuple[ResumeView, ...]:
    """The dossiers of this session, said in neutral words, those changed last first; none while a password is due."""
    session = visit.visitor.session
    if session is None or session.stage != "open":
        return ()
    found = visit.site.office.stores.dossiers.of_owner(visit.visitor.owner)
    return tuple(_dossier(visit.site, stored) for stored in found if stored.status == "draft" or not drafts_only)


def _dossier(site: Site, stored: StoredDossier) -> ResumeView:
    words, at = site.words, dt.datetime.fromisoformat(stored.updated)
    when = {"date": at.astimezone(PARIS).strftime("%d/%m/%Y"), "time": clock_words(at)}
    url = f"/d/{stored.id}"
    if stored.status == "draft":
        state = words.gettext("Modifiée le %(date)s à %(time)s, pas encore déposée.", **when)
        return ResumeView(words.gettext("Reprendre ma démarche"), url, state)
    return ResumeView(
        words.gettext("Revoir ma démarche déposée"), url, words.gettext("Déposée le %(date)s à %(time)s.", **when)
    )


def reason_page(visit: Visit) -> Response:
    """The question before all others. Who has a draft is first asked whether it is not the one they want."""
    drafts = _dossiers(visit, drafts_only=True)
    if not drafts or visit.request.query_params.get(ANOTHER) is not None:
        return _reason(visit, None, ())
    site, words = visit.site, visit.site.words
    view = MessageView(
        title=words.gettext("Vous avez déjà commencé une démarche"),
        neutral_title=tab(site, words.gettext("Reprendre")),
        paragraphs=(
            words.gettext(
                "Vous pouvez la reprendre où vous l'avez laissée, ou en commencer une autre\u00a0: rien n'est effacé."
            ),
        ),
        resume=drafts,
        links=(
            NavLink(words.gettext("Commencer une autre démarche"), f"{START}?{ANOTHER}=oui"),
            home_link(site),
        ),
    )
    return message(site, visit.visitor, view)


def reason_answer(visit: Visit) -> Response:
    """The answer: a dossier begins, or the person is sent elsewhere."""
    site = visit.site
    question = first_question(site.office.catalogue)
    if question is None:
        return error_response(site, NOT_FOUND)
    value, problems = read_question(question, visit.form)
    if problems:
        return _reason(visit, visit.form, problems)
    redirected = run(site.office.catalogue, {question.id: value}, visit.moment.day).situation.orientation
    if redirected is not None:
        return RedirectResponse(orientation_address(site.portal, redirected), status_code=SEE_OTHER)
    account = site.registrar.stores.accounts.load(visit.visitor.owner)
    provided: dict[Origin, str] = {"compte": site.registrar.address_of(account)} if account is not None else {}
    case = start(
        site.office,
        question,
        value,
        dossier=new_dossier_id(),
        owner=visit.visitor.owner,
        moment=visit.moment,
        provided=provided,
    )
    return go_to(current_place(case), case)


def _reason(visit: Visit, form: Form | None, problems: tuple[AnswerProblem, ...]) -> Response:
    site = visit.site
    catalogue = site.office.catalogue
    question = first_question(catalogue)
    if question is None:
        return error_response(site, NOT_FOUND)
    state = PageState(form=form, problems=problems)
    view = question_view(catalogue, begin(catalogue, visit.moment.day), question.id, None, state)
    # There is no dossier yet: nothing comes before this page, and there is nothing to abandon.
    view = view._replace(previous=None, can_abandon=False)
    page = context(site, visit.visitor, action=START, here=START)
    return HTMLResponse(site.pages.render_question(view, page), status_code=422 if problems else 200)


def orientation(visit: Visit) -> Response:
    """Where someone is sent whom no procedure of this site serves. Its address is a number: ids may say too much."""
    found = _numbered(visit.site.portal.orientations, visit.path("number"))
    if found is None:
        return error_response(visit.site, NOT_FOUND)
    return orientation_message(visit, found, here=orientation_address(visit.site.portal, found.id))


def orientation_message(
    visit: Visit,
    found: Orientation,
    *,
    links: tuple[NavLink, ...] = (),
    flash: tuple[Flash, ...] = (),
    here: str = "",
) -> HTMLResponse:
    """The page of an orientation; of someone's dossier when it is not `here`."""
    site = visit.site
    link = site.portal.links.get(found.link or "")
    outside = (NavLink(link.label, link.address),) if link is not None and link.address else ()
    view = MessageView(
        title=found.title,
        neutral_title=tab(site, site.words.gettext("Orientation")),
        body=filled(site, found.text),
        links=(*outside, *links, home_link(site)),
    )
    return message(site, visit.visitor, view, flash=flash, here=here)


def _numbered(orientations: Mapping[str, Orientation], number: str) -> Orientation | None:
    found = list(orientations.values())
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        return None
    return found[int(number) - 1] if 0 < int(number) <= len(found) else None


def paused(visit: Visit) -> Response:
    """After "quitter": what is kept, how to come back, and what that means on a shared device."""
    site, words = visit.site, visit.site.words
    here = visit.visitor.session is not None
    view = MessageView(
        title=words.gettext("Votre saisie est gardée"),
        neutral_title=tab(site, words.gettext("En pause")),
        tone="success",
        paragraphs=(
            words.ngettext(
                "Pour la reprendre, connectez-vous avec votre identifiant et votre mot de passe, dans la journée.",
                "Pour la reprendre, connectez-vous avec votre identifiant et votre mot de passe, dans les "
                "%(num)s jours.",
                site.settings.draft_days,
            ),
            words.gettext(
                "Si d'autres personnes utilisent cet appareil, déconnectez-vous\u00a0: le bouton «\u00a0Me "
                "déconnecter\u00a0» est en bas de votre espace."
            )
            if here
            else words.gettext("Vous êtes déconnecté(e) de cet appareil."),
        ),
        links=_ways_on(visit),
    )
    return message(site, visit.visitor, view)


def ended(visit: Visit) -> Response:
    """After a dossier was erased."""
    site, words = visit.site, visit.site.words
    view = MessageView(
        title=words.gettext("C'est effacé"),
        neutral_title=tab(site, words.gettext("Effacé")),
        tone="success",
        paragraphs=(words.gettext("Ce que vous aviez saisi et les fichiers joints ont été effacés de ce site."),),
        links=_ways_on(visit),
    )
    return message(site, visit.visitor, view)


def _ways_on(visit: Visit) -> tuple[NavLink, ...]:
    """Where to go from a farewell: the personal space of who is still signed in, and the home page."""
    site = visit.site
    space = (NavLink(site.words.gettext("Mon espace"), SPACE),) if visit.visitor.session is not None else ()
    return (*space, home_link(site))


def static_file(site: Site) -> Endpoint:
    """The endpoint of the site's look: it knows nobody, so it reads no store and waits for no thread."""

    async def endpoint(request: Request) -> Response:
        found = site.static.response(request.path_params["digest"], request.path_params["name"])
        return found if found is not None else error_response(site, NOT_FOUND)

    return named(endpoint, "static_file")


def resume(visit: Visit) -> Response:
    """A dossier's own address: where it is to be gone on with."""
    case = visit.case()
    return go_to(current_place(case), case)
