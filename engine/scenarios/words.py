"""What a scenario claims and what was found, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import assert_never

from ..explain import Explainer
from ..justificatifs import control_keys, leaves
from ..messages_answers import message_of
from ..progress import Progress
from ..spec import Catalogue, Claim, Field, Procedure
from ..values import ABSENT, UNKNOWN, DateRange, IntRange
from .judging import fact_value, is_sent_before, leaf_of, orientation_of, request_of
from .reading import reads_of

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "shown": "le champ « {name} » devait être montré",
        "hidden": "le champ « {name} » ne devait pas être montré",
        "missing": "le champ « {name} » devait attendre une réponse",
        "asked": "le justificatif « {name} » devait être demandé",
        "not_asked": "le justificatif « {name} » ne devait pas être demandé",
        "asked_exactly": "ces justificatifs et eux seuls devaient être demandés : {names}",
        "items": "pour « {name} », on devait pouvoir donner exactement : {names}",
        "fact": "le fait « {name} » devait valoir {value}",
        "redirected": "la personne devait être orientée vers « {name} »",
        "proceeds": "l'arbre devait mener à la démarche « {name} », motif « {names} »",
        "question": "la question « {name} » devait être posée ensuite",
        "refused": "une réponse devait être refusée à « {name} »",
        "refused_somewhere": "une réponse devait être refusée",
        "accepted": "aucune réponse ne devait être refusée",
        "message": "ce message devait être affiché : « {name} »",
        "complete": "la demande devait être complète",
        "next_step": "la prochaine étape devait être « {name} »",
        "is_shown": "il est montré, car {condition}",
        "is_always": "il l'est toujours",
        "is_hidden": "il est masqué ; il n'est montré que si {condition}",
        "is_unknown": "on ne sait pas encore, car cela dépend de : {condition}",
        "is_answered": "il a une réponse",
        "is_asked": "il est demandé, car {condition}",
        "is_not_asked": "il ne l'est que si {condition}",
        "may_be_asked": "il ne le sera que si {condition}, et on ne le sait pas encore",
        "sent_before": "elle est orientée avant, vers « {name} »",
        "of_another": "il ne fait pas partie de ce qui est demandé ici",
        "here": "ici {answers}",
        "too_many": "en trop : {names}",
        "too_few": "il manque : {names}",
        "worth": "il vaut {value}",
        "goes": "elle poursuit la démarche",
        "sent": "elle est orientée vers « {name} »",
        "stays": "l'arbre attend une réponse à « {name} »",
        "leads": "il mène à la démarche « {name} », motif « {names} »",
        "leads_away": "il oriente vers « {name} »",
        "no_refusal": "rien n'est refusé",
        "refusals": "sont refusées : {names}",
        "wanting": "il manque : {names}",
        "undone": "elle ne l'est pas encore",
        "step": "c'est « {name} »",
        "no_step": "il n'y en a pas",
        "unknown": "inconnu",
        "absent": "absent",
        "yes": "oui",
        "no": "non",
        "nothing": "rien",
        "empty": "laissé vide",
        "not_given": "sans réponse",
        "from_to": "de {low} à {high}",
        "from": "au moins {low}",
        "up_to": "au plus {high}",
        "idle_field": "ce champ n'est pas montré ; il ne l'est que si {condition}",
        "idle_question": "cette question n'est pas posée sur ce chemin",
        "idle_request": "ce justificatif n'est pas demandé",
        "idle_files": "ce justificatif se donne par : {names}",
        "idle_motif": "le motif est « {name} »",
        "idle_before": "la personne n'arrive pas jusqu'à cette démarche",
    },
    "en": {
        "shown": 'the field "{name}" should be shown',
        "hidden": 'the field "{name}" should not be shown',
        "missing": 'the field "{name}" should wait for an answer',
        "asked": 'the justificatif "{name}" should be asked',
        "not_asked": 'the justificatif "{name}" should not be asked',
        "asked_exactly": "these justificatifs and no other should be asked: {names}",
        "items": 'for "{name}", exactly these should be possible: {names}',
        "fact": 'the fact "{name}" should be {value}',
        "redirected": 'the person should be sent to "{name}"',
        "proceeds": 'the tree should lead to the procedure "{name}", motif "{names}"',
        "question": 'the question "{name}" should be asked next',
        "refused": 'an answer should be refused at "{name}"',
        "refused_somewhere": "an answer should be refused",
        "accepted": "no answer should be refused",
        "message": 'this message should be shown: "{name}"',
        "complete": "the application should be complete",
        "next_step": 'the next step should be "{name}"',
        "is_shown": "it is shown, since {condition}",
        "is_always": "it always is",
        "is_hidden": "it is hidden; it is only shown if {condition}",
        "is_unknown": "it is not known yet, since it depends on: {condition}",
        "is_answered": "it has an answer",
        "is_asked": "it is asked, since {condition}",
        "is_not_asked": "it is only asked if {condition}",
        "may_be_asked": "it will only be asked if {condition}, which is not known yet",
        "sent_before": 'they are sent to "{name}" before',
        "of_another": "it is not of what is asked here",
        "here": "here {answers}",
        "too_many": "too many: {names}",
        "too_few": "missing: {names}",
        "worth": "it is {value}",
        "goes": "they carry on with the procedure",
        "sent": 'they are sent to "{name}"',
        "stays": 'the tree waits for an answer to "{name}"',
        "leads": 'it leads to the procedure "{name}", motif "{names}"',
        "leads_away": 'it sends to "{name}"',
        "no_refusal": "nothing is refused",
        "refusals": "refused: {names}",
        "wanting": "missing: {names}",
        "undone": "it is not yet",
        "step": 'it is "{name}"',
        "no_step": "there is none",
        "unknown": "unknown",
        "absent": "absent",
        "yes": "yes",
        "no": "no",
        "nothing": "nothing",
        "empty": "left empty",
        "not_given": "not answered",
        "from_to": "{low} to {high}",
        "from": "{low} or more",
        "up_to": "{high} at most",
        "idle_field": "this field is not shown; it only is if {condition}",
        "idle_question": "this question is not asked on this way",
        "idle_request": "this justificatif is not asked",
        "idle_files": "this justificatif is given by: {names}",
        "idle_motif": 'the motif is "{name}"',
        "idle_before": "the person does not get as far as this procedure",
    },
}
NO_BOUND = 1_000_000


class Words:
    """Says claims of one language. `progress` is always that of the case the claim was judged on."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue, self.language = catalogue, language if language in WORDS else "fr"
        self.words = WORDS[self.language]

    def claimed(self, claim: Claim) -> str:
        """What should be so."""
        return self._say(claim.kind, name=claim.name, names=self._list(claim.names), value=self._value(claim.value))

    def found(self, claim: Claim, progress: Progress) -> str:
        """What is so instead, and why."""
        match claim.kind:
            case "shown" | "asked" | "items" | "asked_exactly" if is_sent_before(claim, progress):
                return self._say("sent_before", name=progress.exit or "")
            case "shown" | "hidden" | "missing":
                return self._field(claim, progress)
            case "asked" | "not_asked":
                return self._request(claim, progress)
            case "asked_exactly":
                asked = [state.justificatif.id for state in progress.requests]
                return self._difference(claim.names, asked)
            case "items":
                state = request_of(claim.name, progress)
                if state is None:
                    return self._request(claim, progress)
                return self._difference(claim.names, [item.id for item in leaves(state.provision)])
            case "fact":
                read = self._answers(self._reads(claim, progress), progress)
                return self._joined(self._say("worth", value=self._value(fact_value(claim, progress))), read)
            case "redirected" | "proceeds" | "question":
                return self._way(claim, progress)
            case "refused" | "refused_somewhere" | "accepted" | "message":
                return self._refusals(progress)
            case "complete":
                return self._incomplete(progress)
            case "next_step":
                step = progress.next_step
                return self._say("no_step") if step is None else self._say("step", name=step)
            case _:
                assert_never(claim.kind)

    def idle(self, name: str, progress: Progress) -> str:
        """Why an answer has no effect."""
        procedure, portal = progress.procedure, self.catalogue.portal
        if portal is not None and name in portal.questions:
            return self._say("idle_question")
        if procedure is None:
            return self._say("idle_before")
        if name == "motif":
            return self._say("idle_motif", name=progress.motif.id if progress.motif is not None else "")
        if name not in procedure.fields:
            return self._idle_files(name, progress)
        return self._because("idle_field", procedure, name, progress)

    def _idle_files(self, name: str, progress: Progress) -> str:
        state = request_of(name.partition(".")[0], progress)
        if state is None:
            return self._say("idle_request")
        asked = state.justificatif.field
        return self._say("idle_files", names=self._list(control_keys(state) if asked is None else (asked.id,)))

    # ── Fields and justificatifs ──────────────────────────────────────────────────────────────────────────────

    def _field(self, claim: Claim, progress: Progress) -> str:
        procedure = progress.procedure
        if procedure is None or claim.name not in procedure.fields:
            return self._say("idle_before") if procedure is None else self._say("of_another")
        shown = claim.name in progress.visible
        if claim.kind == "missing" and shown:
            return self._say("is_answered")
        if claim.name not in reads_of(procedure).shown:
            return self._say("is_always")
        if shown:
            return self._because("is_shown", procedure, claim.name, progress)
        known = claim.name in progress.scope.hidden
        return self._because("is_hidden" if known else "is_unknown", procedure, claim.name, progress)

    def _because(self, key: str, procedure: Procedure, name: str, progress: Progress) -> str:
        condition = reads_of(procedure).shown.get(name)
        if condition is None:
            return self._say("of_another")
        said = self._say(key, condition=Explainer(procedure, self.language).condition(condition))
        return self._joined(said, self._answers(reads_of(procedure).by(condition), progress))

    def _request(self, claim: Claim, progress: Progress) -> str:
        procedure, state = progress.procedure, request_of(claim.name, progress)
        if procedure is None:
            return self._say("idle_before")
        condition = procedure.justificatifs[claim.name].condition if claim.name in procedure.justificatifs else None
        if condition is None:
            return self._say("of_another" if state is None else "is_always")
        key = "is_not_asked" if state is None else "is_asked" if state.certain else "may_be_asked"
        said = self._say(key, condition=Explainer(procedure, self.language).condition(condition))
        return self._joined(said, self._answers(reads_of(procedure).by(condition), progress))

    def _reads(self, claim: Claim, progress: Progress) -> frozenset[str]:
        return reads_of(progress.procedure).by_claim(claim) if progress.procedure is not None else frozenset()

    def _answers(self, names: Iterable[str], progress: Progress) -> str:
        """What these fields are answered here."""
        procedure = progress.procedure
        fields = [f for name, f in procedure.fields.items() if name in names] if procedure is not None else []
        return (
            self._say("here", answers=", ".join(f"{f.id} : {self._answer(f, progress)}" for f in fields))
            if fields
            else ""
        )

    def _answer(self, field: Field, progress: Progress) -> str:
        value = progress.relevant.get(field.id, UNKNOWN) if field.id in progress.visible else ABSENT
        return self._say("empty") if value is None else self._value(value)

    # ── The way, refusals ─────────────────────────────────────────────────────────────────────────────────────

    def _way(self, claim: Claim, progress: Progress) -> str:
        name, (motif,) = leaf_of(progress)
        sent, pending = orientation_of(progress), progress.situation.pending
        if pending is not None:
            return self._say("stays", name=pending)
        if sent is not None:
            return self._say("sent" if claim.kind == "redirected" else "leads_away", name=sent)
        return self._say("goes") if claim.kind == "redirected" else self._say("leads", name=name, names=motif)

    def _refusals(self, progress: Progress) -> str:
        if not progress.problems:
            return self._say("no_refusal")
        fields = progress.procedure.fields if progress.procedure is not None else {}
        said = []
        for problem in progress.problems:
            label = fields[problem.field].label if problem.field in fields else problem.field
            said.append(f"{problem.field} ({message_of(problem, label, self.language).rstrip('.')})")
        return self._say("refusals", names=" ; ".join(said))

    def _incomplete(self, progress: Progress) -> str:
        if progress.problems:
            return self._refusals(progress)
        if progress.missing:
            return self._say("wanting", names=self._list(progress.missing))
        sent = orientation_of(progress)
        return self._say("sent", name=sent) if sent is not None else self._say("undone")

    # ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _difference(self, wanted: Iterable[str], found: Iterable[str]) -> str:
        here, there = tuple(wanted), tuple(found)
        more, less = [name for name in there if name not in here], [name for name in here if name not in there]
        said = [self._say("too_many", names=self._list(more))] if more else []
        return " ; ".join([*said, *([self._say("too_few", names=self._list(less))] if less else [])])

    def _list(self, names: Iterable[str]) -> str:
        return ", ".join(names) or self.words["nothing"]

    def _joined(self, *parts: str) -> str:
        return " ; ".join(part for part in parts if part)

    def _say(self, key: str, **params: str) -> str:
        return self.words[key].format(**params)

    def _value(self, value: object) -> str:
        """A value as a file of scenarios writes it."""
        match value:
            case bool():
                return self.words["yes" if value else "no"]
            case IntRange(low, high) if high >= NO_BOUND:
                return self._say("from", low=str(low))
            case IntRange(low, high):
                return self._say("from_to", low=str(low), high=str(high))
            case DateRange() | dt.date():
                return str(value)
            case tuple():
                return ", ".join(self._value(part) for part in value)
            case _ if value is UNKNOWN:
                return self.words["unknown"]
            case _ if value is ABSENT:
                return self.words["absent"]
            case _:
                return str(value)
