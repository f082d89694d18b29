"""How each kind of field is read, checked, stored and said. One module per family, and `fields` that calls them."""

from .address import unfold as unfold_address
from .fields import display, indexes, part_texts, read_form, read_plain, shown_members, to_form, to_plain
from .reading import Form, Reading
from .text import pattern_fault

__all__ = [
    "Form",
    "Reading",
    "display",
    "indexes",
    "part_texts",
    "pattern_fault",
    "read_form",
    "read_plain",
    "shown_members",
    "to_form",
    "to_plain",
    "unfold_address",
]
