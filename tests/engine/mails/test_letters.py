"""What one event writes: the mail in the site's mode, and the message of the personal space."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.mails import Addressed, MailMode, NoSuchMail, opened_mail, opened_message
from engine.mails.letters import KEPT
from engine.spec import MailRole
from engine.store import Unsealable
from engine.store.people import Letter
from engine.texts import LinkSpan, Paragraph, RichText
from engine.view import Written
from tests.engine.mails.site import AT, DISCREET, PORTAL, SEALER, catalogue, correspondence, deposit_mail

TO = "ana@example.org"
VALUES = {"nom": "Okafor", "numero": "5901"}


def deposited(mode: MailMode, discreet: str = "") -> Letter:
    found = catalogue(discreet)
    letters = correspondence(mode, found)
    return letters.letter(deposit_mail(found), VALUES, to=TO, account="a1", at=AT, dossier="d1")


def written(role: MailRole, mode: MailMode = "guide", access: str = "") -> Letter:
    return correspondence(mode).letter(role, {"mot_de_passe": "S3cret!"}, to=TO, account="a1", at=AT, access=access)


def sent(letter: Letter) -> Addressed:
    return opened_mail(SEALER, letter.mail)


def told(letter: Letter) -> Written:
    assert letter.message is not None
    return opened_message(SEALER, letter.message)


def targets(text: RichText | None) -> list[str]:
    paragraphs = [b for b in (text.blocks if text is not None else ()) if isinstance(b, Paragraph)]
    return [i.target for p in paragraphs for i in p.inlines if isinstance(i, LinkSpan)]


def test_the_mail_waits_with_a_random_id() -> None:
    mail = deposited("guide").mail
    assert (mail.account, mail.created, mail.due, mail.tries) == ("a1", AT, AT, 0)
    assert mail.id == f"{1:032x}"
    assert mail.message_id == f"<{2:032x}@post.example>"


def test_the_mail_says_everything_in_the_guide_s_mode() -> None:
    found = sent(deposited("guide"))
    assert found.to == TO
    assert found.written.body.plain.startswith("Bonjour Okafor, votre dossier 5901 est transmis.")


@pytest.mark.parametrize(
    ("discreet", "subject", "plain"),
    [("", "Du nouveau", "Ouvrir mon espace personnel"), (DISCREET, "Du neuf", "Ouvrir")],
)
def test_the_mail_says_nothing_in_discreet_mode(discreet: str, subject: str, plain: str) -> None:
    found = sent(deposited("discreet", discreet)).written
    assert (found.subject, found.body.plain, found.notice) == (subject, plain, None)
    assert targets(found.body) == ["https://site.example/espace"]


@pytest.mark.parametrize("mode", ["guide", "discreet"])
def test_the_message_says_everything_in_either_mode(mode: MailMode) -> None:
    letter = deposited(mode, DISCREET)
    message = letter.message
    assert message is not None
    assert (message.id, message.account, message.dossier, message.at) == (f"{3:032x}", "a1", "d1", AT)
    assert told(letter).body.plain.startswith("Bonjour Okafor, votre dossier 5901 est transmis.")
    assert told(letter).notice is None, "the page it is read on says it"


def test_a_message_stays_in_the_site_and_a_mail_comes_from_outside() -> None:
    letter = correspondence("guide").letter("account_created", {"mot_de_passe": "x"}, to=TO, account="a1", at=AT)
    assert targets(told(letter).body) == ["/connexion"]
    assert targets(sent(letter).written.body) == ["https://site.example/connexion"]


def test_a_mail_in_full_says_what_every_page_says_of_the_site() -> None:
    notice = sent(deposited("guide")).written.notice
    assert notice is not None
    assert notice.plain == "Site pour apprendre : le vrai, une page."
    assert targets(notice) == ["https://vrai.example/", "https://site.example/plan"]


@pytest.mark.parametrize("mode", ["guide", "discreet"])
def test_a_secret_is_in_the_mail_and_never_in_the_message(mode: MailMode) -> None:
    letter = written("account_created", mode)
    assert "S3cret!" in sent(letter).written.body.plain
    assert "S3cret!" not in told(letter).body.plain
    assert "••••" in told(letter).body.plain


@pytest.mark.parametrize("role", ["access_link", "password_forgotten"])
@pytest.mark.parametrize("mode", ["guide", "discreet"])
def test_a_link_that_opens_once_is_in_the_mail_alone(role: MailRole, mode: MailMode) -> None:
    letter = written(role, mode, "/acces/jeton")
    assert targets(sent(letter).written.body) == ["https://site.example/acces/jeton"]
    assert letter.message is None


def test_without_its_page_a_link_that_opens_once_is_left_out() -> None:
    assert targets(sent(written("access_link")).written.body) == []


def test_what_anybody_can_have_sent_is_kept_nowhere() -> None:
    assert written("account_exists").message is None
    assert written("news").message is None
    assert {"account_created", "deposit"} == KEPT


def test_the_address_is_the_name_to_sign_in_with() -> None:
    portal = """    objet: Compte
    contenu: "{identifiant}, {mot_de_passe} [Entrer](lien:connexion)"
    discret: {objet: Compte, contenu: "{mot_de_passe} [Entrer](lien:connexion)"}
"""
    before, _, after = PORTAL.partition("  creation_compte:\n")
    text = f"{before}  creation_compte:\n{portal}  lien_acces:{after.partition('  lien_acces:')[2]}"
    letters = correspondence("guide", catalogue(portal=text))
    letter = letters.letter("account_created", {"mot_de_passe": "x"}, to=TO, account="a1", at=AT)
    assert sent(letter).written.body.plain == f"{TO}, x Entrer"


def test_what_is_sealed_is_bound_to_its_row() -> None:
    letter = deposited("guide")
    other = deposited("guide")
    assert letter.message is not None
    for content in (letter.mail.content, letter.message.content):
        assert b"Okafor" not in content
        assert b"ana@" not in content
    with pytest.raises(Unsealable):
        opened_mail(SEALER, replace(letter.mail, id=other.message.id if other.message is not None else ""))
    with pytest.raises(Unsealable):
        opened_message(SEALER, replace(letter.message, content=letter.mail.content))


def test_a_portal_without_its_mails_writes_nothing() -> None:
    letters = correspondence("guide")
    silent = replace(letters, portal=replace(letters.portal, mails={}))
    with pytest.raises(NoSuchMail):
        silent.letter("news", {}, to=TO, account="a1", at=AT)
    with pytest.raises(NoSuchMail):
        silent.decoy("news", at=AT)


# ── Written to nobody ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mode", ["guide", "discreet"])
def test_what_is_written_to_nobody_is_a_row_like_another(mode: MailMode) -> None:
    """The same ids are drawn, and about as many bytes are kept: an address of usual length is not to be told from one
    that has no account."""
    real = written("password_forgotten", mode, f"/{1:032x}")
    decoy = correspondence(mode).decoy("password_forgotten", at=AT)
    assert sent(decoy).to == ""
    assert decoy.message is real.message is None
    assert (decoy.mail.created, decoy.mail.due, decoy.mail.tries) == (AT, AT, 0)
    assert abs(len(decoy.mail.content) - len(real.mail.content)) < 64
