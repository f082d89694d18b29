"""Class names: component → classes. Templates name components, never classes, so a theme is a table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup, escape

NEUTRAL: Mapping[str, str] = MappingProxyType(
    {
        # Whole page
        "page": "page",
        "wrap": "wrap",
        "wrap-main": "wrap wrap--narrow",
        "hidden": "visually-hidden",
        "skip": "skip-link",
        "header": "site-header",
        "header-row": "site-header__row",
        "site-title": "site-title",
        "site-subtitle": "site-subtitle",
        "banner": "banner",
        "dev": "banner banner--dev",
        "nav": "site-nav",
        "languages": "languages",
        "main": "main",
        "footer": "site-footer",
        "links": "link-row",
        "breadcrumb": "breadcrumb",
        # Titles and running text
        "caption": "caption",
        "title": "title",
        "state": "title__state",
        "text": "text",
        "announcement": "announcement",
        "section": "card section",
        "section-title": "section__title",
        "subsection": "subsection",
        "subsection-title": "subsection__title",
        "insert": "card insert",
        "insert-link": "action-link",
        "insert-title": "insert__title",
        # Progress
        "stepper": "stepper",
        "step-done": "stepper__step stepper__step--done",
        "step-current": "stepper__step stepper__step--current",
        "step-todo": "stepper__step",
        "step-mark": "stepper__mark",
        "step-name": "stepper__name",
        "progress": "progress",
        "progress-bar": "progress__bar",
        # Messages
        "errors": "notice notice--error errors",
        "errors-title": "notice__title",
        "notice-info": "notice notice--info",
        "notice-success": "notice notice--success",
        "notice-warning": "notice notice--warning",
        "notice-error": "notice notice--error",
        "recap": "card recap",
        "recap-title": "recap__title",
        "removed": "removed",
        # Fields
        "form": "form",
        "mention": "mention",
        "field": "field",
        "field-error": "field field--error",
        "field-new": "field--new",
        "fieldset": "field fieldset",
        "fieldset-error": "field fieldset field--error",
        "group": "group",
        "legend": "label legend",
        "legend-h1": "title legend",
        "legend-h2": "section__title legend",
        "label": "label",
        "star": "star",
        "optional": "optional",
        "new": "badge",
        "help": "help",
        "error": "error",
        "input": "input",
        "input-short": "input input--2",
        "input-year": "input input--4",
        "input-code": "input input--8",
        "textarea": "input textarea",
        "select": "input select",
        "combobox": "combobox",
        "combobox-list": "combobox__list",
        "combobox-option": "combobox__option",
        "row": "row",
        "part": "row__part",
        "options": "options",
        "option": "option",
        "option-input": "option__input",
        "option-label": "option__label",
        "why": "why",
        "why-text": "why__text",
        "elements": "elements",
        "element": "element",
        "search": "search",
        "address": "address",
        "suggestions": "suggestions",
        "value": "value",
        # Buttons
        "actions": "actions",
        "button-main": "button button--main",
        "button-secondary": "button button--secondary",
        "button-danger": "button button--danger",
        "button-quiet": "button button--quiet",
        "button-small": "button button--small",
        "button-remove": "button button--small button--remove",
        "default-action": "visually-hidden",
        # Files
        "group-title": "section__title",
        "group-subtitle": "subsection__title",
        "request": "request",
        "request-error": "request field--error",
        "request-title": "request__title",
        "request-part": "request__part",
        "request-part-error": "request__part field--error",
        "alternatives": "alternatives",
        "case": "case",
        "alternatives-title": "alternatives__title",
        "files": "files",
        "file": "files__file",
        "file-name": "files__name",
        "upload": "upload",
        "upload-input": "input upload__input",
        # Check, confirmation, home
        "check": "card check",
        "check-title": "section__title",
        "check-lines": "check__lines",
        "check-line": "check__line",
        "check-label": "check__label",
        "check-value": "check__value",
        "check-action": "check__action",
        "confirmation": "confirmation",
        "number": "confirmation__number",
        "documents": "link-list",
        "entries": "entries",
        "entry": "entries__entry",
        "answered": "answered",
        "answered-line": "answered__line",
    }
)
"""The default theme, drawn by `static/parcours.css`."""


def theme(changes: Mapping[str, str] | None = None) -> Mapping[str, Markup]:
    """The neutral theme with some components changed, escaped once for all.

    Raises KeyError for a component that does not exist: a misspelt name would change nothing, silently.
    """
    unknown = sorted(set(changes or {}) - set(NEUTRAL))
    if unknown:
        raise KeyError(f"no such component in the theme: {', '.join(unknown)}")
    return MappingProxyType({name: escape(classes) for name, classes in {**NEUTRAL, **(changes or {})}.items()})
