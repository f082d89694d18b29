"""From what the engine says to an answer: views rendered with their context, places given their addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypedDict, Unpack

from starlette.responses import HTMLResponse, RedirectResponse

from engine.dossiers.cases import Case
from engine.dossiers.deposit import built_in
from engine.dossiers.outcomes import AskFirst, ShowAgain
from engine.dossiers.places import Place, current_place, may_see, question_place, questions_of, situation_place
from engine.dossiers.questions import shown_answer
from engine.dossiers.seen import stamp_of, to_tell
from engine.spec import Question, Step
from engine.view import StepView
from engine.views import PageState, question_view, step_view
from engine.views.state import anchor_of
from renderers.clock import PARIS
from renderers.html import AccountBar, AccountView, ButtonView, Flash, MainButton, MessageView, NavLink, PageContext

from .sessions import Visitor
from .site import Site
from .words import N_

CONFIRM_CHANGE, CANCEL_CHANGE = "confirmer_changement", "annuler_changement"
SEE_OTHER = 303
SIGN_IN, SIGN_OUT, SPACE, EXTEND, QUIT = "/connexion", "/deconnexion", "/espace", "/prolonger", "/quitter"
SECURITY = f"{SPACE}/securite"
OWN_PAGES = frozenset({"situation", "orientation", "verification", "abandonner"})
"""What the site itself has under the address of a dossier, beside its steps."""
SIGNED_OUT = "/deconnecte"
"""Addresses that every page may show."""
REMOVED = (
    N_("Ce changement retire des éléments de votre demande"),
    N_("Tant que la demande n'est pas déposée, vous pouvez revenir à votre réponse et retrouver ce qui suit."),
    N_("Ce qui n'est plus demandé et ne sera pas transmis\u00a0:"),
)
ENDED = (
    N_("Avec cette réponse, votre demande ne peut pas continuer"),
    N_("Si vous vous êtes trompé(e), gardez votre réponse précédente."),
    N_("Ce que vous aviez déjà donné et qui ne sera pas transmis\u00a0:"),
)
"""What is said before a change: its title, how to go back, what heads the list."""


class Around(TypedDict, total=False):
    """What some pages say around their view, and most do not: see `PageContext`."""

    flash: tuple[Flash, ...]
    stamp: str
    warns: bool
    main_button: MainButton
    step_urls: Mapping[str, str]
    question_urls: Mapping[str, str]
    unchanged_url: str | None


def address_of(place: Place, case: Case | None = None) -> str:
    """The address of a page; those of a dossier hold its id and neutral words only."""
    root = f"/d/{case.stored.id}" if case is not None else ""
    match place.kind:
        case "question":
            return f"{root}/situation/{place.id}"
        case "step":
            step = next(s for s in case.procedure.steps if s.id == place.id) if case is not None else None
            if step is None:
                return "/"
            anchor = place.anchor or (anchor_of(place.control) if place.control else "")
            return f"{root}/{step.slug}" + (f"#{anchor}" if anchor else "")
        case "check":
            return f"{root}/verification"
        case "orientation":
            return f"{root}/orientation"
        case "abandon":
            return f"{root}/abandonner"
        case "pause":
            return "/pause"
        case "erased":
            return "/termine"
        case "home":
            return "/"


def tab(site: Site, words: str) -> str:
    """The title of a tab outside the steps: which page it is, and nothing of what it is about."""
    return f"{words} – {site.portal.neutral_title}"


def home_link(site: Site) -> NavLink:
    """The way out of a page that leads nowhere else."""
    return NavLink(site.words.gettext("Retour à l'accueil"), address_of(Place("home")))


def go_to(place: Place, case: Case | None = None) -> RedirectResponse:
    """Sends the browser to a page, after a post as well."""
    return RedirectResponse(address_of(place, case), status_code=SEE_OTHER)


def context(
    site: Site,
    visitor: Visitor,
    *,
    action: str = "",
    here: str = "",
    case: Case | None = None,
    **more: Unpack[Around],
) -> PageContext:
    """What a page says around its view, to whom it is for.

    `here` is the page's own address, where a link of the site may lead to it.
    """
    around = {**site.said_on.get(here, site.said), **more, **personal(visitor)}
    if case is None:
        return PageContext(**around, action_url=action)
    return PageContext(
        **around,
        action_url=action,
        document_urls=document_addresses(case),
        change_situation_url=None if case.deposited else address_of(situation_place(case), case),
    )


def personal(visitor: Visitor) -> Mapping[str, Any]:
    """What a page says of the session of whom it is for, by the names of `PageContext`."""
    session = visitor.session
    if session is None:
        return {"csrf_token": visitor.csrf, "sign_in_url": SIGN_IN, "exit_url": QUIT}
    return {
        "csrf_token": visitor.csrf,
        "exit_url": QUIT,
        "sign_in_url": SIGN_IN,
        "account": AccountBar(SPACE, SIGN_OUT, visitor.csrf),
        "session_ends": clock_words(visitor.ends) if visitor.ends is not None else "",
        "session_seconds": visitor.seconds,
        "extend_url": EXTEND,
        "autocomplete": not session.shared,
    }


def clock_words(instant: dt.datetime) -> str:
    """The time of a day in Paris, as it is written in French."""
    return _minute_words(int(instant.timestamp()) // 60)


@lru_cache(maxsize=256)
def _minute_words(minute: int) -> str:
    """Those of a minute, counted since 1970: most sessions that are asked about end within the same half hour."""
    return dt.datetime.fromtimestamp(minute * 60, PARIS).strftime("%H\u00a0h\u00a0%M")


def step_addresses(case: Case) -> Mapping[str, str]:
    """Where each step that may be seen is, by slug."""
    if case.progress.procedure is None:
        return {}
    found = {}
    for step in case.procedure.steps:
        if step.content == "situation":
            found[step.slug] = address_of(situation_place(case), case)
        elif may_see(case, step):
            found[step.slug] = address_of(Place("step", step.id), case)
    return found


def document_addresses(case: Case) -> Mapping[str, str]:
    """Where each PDF that can be had now is, by id: the proof of deposit only once there is one."""
    if case.progress.procedure is None:
        return {}
    return {
        name: f"/d/{case.stored.id}/{document.file_name}"
        for name, document in case.procedure.documents.items()
        if name != "confirmation" or case.deposited
    }


def page_state(case: Case, again: ShowAgain | None = None, *, notices: tuple[str, ...] = ()) -> PageState:
    """What a page shows beside the answers; first what has changed since the draft was last shown."""
    notices = notices if case.deposited else (*to_tell(case.draft, case.progress), *notices)
    if again is None:
        return PageState(version=case.stored.version, files=case.files, notices=notices, built_in=built_in(case))
    return PageState(
        version=case.stored.version,
        form=again.form,
        problems=again.problems,
        files=case.files,
        notices=(*notices, *again.notices),
        suggestions=again.suggestions,
        new=again.new,
        built_in=built_in(case),
    )


def status_of(again: ShowAgain) -> int:
    """409 when someone saved in between, 422 when something is wrong, 200 otherwise."""
    if again.stale:
        return 409
    return 422 if again.problems else 200


def show(
    site: Site,
    again: ShowAgain,
    visitor: Visitor,
    *,
    status: int | None = None,
    flash: tuple[Flash, ...] = (),
) -> HTMLResponse:
    """A step or a question, as an outcome says it is to be shown."""
    code = status if status is not None else status_of(again)
    warns = bool(again.notices)  # what an outcome says of itself; what changed is only recalled
    state = page_state(again.case, again)
    if isinstance(again.page, Question):
        return show_question(site, again.case, again.page, state, visitor, status=code, flash=flash, warns=warns)
    view = with_documents(again.case, step_view(again.progress, again.page.id, state), again.page)
    action = address_of(Place("step", again.page.id), again.case)
    stamp = stamp_of(again.case.progress)
    page = context(site, visitor, action=action, case=again.case, flash=flash, warns=warns, stamp=stamp)
    return HTMLResponse(site.pages.step_utf8(view, page), status_code=code)


def with_documents(case: Case, view: StepView, step: Step) -> StepView:
    """On the last step, the PDFs that no text of the page links to."""
    if step.content != "confirmation":
        return view
    cited = {name for text in step.inserts if text in case.procedure.texts for name in _cited(case, text)}
    documents = {n: d.title for n, d in case.procedure.documents.items() if n not in cited}
    return view._replace(documents=documents)


def _cited(case: Case, text: str) -> frozenset[str]:
    return case.procedure.texts[text].body.documents


def show_question(
    site: Site,
    case: Case,
    question: Question,
    state: PageState,
    visitor: Visitor,
    *,
    status: int = 200,
    flash: tuple[Flash, ...] = (),
    warns: bool = False,
) -> HTMLResponse:
    """A question of the path of a dossier."""
    place = Place("question", number_of(case, question))
    view = question_view(case.catalogue, case.progress, question.id, shown_answer(case, question), state)
    page = context(
        site,
        visitor,
        action=address_of(place, case),
        case=case,
        flash=flash,
        stamp=stamp_of(case.progress),
        warns=warns,
        question_urls={q.id: address_of(question_place(case, q.id), case) for q in questions_of(case)},
        unchanged_url=address_of(current_place(case), case) if case.progress.situation.pending is None else None,
    )
    render = site.pages.render_question if question.outside_steps else site.pages.render_step
    return HTMLResponse(render(view, page), status_code=status)


def number_of(case: Case, question: Question) -> str:
    """The number of a question along the path; the next one when it is no longer on it."""
    asked = [taken.question.id for taken in case.progress.situation.taken]
    return str(asked.index(question.id) + 1 if question.id in asked else len(asked) + 1)


def ask_first(site: Site, ask: AskFirst, visitor: Visitor) -> HTMLResponse:
    """What a change takes away, before it is made."""
    case = ask.case
    if isinstance(ask.page, Question):
        place = Place("question", number_of(case, ask.page))
        hidden = {name: values[0] for name, values in ask.form.items() if values}
    else:
        place, hidden = Place("step", ask.page.id), {}
    action = address_of(place, case)
    words = site.words
    files = tuple(words.gettext("Fichier «\u00a0%(name)s\u00a0»", name=name) for name in ask.removal.files)
    title, what, listed = ENDED if ask.removal.ends else REMOVED
    view = MessageView(
        title=words.gettext(title),
        neutral_title=tab(site, words.gettext("Confirmer")),
        tone="warning",
        paragraphs=(words.gettext(what),),
        removed_title=words.gettext(listed),
        removed=(*ask.removal.answers, *files),
        hidden={**hidden, "version": str(case.stored.version)},
        buttons=(
            ButtonView(words.gettext("Confirmer le changement"), CONFIRM_CHANGE, "main"),
            ButtonView(words.gettext("Garder ma réponse précédente"), CANCEL_CHANGE),
        ),
    )
    return message(site, visitor, view, action=action, case=case)


def message(
    site: Site,
    visitor: Visitor,
    view: MessageView,
    *,
    action: str = "",
    here: str = "",
    case: Case | None = None,
    status: int = 200,
    flash: tuple[Flash, ...] = (),
) -> HTMLResponse:
    """A page that says something. `here` as in `context`."""
    page = context(site, visitor, action=action, here=here, case=case, flash=flash)
    return HTMLResponse(site.pages.render_message(view, page), status_code=status)


def account_page(
    site: Site,
    visitor: Visitor,
    view: AccountView,
    *,
    action: str = "",
    status: int = 200,
    flash: tuple[Flash, ...] = (),
) -> HTMLResponse:
    """A page about the account. Before there is a session, its form needs a cookie of its own: `with_token`."""
    page = context(site, visitor, action=action, flash=flash)
    return HTMLResponse(site.pages.render_account(view, page), status_code=status)


def check_button(site: Site) -> MainButton:
    """The check page leads to the deposit, it does not make it."""
    return MainButton(site.words.gettext("Continuer vers le dépôt"), "enregistrer")
