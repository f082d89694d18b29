"""Which rules a case breaks: as a replay says it, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions.nodes import Scope
from ..elements import settled
from ..facts import ElementScope
from ..progress import Progress
from ..rules import Shown, broken
from ..values import UNKNOWN
from .places import Placed


def breaks(placed: Placed, progress: Progress) -> bool:
    """Whether a case breaks a rule; of a member, in one element at least."""
    return any(broken(placed.rule, scope, shown) for scope, shown in read_by(placed, progress))


def read_by(placed: Placed, progress: Progress) -> Iterator[tuple[Scope, Scope]]:
    """What a rule reads where it is looked at, and what is shown of it: nowhere when the field that has it is not
    answered; for a member, in each element that answers it."""
    scope, shown = progress.scope, Shown(progress.scope)
    group, field = placed.group, placed.field
    if group is None:
        if field is None or progress.relevant.get(field.id) is not None:
            yield scope, shown
        return
    made = settled(group, progress.relevant.get(group.id) or (), scope)
    for known, seen in zip(made.known, made.shown, strict=True):
        if field is not None and seen[field.id] not in (None, UNKNOWN):
            yield ElementScope(group.id, known, scope), ElementScope(group.id, seen, shown)
