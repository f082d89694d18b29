"""What a page says around a view: addresses, tokens, site texts. The web layer fills it; templates only print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from engine.texts import RichText
from engine.view import ErrorView, FieldView, InsertView, RepeatView

Tone = Literal["info", "success", "warning", "error"]
NO_URLS: Mapping[str, str] = MappingProxyType({})
ButtonRole = Literal["main", "secondary", "danger"]


class NavLink(NamedTuple):
    """A link of the header, the menu, the footer or a message. `current` marks the page being read, `note` is said
    under it.

    A tuple, as the links of a site are part of what its header is kept under.
    """

    label: str
    url: str
    current: bool = False
    note: str = ""

    @property
    def outside(self) -> bool:
        """Whether it leads to another site, as `//host` does too."""
        return not self.url.startswith("/") or self.url.startswith(("//", "/\\"))


ACCOUNT: Final = "account"
"""Stands among the links of a site where that of the account does: what it says depends on who reads the page."""
MenuItem: TypeAlias = NavLink | Literal["account"]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language. `label` is written in that language, `code` is its BCP 47 tag."""

    code: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Flash:
    """A notice shown once after a redirection ("Votre saisie est enregistrée.").

    `control` is that of the request it is said beside, where there is one: the page comes back there.
    """

    text: str
    tone: Tone = "success"
    control: str = ""


class MainButton(NamedTuple):
    """The main button of a step's form, where the usual one of its content does not fit."""

    label: str
    action: str


class AccountBar(NamedTuple):
    """What every page says of the account that is signed in. `label` may name it: the address it signs in with.

    `csrf` goes in the forms that end the session or prolong it; `current` says that the personal space is being read.
    """

    space_url: str
    logout_url: str
    csrf: str
    label: str = ""
    current: bool = False


class PageContext(NamedTuple):
    """Everything a page needs beside its view. Addresses are plain strings, made by the web layer.

    `action_url` receives the page's form. `step_urls` gives the address of a step by its slug, `document_urls` the
    address of a PDF by its id (`document:<id>` in texts; without one the words stay, unlinked). `base_path` goes
    before internal paths written by authors, `static_url` before the names of static files. `header`, `nav` and
    `footer` are the links of the site, `account` the one at the place of `ACCOUNT` among them. `question_urls` gives
    the address of a question of the tree by its id, `unchanged_url` where one goes on who came to look at its answer.
    `stamp` goes back with the page's form, and says which state it showed. `warns` says that the notices of the view
    are to be read before anything else.

    `exit_url` is where the quick exit posts: its button is there where this is set. `account` is there once signed in,
    `sign_in_url` where one signs in. `session_ends` is the time the session ends without anything done ("14 h 32"),
    `session_seconds` how long that is from now, `extend_url` where a script asks for longer. Without `autocomplete` no
    control is filled in by the browser, and the page shows less once its session is over: somebody else uses the
    device too. `mails_url` is where the mails of development are read.
    """

    language: str
    site_title: str
    home_url: str
    action_url: str
    csrf_token: str
    static_url: str
    base_path: str = ""
    site_subtitle: str | None = None
    notice: RichText | None = None
    flash: tuple[Flash, ...] = ()
    header: tuple[MenuItem, ...] = ()
    nav: tuple[MenuItem, ...] = ()
    footer: tuple[MenuItem, ...] = ()
    languages: tuple[LanguageLink, ...] = ()
    step_urls: Mapping[str, str] = NO_URLS
    document_urls: Mapping[str, str] = NO_URLS
    change_situation_url: str | None = None
    question_urls: Mapping[str, str] = NO_URLS
    unchanged_url: str | None = None
    stamp: str = ""
    warns: bool = False
    main_button: MainButton | None = None
    dev: bool = False
    mails_url: str = ""
    exit_url: str = ""
    account: AccountBar | None = None
    sign_in_url: str = ""
    session_ends: str = ""
    session_seconds: int = 0
    extend_url: str = ""
    autocomplete: bool = True


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of the home page. `elsewhere` says where it is done, when that is not here: it is part of its link."""

    label: str
    url: str
    hint: RichText | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ResumeView:
    """A dossier already begun, in neutral words: `state` says when it was changed, and whether it is deposited."""

    label: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page: what one may come for, and the dossiers to go on with (`resume`), the last one first."""

    title: str
    neutral_title: str
    entries: tuple[EntryView, ...]
    introduction: RichText | None = None
    inserts: tuple[InsertView, ...] = ()
    resume: tuple[ResumeView, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links under a title."""

    title: str
    links: tuple[NavLink, ...]


@dataclass(frozen=True, slots=True)
class SiteMapView:
    """The site map: where every page is."""

    title: str
    neutral_title: str
    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True, slots=True)
class ButtonView:
    """A button of a message: it posts `action=<action>` to the page's `action_url`."""

    label: str
    action: str
    role: ButtonRole = "secondary"


@dataclass(frozen=True, slots=True)
class MessageView:
    """A page that says something: an error, an orientation, a question before something is lost, a short form.

    `neutral_title` goes to the tab and the history. `removed` lists what going on would erase, under
    `removed_title`. Without `buttons` there is no form; the main button comes first in the page, whatever the order
    given. `hidden` are values posted back as they are, `resume` dossiers to go on with instead.
    """

    title: str
    neutral_title: str
    paragraphs: tuple[str, ...] = ()
    body: RichText | None = None
    tone: Tone = "info"
    removed_title: str | None = None
    removed: tuple[str, ...] = ()
    fields: tuple[FieldView | RepeatView, ...] = ()
    errors: tuple[ErrorView, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[ButtonView, ...] = ()
    resume: tuple[ResumeView, ...] = ()
    links: tuple[NavLink, ...] = ()

    @property
    def ordered_buttons(self) -> tuple[ButtonView, ...]:
        """The main button, then the others in the order given: Enter presses the first."""
        return tuple(sorted(self.buttons, key=lambda button: button.role != "main"))
