"""Justificatifs as they are shown: at their step, in the printed list, on the check page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..justificatifs import RequestState, is_needed, leaves, name_of, uncovered
from ..progress import Progress
from ..spec import Alternatives, Item, Justificatif, JustificatifGroup
from ..view import AlternativesView, FieldView, FileView, ItemView, RequestGroupView, RequestView
from .fields import FieldViews, frame_of, why_of
from .state import Faults, Filler, PageState, anchor_of

QUOTES: Mapping[str, str] = {"fr": "« {} »", "en": "“{}”"}


@dataclass(slots=True)
class RequestViews:
    """Builds the views of the requests of one page. `fields` is None where nothing is to be filled in (a printed
    list)."""

    progress: Progress
    filler: Filler
    state: PageState
    fields: FieldViews | None
    faults: Callable[[str], Faults]

    def groups(self) -> tuple[RequestGroupView, ...]:
        """The groups that ask something, in order."""
        motif = self.progress.motif
        if motif is not None:
            roots = motif.groups
        elif self.progress.procedure is not None:
            roots = next(iter(self.progress.procedure.motifs.values())).groups
        else:
            roots = ()
        asked = {state.justificatif.id: state for state in self.progress.requests}
        found = (self._group(group, asked) for group in roots)
        return tuple(group for group in found if group.requests or group.groups)

    def _group(self, group: JustificatifGroup, asked: dict[str, RequestState]) -> RequestGroupView:
        requests = tuple(self._request(asked[r.id]) for r in group.requests if r.id in asked)
        inner = (self._group(g, asked) for g in group.groups)
        return RequestGroupView(group.id, group.title, requests, tuple(g for g in inner if g.requests or g.groups))

    def _request(self, state: RequestState) -> RequestView:
        request = state.justificatif
        files = self._files(request.id, state)
        apart = request.per_item and self.fields is not None
        parts = tuple(self._apart(state, item) for item in leaves(state.provision)) if apart else ()
        return RequestView(
            id=request.id,
            label=request.label,
            required=request.required and state.certain,
            control=request.id,
            anchor=anchor_of(request.id),
            text=self.filler.text(request.text),
            instruction=self.filler.text(request.instruction),
            note=self.filler.text(request.note),
            provision=None if parts and _is_plain(state.provision) else self.provision(state.provision),
            field=self._field(request),
            files=files,
            max_files=request.max_files,
            can_add=len(files) < request.max_files,
            items=tuple(_named(item) for item in leaves(state.provision)),
            heading=None if state.certain else request.heading,
            certain=state.certain,
            error=None if parts else self.faults(request.id).get(""),
            warning=self._wanting(state, files),
            why=self._why(request),
            parts=parts,
        )

    def _apart(self, state: RequestState, item: Item) -> RequestView:
        """One document of a request whose documents are asked apart; mandatory where no other may be given for it."""
        request, control = state.justificatif, f"{state.justificatif.id}.{item.id}"
        files = self._files(control, state)
        return RequestView(
            id=request.id,
            label=f"{name_of(item)} ({item.max_age})" if item.max_age else name_of(item),
            required=request.required and state.certain and is_needed(item, state.provision),
            control=control,
            anchor=anchor_of(control),
            files=files,
            max_files=request.max_files,
            can_add=len(files) < request.max_files,
            certain=state.certain,
            error=self.faults(request.id).get(item.id) or self.faults(control).get(""),
        )

    def _field(self, request: Justificatif) -> FieldView | None:
        if request.field is None:
            return None
        if self.fields is None:
            frame = frame_of(request.field, request.field.id, self.filler.language)
            return FieldView(frame, frame.anchor)
        if request.field.id not in self.progress.visible:
            return None
        shown = self.fields.view(request.field)
        return shown if isinstance(shown, FieldView) else None

    def _files(self, control: str, state: RequestState) -> tuple[FileView, ...]:
        labels = {item.id: name_of(item) for item in leaves(state.provision)}
        return tuple(
            FileView(f.id, f.name, f.size, f.item or None, labels.get(f.item))
            for f in self.state.files
            if f.control == control
        )

    def _wanting(self, state: RequestState, files: tuple[FileView, ...]) -> str | None:
        """What the files given leave out, once each is said to be some document: a reminder, never a refusal."""
        if not files or state.provision is None or not all(f.item for f in files):
            return None
        given = frozenset(f.item for f in files if f.item)
        quoted = QUOTES.get(self.filler.language, QUOTES["fr"])
        return " ; ".join(quoted.format(name_of(item)) for item in uncovered(state.provision, given)) or None

    def _why(self, request: Justificatif) -> str | None:
        if request.condition is None or self.fields is None:
            return None
        return why_of(request, self.filler.procedure, self.filler.language)

    def provision(self, provision: Item | Alternatives | None) -> ItemView | AlternativesView | None:
        """What may be given, with its headings."""
        match provision:
            case None:
                return None
            case Item():
                return self._item(provision)
            case Alternatives():
                parts = (self.provision(p) for p in provision.parts if isinstance(p, Item | Alternatives))
                return AlternativesView(
                    mode=provision.mode,
                    title=provision.title,
                    instruction=self.filler.text(provision.instruction),
                    parts=tuple(part for part in parts if part is not None),
                )

    def _item(self, item: Item) -> ItemView:
        return ItemView(item.id, item.label, item.max_age)


def _is_plain(provision: Item | Alternatives | None) -> bool:
    """Whether a list says no more than its documents, all to be given."""
    if not isinstance(provision, Alternatives):
        return True
    worded = provision.title is not None or provision.instruction is not None
    return provision.mode == "all_of" and not worded and all(isinstance(part, Item) for part in provision.parts)


def _named(item: Item) -> ItemView:
    """A document by its name alone, for a list to choose from."""
    return ItemView(item.id, name_of(item), item.max_age)
