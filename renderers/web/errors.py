"""Pages for what goes wrong, in the words of the person who reads them: what happened, what is kept, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from engine.dossiers.cases import UnknownRevision
from engine.store import StoreBusy, StoreFull, UnknownDossier
from renderers.html import MessageView, NavLink

from .forms import FormTooLarge, MalformedForm, UnsupportedForm
from .logs import log_fault
from .pages import message
from .sessions import ForeignForm, NoSession
from .site import Site

KEPT = "Ce que vous aviez déjà enregistré est conservé."


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A status and what it says."""

    status: int
    title: str
    paragraphs: tuple[str, ...]


NOT_FOUND = ErrorPage(
    404,
    "Cette page n'est pas disponible",
    (
        "Soit cette adresse n'existe pas, soit votre session est terminée sur cet appareil.",
        "Repartez de la page d'accueil : si une démarche y est en cours sur cet appareil, elle vous y est proposée.",
    ),
)
PAGES: Mapping[int, ErrorPage] = {
    400: ErrorPage(
        400,
        "Votre envoi n'a pas pu être lu",
        ("Il est incomplet ou illisible.", KEPT, "Revenez à la page précédente et recommencez."),
    ),
    403: ErrorPage(
        403,
        "Cette page a expiré",
        (
            "Par sécurité, ce que vous avez envoyé n'a pas été pris en compte : la page était ouverte depuis trop "
            "longtemps, ou votre navigateur refuse les cookies.",
            KEPT,
            "Revenez à la page précédente, rechargez-la, puis recommencez.",
        ),
    ),
    404: NOT_FOUND,
    405: ErrorPage(405, "Cette action n'est pas possible ici", ("Repartez de la page d'accueil.",)),
    408: ErrorPage(
        408,
        "Votre envoi a pris trop de temps",
        (KEPT, "Si votre connexion est lente, joignez vos fichiers un par un, ou réessayez plus tard."),
    ),
    413: ErrorPage(
        413,
        "Votre envoi est trop volumineux",
        ("Il dépasse ce que ce site peut recevoir en une fois.", KEPT, "Revenez à la page précédente."),
    ),
    415: ErrorPage(
        415, "Votre envoi n'a pas pu être lu", ("Son format n'est pas celui d'un formulaire de ce site.", KEPT)
    ),
    421: ErrorPage(421, "Adresse inconnue", ("Ce site n'est pas servi sous ce nom.",)),
    503: ErrorPage(
        503,
        "Le service est très demandé",
        (
            "Votre saisie n'a pas encore pu être enregistrée ; rien de ce qui l'était n'est perdu.",
            "Revenez à la page précédente et recommencez dans une minute.",
        ),
    ),
    507: ErrorPage(
        507,
        "Votre saisie n'a pas pu être enregistrée",
        (
            "Le service manque de place. Rien de ce qui était enregistré n'est perdu.",
            "Revenez à la page précédente et recommencez dans quelques minutes.",
        ),
    ),
}

CAUSES: Mapping[type[Exception], int] = {
    NoSession: 404,
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


def error_response(site: Site, page: ErrorPage, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """The page of an error."""
    view = MessageView(
        title=page.title,
        neutral_title=site.portal.neutral_title,
        paragraphs=page.paragraphs,
        tone="error" if page.status >= 500 else "warning",
        links=(NavLink("Retour à l'accueil", "/"),),
    )
    response = message(site, view, status=page.status)
    response.headers.update(headers or {})
    return response


def handlers(site: Site) -> dict[type[Exception], Callable[[Request, Exception], Response]]:
    """What Starlette calls for each kind of exception."""

    def known(_: Request, fault: Exception) -> Response:
        status = next(code for cause, code in CAUSES.items() if isinstance(fault, cause))
        if isinstance(fault, FormTooLarge) and fault.file:
            return error_response(site, too_large(fault.file))
        if isinstance(fault, StoreFull | StoreBusy | UnknownRevision):
            log_fault(fault)
        return error_response(site, PAGES[status])

    def http(_: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 500
        page = PAGES.get(status, PAGES[400] if status < 500 else PAGES[503])
        kept = {k: v for k, v in (getattr(fault, "headers", None) or {}).items() if k.lower() == "allow"}
        return error_response(site, ErrorPage(status, page.title, page.paragraphs), kept)

    def gone(_: Request, __: Exception) -> Response:
        return Response(status_code=499)  # nobody is there to read it

    found: dict[type[Exception], Callable[[Request, Exception], Response]] = dict.fromkeys(CAUSES, known)
    found[HTTPException] = http
    found[ClientDisconnect] = gone
    found[Exception] = lambda _, fault: _incident(site, fault)
    return found


def too_large(name: str) -> ErrorPage:
    """An envoi that passes the limit of a whole page, on a file."""
    page = PAGES[413]
    said = f"Il dépasse ce que ce site peut recevoir en une fois, à partir du fichier « {name} »."
    return ErrorPage(413, page.title, (said, KEPT, "Joignez vos fichiers en plusieurs fois."))


def refuse_host(site: Site) -> Callable[[], Response]:
    """The answer to a request for another host."""
    return lambda: error_response(site, PAGES[421])


def _incident(site: Site, fault: Exception) -> Response:
    incident = log_fault(fault)
    page = ErrorPage(
        500,
        "Le service rencontre un problème",
        (KEPT, "Réessayez dans quelques minutes.", f"Référence de l'incident : {incident}"),
    )
    return error_response(site, page)
