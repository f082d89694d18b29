"""What was just done, said once by the next page.

A redirection carries it in a cookie that is sealed for the session: it can be neither read (it may hold the name of a
file) nor made up, and no dossier has to be written for a page to be read. The first page shown takes it away.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping

from starlette.responses import HTMLResponse, Response

from engine.dossiers.cases import Case
from engine.dossiers.outcomes import DEEDS, Deed, Done
from engine.dossiers.uploads import accepting
from engine.store import Unsealable
from renderers.html import Flash

from .site import Site
from .visits import Visit
from .words import N_

SECONDS = 300
"""How long a note waits for its page: a slow network, not another day."""

PUT_BACK, KEPT = "retour", "garde"
"""What the address of a page says where a form that was kept is back: no cookie may go with that of a new session."""

SENTENCES: Mapping[Deed, str] = {
    "joined": N_("«\u00a0%(name)s\u00a0» est joint."),
    "removed": N_("«\u00a0%(name)s\u00a0» est supprimé."),
    "named": N_("Votre choix pour «\u00a0%(name)s\u00a0» est enregistré."),
    "confirmed": N_("Le numéro %(name)s est confirmé."),
    "forgotten": N_("Le numéro est supprimé."),
    "restored": N_(
        "Voici ce que vous aviez écrit quand votre session s'est terminée. Rien n'a été envoyé\u00a0: vérifiez, puis "
        "continuez."
    ),
    "changed": N_("Le changement est enregistré."),
    "kept": N_("Votre réponse précédente est gardée."),
    "aside": N_("Ce que vous avez écrit à l'étape «\u00a0%(name)s\u00a0» est gardé\u00a0; terminez d'abord celle-ci."),
    "aside_out": N_("Ce que vous avez écrit à l'étape «\u00a0%(name)s\u00a0» est gardé."),
}


def give_note(visit: Visit, response: Response, done: Done) -> None:
    """Puts a note on a redirection."""
    said = json.dumps([done.deed, done.name, done.control]).encode()
    sealed = visit.site.office.sealer.seal(said, _context(visit))
    visit.site.sessions.give_note(response, base64.urlsafe_b64encode(sealed).decode(), SECONDS)


def tell_once(visit: Visit, case: Case | None, draw: Callable[[tuple[Flash, ...]], HTMLResponse]) -> HTMLResponse:
    """A page drawn with the note that was waiting for it, which it takes away."""
    found = visit.request.cookies.get(visit.site.sessions.note_cookie)
    if found is None:
        back = visit.request.query_params.get(PUT_BACK) == KEPT
        return draw((flash_of(visit.site, case, Done("restored")),) if back else ())
    done = _read(visit, found)
    response = draw((flash_of(visit.site, case, done),) if done is not None else ())
    visit.site.sessions.drop_note(response)
    return response


def flash_of(site: Site, case: Case | None, done: Done) -> Flash:
    """A note in words, beside the request it is about where the page has it."""
    sentence = site.words.gettext(SENTENCES[done.deed], name=done.name)
    return Flash(sentence, control=done.control if case is not None and done.control in _controls(case) else "")


def _controls(case: Case) -> frozenset[str]:
    fields = {state.justificatif.field.id for state in case.progress.requests if state.justificatif.field is not None}
    return frozenset(fields | accepting(case).keys())


def _read(visit: Visit, cookie: str) -> Done | None:
    """What a note says; None when it is not one of ours, or not for this session."""
    try:
        sealed = base64.urlsafe_b64decode(cookie)
        deed, name, control = json.loads(visit.site.office.sealer.open(sealed, _context(visit)))
    except (ValueError, Unsealable):
        return None
    return Done(deed, name, control) if deed in DEEDS else None


def _context(visit: Visit) -> str:
    """What a note is bound to when it is sealed."""
    return f"note:{visit.visitor.session.owner if visit.visitor.session is not None else ''}"
