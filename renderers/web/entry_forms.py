"""What is wrong with what was typed in the site's own forms, said in its language."""

from __future__ import annotations

from dataclasses import replace

from engine.accounts.addresses import AddressFault
from engine.accounts.passwords import PasswordFault
from engine.messages_answers import message_of
from renderers.html import FormView

from .site import Site


def said_of(site: Site, name: str, *faults: AddressFault | PasswordFault | None) -> str:
    """All that is wrong with the field of this name, one sentence after the other; empty when nothing is."""
    return " ".join(message_of(fault.about(name), "", site.said["language"]) for fault in faults if fault is not None)


def telling(view: FormView, notice: str) -> FormView:
    """A form that first says why it is shown again."""
    return replace(view, paragraphs=(notice, *view.paragraphs)) if notice else view
