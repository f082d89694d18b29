"""What is sent to the pages of accounts to get in, to learn who has an account, or to make the site write elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import httpx2
import pytest
from starlette.testclient import TestClient

from engine.mails import Addressed, opened_mail
from engine.spec import Catalogue
from renderers.html.account_forms import EMAIL, EMAIL_AGAIN, IDENTIFIER
from renderers.html.account_forms import PASSWORD as TYPED
from renderers.web.app import create_app
from renderers.web.site import Site
from tests.renderers.web.applicant import ANA, PASSWORD, Applicant, Clock, account_on, site_of
from tests.renderers.web.doors import Door, door_of
from tests.renderers.web.test_access import PAGES, Page

BASE = "https://demarches.exemple.fr"
PROXY, ATTACKER, VICTIM = "192.0.2.1", "203.0.113.66", "198.51.100.7"
NOBODY, NEW = "zoe@exemple.test", "new@exemple.test"
"""As long as the address of `ANA`: a length would tell them apart. `NEW` has asked, and not opened its account yet."""
EVIL = "piege.example"

Way = Callable[..., httpx2.Response]
"""One of the forms that take an address: whoever fills it in, with which, and the headers of the request."""


def mails_of(site: Site) -> list[Addressed]:
    """All that waits to be sent to somebody, decoys left out. Each call gives them all."""
    waiting = site.registrar.stores.outbox.claim(now="9", until="9", most=10_000)
    opened = [opened_mail(site.registrar.sealer, mail) for mail in waiting]
    return [mail for mail in opened if mail.to]


def addresses_in(mail: Addressed) -> set[str]:
    """Where the links of a mail lead."""
    return set(re.findall(r"\w+://[^\s'\")]*", repr(mail.written)))


def behind(site: Site, *proxies: str) -> Site:
    """The same site, whose proxies are these."""
    return replace(site, settings=replace(site.settings, proxies=frozenset(proxies)))


def browser_at(site: Site, address: str) -> Applicant:
    """A browser that has not signed in, whose requests come from an address."""
    browser = Applicant(site, "")
    browser.client = TestClient(create_app(site), base_url=site.settings.base_url, client=(address, 50_000))
    return browser


def sends(browser: Applicant, path: str, headers: Mapping[str, str] | None = None, **typed: str) -> httpx2.Response:
    """Posts the form of a page as it stands, with what was typed, and follows nothing."""
    if browser.page is None or browser.path != path:
        browser.opens(path)
    data = browser.filled(typed, "")
    answer: httpx2.Response = browser.client.post(path, data=data, headers=headers, follow_redirects=False)
    return answer


def asks_account(browser: Applicant, address: str, headers: Mapping[str, str] | None = None) -> httpx2.Response:
    return sends(browser, "/compte", headers, **{EMAIL: address, EMAIL_AGAIN: address})


def asks_password(browser: Applicant, address: str, headers: Mapping[str, str] | None = None) -> httpx2.Response:
    return sends(browser, "/connexion/oubli", headers, **{EMAIL: address})


def tries(
    browser: Applicant, password: str, address: str = ANA, headers: Mapping[str, str] | None = None
) -> httpx2.Response:
    return sends(browser, "/connexion", headers, **{IDENTIFIER: address, TYPED: password})


def tries_wrongly(browser: Applicant, address: str) -> httpx2.Response:
    return tries(browser, "Faux-1", address)


def led(answer: httpx2.Response) -> str:
    return f"{answer.status_code} {answer.headers.get('location', '')}".strip()


def link_sent(site: Site) -> str:
    """The path of the link of the last mail."""
    found = re.search(r"/acces/[\w-]+", repr(mails_of(site)[-1]))
    assert found is not None
    return found[0]


def password_sent(site: Site) -> str:
    """The provisional password of the last mail."""
    found = re.search(r"provisoire : ', .*?text='([^']+)'", repr(mails_of(site)[-1]))
    assert found is not None
    return found[1]


# ── T18: guessing passwords ───────────────────────────────────────────────────────────────────────────────────


def test_t18_a_thousand_wrong_passwords_never_lock_out_who_is_attacked(catalogue: Catalogue, clock: Clock) -> None:
    site = behind(site_of(catalogue, clock=clock), PROXY)
    account_on(site)
    browser = browser_at(site, PROXY)
    answers = []
    data = browser.opens("/connexion").filled({IDENTIFIER: ANA}, "")
    for number in range(1_000):
        data[TYPED] = f"Faux-{number}"
        answers.append(browser.client.post("/connexion", data=data, headers={"x-forwarded-for": ATTACKER}).status_code)
        clock.forward(seconds=5)
    assert set(answers) == {422, 429}
    assert answers.count(422) < 30, "hardly any of them was looked at"
    assert led(tries(browser_at(site, PROXY), PASSWORD, headers={"x-forwarded-for": ATTACKER})) == "429"
    assert led(tries(browser_at(site, PROXY), PASSWORD, headers={"x-forwarded-for": VICTIM})) == "303 /espace"


def test_t18_invented_identifiers_from_her_own_connection_do_not_keep_their_owner_out(
    catalogue: Catalogue, clock: Clock
) -> None:
    site = site_of(catalogue, clock=clock)
    account_on(site)
    browser = browser_at(site, VICTIM)
    data = browser.opens("/connexion").filled({}, "")
    failures = []
    for number in range(150):
        data |= {IDENTIFIER: f"personne-{number}@exemple.test", TYPED: "Faux-1"}
        failures.append(browser.client.post("/connexion", data=data).status_code)
        clock.forward(seconds=4)
    assert set(failures) == {422}
    assert led(tries(browser_at(site, VICTIM), PASSWORD)) == "303 /espace"
    mistaken = [tries(browser_at(site, VICTIM), "Faux-1").status_code for _ in range(5)]
    assert mistaken == [422] * 4 + [429]
    clock.forward(seconds=1)
    assert led(tries(browser_at(site, VICTIM), PASSWORD)) == "303 /espace"


@pytest.mark.parametrize("said", ["{n}", "{n}, 192.0.2.77", "203.0.113.1, {n}"])
def test_t18_what_no_proxy_of_ours_says_changes_no_source(site: Site, said: str) -> None:
    account_on(site)
    browser = browser_at(site, ATTACKER)
    for number in range(10):
        headers = {"x-forwarded-for": said.format(n=f"198.51.100.{number}")}
        last = tries(browser, "Faux-1", headers=headers)
    assert last.status_code == 429


def test_t18_what_stands_before_what_our_proxy_says_changes_no_source(site: Site) -> None:
    site = behind(site, PROXY)
    account_on(site)
    browser = browser_at(site, PROXY)
    for number in range(10):
        last = tries(browser, "Faux-1", headers={"x-forwarded-for": f"198.51.100.{number}, {ATTACKER}"})
    assert last.status_code == 429


# ── T19: who has an account ───────────────────────────────────────────────────────────────────────────────────


def seen(answer: httpx2.Response, address: str) -> tuple[int, list[tuple[str, str]], str]:
    """All of an answer, but for the tokens drawn for it and the address typed."""
    headers = [(name, re.sub(r"=[\w-]{43}", "=…", value)) for name, value in answer.headers.multi_items()]
    text = re.sub(r'(name="jeton" value="|name="page-)[^"]*', r"\1…", answer.text)
    return answer.status_code, headers, text.replace(address, "…")


@pytest.mark.parametrize("way", [asks_account, asks_password, tries_wrongly])
def test_t19_known_and_unknown_addresses_get_one_answer(site: Site, way: Way) -> None:
    account_on(site)
    asks_account(Applicant(site, ""), NEW)
    answers = []
    for address in (ANA, NEW, NOBODY):
        browser = Applicant(site, "")
        first = way(browser, address)
        then = browser.client.get(first.headers["location"]) if first.is_redirect else first
        answers.append((seen(first, address), seen(then, address)))
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("way", [asks_account, asks_password, tries_wrongly])
def test_t19_a_limit_is_reached_alike(site: Site, way: Way) -> None:
    account_on(site)
    answers = []
    for number, address in enumerate((ANA, NOBODY)):
        browser = browser_at(site, f"198.51.100.{number}")
        answers.append([seen(way(browser, address), address) for _ in range(35)])
    assert answers[0] == answers[1]
    assert answers[0][-1][0] == 429


# ── T25: links and secrets ────────────────────────────────────────────────────────────────────────────────────

FORGED = (
    {"x-forwarded-host": EVIL},
    {"x-forwarded-host": EVIL, "x-forwarded-proto": "http", "x-forwarded-port": "81"},
    {"forwarded": f"host={EVIL};proto=http"},
    {"x-host": EVIL, "x-original-host": EVIL, "x-original-url": f"https://{EVIL}/"},
    {"referer": f"https://{EVIL}/"},
)


@pytest.mark.parametrize("proxies", [(), (PROXY,)])
@pytest.mark.parametrize("headers", FORGED, ids=str)
@pytest.mark.parametrize("way", [asks_account, asks_password])
def test_t25_links_begin_with_the_address_of_the_site(
    catalogue: Catalogue, headers: dict[str, str], proxies: tuple[str, ...], way: Way
) -> None:
    site = behind(site_of(catalogue, base=BASE), *proxies)
    account_on(site)
    for address in (ANA, NEW):
        assert way(browser_at(site, PROXY), address, headers).status_code == 303
    mails = mails_of(site)
    assert mails
    for mail in mails:
        assert addresses_in(mail)
        assert all(address.startswith(f"{BASE}/") for address in addresses_in(mail))
        assert EVIL not in repr(mail)


@pytest.mark.parametrize("host", [EVIL, f"demarches.exemple.fr.{EVIL}", f"demarches.exemple.fr:81@{EVIL}", ""])
@pytest.mark.parametrize("way", [asks_account, asks_password])
def test_t25_what_is_sent_to_another_host_writes_nothing(catalogue: Catalogue, host: str, way: Way) -> None:
    site = site_of(catalogue, base=BASE)
    account_on(site)
    browser = Applicant(site, "")
    answer = way(browser, ANA, {"host": host})
    assert answer.status_code == 421
    assert EVIL not in answer.text
    assert not mails_of(site)


def test_t25_reading_a_link_uses_nothing_up_and_using_it_does(site: Site) -> None:
    account_on(site)
    asks_password(Applicant(site, ""), ANA)
    link = link_sent(site)
    scanner = Applicant(site, "")
    for _ in range(3):
        assert scanner.opens(link).status == 200
        assert scanner.client.head(link).status_code == 200
    assert "session" not in scanner.client.cookies
    first, second = Applicant(site, "").opens(link), Applicant(site, "").opens(link)
    assert led(sends(first, link)) == "303 /mot-de-passe"
    assert led(sends(second, link)) == "404"
    assert first.opens(link).status == 404
    assert "session" not in second.client.cookies


def test_t25_a_link_too_old_or_replaced_opens_nothing(site: Site, clock: Clock) -> None:
    account_on(site)
    links = []
    for _ in range(2):
        asks_password(Applicant(site, ""), ANA)
        links.append(link_sent(site))
        clock.forward(seconds=1)
    late = Applicant(site, "").opens(links[1])
    assert late.status == 200
    clock.forward(hours=2)
    assert [led(sends(late, links[1])), late.opens(links[1]).status, late.opens(links[0]).status] == ["404", 404, 404]
    assert "session" not in late.client.cookies


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 5_000, "%00", "..%2F..", "é", "{token}x", "{half}"])
def test_t25_a_made_up_link_opens_nothing(site: Site, token: str) -> None:
    account_on(site)
    asks_password(Applicant(site, ""), ANA)
    real = link_sent(site).removeprefix("/acces/")
    browser = Applicant(site, "").opens("/connexion")
    path = f"/acces/{token.format(token=real, half=real[:20])}"
    answers = [browser.client.get(path), browser.client.post(path, data=browser.filled({}, ""))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "session" not in browser.client.cookies
    assert browser.opens(f"/acces/{real}").status == 200


def test_t25_a_link_opens_its_own_account_alone(site: Site) -> None:
    bob = account_on(site, "bob@exemple.test")
    asks_password(Applicant(site, ""), "bob@exemple.test")
    ana = Applicant(site, ANA)
    before = ana.client.cookies["session"]
    ana.opens(link_sent(site)).press("")
    assert ana.path == "/mot-de-passe"
    assert [s.stage for s in site.office.stores.sessions.of_owner(bob.id)] == ["first_access"]
    assert site.office.stores.sessions.of_owner(ana.account.id) == ()
    assert ana.client.cookies["session"] != before


def test_t25_a_provisional_password_opens_once_and_for_three_days(site: Site, clock: Clock) -> None:
    asks_account(Applicant(site, ""), NEW)
    assert led(tries(Applicant(site, ""), password_sent(site), NEW)) == "303 /mot-de-passe"
    assert led(tries(Applicant(site, ""), password_sent(site), NEW)) == "422"
    clock.forward(seconds=1)
    asks_account(Applicant(site, ""), NOBODY)
    clock.forward(hours=72, seconds=1)
    assert led(tries(Applicant(site, ""), password_sent(site), NOBODY)) == "422"


# ── T26: a mailbox flooded ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("known", [True, False])
def test_t26_a_hundred_requests_write_three_mails(catalogue: Catalogue, clock: Clock, known: bool) -> None:
    site = behind(site_of(catalogue, clock=clock), PROXY)
    if known:
        account_on(site)
    browser = browser_at(site, PROXY)
    for number in range(100):
        way = (asks_account, asks_password)[number % 2] if known else asks_account
        spelt = ANA.upper() if number % 3 else f" {ANA} "
        assert way(browser, spelt, {"x-forwarded-for": f"198.51.100.{number}"}).status_code == 303
        clock.forward(minutes=5)
    assert 1 <= len(mails_of(site)) <= 3


def test_t26_one_source_writes_to_thirty_people_an_hour(site: Site) -> None:
    browser = browser_at(site, ATTACKER)
    answers = [asks_account(browser, f"personne-{number}@exemple.test").status_code for number in range(40)]
    assert answers == [303] * 30 + [429] * 10
    assert len(mails_of(site)) == 30


# ── T29: redirections ─────────────────────────────────────────────────────────────────────────────────────────

ELSEWHERE = (
    f"//{EVIL}",
    f"https://{EVIL}/",
    f"/\\{EVIL}",
    f"%2f%2f{EVIL}",
    f"/%0d%0aLocation:%20https://{EVIL}/",
    f"javascript:{EVIL}",
)
NAMES = ("next", "retour", "url", "redirect_uri", "suite", "fin", "autre")


@pytest.fixture(scope="module")
def door(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Door:
    return door_of(catalogue, "owner", tmp_path_factory.mktemp("owner"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_t29_no_redirection_follows_the_request(door: Door, page: Page) -> None:
    address = page.address(door)
    headers = {"referer": f"https://{EVIL}/", "x-forwarded-host": EVIL, "x-original-url": f"//{EVIL}/"}
    for browser in (door.browser, Applicant(door.site, "")):
        plain = browser.client.get(address, follow_redirects=False)
        for there in ELSEWHERE:
            query = "&".join(f"{name}={there}" for name in NAMES)
            answer = browser.client.get(f"{address}?{query}", headers=headers, follow_redirects=False)
            assert led(answer) == led(plain)
            assert EVIL not in answer.text + repr(answer.headers)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_t29_signing_in_leads_to_ones_own_space(site: Site, there: str) -> None:
    account_on(site)
    browser = Applicant(site, "").opens("/connexion")
    typed = {IDENTIFIER: ANA, TYPED: PASSWORD, **dict.fromkeys(NAMES, there)}
    query = "&".join(f"{name}={there}" for name in NAMES)
    answer = browser.client.post(f"/connexion?{query}", data=browser.filled(typed, ""), follow_redirects=False)
    assert led(answer) == "303 /espace"


@pytest.mark.parametrize("path", [f"//{EVIL}", f"/%5c{EVIL}", f"/%2f{EVIL}", "//connexion", "/connexion/"])
def test_t29_a_path_that_names_another_site_leads_nowhere(site: Site, path: str) -> None:
    answer = Applicant(site, "").client.get(site.settings.base_url + path, follow_redirects=False)
    assert led(answer) == "404"
    assert EVIL not in answer.text


# ── T31: addresses that are more than an address ──────────────────────────────────────────────────────────────

REFUSED = (
    f"ana@exemple.test\r\nBcc: x@{EVIL}",
    f"ana@exemple.test\nBcc: x@{EVIL}",
    f"ana@exemple.test\rx@{EVIL}",
    f"ana@exemple.test\u2028x@{EVIL}",
    f"ana@exemple.test\x00@{EVIL}",
    f"ana@exemple.test,x@{EVIL}",
    f"ana@exemple.test;x@{EVIL}",
    f"ana@exemple.test x@{EVIL}",
    f"<ana@exemple.test> x@{EVIL}",
    f'"ana@exemple.test"@{EVIL}',
    f"Ana <ana@{EVIL}>",
    f"ana\u202e@{EVIL}",
    f"ana@\u202e{EVIL}",
    "аna@exemple.test",
    "ana＠exemple.test",
    "ana@[192.0.2.1]",
    "ana@exemple",
    "a" * 65 + "@exemple.test",
    "ana@" + "a" * 260 + ".test",
    "ana@exemple.test" + "\u0301" * 2_000,
)
OTHER_PEOPLE = {
    "ana@ехemple.test": "ana@xn--emple-",
    "ana@bücher.test": "ana@xn--bcher-kva.test",
    "ana+bis@exemple.test": "ana+bis@exemple.test",
    "a.na@exemple.test": "a.na@exemple.test",
}
"""Addresses that may be written to, though they look like Ana's: whom they are written to."""


