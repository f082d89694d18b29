"""Pages about the account: signing in, its short forms, the personal space and what belongs to it, the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never
from urllib.parse import urlsplit

from engine.texts import Paragraph, RichText, Span
from engine.view import ErrorView, FieldView

from .context import ButtonView, NavLink


@dataclass(frozen=True, slots=True)
class FranceConnectView:
    """The other way to sign in: `url` is followed as a link, since a form may only be sent to this site."""

    url: str
    about_url: str


@dataclass(frozen=True, slots=True)
class SignInView:
    """Signing in, in the words of the guide (L127-147). `paragraphs` say why one is asked, where it is not plain.

    `fields` are made by `sign_in_fields`; errors are said in them. `hidden` is posted back as it is. The form posts
    `action=identifier`.
    """

    neutral_title: str
    fields: tuple[FieldView, ...]
    forgotten_url: str
    create_url: str
    paragraphs: tuple[str, ...] = ()
    franceconnect: FranceConnectView | None = None
    hidden: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[ErrorView, ...]:
        """The summary of errors."""
        return errors_of(self.fields)


@dataclass(frozen=True, slots=True)
class FormView:
    """A short form: an account to create, a password to choose, a code to enter, one button to press.

    `place` is what "Vous êtes ici" ends with, where it is said. `starred` announces that fields marked with a star are
    mandatory; where it is not, no field is marked: all are.
    """

    title: str
    neutral_title: str
    buttons: tuple[ButtonView, ...]
    paragraphs: tuple[str, ...] = ()
    body: RichText | None = None
    fields: tuple[FieldView, ...] = ()
    place: str = ""
    starred: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    links: tuple[NavLink, ...] = ()

    @property
    def errors(self) -> tuple[ErrorView, ...]:
        """The summary of errors."""
        return errors_of(self.fields)

    @property
    def ordered_buttons(self) -> tuple[ButtonView, ...]:
        """The main button, then the others in the order given: Enter presses the first."""
        return tuple(sorted(self.buttons, key=lambda button: button.role != "main"))


@dataclass(frozen=True, slots=True)
class CreatedView:
    """An account was asked for, in the words of the guide (L53): the same whether or not one was made."""

    neutral_title: str
    more: tuple[str, ...] = ()
    """What the guide does not say: where else to look, what to do on this device."""
    create_url: str = "/compte"
    """Where to ask again, for who mistyped the address."""


@dataclass(frozen=True, slots=True)
class OwnDossier:
    """One dossier in the personal space. `when` and `state` are sentences; an address that is empty offers nothing.

    `closed` ones open only once the recovery code was given: they have no address.
    """

    label: str
    state: str
    when: str = ""
    number: str = ""
    resume_url: str = ""
    open_url: str = ""
    abandon_url: str = ""
    confirmation_url: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """One line of the messages received."""

    subject: str
    date: str
    url: str


@dataclass(frozen=True, slots=True)
class SpaceView:
    """The personal space. `recovery_url` is where the recovery code is given, when some dossiers wait for it.

    `links` are other pages worth knowing of, said with those of the account; `address` is the one it signs in with.
    `closed_messages` says that some wait for that code.
    """

    neutral_title: str
    dossiers: tuple[OwnDossier, ...]
    messages: tuple[OwnMessage, ...]
    start_url: str
    security_url: str
    links: tuple[NavLink, ...] = ()
    recovery_url: str = ""
    address: str = ""
    closed_messages: bool = False


@dataclass(frozen=True, slots=True)
class LetterView:
    """One message in full."""

    subject: str
    neutral_title: str
    date: str
    body: RichText
    back_url: str


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session of the account: words for the device, when it began and was last used. `action` ends it."""

    device: str
    begun: str
    used: str
    action: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LinkedView:
    """Whether FranceConnect opens this account too. It is linked by following `url`, unlinked by posting `action`."""

    linked: bool
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class SecurityView:
    """What protects the account. Buttons post to the page's `action_url`.

    `code` is the recovery code, in groups, on the one page that shows it; `code_url` is where one that was made before
    is replaced. `new_code` and `end_all` are the actions of their buttons. `resets` says when passwords were made anew
    by mail.
    """

    neutral_title: str
    sessions: tuple[OwnSession, ...]
    end_all: str
    new_code: str
    password_url: str
    back_url: str
    code_url: str = ""
    code: tuple[str, ...] = ()
    resets: str = ""
    franceconnect: LinkedView | None = None


@dataclass(frozen=True, slots=True)
class TextView:
    """A long text of the portal. A paragraph that is strong from end to end is the heading of what follows."""

    title: str
    neutral_title: str
    body: RichText
    links: tuple[NavLink, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, RichText], ...]:
        """Headings and what they head; the first one is empty where the text begins without."""
        return tuple(parts_of(self.body))


@dataclass(frozen=True, slots=True)
class ExitView:
    """Where the quick exit leads. Raises ValueError unless it is the address of a site, by https."""

    target: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.target)
        if parts.scheme != "https" or not parts.hostname or "'" in self.target or '"' in self.target:
            raise ValueError("the quick exit leads to an https address")


AccountView: TypeAlias = SignInView | FormView | CreatedView | SpaceView | LetterView | SecurityView | TextView


def template_of_account(view: AccountView) -> str:
    """The template that draws a page."""
    match view:
        case SignInView():
            return "sign_in.html"
        case FormView():
            return "form.html"
        case CreatedView():
            return "created.html"
        case SpaceView():
            return "space.html"
        case LetterView():
            return "letter.html"
        case SecurityView():
            return "security.html"
        case TextView():
            return "text.html"
        case _:
            assert_never(view)


def errors_of(fields: tuple[FieldView, ...]) -> tuple[ErrorView, ...]:
    """The summary of what the fields of a short form say of themselves."""
    return tuple(ErrorView(asked.anchor, asked.error, asked.label) for asked in fields if asked.error)


def parts_of(body: RichText) -> list[tuple[str, RichText]]:
    """A text cut at its headings: paragraphs of nothing but strong words."""
    found: list[tuple[str, RichText]] = []
    start, title = 0, ""
    for place, block in enumerate(body.blocks):
        match block:
            case Paragraph((Span(text=words, strong=True),)):
                if place > start or title:
                    found.append((title, RichText(body.blocks[start:place])))
                start, title = place + 1, words
    if start < len(body.blocks) or title:
        found.append((title, RichText(body.blocks[start:])))
    return found
