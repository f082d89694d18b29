"""Where a case stands: replayed from the answers, from the start, at each request. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .conditions.nodes import Condition, Scope
from .elements import Settled, has_conditions, has_rules, settled
from .facts import ElementScope
from .justificatifs import RequestState, common_requests, requests, satisfied
from .problems import AnswerProblem
from .progress import Faults, Progress, Status, StepProgress
from .rules import Shown, broken
from .scope import Replay
from .situation import SituationPath, walk
from .spec import Catalogue, Field, Motif, Procedure, Rule, Section, Step
from .stretches import asked_instead, rules_of, stretches
from .values import ABSENT, UNKNOWN, AnswerMap, Value

RULE_BROKEN = "A100"


def run(
    catalogue: Catalogue,
    answers: AnswerMap,
    today: dt.date,
    *,
    procedure: str | None = None,
    motif: str | None = None,
    faults: Faults | None = None,
    uploads: Mapping[str, int] | None = None,
    settle: bool = False,
) -> Progress:
    """Replays `answers` as of `today` (the Paris date).

    `procedure` and `motif` name what to run where the portal does not decide it. `faults` are the problems of answers
    that could not be read, by field. `uploads` counts files by upload control; None leaves files out of account.
    `settle` takes optional fields without an answer as left empty once nothing mandatory is missing in their step, as
    for a flat file of answers.
    """
    path = walk(catalogue.portal, answers, today) if catalogue.portal is not None else SituationPath()
    chosen = None if path.orientation is not None else catalogue.procedures.get(path.procedure or procedure or "")
    if chosen is None:
        return _nowhere(catalogue, path, today)
    ground = _motif(chosen, path.motif or motif)
    return _begun(chosen, ground, path, answers, today, faults, uploads, settle=settle)


def run_from(
    catalogue: Catalogue,
    path: SituationPath,
    answers: AnswerMap,
    today: dt.date,
    *,
    faults: Faults | None = None,
    uploads: Mapping[str, int] | None = None,
) -> Progress:
    """The same as `run`, from a walk through the portal that these answers made already."""
    chosen = None if path.orientation is not None else catalogue.procedures.get(path.procedure or "")
    if chosen is None:
        return _nowhere(catalogue, path, today)
    return _begun(chosen, _motif(chosen, path.motif), path, answers, today, faults, uploads, settle=False)


def _begun(  # noqa: PLR0917 - private, and each has a type of its own
    procedure: Procedure,
    motif: Motif | None,
    path: SituationPath,
    answers: AnswerMap,
    today: dt.date,
    faults: Faults | None,
    uploads: Mapping[str, int] | None,
    *,
    settle: bool,
) -> Progress:
    scope = Replay(procedure.facts, today, motif.id if motif is not None else None)
    return _Run(procedure, motif, path, scope, dict(answers), faults or {}, uploads, settle).progress(today)


def _nowhere(catalogue: Catalogue, path: SituationPath, today: dt.date) -> Progress:
    """A case that has not led to a procedure, or was led elsewhere."""
    status = _without_procedure(catalogue, path)
    return Progress(today, path, None, None, status, None, (), {}, (), (), (), {}, Replay({}, today))


def _without_procedure(catalogue: Catalogue, path: SituationPath) -> Status:
    """Where the walk through the tree alone stands. A leaf that carries on ends it when the portal is all there is."""
    if path.orientation is not None:
        return "redirected"
    if path.procedure is None:
        return "incomplete"
    return "redirected" if catalogue.procedures else "complete"


def _motif(procedure: Procedure, named: str | None) -> Motif | None:
    """The motif named, or the only one there is."""
    if named is not None:
        return procedure.motifs.get(named)
    return next(iter(procedure.motifs.values())) if len(procedure.motifs) == 1 else None


class _Visible(NamedTuple):
    """The fields of a step that are shown, with their names, and those that have rules. Filled on the way."""

    fields: list[Field]
    names: list[str]
    ruled: list[Field]

    def add(self, asked: Field) -> None:
        """Adds one."""
        self.fields.append(asked)
        self.names.append(asked.id)
        if asked.rules:
            self.ruled.append(asked)


@dataclass(slots=True)
class _Run:
    procedure: Procedure
    motif: Motif | None
    situation: SituationPath
    scope: Replay
    answers: dict[str, Value | None]
    faults: Faults
    uploads: Mapping[str, int] | None
    settle: bool
    groups: dict[str, Settled] = field(default_factory=dict)
    shown: Shown = field(init=False)

    def __post_init__(self) -> None:
        self.shown = Shown(self.scope)

    def progress(self, today: dt.date) -> Progress:
        steps: list[StepProgress] = []
        exit_to: str | None = None
        exit_step: str | None = None
        asked: tuple[RequestState, ...] = ()
        for step in self.procedure.steps:
            if step.content == "justificatifs":
                asked = self._requests()
            done, out = self._step(step, asked)
            if out is not None and exit_to is None:
                exit_to, exit_step = out, step.id
            steps.append(done)
        fields, answers = self.procedure.fields, self.answers
        visible = {name: fields[name] for s in steps for name in s.visible}
        relevant = {name: answers[name] for name in visible if name in answers and name not in self.faults}
        relevant |= {name: made.counts for name, made in self.groups.items() if name in relevant}
        whole, out = self._rules(self.procedure.rules, self.procedure.id)
        exit_to = exit_to or out
        problems = (*[p for s in steps for p in s.problems], *whole)
        status = self._status(exit_to, problems, steps)
        return Progress(
            today=today,
            situation=self.situation,
            procedure=self.procedure,
            motif=self.motif,
            status=status,
            next_step=None if status == "redirected" else self._next(steps),
            steps=tuple(steps),
            visible=visible,
            missing=tuple([name for s in steps for name in s.missing]),
            problems=problems,
            requests=asked,
            relevant=relevant,
            scope=self.scope,
            exit=exit_to,
            exit_step=exit_step,
        )

    def _requests(self) -> tuple[RequestState, ...]:
        if self.motif is not None:
            return requests(self.motif, self.scope)
        return common_requests(self.procedure, self.scope)

    def _step(self, step: Step, asked: tuple[RequestState, ...]) -> tuple[StepProgress, str | None]:
        """Goes through a step; again when what `settle` filled in may reveal more of it."""
        while True:
            visible = self._visible(step, asked)
            missing, unsettled = self._open(visible)
            if not (self.settle and unsettled and not missing) or any(name in self.faults for name in visible.names):
                break
            for name in unsettled:
                self.answers[name] = False if self.procedure.fields[name].kind == "checkbox" else None
        problems, exit_to = self._problems(step, visible)
        files = step.content != "justificatifs" or self._files_given(asked)
        done = not (missing or unsettled or problems) and files and self._passable(step)
        return StepProgress(step, tuple(visible.names), missing, unsettled, problems, done), exit_to

    def _passable(self, step: Step) -> bool:
        """Whether a step without faults counts as done: the tree when it has led here, never what comes from the
        deposit on."""
        if step.content == "situation":
            return self.situation.pending is None
        return step.content in ("form", "justificatifs")

    def _files_given(self, asked: Iterable[RequestState]) -> bool:
        return self.uploads is None or all(satisfied(state, self.uploads) for state in asked)

    def _open(self, visible: _Visible) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The fields still to answer: the mandatory ones, and those nobody has seen yet."""
        missing: list[str] = []
        unsettled: list[str] = []
        answers = self.answers
        for position, name in enumerate(visible.names):
            value = answers.get(name)
            if value is not None and value is not False:
                continue  # most fields of most cases
            asked = visible.fields[position]
            if asked.taken_from is not None and name in answers:
                continue  # there was nothing to take: a person is not asked for it
            wanting = value is None or asked.kind == "commitment"
            if wanting and asked.required and name not in self.faults:
                missing.append(name)
            elif value is None and name not in answers and asked.kind != "computed":
                unsettled.append(name)
        return tuple(missing), tuple(unsettled)

    def _visible(self, step: Step, asked: tuple[RequestState, ...]) -> _Visible:
        found = _Visible([], [], [])
        self._shown_in(step.sections, found)
        if step.content == "justificatifs":
            for field_asked in self._requested(asked):
                found.add(self._met(field_asked))
        return found

    def _requested(self, asked: tuple[RequestState, ...]) -> Iterator[Field]:
        """The fields asked in place of a document; those of requests not made are hidden."""
        certain = {state.justificatif.id: state.certain for state in asked}
        for request, instead in asked_instead(self.procedure):
            if request.id not in certain and self.motif is not None:
                self.scope.hide(instead.id)
            elif certain.get(request.id) and (instead.condition is None or self._shown(instead.condition, (instead,))):
                yield instead

    def _shown_in(self, sections: tuple[Section, ...], found: _Visible) -> None:
        """Goes through sections in order, and adds the fields they show."""
        answers, values = self.answers, self.scope.values
        for section in sections:
            if section.condition is not None:
                inside = (*section.fields, *(f for inner in section.sections for f in inner.fields))
                if not self._shown(section.condition, inside):
                    continue
            for part in stretches(section):
                if isinstance(part, Field):
                    if part.condition is None or self._shown(part.condition, (part,)):
                        found.add(self._met(part))
                    continue
                found.fields.extend(part.fields)
                found.names.extend(part.names)
                found.ruled.extend(part.ruled)
                if self.faults or not self.scope.hidden.isdisjoint(part.names):
                    for asked in part.fields:
                        self._met(asked)
                    continue
                for name in part.names:  # as `_met` would, for most fields of most procedures
                    if name in answers:
                        value = answers[name]
                        values[name] = ABSENT if value is None else value
            if section.sections:
                self._shown_in(section.sections, found)

    def _shown(self, condition: Condition, inside: tuple[Field, ...]) -> bool:
        """Whether a condition shows its fields. False makes them absent; unknown shows nothing, and leaves them
        unknown."""
        truth = condition(self.scope)
        if truth is False:
            for asked in inside:
                self.scope.hide(asked.id)
        return truth is True

    def _met(self, asked: Field) -> Field:
        """Takes the answer of a visible field into the scope."""
        if self.scope.hidden:
            self.scope.show(asked.id)
        if asked.id in self.answers and asked.id not in self.faults:
            value = self.answers[asked.id]
            self.scope.values[asked.id] = ABSENT if value is None else value
            if asked.kind == "group" and value is not None and (has_conditions(asked) or has_rules(asked)):
                self.groups[asked.id] = settled(asked, value, self.scope)
                self.scope.values[asked.id] = self.groups[asked.id].known
        return asked

    def _problems(self, step: Step, visible: _Visible) -> tuple[tuple[AnswerProblem, ...], str | None]:
        found: list[AnswerProblem] = []
        exit_to: str | None = None
        plain = not self.faults and not self.groups
        for asked in visible.ruled if plain else visible.fields:
            if asked.id in self.faults:
                found.extend(self.faults[asked.id])
                continue
            if asked.id in self.groups:
                found.extend(self.groups[asked.id].missing)
                wrong, out = self._member_rules(asked, self.groups[asked.id])
                found.extend(wrong)
                exit_to = exit_to or out
            if asked.rules and self.answers.get(asked.id) is not None:
                wrong, out = self._rules(asked.rules, asked.id)
                found.extend(wrong)
                exit_to = exit_to or out
        for rules in rules_of(step):
            wrong, out = self._rules(rules, step.id)
            found.extend(wrong)
            exit_to = exit_to or out
        return tuple(found), exit_to

    def _member_rules(self, group: Field, made: Settled) -> tuple[tuple[AnswerProblem, ...], str | None]:
        """The rules of a group's members, in each element that gives the member."""
        found: list[AnswerProblem] = []
        exit_to: str | None = None
        own = {member.id for member in group.members}
        for index, (known, shown) in enumerate(zip(made.known, made.shown, strict=True)):
            inside = ElementScope(group.id, known, self.scope)
            seen = ElementScope(group.id, shown, self.shown)
            for member in group.members:
                if not member.rules or shown[member.id] in (None, UNKNOWN):
                    continue
                wrong, out = self._rules(member.rules, member.id, inside, seen)
                exit_to = exit_to or out
                found += (replace(p, field=group.id, part=f"{index}.{p.field}") if p.field in own else p for p in wrong)
        return tuple(found), exit_to

    def _rules(
        self, rules: tuple[Rule, ...], place: str, scope: Scope | None = None, shown: Scope | None = None
    ) -> tuple[tuple[AnswerProblem, ...], str | None]:
        """The problems of broken rules, and where the first that sends elsewhere does."""
        found: list[AnswerProblem] = []
        exit_to: str | None = None
        for rule in rules:
            if not broken(rule, scope or self.scope, shown or self.shown):
                continue
            if rule.redirect is not None:
                exit_to = exit_to or rule.redirect
            else:
                found.append(AnswerProblem(rule.field or place, RULE_BROKEN, message=rule.message))
        return tuple(found), exit_to

    def _status(self, exit_to: str | None, problems: tuple[AnswerProblem, ...], steps: list[StepProgress]) -> Status:
        if exit_to is not None:
            return "redirected"
        if problems:
            return "blocked"
        pending = self.situation.pending is not None or self.motif is None
        undone = any(s.missing or not s.done for s in steps if s.step.content not in ("deposit", "confirmation"))
        last = any(s.missing for s in steps if s.step.content == "deposit")
        return "incomplete" if pending or undone or last else "complete"

    def _next(self, steps: list[StepProgress]) -> str | None:
        return next((s.step.id for s in steps if not s.done), None)


def known(value: object) -> bool:
    """Whether a value of the scope is an answer: neither absent nor unknown."""
    return value is not ABSENT and value is not UNKNOWN
