"""Where a case stands, as text for a terminal: what `parcours run` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from .conditions.nodes import Condition
from .explain import Explainer, conditions_of
from .problems import Position
from .progress import Progress
from .report import orientation_title, plain_fact, reason, told
from .spec import Alternatives, Cases, Catalogue, Item, Procedure
from .views.state import Filler, PageState

WIDTH = 100
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "incomplete": "incomplète",
        "complete": "complète",
        "blocked": "bloquée : une réponse est à corriger",
        "redirected": "orientée ailleurs",
        "procedure": "démarche {id}, version {version}, révision {revision}",
        "stands": "au {day} – demande {status}",
        "next": "prochaine étape : {title} ({id})",
        "problems": "PROBLÈMES",
        "found": "trouvé : {found}",
        "expected": "attendu : {expected}",
        "near": "vouliez-vous « {near} » ?",
        "situation": "SITUATION",
        "pending": "question en attente : {id}",
        "orientation": "orientation : {title} ({id})",
        "motif": "motif : {label} ({id})",
        "motif_wanted": "motif : à dire, par « motif: » ({ids})",
        "leads": "poursuit avec la démarche {procedure}, motif {motif}",
        "missing": "← à répondre",
        "because": "parce que {condition} – {line}",
        "if": "si {condition} – {line}",
        "always": "toujours – {line}",
        "facts": "FAITS",
        "unknown": "inconnu",
        "true": "oui",
        "false": "non",
        "between": "entre {min} et {max}",
        "requests": "PIÈCES DEMANDÉES",
        "unexamined": "aucun fichier n'est donné dans les réponses : les fichiers ne sont pas examinés",
        "one_of": "un de",
        "all_of": "tous",
        "colon": " : ",
        "day": "%d/%m/%Y",
    },
    "en": {
        "incomplete": "incomplete",
        "complete": "complete",
        "blocked": "blocked: an answer has to be corrected",
        "redirected": "sent elsewhere",
        "procedure": "procedure {id}, version {version}, revision {revision}",
        "stands": "on {day} – request {status}",
        "next": "next step: {title} ({id})",
        "problems": "PROBLEMS",
        "found": "found: {found}",
        "expected": "expected: {expected}",
        "near": 'did you mean "{near}"?',
        "situation": "SITUATION",
        "pending": "question to be answered: {id}",
        "orientation": "orientation: {title} ({id})",
        "motif": "motif: {label} ({id})",
        "motif_wanted": 'motif: to be given, with "motif:" ({ids})',
        "leads": "goes on with the procedure {procedure}, motif {motif}",
        "missing": "← to be answered",
        "because": "because {condition} – {line}",
        "if": "if {condition} – {line}",
        "always": "always – {line}",
        "facts": "FACTS",
        "unknown": "unknown",
        "true": "yes",
        "false": "no",
        "between": "between {min} and {max}",
        "requests": "DOCUMENTS ASKED",
        "unexamined": "no file is given in the answers: files are not examined",
        "one_of": "one of",
        "all_of": "all of",
        "colon": ": ",
        "day": "%Y-%m-%d",
    },
}


def report_text(catalogue: Catalogue, progress: Progress, *, language: str, files: bool = False) -> str:
    """The report for a terminal, in French or in English. `files` says whether the answers count files."""
    report = _Report(catalogue, progress, language, files=files)
    return "\n".join(report.lines()) + "\n"


class _Report:
    def __init__(self, catalogue: Catalogue, progress: Progress, language: str, *, files: bool) -> None:
        self.catalogue, self.progress, self.language, self.files = catalogue, progress, language, files
        self.words = WORDS.get(language, WORDS["fr"])

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._problems()
        yield from self._situation()
        if self.progress.procedure is not None:
            explainer = Explainer(self.progress.procedure, self.language)
            yield from self._fields(self.progress.procedure, explainer)
            yield from self._facts(self.progress.procedure)
            yield from self._requests(explainer)

    def _say(self, key: str, **params: object) -> str:
        return self.words[key].format(**params)

    def _head(self) -> Iterator[str]:
        procedure, progress = self.progress.procedure, self.progress
        if procedure is not None:
            yield procedure.full_title
            identity = {"id": procedure.id, "version": procedure.version, "revision": procedure.revision[:12]}
            yield f"  {self._say('procedure', **identity)}"
        day = progress.today.strftime(self.words["day"])
        yield f"  {self._say('stands', day=day, status=self.words[progress.status])}"
        if progress.next_step is not None and procedure is not None:
            title = next(step.title for step in procedure.steps if step.id == progress.next_step)
            yield f"  {self._say('next', title=title, id=progress.next_step)}"

    def _problems(self) -> Iterator[str]:
        """Each problem with its field, what was found there, what is expected, and where the spec asks it."""
        if not self.progress.problems:
            return
        yield ""
        yield self.words["problems"]
        for problem in self.progress.problems:
            found = told(problem, self.catalogue, self.progress.procedure, self.language)
            yield f"  ✗ {problem.field} [{problem.code}] {found['message']}"
            said = [self._say("found", found=found["found"])] if found["found"] is not None else []
            if isinstance(expected := found["expected"], list) and expected:
                said.append(self._say("expected", expected=", ".join(expected)))
            if found["suggestion"] is not None:
                said.append(self._say("near", near=found["suggestion"]))
            details = " ; ".join(said)
            where = [found["line"]] if isinstance(found["line"], str) else []
            if details or where:
                yield from _wrapped(" – ".join([*([details] if details else []), *where]))

    def _situation(self) -> Iterator[str]:
        path, motif = self.progress.situation, self.progress.motif
        yield ""
        yield self.words["situation"]
        for taken in path.taken:
            answer = taken.choice.label if taken.choice is not None else str(taken.answer)
            yield f"  {taken.question.id}{self.words['colon']}{answer}"
        for recap in path.recap:
            yield f"    → {recap}"
        if path.pending is not None:
            yield f"  {self._say('pending', id=path.pending)}"
        name = self.progress.exit or path.orientation
        title = orientation_title(self.catalogue, name)
        if title is not None:
            yield f"  {self._say('orientation', title=title, id=name)}"
        if motif is not None:
            yield f"  {self._say('motif', label=motif.label, id=motif.id)}"
        elif self.progress.procedure is not None:
            if path.pending is None:
                yield f"  {self._say('motif_wanted', ids=', '.join(self.progress.procedure.motifs))}"
        elif path.procedure is not None:
            yield f"  {self._say('leads', procedure=path.procedure, motif=path.motif)}"

    def _fields(self, procedure: Procedure, explainer: Explainer) -> Iterator[str]:
        filler = Filler(self.progress, procedure, PageState(language=self.language))
        reasons = conditions_of(procedure)
        for step in self.progress.steps:
            if not step.visible:
                continue
            yield ""
            yield step.step.title.upper() + ("  ✓" if step.done else "")
            for name in step.visible:
                field = self.progress.visible[name]
                shown = filler.plain(field.template) if field.kind == "computed" else filler.value(name) or "—"
                mark = f"  {self.words['missing']}" if name in step.missing else ""
                yield f"  {field.label} ({name}){self.words['colon']}{shown}{mark}"
                yield from self._because(explainer, reasons.get(name), field.position)

    def _because(
        self, explainer: Explainer, condition: Condition | None, position: Position, *, certain: bool = True
    ) -> Iterator[str]:
        said = reason(explainer, condition, position)
        key = "always" if condition is None else "because" if certain else "if"
        yield from _wrapped(self._say(key, **said))

    def _facts(self, procedure: Procedure) -> Iterator[str]:
        if not self.progress.facts:
            return
        yield ""
        yield self.words["facts"]
        for name, value in self.progress.facts.items():
            said = self._fact(plain_fact(value))
            yield f"  {procedure.facts[name].label} ({name}){self.words['colon']}{said}"

    def _fact(self, value: object) -> str:
        match value:
            case None:
                return self.words["unknown"]
            case bool():
                return self.words["true" if value else "false"]
            case {"min": low, "max": high}:
                return self._say("between", min=low, max=high)
            case _:
                return str(value)

    def _requests(self, explainer: Explainer) -> Iterator[str]:
        yield ""
        yield self.words["requests"]
        if not self.files and self.progress.requests:
            yield f"  ({self.words['unexamined']})"
        for state in self.progress.requests:
            request = state.justificatif
            star = " *" if request.required and state.certain else ""
            heading = f"{request.heading}{self.words['colon']}" if request.heading and not state.certain else ""
            yield f"  {heading}{request.label}{star} ({request.id})"
            yield from self._because(explainer, request.condition, request.position, certain=state.certain)
            if state.provision is not None:
                yield from self._tree(state.provision, 4)

    def _tree(self, provision: Item | Alternatives | Cases, indent: int) -> Iterator[str]:
        space = " " * indent
        match provision:
            case Item():
                yield f"{space}- {provision.label}"
            case Alternatives():
                heading = provision.title or (provision.instruction.source.strip() if provision.instruction else "")
                yield f"{space}{heading}{' ' if heading else ''}[{self.words[provision.mode]}]"
                for part in provision.parts:
                    yield from self._tree(part, indent + 2)
            case Cases():
                return


def _wrapped(text: str) -> list[str]:
    """Under what it is about, on as many lines as it takes; a word, an address, a quotation mark and its word hold
    together."""
    held = text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    lines = textwrap.wrap(
        held,
        WIDTH,
        initial_indent="      ",
        subsequent_indent="        ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0", " ") for line in lines]
