"""A letter: what one event writes to an account, as a mail and as a message of its personal space."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..spec import Mail, MailRole, Portal
from ..store import Sealer
from ..store.people import Letter, StoredMail, StoredMessage
from ..texts import RichText
from ..view import Written
from .codec import Addressed, encode, mail_context, message_context
from .composing import MailMode, compose, portal_mail, text_of, with_whole_addresses

KEPT: Final[frozenset[MailRole]] = frozenset({"account_created", "deposit"})
"""What the personal space keeps. A link that opens once is of no use there; and what anybody can have sent by typing an
address would let them fill the space of someone else."""
SECRETS: Final = frozenset({"mot_de_passe"})
"""What a mail may say and a message may not."""
HIDDEN: Final = "••••"
NOBODY: Final = "x" * 32
"""What takes the place of an address, about as long, in what is written to nobody."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """How one site writes to people.

    `site` is its absolute address without a slash at the end; `sign_in` and `space` are paths in it. `domain` is what
    follows the @ in Message-IDs. `new_id` gives a new random id each time: none that leaves the site is made from data.
    """

    portal: Portal
    sealer: Sealer
    mode: MailMode
    site: str
    domain: str
    new_id: Callable[[], str]
    sign_in: str = "/connexion"
    space: str = "/espace"

    def letter(
        self,
        mail: Mail | MailRole,
        values: Mapping[str, str],
        *,
        to: str,
        account: str,
        at: str,
        dossier: str = "",
        access: str = "",
    ) -> Letter:
        """What one event writes to an account: the mail in the site's mode, and the message that its space keeps.

        `values` gives the words of the names it may cite, but for its own address; `access` is the path of the page
        that opens once. A message is kept of what is in `KEPT`. Raises `NoSuchMail`.
        """
        asked = portal_mail(self.portal, mail) if isinstance(mail, str) else mail
        known = {"identifiant": to, **values}
        sent = self._stored(Addressed(to, self._sent(asked, known, access)), account, at)
        if asked.role not in KEPT:
            return Letter(sent)
        return Letter(sent, self._kept(self._message(asked, known), account, dossier, at))

    def decoy(self, role: MailRole, *, account: str = "", at: str) -> Letter:
        """What is written where there is nobody to write to: a row like a real one, which is erased unsent.

        So what is asked of an address without an account costs what it costs with one. Raises `NoSuchMail`.
        """
        written = self._sent(portal_mail(self.portal, role), {"identifiant": NOBODY}, f"/{self.new_id()}")
        return Letter(self._stored(Addressed("", written), account, at))

    def _sent(self, mail: Mail, values: Mapping[str, str], access: str) -> Written:
        """The mail in the site's mode, its addresses whole; in full it says what every page says of the site."""
        written = compose(text_of(mail, self.portal, self.mode), values, self._inside(access))
        notice = self.portal.notice if self.mode == "guide" else None
        links = {name: link.address for name, link in self.portal.links.items()}
        below = self._whole(notice.fill(lambda _: "", links)) if notice is not None else None
        return replace(written, body=self._whole(written.body), notice=below)

    def _message(self, mail: Mail, values: Mapping[str, str]) -> Written:
        """Everything, whatever the mode, but what gives an access once."""
        return compose(mail.full, {**values, **dict.fromkeys(SECRETS, HIDDEN)}, self._inside(""))

    def _inside(self, access: str) -> Mapping[str, str | None]:
        return {"connexion": self.sign_in, "espace": self.space, "acces": access or None}

    def _whole(self, text: RichText) -> RichText:
        return with_whole_addresses(text, lambda path: f"{self.site}{path}")

    def _stored(self, addressed: Addressed, account: str, at: str) -> StoredMail:
        own = self.new_id()
        content = self.sealer.seal(encode(addressed), mail_context(own))
        return StoredMail(own, account, f"<{self.new_id()}@{self.domain}>", content, at, at)

    def _kept(self, written: Written, account: str, dossier: str, at: str) -> StoredMessage:
        own = self.new_id()
        content = self.sealer.seal(encode(Addressed("", written)), message_context(own))
        return StoredMessage(own, account, dossier, at, content)
