"""The order of the steps: the situation, forms, then justificatifs, deposit and confirmation, one of each at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..context import Context, items, scalar
from ..keywords import CONTENTS
from ..source import Node
from ..spec import Content

RANKS: Mapping[Content, int] = {"situation": 0, "form": 1, "justificatifs": 2, "deposit": 3, "confirmation": 4}
LAST = ("depot", "confirmation")
"""What every procedure ends with."""
SPECIAL, FORM = 100, 101
"""Of two steps, one of which may be moved, a form stays."""
LACKING: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("depot",): ("« contenu: depot », à mettre avant la confirmation", '"contenu: depot", to be put before the last'),
    ("confirmation",): ("« contenu: confirmation », à mettre en dernier", '"contenu: confirmation", to be put last'),
    LAST: (
        "« contenu: depot », puis une étape « contenu: confirmation », à mettre en dernier",
        '"contenu: depot", then a step "contenu: confirmation", to be put last',
    ),
}


@dataclass(frozen=True, slots=True)
class _Placed:
    node: Node
    content: str
    rank: int

    @property
    def name(self) -> str:
        return scalar(self.node, "id")

    @property
    def place(self) -> Node:
        return self.node.get("contenu") or self.node.get("id") or self.node


def check_order(context: Context, root: Node) -> None:
    """Reports the steps to move, those of a sort that is there already, and the last ones where they lack. Says nothing
    while a `contenu` is none of the language."""
    steps: list[_Placed] = []
    for node in items(root, "etapes"):
        content = scalar(node, "contenu", "formulaire")
        if content not in CONTENTS:
            return
        steps.append(_Placed(node, content, RANKS[CONTENTS[content]]))
    alone, repeated = _once(context, steps)
    kept = _in_order(alone)
    for step in alone:
        if step not in kept and step.content not in repeated:
            fr, en = _where(step, kept)
            context.report(step.place, "S126", found=step.name, content=step.content, where_fr=fr, where_en=en)
    lacking = tuple(name for name in LAST if all(step.content != name for step in steps))
    whole = root.key("etapes")
    if lacking and steps and whole is not None:
        fr, en = LACKING[lacking]
        context.report(whole, "S139", steps_fr=fr, steps_en=en)


def _once(context: Context, steps: Sequence[_Placed]) -> tuple[list[_Placed], frozenset[str]]:
    """The steps without those that repeat what there is one of, which are reported; and what they repeat: which of the
    two is at its place can't be told."""
    first: dict[str, _Placed] = {}
    alone: list[_Placed] = []
    repeated: set[str] = set()
    for step in steps:
        before = None if step.rank == RANKS["form"] else first.get(step.content)
        if before is None:
            first.setdefault(step.content, step)
            alone.append(step)
        else:
            repeated.add(step.content)
            related, name = before.place.position, before.name
            context.report(step.place, "S144", related=related, found=step.name, other=name, content=step.content)
    return alone, frozenset(repeated)


def _in_order(steps: Sequence[_Placed]) -> list[_Placed]:
    """The most steps that are in order already: the others are to be moved, and of two the one written too early."""
    best: list[tuple[int, list[_Placed]]] = []
    for step in reversed(steps):
        after = [(weight, chain) for weight, chain in best if chain[0].rank >= step.rank]
        weight, chain = max(after, key=lambda found: found[0], default=(0, []))
        own = FORM if step.rank == RANKS["form"] else SPECIAL
        best.append((weight + own, [step, *chain]))
    return max(best, key=lambda found: found[0])[1] if best else []


def _where(step: _Placed, kept: Sequence[_Placed]) -> tuple[str, str]:
    """Where a step goes among those that stay, in both languages."""
    before = [other for other in kept if other.rank <= step.rank]
    if before:
        return f"après « {before[-1].name} »", f'after "{before[-1].name}"'
    return f"avant « {kept[0].name} »", f'before "{kept[0].name}"'
