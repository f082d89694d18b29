"""Each mail of the real procedures in both modes, to the letter: `expected/<mail>.<mode>.out`.

To write them again, run the tests with `PARCOURS_WRITE_OUT=1` in the environment, and read what was written.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from engine.mails import MailMode
from engine.nearest import fold
from tests.renderers.mail.site import MODES, body_of, mails, message

EXPECTED = Path(__file__).parent / "expected"
EVERY = [(key, mode) for key in mails() for mode in MODES]
TELLING = re.compile(
    r"sejour|traite\b|victim|etrang|plainte|humain|ministere|interieur|prefecture|asile|vulnerab|immigr|direction g"
)
"""What would say why one comes, without accents."""
M1 = (
    "Bonjour,",
    "Un compte d'accès temporaire a été créé afin de vous permettre de poursuivre votre demande.",
    "Vous pourrez ainsi quitter la télé-procédure à tout moment et la reprendre ultérieurement à la dernière étape"
    " enregistrée.",
    "Votre compte d'accès à un espace personnel usager définitif n'est pas encore créé.",
    "Voici vos identifiants de connexion :",
    "Identifiant : vteh@yopmail.com",
    "Mot de passe provisoire : ?5OIOAdJsR1Nq",
    "Pour accéder à la télé-procédure, vous pouvez cliquer sur le lien suivant :",
    "Se connecter",
    "Cordialement,",
    "La Direction Générale des Etrangers en France",
    "Ce message est généré automatiquement, merci de ne pas y répondre.",
)
M2 = (
    "Bonjour VTEH ETRANGER,",
    "Votre souhait de demande de titre de séjour a bien été transmis. Après étude de votre demande, le service"
    " compétent déterminera votre éligibilité à une demande de titre de séjour et à la création d'un espace personnel"
    " usager définitif sur le site de l'administration des étrangers en France.",
    "Dans l'attente de cette validation, en cas de demande de pièces complémentaires, vous recevrez un message"
    " électronique vous indiquant les précisions nécessaires et la marche à suivre pour leur communication à"
    " l'administration.",
    "Cordialement,",
    "La Direction Générale des Etrangers en France",
    "Ce message est généré automatiquement, merci de ne pas y répondre.",
)


def plain(words: str) -> str:
    """Words with plain spaces alone, on one line."""
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize(("key", "mode"), EVERY)
def test_each_mail_is_written_exactly_so(key: str, mode: MailMode) -> None:
    mail = message(key, mode)
    headers = "".join(f"{name}: {value}\n" for name, value in mail.items() if name != "Content-Type")
    found = f"{headers}\n{body_of(mail, 'plain')}\n{body_of(mail, 'html')}"
    expected = EXPECTED / f"{key}.{mode}.out"
    if os.environ.get("PARCOURS_WRITE_OUT"):
        EXPECTED.mkdir(exist_ok=True)
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_no_expected_mail_is_stale() -> None:
    assert {file.stem for file in EXPECTED.iterdir()} == {f"{key}.{mode}" for key, mode in EVERY}


@pytest.mark.parametrize(("key", "words"), [("creation_compte", M1), ("depot", M2)])
def test_the_mails_of_the_guide_are_word_for_word(key: str, words: tuple[str, ...]) -> None:
    """Guide, lines 65 to 91 and 963 to 973: the sentences, in their order."""
    text = plain(body_of(message(key, "guide"), "plain"))
    places = [text.find(sentence) for sentence in words]
    assert -1 not in places
    assert places == sorted(places)


def test_the_confirmation_is_reached_by_the_personal_space_and_not_attached() -> None:
    mail = message("depot", "guide")
    assert "https://site.example/espace" in body_of(mail, "plain")
    assert '<a href="https://site.example/espace">votre espace personnel</a>' in body_of(mail, "html")
    assert list(mail.iter_attachments()) == []


@pytest.mark.parametrize(("key", "mode"), EVERY)
def test_t57_no_header_tells_why_one_comes(key: str, mode: MailMode) -> None:
    mail = message(key, mode, {"mot_de_passe": "Secret-1", "prenoms": "Amina", "nom_naissance": "Okafor"})
    headers = fold(" ".join(f"{name}: {value}" for name, value in mail.items()))
    assert TELLING.search(headers) is None
    assert not any(word in headers for word in ("secret-1", "amina", "okafor", "jeton"))


@pytest.mark.parametrize("key", mails())
def test_t57_a_discreet_mail_tells_nothing(key: str) -> None:
    mail = message(key, "discreet")
    whole = fold(f"{body_of(mail, 'plain')} {body_of(mail, 'html')}")
    assert TELLING.search(whole) is None
    assert not any(word in whole for word in ("vteh etranger", "59012026"))


def test_the_words_looked_for_would_be_found() -> None:
    assert TELLING.search(fold(body_of(message("depot", "guide"), "plain"))) is not None


@pytest.mark.parametrize(("key", "mode"), EVERY)
def test_t57_nothing_is_fetched_and_nobody_is_to_answer(key: str, mode: MailMode) -> None:
    mail = message(key, mode)
    html = body_of(mail, "html")
    assert re.search(r"<(?:img|link|style|script|iframe|object|svg)|\bsrc=|\bstyle=|url\(|http-equiv", html) is None
    assert {part.get_content_type() for part in mail.walk()} == {"multipart/alternative", "text/plain", "text/html"}
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Reply-To"] is None


@pytest.mark.parametrize(("key", "mode"), EVERY)
def test_both_bodies_lead_to_the_same_places(key: str, mode: MailMode) -> None:
    mail = message(key, mode)
    addresses = re.compile(r"https://[^\s<>\"]+")
    text, html = addresses.findall(body_of(mail, "plain")), addresses.findall(body_of(mail, "html"))
    assert text == html != []
