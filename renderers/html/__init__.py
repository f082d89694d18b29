"""HTML pages from immutable views: Jinja2 templates, a theme of class names, interface strings through gettext."""

from __future__ import annotations

from .catalogues import LOCALE_DIR, available_languages, load_catalogue
from .context import (
    ButtonView,
    EntryView,
    Flash,
    HomeView,
    LanguageLink,
    MainButton,
    MessageView,
    NavLink,
    PageContext,
    ResumeView,
)
from .edition import TEMPLATE_DIR
from .pages import STATIC_DIR, Pages
from .theme import NEUTRAL

__all__ = [
    "LOCALE_DIR",
    "NEUTRAL",
    "STATIC_DIR",
    "TEMPLATE_DIR",
    "ButtonView",
    "EntryView",
    "Flash",
    "HomeView",
    "LanguageLink",
    "MainButton",
    "MessageView",
    "NavLink",
    "PageContext",
    "Pages",
    "ResumeView",
    "available_languages",
    "load_catalogue",
]
