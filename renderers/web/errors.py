"""Pages for what goes wrong, in the words of the person who reads them: what happened, what is kept, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from engine.dossiers.cases import UnknownRevision
from engine.store import StoreBusy, StoreFull, UnknownDossier
from renderers.html import MessageView

from .forms import FormTooLarge, MalformedForm, UnsupportedForm
from .logs import log_fault
from .menus import START
from .pages import SEE_OTHER, SIGN_IN, home_link, message, tab
from .sessions import CodeDue, EndedSession, ExpiredForm, ForeignForm, NoSession, PasswordDue, Visitor
from .site import Site
from .words import N_

KEPT = N_("Ce que vous aviez déjà enregistré est conservé.")
CREATE, CHOOSE_PASSWORD, GIVE_CODE = "/compte", "/mot-de-passe", "/espace/code"
ENDED = "fin"
"""What the sign-in page's address says after a session has ended by itself: `oui`, or `garde` when a form was kept."""
NOT_READ = N_("Votre envoi n'a pas pu être lu")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A status and what it says: sentences still to be put in the site's language, with their `params`.

    `tab` is its title where the whole one is too long for a tab.
    """

    status: int
    title: str
    paragraphs: tuple[str, ...]
    params: Mapping[str, str] = field(default_factory=dict)
    tab: str = ""


NOT_FOUND = ErrorPage(
    404,
    N_("Cette page n'est pas disponible"),
    (
        N_("Cette adresse n'existe pas, ou plus."),
        N_("Repartez de la page d'accueil\u00a0: connectez-vous pour retrouver vos démarches dans votre espace."),
    ),
    tab=N_("Page introuvable"),
)
PAGES: Mapping[int, ErrorPage] = {
    400: ErrorPage(
        400,
        NOT_READ,
        (N_("Il est incomplet ou illisible."), KEPT, N_("Revenez à la page précédente et recommencez.")),
    ),
    403: ErrorPage(
        403,
        N_("Cette page a expiré"),
        (
            N_(
                "Par sécurité, ce que vous avez envoyé n'a pas été pris en compte\u00a0: la page était ouverte depuis "
                "trop longtemps, ou votre navigateur refuse les cookies."
            ),
            KEPT,
            N_("Repartez de la page d'accueil."),
        ),
    ),
    404: NOT_FOUND,
    405: ErrorPage(405, N_("Cette action n'est pas possible ici"), (N_("Repartez de la page d'accueil."),)),
    408: ErrorPage(
        408,
        N_("Votre envoi a pris trop de temps"),
        (
            KEPT,
            N_("Si votre connexion est lente, joignez vos fichiers un par un, ou réessayez plus tard."),
        ),
    ),
    413: ErrorPage(
        413,
        N_("Votre envoi est trop volumineux"),
        (
            N_("Votre envoi dépasse ce que ce site peut recevoir en une fois."),
            KEPT,
            N_("Revenez à la page précédente."),
        ),
    ),
    415: ErrorPage(415, NOT_READ, (N_("Son format n'est pas celui d'un formulaire de ce site."), KEPT)),
    421: ErrorPage(421, N_("Adresse inconnue"), (N_("Ce site n'est pas servi sous ce nom."),)),
    503: ErrorPage(
        503,
        N_("Le service est très demandé"),
        (
            N_("Votre saisie n'a pas encore pu être enregistrée\u00a0; rien de ce qui l'était n'est perdu."),
            N_("Revenez à la page précédente et recommencez dans une minute."),
        ),
    ),
    507: ErrorPage(
        507,
        N_("Votre saisie n'a pas pu être enregistrée"),
        (
            N_("Le service manque de place. Rien de ce qui était enregistré n'est perdu."),
            N_("Revenez à la page précédente et recommencez dans quelques minutes."),
        ),
    ),
}
SHOWN = N_(
    "Rien n'a été enregistré. Ce que vous aviez écrit est affiché ci-dessous\u00a0: vérifiez-le, puis enregistrez à "
    "nouveau."
)
EXPIRED = ErrorPage(403, PAGES[403].title, (N_("Cette page a expiré."), SHOWN))
CUT_SHORT = ErrorPage(413, PAGES[413].title, (N_("Votre envoi est trop volumineux."), SHOWN))

NOBODY = Visitor("")
"""Who an error page is for: it needs nothing of anybody's session."""

CAUSES: Mapping[type[Exception], int] = {
    UnknownDossier: 404,
    UnknownRevision: 404,
    ForeignForm: 403,
    MalformedForm: 400,
    UnsupportedForm: 415,
    FormTooLarge: 413,
    TimeoutError: 408,
    StoreBusy: 503,
    StoreFull: 507,
}


