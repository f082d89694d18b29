"""What the buttons beside files do: join, take away, say which document a file is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.dossiers import steps
from engine.dossiers.cases import Case
from engine.dossiers.files import Refusal
from engine.dossiers.outcomes import AskFirst, Done, GoOn, Outcome, ShowAgain
from engine.dossiers.uploads import (
    ReceivedUpload,
    RefusedUpload,
    accepting,
    attach,
    name_items,
    remove_upload,
)
from engine.problems import AnswerProblem
from engine.spec import Step
from engine.views import GivenFile

from .site import Site, new_upload_id
from .visits import Visit

NO_FILE, FULL = "F003", "F004"


@dataclass(frozen=True, slots=True)
class Filed:
    """The files of one post: the dossier with those that were taken, what is wrong with the others."""

    case: Case
    joined: tuple[GivenFile, ...] = ()
    refused: tuple[AnswerProblem, ...] = ()


def take_files(visit: Visit, case: Case, step: Step) -> Filed:
    """Joins the files of a post, and notes which document each is, as the page says."""
    known = {file.id for file in case.files}
    files = tuple(_within_limit(visit, file) for file in visit.files)
    case, refused = attach(case, step, files, new_id=new_upload_id, moment=visit.moment)
    if step.content == "justificatifs":
        case = name_items(case, visit.form)
    return Filed(case, tuple(file for file in case.files if file.id not in known), refused)


def _within_limit(visit: Visit, file: ReceivedUpload | RefusedUpload) -> ReceivedUpload | RefusedUpload:
    """A file, unless its account sent too many lately: nobody is to fill the disk, for all workers together."""
    if isinstance(file, RefusedUpload):
        return file
    registrar = visit.site.registrar
    limit = registrar.limits.uploads_of_account
    key, since = f"uploads:{visit.session.owner}", limit.since(visit.moment.instant)
    if registrar.stores.limits.take(key, at=visit.moment.at, since=since, most=limit.most) is None:
        return file
    registrar.stores.files.delete(file.blob)
    return RefusedUpload(file.control, Refusal("too_many_today", file.name))


def act_on_files(visit: Visit, case: Case, step: Step, filed: Filed) -> Outcome:
    """What the buttons beside files say; any other saves the step, once no file is refused."""
    verb, _, name = visit.action.partition(":")
    refused = filed.refused
    anchor, done = "", None
    match verb:
        case "joindre":
            here = tuple(file for file in filed.joined if file.control == name)
            if here:
                anchor, done = f"fichier-{here[-1].id}", Done("joined", here[-1].name, name)
            else:
                refused = (*refused, *_nothing_joined(visit.site, case, name, refused))
        case "piece":
            found = next((file for file in case.files if file.id == name), None)
            if found is not None:
                anchor, done = f"fichier-{name}", Done("named", found.name, found.control)
        case "retirer_fichier":
            gone = next((file for file in case.files if file.id == name), None)
            case, control = remove_upload(case, name)
            if gone is not None and control:
                anchor, done = request_anchor(control), Done("removed", gone.name, control)
        case _ if not refused:
            return steps.save_step(case, step, visit.form, version=visit.version, moment=visit.moment)
    outcome = steps.keep_typed(case, step, visit.form, version=visit.version, moment=visit.moment)
    if isinstance(outcome, GoOn):
        outcome = replace(outcome, place=replace(outcome.place, anchor=anchor), done=done)
    return _with_refusals(outcome, case, step, refused)


def request_anchor(control: str) -> str:
    """The id of the heading of a request, on the page that asks it."""
    return "demande-" + control.replace(".", "-")


def _nothing_joined(
    site: Site, case: Case, control: str, refused: tuple[AnswerProblem, ...]
) -> tuple[AnswerProblem, ...]:
    """Why pressing "Joindre" joined nothing, unless a file was refused there or nothing is asked there any more."""
    state = accepting(case).get(control)
    if state is None or any(problem.field == control for problem in refused):
        return ()
    most = state.justificatif.max_files
    if case.counts.get(control, 0) < most:
        return (AnswerProblem(control, NO_FILE, message=site.words.gettext("Choisissez d'abord un fichier.")),)
    said = site.words.ngettext(
        "Vous avez joint %(num)s fichier, le maximum.", "Vous avez joint %(num)s fichiers, le maximum.", most
    )
    return (AnswerProblem(control, FULL, message=said),)


def _with_refusals(outcome: Outcome, case: Case, step: Step, refused: tuple[AnswerProblem, ...]) -> Outcome:
    """A file refused shows the page again with why; all else on it was kept."""
    if not refused or isinstance(outcome, AskFirst):
        return outcome
    if isinstance(outcome, ShowAgain):
        return replace(outcome, problems=(*outcome.problems, *refused))
    return replace(steps.show_step(outcome.case or case, step), problems=refused)
