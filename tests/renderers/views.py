"""Views of fields from one flat list of attributes, as readers see them: what is fixed goes in the frame."""

from __future__ import annotations

from typing import Any

from engine.texts import RichText
from engine.view import FieldFrame, FieldView, PartFrame, PartView, RepeatFrame, RepeatView

_OF_A_FRAME = frozenset(FieldFrame.__dataclass_fields__)


def part_view(id_: str, name: str, anchor: str, label: str, value: str = "", **rest: Any) -> PartView:  # noqa: ANN401
    """A control of a composed field."""
    error = rest.pop("error", None)
    return PartView(PartFrame(id_, name, anchor, label, **rest), value, error)


def field_view(id_: str, kind: str, name: str, anchor: str, label: str, **rest: Any) -> FieldView:  # noqa: ANN401
    """A field. `hint` is of its frame, as one that depends on nobody; `parts` are views, their frames the frame's."""
    required = rest.pop("required", True)
    frame = FieldFrame(id_, kind, name, anchor, label, required=required)  # type: ignore[arg-type] # kinds by words
    return changed(FieldView(frame, anchor), **rest)


def repeat_view(name: str, label: str, elements: tuple[FieldView, ...], **rest: Any) -> RepeatView:  # noqa: ANN401
    """A repeatable, its hint of its frame, as one that depends on nobody."""
    hint = rest.get("hint")
    frame = RepeatFrame(
        rest.pop("id_", name),
        name,
        label,
        required=rest.pop("required", True),
        add_label=rest.pop("add_label", "Ajouter"),
        hint=hint,
    )
    rest = {"can_add": True, "can_remove": False, **rest}
    return RepeatView(frame, rest.pop("anchor", f"f-{name}-0"), elements, **rest)


def changed(view: FieldView, **changes: Any) -> FieldView:  # noqa: ANN401
    """The same field but for some attributes, wherever they are kept."""
    own: dict[str, Any] = {}
    fixed = {name: getattr(view.frame, name) for name in FieldFrame.__dataclass_fields__}
    for name, value in changes.items():
        match name:
            case "options":
                fixed[name] = tuple((option.id, option.label) for option in value)
                chosen = next((option.id for option in value if option.selected), "")
                own.setdefault("value", changes.get("value", chosen))
            case "parts":
                fixed[name], own[name] = tuple(part.frame for part in value), value
            case "anchor" | "hint":
                fixed[name] = own[name] = value
            case _ if name in _OF_A_FRAME:
                fixed[name] = value
            case _:
                own[name] = value
    return view._replace(frame=FieldFrame(**fixed), **own)


def filled_hint(view: FieldView, hint: RichText) -> FieldView:
    """The field with a hint that depends on the dossier."""
    return changed(view, hint=None)._replace(hint=hint)
