"""What a person was last shown of a draft, kept with it, to tell what has changed when it is opened again later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..progress import Progress
from ..spec import Field, Procedure
from .codec import Draft, Plain

CARRIED = "changed"
"""Where a draft keeps what changed, when it was saved from a page that did not say it."""


def stamp_of(progress: Progress) -> str:
    """What a page says of the state it shows, to tell later whether it showed what has changed since."""
    revision = progress.procedure.revision[:16] if progress.procedure is not None else ""
    return f"{revision}.{progress.today.isoformat()}"


def to_tell(draft: Draft, progress: Progress) -> tuple[str, ...]:
    """What the next page of a draft has to say: what changed before its last save and was not told, then since."""
    carried = draft.notices.get(CARRIED, ())
    earlier = tuple(str(line) for line in carried) if isinstance(carried, list | tuple) else ()
    return tuple(dict.fromkeys((*earlier, *what_changed(draft, progress))))


def seen_of(progress: Progress) -> dict[str, Plain]:
    """The state as it is shown now: revision, day, what is asked under which label, what may be answered."""
    procedure = progress.procedure
    if procedure is None:
        return {}
    # What is taken from elsewhere asks nothing of the person.
    fields = {name: asked.label for name, asked in progress.visible.items() if asked.taken_from is None}
    requests = {state.justificatif.id: state.justificatif.label for state in progress.requests}
    return {
        "revision": procedure.revision,
        "procedure": procedure.id,
        "motif": progress.motif.id if progress.motif is not None else "",
        "day": progress.today.isoformat(),
        "fields": fields,
        "options": {name: _options(asked) for name, asked in progress.visible.items() if asked.options is not None},
        "requests": requests,
    }


def what_changed(draft: Draft, progress: Progress) -> tuple[str, ...]:
    """In sentences, what is asked or offered now and was not when the draft was last saved, and the reverse.

    Empty when nothing changed, or when the change is the person's own (another situation, other answers).
    """
    seen, procedure = draft.seen, progress.procedure
    if not seen or procedure is None:
        return ()
    revised = seen.get("revision") != procedure.revision
    if not revised and seen.get("day") == progress.today.isoformat():
        return ()
    now = seen_of(progress)
    if (seen.get("procedure"), seen.get("motif")) != (now["procedure"], now["motif"]):
        return ()
    lines = tuple(_lines(draft, seen, now, progress))
    if not lines:
        return ()
    since = _day(seen.get("day"))
    cause = "Cette démarche a été mise à jour" if revised else "Avec la date du jour, ce qui vous est demandé a changé"
    return (f"{cause} depuis votre dernière saisie{since} : vérifiez ce qui suit.", *lines)


def reworded(draft: Draft, procedure: Procedure) -> frozenset[str]:
    """The commitments that were last shown in other words than those of now, or not shown at all."""
    if not draft.seen or draft.seen.get("revision") == procedure.revision:
        return frozenset()
    before = _labels(draft.seen, "fields")
    return frozenset(
        name
        for name, asked in procedure.fields.items()
        if asked.kind == "commitment" and before.get(name) != asked.label
    )


def without(draft: Draft, fields: frozenset[str]) -> Draft:
    """A draft in which these fields were never answered."""
    answers = {name: value for name, value in draft.answers.items() if name not in fields}
    pending = {s: {name: v for name, v in form.items() if name not in fields} for s, form in draft.pending.items()}
    return replace(draft, answers=answers, pending=pending)


def _lines(draft: Draft, seen: Mapping[str, Plain], now: Mapping[str, Plain], progress: Progress) -> Iterator[str]:
    before, after = _labels(seen, "fields"), _labels(now, "fields")
    for name, label in after.items():
        if name not in before:
            yield f"Nouvelle question : « {label} »."
        elif label != before[name]:
            again = " Votre accord est à donner de nouveau." if progress.visible[name].kind == "commitment" else ""
            yield f"Question reformulée : « {label} ».{again}"
    for name, label in before.items():
        if name not in after:
            kept = " Votre réponse ne sera pas transmise." if _said(draft, name, progress) else ""
            yield f"Question qui n'est plus posée : « {label} ».{kept}"
    for name, asked in progress.visible.items():
        gone = [o for o in _list(seen, name) if o not in _list(now, name)]
        if gone and draft.answers.get(name) in gone:
            yield f"Votre réponse à « {asked.label} » n'est plus proposée : choisissez-en une autre."
    before, after = _labels(seen, "requests"), _labels(now, "requests")
    for name, label in after.items():
        if name not in before:
            yield f"Nouveau document demandé : « {label} »."
        elif label != before[name]:
            yield f"Document désigné autrement : « {label} »."
    for name, label in before.items():
        if name not in after:
            yield f"Document qui n'est plus demandé : « {label} »."


def _said(draft: Draft, name: str, progress: Progress) -> bool:
    """Whether a question was answered: a box left empty says nothing, "Non" is an answer."""
    asked = progress.procedure.fields.get(name) if progress.procedure is not None else None
    given = draft.answers.get(name)
    return given is not None and not (given is False and asked is not None and asked.kind == "checkbox")


def _options(asked: Field) -> list[Plain]:
    return [option.id for option in asked.options.options] if asked.options is not None else []


def _labels(state: Mapping[str, Plain], part: str) -> dict[str, str]:
    found = state.get(part)
    return {str(name): str(label) for name, label in found.items()} if isinstance(found, Mapping) else {}


def _list(state: Mapping[str, Plain], name: str) -> tuple[Plain, ...]:
    options = state.get("options")
    found = options.get(name) if isinstance(options, Mapping) else None
    return tuple(found) if isinstance(found, list | tuple) else ()


def _day(written: Plain) -> str:
    if not isinstance(written, str):
        return ""
    return f" du {dt.date.fromisoformat(written).strftime('%d/%m/%Y')}"
