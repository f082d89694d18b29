"""Someone who uses the site: opens, chooses, answers, comes back. Knows one address, that of the home page."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin

import httpx2
from PIL import Image

from engine.context import plain
from engine.source import read_source
from tests.journeys.mailbox import Mail
from tests.journeys.pages import EXIT, LOGOUT, Control, Form, Page, Request

Given = Mapping[str, object]
DATA = Path(__file__).parents[1] / "data"
FIRST_PERMIT = "Je demande un premier titre -sans numéro étranger, sans visa-"
ADDRESS, PASSWORD = "personne@exemple.example", "Un-mot-de-passe-7"
CODE_OFFERED, SPACE = "Votre code de secours", "Mon espace"
"""The headings of the pages where a first password leads, and where one is at home."""
QUIT, BACK, ABANDON = (
    "Quitter et revenir plus tard",
    "Revenir à l'étape précédente",
    "Abandonner la demande",
)


def answers_of(name: str) -> dict[str, object]:
    """The answers of a file of `tests/data`, every scalar as it is written."""
    path = DATA / f"{name}.yaml"
    root, problems = read_source(str(path), path.read_bytes())
    assert root is not None
    assert problems == ()
    return {key.text: plain(value) for key, value in root.entries}


def picture_of(subject: str) -> bytes:
    """A small JPEG, of a colour that depends on its subject: two files of a dossier may not hold the same bytes."""
    made = io.BytesIO()
    colour = hashlib.sha256(subject.encode()).digest()
    Image.new("RGB", (8, 8), (colour[0], colour[1], colour[2])).save(made, "JPEG")
    return made.getvalue()


class Site(Protocol):
    """What somebody needs of a site: a browser on it, and their mailbox."""

    def browser(self) -> httpx2.Client:
        """A browser that has never been there."""

    def mails_to(self, address: str) -> list[Mail]:
        """What an address was sent, the oldest first."""


class Applicant:
    """One person with one browser, and a mailbox. `page` is what the tab shows; `steps` the questions of each step, as
    last seen; `address` and `password` are those of their account, empty before there is one.
    """

    def __init__(self, running: Site, client: httpx2.Client | None = None) -> None:
        self.running = running
        self.client = client if client is not None else running.browser()
        self.address = self.password = ""
        self.seen: list[Page] = []
        self.steps: dict[str, tuple[str, ...]] = {}
        self.requests: tuple[Request, ...] = ()
        """The documents asked for, as last seen."""
        self.given: dict[str, object] = {}

    # ── What the tab shows ────────────────────────────────────────────────────────────────────────────────────

    @property
    def page(self) -> Page:
        """The page in front of them."""
        return self.seen[-1]

    def other_tab(self) -> Applicant:
        """A second tab of the same browser, on the same page."""
        tab = Applicant(self.running, self.client)
        tab.address, tab.password = self.address, self.password
        tab.seen = [self.page]
        return tab

    def other_browser(self) -> Applicant:
        """The same person in front of another device, which has never been here."""
        browser = Applicant(self.running)
        browser.address, browser.password = self.address, self.password
        return browser

    # ── Going somewhere ───────────────────────────────────────────────────────────────────────────────────────

    def opens_home(self) -> Page:
        """Types the address of the site."""
        return self._get("/")

    def follows(self, label: str) -> Page:
        """Clicks a link."""
        return self._get(self.page.link(label))

    def follows_mail(self, mail: Mail, label: str) -> Page:
        """Clicks a link of a mail."""
        return self._get(mail.links[label])

    def modifies(self, label: str) -> Page:
        """Clicks the "Modifier" of one line of the check page."""
        return self.follows(f"Modifier – {label}")

    def reloads(self) -> Page:
        """Asks for the same address again."""
        return self._get(self.page.address)

    def downloads(self, label: str) -> bytes:
        """Clicks the link to a PDF; the tab stays where it is."""
        response = self.client.get(urljoin(self.page.address, self.page.link(label)))
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-disposition"].startswith(("attachment; filename=", "inline; filename="))
        return response.content

    def presses(self, label: str, typed: Form | None = None) -> Page:
        """Presses a button; `typed` is the page's form once something is typed in it."""
        form = typed or self.page.form_with(label)
        return self._post(form, form.button(label))

    def types_in(self, **typed: str) -> Form:
        """The page's form with this typed in its controls."""
        form = self.page.form
        for name, value in typed.items():
            form.write(name, value)
        return form

    def hits_enter(self, typed: Form) -> Page:
        """Presses Enter in a text field: browsers then press the first button of the form."""
        return self._post(typed, next(c for c in typed.controls if c.button))

    # ── The account ───────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def mails(self) -> list[Mail]:
        """What is in their mailbox, the oldest first."""
        return self.running.mails_to(self.address)

    def creates_account(self, address: str = ADDRESS, password: str = PASSWORD) -> Page:
        """Asks for an account, reads the mail, chooses a password; up to the page where a recovery code is offered."""
        self.asks_for_account(address)
        mail = self.mails[-1]
        self.follows_mail(mail, "Se connecter")
        self.signs_in(mail.provisional_password)
        return self.chooses_password(password)

    def asks_for_account(self, address: str) -> Page:
        """Gives an address twice, on the page of that or, when it is not shown, by way of the home page."""
        self.address = address
        if not self.seen or not self._shows_control("email_confirmation"):
            self._goes_to_sign_in()
            self.follows("Première visite ? Créer votre compte")
        return self.presses("Valider", self.types_in(email=address, email_confirmation=address))

    def signs_in(self, password: str = "", *, shared: bool = False) -> Page:
        """Gives identifier and password; the account's own when nothing is said. `shared`: so is the device."""
        if not self.seen or not self._shows_control("identifiant"):
            self._goes_to_sign_in()
        form = self.types_in(identifiant=self.address, mot_de_passe=password or self.password)
        if shared:
            form.write("appareil_partage", "oui")
        return self.presses("S'identifier", form)

    def chooses_password(self, password: str) -> Page:
        """Types a new password twice."""
        self.password = password
        typed = self.types_in(nouveau_mot_de_passe=password, mot_de_passe_confirmation=password)
        return self.presses("Valider mon mot de passe", typed)

    def resets_password(self, address: str, password: str) -> Page:
        """Has a new password made by mail, as anybody does who reads the mailbox of this address."""
        self.address = address
        self._goes_to_sign_in()
        self.follows("Mot de passe oublié ?")
        self.presses("Recevoir un lien", self.types_in(email=address))
        self.follows_mail(self.mails[-1], "Choisir un nouveau mot de passe")
        self.presses("Choisir mon mot de passe")
        return self.chooses_password(password)

    def opens_space(self) -> Page:
        """Goes to the personal space."""
        return self.follows(SPACE)

    def takes_code(self) -> str:
        """Has a recovery code made, from the personal space; gives it as it is shown, this once."""
        self.opens_space()
        self.follows("Sécurité : mot de passe, code de secours, appareils connectés")
        self.presses("Faire mon code de secours")
        (code,) = self.page.main.find("p", class_="code")
        return code.text

    def gives_code(self, code: str) -> Page:
        """Gives the recovery code, from the personal space."""
        self.opens_space()
        self.follows("Donner mon code de secours")
        return self.presses("Ouvrir mes démarches", self.types_in(code=code))

    def signs_out(self) -> Page:
        """By the button of every page."""
        form = self.page.around(LOGOUT)
        return self._post(form, form.button("Se déconnecter"))

    def leaves_quickly(self) -> str:
        """By the button of every page. Gives the page that comes before the neutral site; the tab then shows that."""
        form = self.page.around(EXIT)
        body, media_type = form.body(form.button("Quitter vite ce site"))
        address = urljoin(self._base, form.action)
        response = self.client.post(address, content=body, headers={"content-type": media_type})
        assert (response.status_code, response.url.path) == (200, "/quitter")
        return response.text

    def _goes_to_sign_in(self) -> None:
        self.opens_home()
        self.follows("Se connecter")

    def _shows_control(self, name: str) -> bool:
        return any(name in form.names for form in self.page.forms)

    # ── Answering ─────────────────────────────────────────────────────────────────────────────────────────────

    def types(self, answers: Given) -> Form:
        """Types every answer the page asks for. Elements are added to what repeats, as many as needed."""
        for name, value in answers.items():
            while isinstance(value, list) and 0 < self._elements(name) < len(value):
                typed = self._typed(
                    {n: v[: self._elements(n)] if isinstance(v, list) else v for n, v in answers.items()}
                )
                self._post(typed, next(c for c in typed.controls if c.value == f"ajouter:{name}"))
        return self._typed(answers)

    def answers(self, answers: Given) -> Page:
        """Answers the page and saves it, again when new questions have appeared."""
        before: tuple[str, tuple[str, ...]] = ("", ())
        while before != (now := (self.page.heading, self.page.asked)) and before[0] in ("", now[0]):
            before = now
            self.presses(self._save_label(), self.types(answers))
        return self.page

    def enters(self, answers: Given, entry: str = FIRST_PERMIT) -> Page:
        """From the home page to the first question. Who has no account is asked for an address: the one of the
        answers, or else one of their own.
        """
        self.opens_home()
        self.follows(entry)
        if not self.address:
            self.creates_account(str(answers.get("email", ADDRESS)))
            self.follows("Continuer sans code")
            self.follows("Commencer une démarche")
        return self.page

    def begins(self, answers: Given, entry: str = FIRST_PERMIT) -> Page:
        """From the home page through the questions of the situation, up to the first step or an orientation."""
        self.enters(answers, entry)
        return self.answers_situation(answers)

    def answers_situation(self, answers: Given) -> Page:
        """From the first question of the situation up to the first step or an orientation."""
        while self.page.forms and self._is_question():
            self.answers(answers)
        return self.page

    def fills(self, answers: Given, until: str = "Vérifiez vos réponses") -> Page:
        """Goes on from step to step, joining a document to each request, up to the page with this heading."""
        before = ""
        while self.page.heading != until and self.page.forms and self.page.heading != before:
            before = self.page.heading
            for request in self.page.requests:
                if request.upload and not request.files:
                    self.attaches(request)
            self.answers(answers)
        return self.page

    def attaches(self, request: Request, name: str = "", content: bytes = b"", also: Given | None = None) -> Page:
        """Joins a file to a request: by default a picture, another one for each request."""
        form = self.types(also or {})
        picture = content or picture_of(request.upload)
        form.files[request.upload] = (request.upload, name or f"{request.control}.jpg", picture)
        return self._post(form, next(c for c in form.controls if c.value == f"joindre:{request.upload}"))

    def confirms_change(self) -> Page:
        """Accepts what a change takes away."""
        return self.presses("Confirmer le changement")

    def keeps_answer(self) -> Page:
        """Goes back to the answer given before."""
        return self.presses("Garder ma réponse précédente")

    # ── Leaving, coming back, ending ──────────────────────────────────────────────────────────────────────────

    def quits(self, typed: Form | None = None) -> Page:
        """Leaves for another time."""
        return self.presses(QUIT, typed)

    def resumes(self) -> Page:
        """Comes back through the personal space, to the dossier that was changed last."""
        self.opens_home()
        self.opens_space()
        return self.follows("Reprendre")

    def goes_back(self, typed: Form | None = None) -> Page:
        """To the step before."""
        return self.presses(BACK, typed)

    def abandons(self) -> Page:
        """Erases everything, once asked."""
        self.presses(ABANDON)
        return self.presses("Effacer ma demande")

    def deposits(self, answers: Given | None = None) -> Page:
        """From the check page to the confirmation."""
        self.presses("Continuer vers le dépôt")
        return self.presses("Déposer la demande", self.types(answers or {}))

    @property
    def number(self) -> str:
        """The number of the dossier, on the page of confirmation."""
        (found,) = self.page.tree.find("strong", class_="confirmation__number")
        return found.text

    # ── The browser's part ────────────────────────────────────────────────────────────────────────────────────

    def _is_question(self) -> bool:
        return re.search(r"/situation/\d+$|/commencer$", self.page.address) is not None

    def _save_label(self) -> str:
        # A page says itself what its main button is: it comes first among those people see.
        return next(c.node.text for c in self.page.form.controls if c.value == "enregistrer" and c.seen)

    def _elements(self, name: str) -> int:
        """How many elements of a repeatable question the page has."""
        places = (re.match(rf"{name}\.(\d+)", control) for control in self.page.form.names)
        return len({place.group(1) for place in places if place is not None})

    def _typed(self, answers: Given) -> Form:
        form, told = self.page.form, self.page.told
        for name, value in answers.items():
            if name in told:  # taken from elsewhere: shown, and nobody is asked
                assert told[name] == value
                self.given[name] = value
            if any(n == name or n.startswith(f"{name}.") for n in form.names):
                _write(form, name, value)
                self.given[name] = value
        return form

    def _get(self, address: str) -> Page:
        response = self.client.get(urljoin(self._base, address))
        return self._shows(str(response.url), response.status_code, response.text)

    def _post(self, form: Form, pressed: Control) -> Page:
        body, media_type = form.body(pressed)
        address = urljoin(self._base, form.action or self.page.address)
        response = self.client.post(address, content=body, headers={"content-type": media_type})
        return self._shows(str(response.url), response.status_code, response.text)

    @property
    def _base(self) -> str:
        return self.seen[-1].address if self.seen else str(self.client.base_url)

    def _shows(self, address: str, status: int, text: str) -> Page:
        page = Page(address.partition("#")[0], status, text)
        self.seen.append(page)
        if page.forms and not self._is_question() and page.tree.find("ol", class_="stepper"):
            self.steps[page.heading] = page.asked
        self.requests = page.requests or self.requests
        return page


def _write(form: Form, name: str, value: object) -> None:
    """Types one answer in the controls it takes."""
    match value:
        case list():
            for index, item in enumerate(value):
                _write(form, f"{name}.{index}", item)
        case dict():
            form.write(f"{name}.manuel", "oui")
            for part, text in value.items():
                if part != "code_insee":  # nobody types it
                    form.write(f"{name}.{part}", str(text))
        case str() if f"{name}.annee" in form.names:
            year, month, day = re.fullmatch(r"(\d+)-(\d+)-(\d+)", value).groups()  # type: ignore[union-attr]
            for part, text in (("jour", day), ("mois", month), ("annee", year)):
                form.write(f"{name}.{part}", text)
        case _:
            form.write(name, str(value))