WAYS_IN: tuple[type[Exception], ...] = (NoSession, EndedSession, PasswordDue, CodeDue)
"""What is asked first of whom may not do something yet."""


def way_in(fault: Exception) -> str:
    """The address of the page that asks it."""
    match fault:
        case EndedSession(kept=True):
            return f"{SIGN_IN}?{ENDED}=garde"
        case EndedSession():
            return f"{SIGN_IN}?{ENDED}=oui"
        case PasswordDue():
            return CHOOSE_PASSWORD
        case CodeDue():
            return GIVE_CODE
        case _:
            return SIGN_IN


def error_response(site: Site, page: ErrorPage, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """The page of an error."""
    title = site.words.gettext(page.title)
    view = MessageView(
        title=title,
        neutral_title=tab(site, site.words.gettext(page.tab) if page.tab else title),
        paragraphs=said(site, page),
        tone="error" if page.status >= 500 else "warning",
        links=(home_link(site),),
    )
    response = message(site, NOBODY, view, status=page.status)
    response.headers.update(headers or {})
    return response


def said(site: Site, page: ErrorPage) -> tuple[str, ...]:
    """The sentences of an error in the site's language."""
    return tuple(site.words.gettext(sentence, **page.params) for sentence in page.paragraphs)


def handlers(site: Site) -> dict[type[Exception], Callable[[Request, Exception], Response]]:
    """What Starlette calls for each kind of exception."""

    def known(_: Request, fault: Exception) -> Response:
        status = next(code for cause, code in CAUSES.items() if isinstance(fault, cause))
        if isinstance(fault, FormTooLarge) and fault.file:
            return error_response(site, too_large(fault.file))
        if isinstance(fault, StoreFull | StoreBusy | UnknownRevision):
            log_fault(fault)
        return error_response(site, PAGES[status])

    def elsewhere(request: Request, fault: Exception) -> Response:
        # Who comes to begin has no account yet, or is told there that one can be used.
        new = type(fault) is NoSession and request.url.path == START
        response = RedirectResponse(CREATE if new else way_in(fault), status_code=SEE_OTHER)
        if isinstance(fault, EndedSession):  # its cookie stays: it says whose form another tab may still send
            site.sessions.close_pages(response)
        return response

    def http(_: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 500
        page = PAGES.get(status, PAGES[400] if status < 500 else PAGES[503])
        kept = {k: v for k, v in (getattr(fault, "headers", None) or {}).items() if k.lower() == "allow"}
        return error_response(site, replace(page, status=status), kept)

    def gone(_: Request, __: Exception) -> Response:
        return Response(status_code=499)  # nobody is there to read it

    found: dict[type[Exception], Callable[[Request, Exception], Response]] = dict.fromkeys(CAUSES, known)
    found |= dict.fromkeys(WAYS_IN, elsewhere)
    found[HTTPException] = http
    found[ClientDisconnect] = gone
    found[Exception] = lambda _, fault: _incident(site, fault)
    return found


def fault_said(site: Site, fault: ExpiredForm | FormTooLarge) -> str:
    """What is said above a page shown again because nothing of its post could be done."""
    if isinstance(fault, ExpiredForm):
        return " ".join(said(site, EXPIRED))
    return " ".join(said(site, too_large(fault.file, SHOWN) if fault.file else CUT_SHORT))


def status_of_fault(fault: ExpiredForm | FormTooLarge) -> int:
    """The status of such a page."""
    return EXPIRED.status if isinstance(fault, ExpiredForm) else CUT_SHORT.status


def too_large(name: str, kept: str = KEPT) -> ErrorPage:
    """A post that passes the limit of a whole page, on a file."""
    page = PAGES[413]
    where = N_(
        "Votre envoi dépasse ce que ce site peut recevoir en une fois, à partir du fichier «\u00a0%(name)s\u00a0»."
    )
    return ErrorPage(413, page.title, (where, kept, N_("Joignez vos fichiers en plusieurs fois.")), {"name": name})


def refuse_host(site: Site) -> Callable[[], Response]:
    """The answer to a request for another host."""
    return lambda: error_response(site, PAGES[421])


def _incident(site: Site, fault: Exception) -> Response:
    incident = log_fault(fault)
    page = ErrorPage(
        500,
        N_("Le service rencontre un problème"),
        (KEPT, N_("Réessayez dans quelques minutes."), N_("Référence de l'incident\u00a0: %(incident)s")),
        {"incident": incident},
    )
    return error_response(site, page)
