"""What doing something to a dossier gives: a page to go on to, the same page again, or a question first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from ..kinds import Form
from ..problems import AnswerProblem
from ..progress import Progress
from ..spec import Question, Step
from ..view import SuggestionView
from .cases import Case
from .places import Place

Deed = Literal[
    "joined", "removed", "named", "confirmed", "forgotten", "changed", "kept", "aside", "aside_out", "restored"
]
"""What the next page tells was done: to a file (the first three), to a number, to answers already given, to what was
typed in a step that is not open any more, or when the session was over."""

DEEDS: Final = frozenset(get_args(Deed))


@dataclass(frozen=True, slots=True)
class Done:
    """Something done, to be said once. `name` is that of the file, or the number; `control` where it was done."""

    deed: Deed
    name: str = ""
    control: str = ""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Done: the page to go on to, the dossier as it is then, and what the page should tell of it."""

    place: Place
    case: Case | None = None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class ShowAgain:
    """The same page again, with what was typed (None: with what is stored).

    `stale` when someone saved the dossier in between. Nothing of the answers has changed; `progress` says what the
    page shows.
    """

    case: Case
    page: Step | Question
    form: Form | None
    progress: Progress
    problems: tuple[AnswerProblem, ...] = ()
    notices: tuple[str, ...] = ()
    new: frozenset[str] = frozenset()
    suggestions: Mapping[str, tuple[SuggestionView, ...]] = field(default_factory=dict)
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """What a change takes away: answers given so far, each with its question in words, and names of files given.

    `ends`: the change leads out of the procedure, and what is listed is all that comes after it.
    """

    answers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    ends: bool = False

    def __bool__(self) -> bool:
        return bool(self.answers or self.files)


@dataclass(frozen=True, slots=True)
class AskFirst:
    """A change that takes something away: the person is asked before it is made. Only what was typed is saved."""

    case: Case
    page: Step | Question
    form: Form
    removal: Removal


Outcome = GoOn | ShowAgain | AskFirst
