"""How each kind of field is read, checked, stored and said. One module per family, and `fields` that calls them."""

from .address import unfold as unfold_address
from .fields import display, read_form, read_plain, to_form, to_plain
from .reading import Form, Reading
from .text import pattern_fault

__all__ = [
    "Form",
    "Reading",
    "display",
    "pattern_fault",
    "read_form",
    "read_plain",
    "to_form",
    "to_plain",
    "unfold_address",
]
