"""From what the engine answers to a post, to the answer of the site."""

from __future__ import annotations

from starlette.responses import Response

from engine.dossiers.outcomes import AskFirst, GoOn, Outcome, ShowAgain
from engine.dossiers.places import Place
from engine.spec import Step

from .notes import give_note
from .pages import ask_first, go_to, show
from .visits import Visit


def answer(visit: Visit, outcome: Outcome) -> Response:
    """The page an outcome leads to, or the same one again."""
    match outcome:
        case ShowAgain(page=Step()) if outcome.new and not (outcome.problems or outcome.stale):
            # Nothing is wrong: what appeared is kept with the draft, and the page can be reloaded.
            return go_to(Place("step", outcome.page.id), outcome.case)
        case ShowAgain():
            return show(visit.site, outcome, visit.visitor)
        case AskFirst():
            return ask_first(visit.site, outcome, visit.visitor)
        case GoOn():
            response = go_to(outcome.place, outcome.case)
            if outcome.place.kind == "pause" and visit.session.shared:
                visit.site.sessions.end(visit.request, response)
            if outcome.done is not None:
                give_note(visit, response, outcome.done)
            return response
