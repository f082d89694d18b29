"""What an applicant does, without a page: the life of a dossier through the engine alone."""

from __future__ import annotations

from dataclasses import dataclass

from engine.dossiers import steps
from engine.dossiers.cases import Case, Moment, Office, open_case
from engine.dossiers.outcomes import GoOn, Outcome
from engine.dossiers.places import Place, current_place
from engine.dossiers.questions import answer_question, first_question, question_at, start
from engine.dossiers.uploads import ReceivedUpload, attach
from engine.kinds import Form

OWNER, DOSSIER = "owner", "dossier"
WHO: Form = {
    "nom": ("Durand",),
    "prenoms.0": ("Ana",),
    "naissance.jour": ("1",),
    "naissance.mois": ("2",),
    "naissance.annee": ("1990",),
}
HOME: Form = {
    "statut": ("seul",),
    "logement.voie": ("rue Nationale",),
    "logement.code_postal": ("59000",),
    "logement.ville": ("Lille",),
}
PAPERS: Form = {"numero_photo": ("123456",)}


@dataclass
class Life:
    """One dossier and what is done to it. `moment` may be moved."""

    office: Office
    moment: Moment
    dossier: str = DOSSIER

    @property
    def case(self) -> Case:
        return open_case(self.office, self.dossier, OWNER, self.moment.day)

    @property
    def place(self) -> Place:
        return current_place(self.case)

    @property
    def version(self) -> int:
        return self.case.stored.version

    def begins(self, cas: str = "simple") -> Life:
        question = first_question(self.office.catalogue)
        assert question is not None
        start(self.office, question, "demande", dossier=self.dossier, owner=OWNER, moment=self.moment)
        self.answers("2", {"cas": (cas,)})
        return self

    def answers(self, number: str, form: Form, *, confirmed: bool = False) -> Outcome:
        case = self.case
        question = question_at(case, number)
        assert question is not None
        return answer_question(
            case, question, form, version=case.stored.version, moment=self.moment, confirmed=confirmed
        )

    def saves(self, step: str, form: Form, *, confirmed: bool = False) -> Outcome:
        case = self.case
        found = next(s for s in case.procedure.steps if s.id == step)
        return steps.save_step(case, found, form, version=case.stored.version, moment=self.moment, confirmed=confirmed)

    def gives(self, control: str, content: bytes = b"x", name: str = "a.pdf") -> Life:
        case = self.case
        step = next(s for s in case.procedure.steps if s.content == "justificatifs")
        blob = f"{len(self.office.stores.files.names()):032x}"
        self.office.stores.files.write(blob, [content])
        digest = f"{hash(content) & (2**64 - 1):064x}"
        received = ReceivedUpload(control, name, "application/pdf", len(content), digest, blob)
        _, problems = attach(case, step, [received], new_id=lambda: blob, moment=self.moment)
        assert problems == ()
        return self

    def reaches_deposit(self, cas: str = "simple", **who: tuple[str, ...]) -> Life:
        self.begins(cas)
        assert isinstance(self.saves("identite", {**WHO, **who}), GoOn)
        assert isinstance(self.saves("famille", HOME), GoOn)
        self.gives("papiers")
        assert isinstance(self.saves("pieces", PAPERS), GoOn)
        return self
