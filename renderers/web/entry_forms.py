"""What is wrong with what was typed in the site's own forms, said in its language."""

from __future__ import annotations

from engine.accounts.addresses import AddressFault
from engine.accounts.passwords import PasswordFault
from engine.messages_answers import message_of

from .site import Site


def said_of(site: Site, name: str, *faults: AddressFault | PasswordFault | None) -> str:
    """All that is wrong with the field of this name, one sentence after the other; empty when nothing is."""
    return " ".join(message_of(fault.about(name), "", site.said["language"]) for fault in faults if fault is not None)
