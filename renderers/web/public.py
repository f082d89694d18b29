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
from engine.spec import Orientation
from engine.store import StoredDossier
from engine.views import PageState, question_view
from renderers.clock import PARIS
from renderers.html import EntryView, Flash, HomeView, MessageView, NavLink, ResumeView

from .errors import NOT_FOUND, error_response
from .forms import Form
from .pages import SEE_OTHER, context, go_to, home_link, message, tab
from .site import Site, filled, new_dossier_id
from .visits import Endpoint, Visit, named

ANOTHER = "autre"
"""What an address says of who has a draft and wants another dossier."""


def home(visit: Visit) -> Response:
    """The entries of the portal, and the dossiers to go on with when this browser has some."""
    site = visit.site
    portal = site.portal
    entries = tuple(
        EntryView(e.label, "/commencer" if e.starts else orientation_address(site, e.orientation), filled(site, e.hint))
        for e in portal.entries
    )
    view = HomeView(portal.title, tab(site, site.words.gettext("Accueil")), entries, resume=_dossiers(visit))
    return HTMLResponse(site.pages.render_home(view, context(site)))


def _dossiers(visit: Visit, *, drafts_only: bool = False) -> tuple[ResumeView, ...]:
    """The dossiers of this session, said in neutral words, those changed last first."""
    if visit.visitor.session is None:
        return ()
    found = visit.site.office.stores.dossiers.of_owner(visit.visitor.owner)
    return tuple(_dossier(visit.site, stored) for stored in found if stored.status == "draft" or not drafts_only)


def _dossier(site: Site, stored: StoredDossier) -> ResumeView:
    words, at = site.words, dt.datetime.fromisoformat(stored.updated).astimezone(PARIS)
    when = {"date": at.strftime("%d/%m/%Y"), "time": at.strftime("%H:%M")}
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
            NavLink(words.gettext("Commencer une autre démarche"), f"/commencer?{ANOTHER}=oui"),
            home_link(site),
        ),
    )
    return message(site, view)


def reason_answer(visit: Visit) -> Response:
    """The answer: a dossier begins, with a session when there is none yet; or the person is sent elsewhere."""
    site, known = visit.site, visit.visitor.session
    question = first_question(site.office.catalogue)
    if question is None:
        return error_response(site, NOT_FOUND)
    value, problems = read_question(question, visit.form)
    if problems:
        return _reason(visit, visit.form, problems)
    elsewhere = run(site.office.catalogue, {question.id: value}, visit.moment.day).situation.orientation
    if elsewhere is not None:
        return RedirectResponse(orientation_address(site, elsewhere), status_code=SEE_OTHER)
    session, token = (known, None) if known is not None else site.sessions.begin(site.clock())
    case = start(site.office, question, value, dossier=new_dossier_id(), owner=session.owner, moment=visit.moment)
    response = go_to(current_place(case), case)
    if token is not None:
        site.sessions.give(response, token)
    return response


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
    page = context(site, action="/commencer", csrf=visit.visitor.csrf)
    response = HTMLResponse(site.pages.render_question(view, page), status_code=422 if problems else 200)
    site.sessions.give_page_token(visit.request, response, visit.visitor)
    return response


def orientation(visit: Visit) -> Response:
    """Where someone is sent whom no procedure of this site serves. Its address is a number: ids may say too much."""
    found = _numbered(visit.site.portal.orientations, visit.path("number"))
    return orientation_message(visit.site, found) if found is not None else error_response(visit.site, NOT_FOUND)


def orientation_message(
    site: Site, found: Orientation, *, links: tuple[NavLink, ...] = (), flash: tuple[Flash, ...] = ()
) -> HTMLResponse:
    """The page of an orientation."""
    link = site.portal.links.get(found.link or "")
    outside = (NavLink(link.label, link.address),) if link is not None and link.address else ()
    view = MessageView(
        title=found.title,
        neutral_title=tab(site, site.words.gettext("Orientation")),
        body=filled(site, found.text),
        links=(*outside, *links, home_link(site)),
    )
    return message(site, view, flash=flash)


def orientation_address(site: Site, name: str | None) -> str:
    """The address of an orientation."""
    names = list(site.portal.orientations)
    return f"/orientation/{names.index(name) + 1}" if name in names else "/"


def _numbered(orientations: Mapping[str, Orientation], number: str) -> Orientation | None:
    found = list(orientations.values())
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        return None
    return found[int(number) - 1] if 0 < int(number) <= len(found) else None


def text_page(visit: Visit) -> Response:
    """A text of the portal that has a title: legal mentions, accessibility …"""
    site = visit.site
    block = site.portal.texts.get(visit.path("name").replace("-", "_"))
    body = filled(site, block.body) if block is not None and block.title else None
    if block is None or body is None or not block.title:
        return error_response(site, NOT_FOUND)
    view = MessageView(block.title, tab(site, block.title), body=body, links=(home_link(site),))
    return message(site, view)


def paused(visit: Visit) -> Response:
    """After "quitter": what is kept, how to come back, and what that means on a shared device."""
    site, words = visit.site, visit.site.words
    view = MessageView(
        title=words.gettext("Votre saisie est gardée"),
        neutral_title=tab(site, words.gettext("En pause")),
        tone="success",
        paragraphs=(
            words.ngettext(
                "Pour la reprendre, revenez à la page d'accueil avec ce même navigateur, dans la journée.",
                "Pour la reprendre, revenez à la page d'accueil avec ce même navigateur, dans les %(num)s jours.",
                site.settings.session_days,
            ),
            words.gettext(
                "Si d'autres personnes utilisent cet appareil, elles peuvent aussi l'y retrouver. Pour ne rien y "
                "laisser, reprenez votre démarche et choisissez «\u00a0Abandonner la demande\u00a0»."
            ),
        ),
        links=(home_link(site),),
    )
    return message(site, view)


def ended(visit: Visit) -> Response:
    """After a dossier was erased."""
    site, words = visit.site, visit.site.words
    view = MessageView(
        title=words.gettext("C'est effacé"),
        neutral_title=tab(site, words.gettext("Effacé")),
        tone="success",
        paragraphs=(words.gettext("Ce que vous aviez saisi et les fichiers joints ont été effacés de ce site."),),
        links=(home_link(site),),
    )
    return message(site, view)


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
