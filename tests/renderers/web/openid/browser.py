"""Someone at a browser: keeps cookies, reads the provider's pages, fills in their forms and sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2

from tests.renderers.web.openid.server import PASSWORD

PAGES = 12
"""More than a sign-in has."""


@dataclass(slots=True)
class Form:
    """One form of a page: where it goes, and the fields it has, with what is in them."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    buttons: set[tuple[str, str]] = field(default_factory=set)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif self.found and given.get("name"):
            if tag == "button" or given.get("type") == "submit":
                self.found[-1].buttons.add((given["name"], given.get("value", "")))
            elif tag == "input":
                self.found[-1].fields[given["name"]] = given.get("value", "")


class Browser:
    """The browser of one person, who has an account with the provider."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._client = httpx2.Client(trust_env=False, follow_redirects=False)
        self.pages: list[str] = []

    def close(self) -> None:
        self._client.close()

    def go(self, address: str, back: str, *, answer: str = "accept") -> dict[str, str]:
        """Goes where a site sends it, signs in and answers until sent to `back`; gives the query it comes with."""
        page = self._client.get(address)
        for _ in range(PAGES):
            if page.is_redirect:
                there = urljoin(str(page.url), page.headers["Location"])
                if there.startswith(back):
                    return dict(parse_qsl(urlsplit(there).query))
                page = self._client.get(there)
            else:
                assert page.status_code == 200, page.text
                self.pages.append(str(page.url))
                page = self._send(page, answer)
        raise AssertionError(f"never sent back: {self.pages}")

    def _send(self, page: httpx2.Response, answer: str) -> httpx2.Response:
        forms = _Forms()
        forms.feed(page.text)
        for form in forms.found:
            if "login" in form.fields:
                return self._post(page, form, {"login": self._name})
            if "password" in form.fields:
                return self._post(page, form, {"password": PASSWORD})
            if ("answer", answer) in form.buttons:
                return self._post(page, form, {"answer": answer})
        raise AssertionError(f"no form to send: {page.url}")

    def _post(self, page: httpx2.Response, form: Form, filled: dict[str, str]) -> httpx2.Response:
        return self._client.post(urljoin(str(page.url), form.action), data=form.fields | filled)
