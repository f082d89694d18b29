"""Signing in by another site, against a real one: what it opens, what it never opens, and leaving it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from engine.spec import Catalogue
from engine.store import StoredSession
from renderers.assembly import provider_of
from renderers.options import read_options
from renderers.web import provider_cookies
from renderers.web.errors import CREATE
from renderers.web.openid import Provider, ProviderSettings
from renderers.web.sessions import instant_text, token_hash
from renderers.web.settings import SettingsError
from renderers.web.site import Beside, Site
from tests.renderers.web.applicant import ANA, BASE, Applicant, account_on, site_of
from tests.renderers.web.openid.browser import Browser
from tests.renderers.web.openid.conftest import Real, real  # noqa: F401 - a fixture
from tests.renderers.web.openid.server import address_of

BACK = f"{BASE}/connexion/fc/retour"


Arrives = Callable[..., Applicant]
"""A browser on the site, signed in to the account of an address when one is given.

Each comes by a registration of its own: the provider would give one person two tokens alike within a second.
"""


@pytest.fixture
def site(catalogue: Catalogue) -> Site:
    return replace(site_of(catalogue), clock=Real.now)


@pytest.fixture
def arrives(site: Site, real: Real) -> Iterator[Arrives]:  # noqa: F811
    opened: list[Provider] = []

    def arrive(address: str = "", scopes: tuple[str, ...] = ("openid", "email")) -> Applicant:
        settings = real.registered(redirect_uris=[BACK], post_logout_redirect_uris=[f"{BASE}/deconnecte"])
        opened.append(Provider(replace(settings, scopes=scopes)))
        return Applicant(replace(site, beside=Beside(provider=opened[-1])), address)

    yield arrive
    for provider in opened:
        provider.close()


def gets(browser: Applicant, path: str, **query: str) -> httpx2.Response:
    answer: httpx2.Response = browser.client.get(path, params=query or None, follow_redirects=False)
    return answer


def vouched(
    browser: Applicant, name: str = "ana", path: str = "/connexion/fc", answer: str = "accept"
) -> dict[str, str]:
    """What the other site sends back, once it knows who is there."""
    person = Browser(name)
    try:
        return person.go(gets(browser, path).headers["location"], BACK, answer=answer)
    finally:
        person.close()


def enters(browser: Applicant, name: str = "ana", path: str = "/connexion/fc") -> httpx2.Response:
    return gets(browser, "/connexion/fc/retour", **vouched(browser, name, path))


def session_of(browser: Applicant) -> StoredSession:
    found = browser.site.office.stores.sessions.find(token_hash(browser.client.cookies["session"]))
    assert found is not None
    return found


def owner(browser: Applicant) -> str:
    """Whose session it is."""
    return session_of(browser).owner


def link_of(browser: Applicant) -> str:
    """The address on the security page that links the account."""
    found = re.search(r'href="(/connexion/fc\?lier=[0-9a-f]+)"', browser.opens("/espace/securite").page.text)
    assert found is not None
    return found[1]


def test_the_button_says_that_a_mail_is_written_and_is_not_there_otherwise(arrives: Arrives, site: Site) -> None:
    browser = arrives().opens("/connexion")
    assert browser.says("FranceConnect vous envoie un email qui cite le nom de ce site")
    assert "/connexion/fc" in browser.parsed.hrefs
    without = replace(site, beside=Beside())
    assert "FranceConnect" not in Applicant(without, "").opens("/connexion").page.text
    assert [gets(Applicant(without, ""), path).status_code for path in ("/connexion/fc", "/connexion/fc/retour")] == [
        404,
        404,
    ]


def test_beginning_changes_nothing_but_a_cookie_that_nobody_reads(arrives: Arrives) -> None:
    browser = arrives()
    answer = gets(browser, "/connexion/fc")
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == [BACK]
    (cookie,) = answer.headers.get_list("set-cookie")
    assert re.fullmatch(r"flow=[\w-]+; HttpOnly; Max-Age=600; Path=/; SameSite=lax", cookie)
    assert asked["state"][0] not in cookie


def test_the_first_time_makes_an_account_and_the_next_finds_it(arrives: Arrives, site: Site) -> None:
    stranger = account_on(site, address_of("ana"))
    first, again, other = arrives(), arrives(), arrives()
    answer = enters(first)
    assert (answer.status_code, answer.headers["location"]) == (303, "/espace")
    assert "flow" not in first.client.cookies
    assert first.opens("/espace").status == 200
    enters(again)
    enters(other, "bo")
    assert owner(first) == owner(again)
    assert owner(other) != owner(first)
    assert owner(first) != stranger.id, "an address opens nothing"


def test_an_identity_without_address_is_led_to_an_account_of_its_own(arrives: Arrives) -> None:
    browser = arrives(scopes=("openid",))
    answer = enters(browser)
    assert answer.status_code == 422
    assert "FranceConnect ne nous a pas donné d&#39;adresse email" in answer.text
    assert f'href="{CREATE}"' in answer.text
    assert "session" not in browser.client.cookies


@pytest.mark.parametrize("change", [{"state": "x" * 64}, {"state": ""}, {"code": "x"}, {"iss": "https://x.example"}])
def test_t21_an_answer_that_was_changed_signs_nobody_in(arrives: Arrives, change: dict[str, str]) -> None:
    browser = arrives()
    query = {**vouched(browser), **change}
    answer = gets(browser, "/connexion/fc/retour", **query)
    assert answer.status_code == 403
    assert "Recommencez depuis la page de connexion." in answer.text
    assert not {"session", "flow"} & set(browser.client.cookies)


def test_t21_a_sign_in_begun_in_another_browser_signs_nobody_in(arrives: Arrives) -> None:
    attacker = arrives()
    victim, third = Applicant(attacker.site, ""), Applicant(attacker.site, "")
    query = vouched(attacker, "bo")
    gets(third, "/connexion/fc")
    for browser in (victim, third):
        assert gets(browser, "/connexion/fc/retour", **query).status_code == 403
        assert "session" not in browser.client.cookies


def test_an_answer_serves_once(arrives: Arrives) -> None:
    browser = arrives()
    query = vouched(browser)
    cookie = browser.client.cookies["flow"]
    assert gets(browser, "/connexion/fc/retour", **query).status_code == 303
    assert gets(browser, "/connexion/fc/retour", **query).status_code == 403, "the cookie is gone"
    thief = Applicant(browser.site, "")
    thief.client.cookies.set("flow", cookie, domain="127.0.0.1")
    assert gets(thief, "/connexion/fc/retour", **query).status_code == 403, "the code was taken"
    assert "session" not in thief.client.cookies


def test_a_person_who_refuses_is_told_at_the_sign_in_page(arrives: Arrives) -> None:
    browser = arrives()
    browser.opens("/connexion/fc/retour?" + "&".join(f"{k}={v}" for k, v in vouched(browser, answer="deny").items()))
    assert browser.path == "/connexion"
    assert browser.says("n'est pas allée au bout")


def test_a_provider_that_is_down_is_told(site: Site) -> None:
    nowhere = Provider(ProviderSettings.at("http://127.0.0.1:9", client_id="x", client_secret="y"))
    browser = Applicant(replace(site, beside=Beside(provider=nowhere)), "")
    answer = gets(browser, "/connexion/fc")
    nowhere.close()
    assert answer.status_code == 503
    assert "FranceConnect ne répond pas" in answer.text


def test_signing_out_leads_to_where_the_other_site_forgets_too(arrives: Arrives) -> None:
    browser = arrives()
    enters(browser)
    browser.client.post("/deconnexion", data={"jeton": session_of(browser).csrf}, follow_redirects=False)
    assert "session" not in browser.client.cookies
    browser.opens("/deconnecte")
    (link,) = [href for href in browser.parsed.hrefs if "id_token_hint" in href]
    assert parse_qs(urlsplit(link).query)["post_logout_redirect_uri"] == [f"{BASE}/deconnecte"]


def test_a_token_too_long_for_a_cookie_is_not_kept_and_one_signs_out_here_alone(
    arrives: Arrives, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_cookies, "MOST_KEPT", 100)
    browser = arrives()
    assert enters(browser).headers["location"] == "/espace"
    assert "vouched" not in browser.client.cookies
    browser.client.post("/deconnexion", data={"jeton": session_of(browser).csrf}, follow_redirects=False)
    assert browser.opens("/deconnecte").status == 200
    assert not [href for href in browser.parsed.hrefs if "id_token_hint" in href]


def test_the_quick_exit_forgets_at_once_and_goes_to_no_provider(arrives: Arrives) -> None:
    browser = arrives()
    enters(browser)
    gets(browser, "/connexion/fc")
    answer = browser.client.post("/quitter", follow_redirects=False)
    assert answer.headers["location"] == "/quitter"
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert not {"session", "flow", "vouched"} & set(browser.client.cookies)
    assert "id_token_hint" not in browser.opens("/deconnecte").page.text


def test_an_account_with_a_password_is_linked_and_unlinked(arrives: Arrives) -> None:
    ana = arrives(ANA)
    account = owner(ana)
    assert enters(ana, "bo", link_of(ana)).headers["location"] == "/espace/securite?relie=oui"
    elsewhere = arrives()
    enters(elsewhere, "bo")
    assert owner(elsewhere) == account
    ana.opens("/espace/securite").press("delier")
    assert ana.says("FranceConnect n'ouvre plus ce compte.")
    again = arrives()
    enters(again, "bo")
    assert owner(again) != account


def test_the_only_way_in_is_never_taken_away(arrives: Arrives) -> None:
    browser = arrives()
    enters(browser)
    browser.opens("/espace/securite").press("delier")
    assert browser.says("est la seule façon d'ouvrir ce compte")
    again = arrives()
    enters(again)
    assert owner(again) == owner(browser)


def test_an_identity_that_opens_another_account_is_not_linked(arrives: Arrives) -> None:
    enters(arrives())
    ana = arrives(ANA)
    answer = enters(ana, path=link_of(ana))
    assert answer.status_code == 409
    assert "ouvre déjà un autre compte" in answer.text


def test_t20_only_our_own_page_begins_to_link(arrives: Arrives) -> None:
    ana, bob = arrives(ANA), arrives("bob@exemple.test")
    for path in ("/connexion/fc?lier=", "/connexion/fc?lier=oui", "/connexion/fc?lier=é", link_of(bob)):
        answer = gets(ana, path)
        assert answer.status_code == 403
        assert "flow" not in ana.client.cookies


def test_t22_nothing_is_linked_while_something_is_closed(arrives: Arrives) -> None:
    browser = arrives(ANA)
    link, accounts = link_of(browser), browser.site.registrar.stores.accounts
    account = accounts.load(browser.account.id)
    assert account is not None
    accounts.save(replace(account, closed_before=browser.site.moment().at), expected=account.version)
    assert gets(browser, link).headers["location"] == "/espace/code"
    assert "flow" not in browser.client.cookies


def test_t18_a_session_found_open_links_nothing(arrives: Arrives) -> None:
    browser = arrives(ANA)
    link = link_of(browser)
    found = session_of(browser)
    sessions = browser.site.office.stores.sessions
    sessions.delete(found.token_hash)
    sessions.create(replace(found, created=instant_text(browser.site.clock() - dt.timedelta(minutes=11))))
    answer = gets(browser, link)
    assert answer.status_code == 403
    assert "dans les 10 minutes qui suivent une connexion" in answer.text
    assert "flow" not in browser.client.cookies


def test_t21_an_account_is_linked_only_in_its_own_session(arrives: Arrives, site: Site) -> None:
    ana = arrives(ANA)
    query = vouched(ana, "bo", link_of(ana))
    account = owner(ana)
    ana.address = "bob@exemple.test"
    ana.comes_back()
    assert gets(ana, "/connexion/fc/retour", **query).status_code == 403
    identities = site.office.stores.accounts.identities
    assert identities(account) == identities(owner(ana)) == ()


THREE = {
    "PARCOURS_FRANCECONNECT_DECOUVERTE": "https://fc.example/.well-known/openid-configuration",
    "PARCOURS_FRANCECONNECT_CLIENT": "nous",
    "PARCOURS_FRANCECONNECT_SECRET": "secret",
}


def test_the_provider_is_what_the_variables_say() -> None:
    assert provider_of(read_options({})) is None
    plain = provider_of(read_options(THREE))
    assert plain is not None
    assert plain.settings == ProviderSettings("https://fc.example", "nous", "secret")
    more = {"PORTEES": "openid", "NIVEAU": "aucun", "PKCE": "oui"}
    other = provider_of(read_options({**THREE, **{f"PARCOURS_FRANCECONNECT_{k}": v for k, v in more.items()}}))
    assert other is not None
    assert (other.settings.scopes, other.settings.acr_values, other.settings.pkce) == (("openid",), (), True)


@pytest.mark.parametrize("wrong", [{"DECOUVERTE": "http://fc.example"}, {"PORTEES": "email"}, {"PKCE": "si"}])
def test_a_provider_that_is_not_safe_to_ask_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="PARCOURS_FRANCECONNECT_"):
        provider_of(read_options({**THREE, **{f"PARCOURS_FRANCECONNECT_{k}": v for k, v in wrong.items()}}))
