"""The validated procedure: frozen dataclasses and nothing else. `engine.build` makes them, everything reads them."""

from __future__ import annotations

from .forms import ChoiceList, Content, Field, Kind, LeapDay, Option, Precision, Repeat, Rule, Section, Step
from .justificatifs import Alternatives, Cases, Item, Justificatif, JustificatifGroup, Provision
from .portal import Ask, Branch, Catalogue, Choice, Entry, Orientation, Portal, Proceed, Question, Redirect, Route
from .procedure import (
    CONFIRMATION,
    LIST,
    Deposit,
    Document,
    DocumentBlock,
    FileLimits,
    Line,
    Link,
    Motif,
    Procedure,
    Service,
    TextBlock,
)
from .scenarios import Claim, ClaimKind, Place, Scenario

__all__ = [
    "CONFIRMATION",
    "LIST",
    "Alternatives",
    "Ask",
    "Branch",
    "Cases",
    "Catalogue",
    "Choice",
    "ChoiceList",
    "Claim",
    "ClaimKind",
    "Content",
    "Deposit",
    "Document",
    "DocumentBlock",
    "Entry",
    "Field",
    "FileLimits",
    "Item",
    "Justificatif",
    "JustificatifGroup",
    "Kind",
    "LeapDay",
    "Line",
    "Link",
    "Motif",
    "Option",
    "Orientation",
    "Place",
    "Portal",
    "Precision",
    "Procedure",
    "Proceed",
    "Provision",
    "Question",
    "Redirect",
    "Repeat",
    "Route",
    "Rule",
    "Scenario",
    "Section",
    "Service",
    "Step",
    "TextBlock",
]
