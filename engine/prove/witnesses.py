"""Concrete applicants: from a path through diagrams to the fewest answers that the interpreter itself agrees with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..answers import read_answers
from ..problems import Witness, by_field
from ..progress import Faults, Progress
from ..run import RULE_BROKEN, run
from ..situation import date_field
from ..spec import Catalogue, Field, Procedure
from ..values import AnswerMap
from .days import DEPOSIT
from .diagrams import Choice
from .elements import elements_of, removable, without
from .samples import plain_of, sample
from .variables import GIVEN, Variable

Claim = Callable[[Progress], bool]
"""What a witness must show, of a replay of its answers."""
Case = dict[str, object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a witness must show; a second day of deposit that it is about; answers that stand for those of a path."""

    claim: Claim
    later: dt.date | None = None
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """What witnesses are replayed on: a procedure, behind its portal or alone. `lead` are the answers that lead to each
    motif, where the tree is walked apart; `motifs` those that somebody is led to; `classes` those of `Domains`."""

    catalogue: Catalogue
    procedure: Procedure | None
    today: dt.date
    lead: Mapping[str, Mapping[str, object]]
    motifs: tuple[str, ...] = ()
    classes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All that a file of answers may answer, the dates of the tree included."""
        questions = self.catalogue.portal.questions if self.catalogue.portal is not None else {}
        fields: dict[str, Field] = dict(self.procedure.fields) if self.procedure is not None else {}
        fields.update((q.id, date_field(q)) for q in questions.values() if q.is_date)
        return fields

    def witness(self, path: Iterable[Choice], variables: Mapping[int, Variable], wanted: Wanted) -> Witness | None:
        """The fewest answers that show a claim, from one path that does; None when a replay does not agree."""
        claim = wanted.claim
        values = {variables[step.level].name: variables[step.level].values[step.rank] for step in path}
        values |= wanted.given
        day = values.pop(DEPOSIT, self.today)
        today = day if isinstance(day, dt.date) else self.today
        case = self._led(values)
        case |= self._answers(values, today)
        if not self._shows(case, today, claim):
            ordinary = {variable.name: variable.values[0] for variable in variables.values()}
            case = self._completed(case, today, ordinary)
            if not self._shows(case, today, claim):
                return None
        order = {name: rank for rank, name in enumerate((*self._questions(), "motif", *self.fields))}
        fewest = sorted(self._fewest(case, today, claim).items(), key=lambda answer: order[answer[0]])
        return Witness(today, dict(fewest), wanted.later)

    def _questions(self) -> Iterable[str]:
        return self.catalogue.portal.questions if self.catalogue.portal is not None else ()

    def typed(self, path: Iterable[Choice], variables: Mapping[int, Variable]) -> AnswerMap:
        """The answers of a path, as the engine reads them."""
        values = {variables[step.level].name: variables[step.level].values[step.rank] for step in path}
        own = {name: value for name, value in values.items() if name not in ("motif", DEPOSIT)}
        return read_answers(self.fields, self._answers(own, self.today))[0]

    def replay(self, case: Mapping[str, object], today: dt.date) -> Progress:
        """Where these answers stand on a day, optional fields taken as left empty."""
        questions = self.catalogue.portal.questions if self.catalogue.portal is not None else {}
        fields = self.fields
        choices = {name: str(value) for name, value in case.items() if name in questions and name not in fields}
        answers, problems, _ = read_answers(fields, {n: v for n, v in case.items() if n in fields})
        motif = case.get("motif")
        named = motif if isinstance(motif, str) else None
        return self._run({**answers, **choices}, today, named, by_field(problems))

    def again(self, progress: Progress, today: dt.date) -> Progress:
        """The same answers on another day."""
        tree = {step.question.id: step.answer for step in progress.situation.taken}
        motif = progress.motif.id if progress.motif is not None else None
        return self._run({**progress.relevant, **tree}, today, motif, {})

    def _run(self, answers: AnswerMap, today: dt.date, motif: str | None, faults: Faults) -> Progress:
        procedure = self.procedure.id if self.procedure is not None else None
        return run(self.catalogue, answers, today, procedure=procedure, motif=motif, faults=faults, settle=True)

    def _shows(self, case: Mapping[str, object], today: dt.date, claim: Claim) -> bool:
        return claim(self.replay(case, today))

    def _led(self, values: dict[str, object]) -> Case:
        """What leads to the motif: its answers in the tree, or its name where there are several."""
        motif = values.pop("motif", None)
        motifs = self.procedure.motifs if self.procedure is not None else {}
        named = motif if isinstance(motif, str) else next(iter(self.lead or self.motifs or motifs), None)
        if named is not None and self.lead.get(named):
            return dict(self.lead[named])
        return {"motif": named} if named is not None and len(motifs) > 1 else {}

    def _answers(self, values: Mapping[str, object], today: dt.date) -> Case:
        """The answers of a path, elements of repeatables put together."""
        fields = self.procedure.fields if self.procedure is not None else {}
        case: Case = {}
        inside: dict[str, dict[int, dict[str, object]]] = {}
        for name, value in values.items():
            group, _, rest = name.partition(".")
            if rest:
                index, _, member = rest.partition(".")
                inside.setdefault(group, {}).setdefault(int(index), {})[member] = value
            elif name in fields and (fields[name].repeat is not None or fields[name].kind == "group"):
                inside.setdefault(name, {})
            else:
                case[name] = sample(fields[name], today) if value is GIVEN else plain_of(value)
        for name, elements in inside.items():
            case[name] = elements_of(fields[name], elements, values.get(name), today, self.classes)
        return case

    def _completed(self, case: Case, today: dt.date, ordinary: Mapping[str, object]) -> Case:
        """With an answer to each question that the replay finds missing: the most ordinary of its variable. One that
        has no other value is decided on no path, nor is a question of the tree whose answers all lead on."""
        case = dict(case)
        for _ in (*self._questions(), *self.fields):
            progress = self.replay(case, today)
            tree = progress.situation.pending
            asked = [tree] if tree in ordinary or self.procedure is None else []
            missing = [name for name in (*asked, *progress.missing) if name is not None and name not in case]
            if not missing:
                break
            case.update((name, self._ordinary(name, today, ordinary.get(name, GIVEN))) for name in missing)
        return case

    def _ordinary(self, name: str, today: dt.date, value: object) -> object:
        """The plain answer that a value is; where any answer is one, an answer that the field accepts."""
        return plain_of(value) if isinstance(value, dt.date | str | bool) else sample(self.fields[name], today)

    def _fewest(self, case: Case, today: dt.date, claim: Claim) -> Case:
        """Without the answers, the elements, or what they say, that the claim does not need. One may be needed only for
        another that is not."""
        while (less := self._pared(self._relieved(case, today, claim), today, claim)) != case:
            case = less
        return case

    def _relieved(self, case: Case, today: dt.date, claim: Claim) -> Case:
        """Without the answers that the claim does not need."""
        for name in list(case) if len(case) > 1 else ():
            less = {other: value for other, value in case.items() if other != name}
            if self._shows(less, today, claim):
                case = less
        return case

    def _pared(self, case: Case, today: dt.date, claim: Claim) -> Case:
        """The elements of repeatables without what the claim does not need, each left whole."""
        for name in [name for name, value in case.items() if isinstance(value, list)]:
            for part in removable(case[name]):
                less = {**case, name: without(case[name], part)}
                found = self.replay(less, today) if less[name] else None
                if found is not None and _is_read(found) and claim(found):
                    case = less
        return case


def _is_read(progress: Progress) -> bool:
    """Whether every answer is taken by its field; a rule may refuse it."""
    return all(problem.code == RULE_BROKEN for problem in progress.problems)