@pytest.mark.parametrize("way", [asks_account, asks_password])
@pytest.mark.parametrize("typed", REFUSED, ids=ascii)
def test_t31_what_is_more_than_an_address_writes_to_nobody(site: Site, typed: str, way: Way) -> None:
    account_on(site)
    answer = way(Applicant(site, ""), typed)
    assert answer.status_code == 422
    assert "\u202e" not in answer.headers.get("location", "")
    assert mails_of(site) == []


@pytest.mark.parametrize(
    "typed", ["a\x00na@exemple.test", "\u200bana@exemple.test\ufeff", " ANA@Exemple.Test\t"], ids=ascii
)
def test_t31_marks_that_show_nothing_make_no_second_account(site: Site, typed: str) -> None:
    account_on(site)
    assert led(asks_account(Applicant(site, ""), typed)) == "303 /compte/envoye"
    (mail,) = mails_of(site)
    assert mail.to.lower() == ANA
    assert "provisoire" not in repr(mail)


@pytest.mark.parametrize(("typed", "to"), OTHER_PEOPLE.items(), ids=ascii)
def test_t31_what_looks_like_an_address_is_another(site: Site, typed: str, to: str) -> None:
    account_on(site)
    assert led(asks_password(Applicant(site, ""), typed)) == "303 /connexion/oubli/envoye"
    assert mails_of(site) == [], "it has no account"
    assert led(asks_account(Applicant(site, ""), typed)) == "303 /compte/envoye"
    written = [mail.to for mail in mails_of(site)]
    assert len(written) == 1
    assert written[0].startswith(to)
    assert written[0].isascii()
    assert led(tries(Applicant(site, ""), PASSWORD, typed)) == "422"


@pytest.mark.parametrize("typed", REFUSED, ids=ascii)
def test_t31_nothing_but_an_identifier_signs_in(site: Site, typed: str) -> None:
    account_on(site)
    assert led(tries(Applicant(site, ""), PASSWORD, typed)) == "422"
