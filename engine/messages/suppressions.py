"""T0xx: comments that suppress a finding."""

from __future__ import annotations

from collections.abc import Mapping

SUPPRESSIONS: Mapping[str, Mapping[str, str]] = {
    "T001": {
        "fr": "« tolérer » {found} demande un motif : ajoutez, après le code, deux-points et la raison",
        "en": '"tolérer" {found} needs a reason: after the code, add a colon and why',
    },
    "T002": {
        "fr": "rien à tolérer : la règle {found} ne signale rien sur cette ligne ; retirez ce commentaire, ou mettez-le"
        " juste au-dessus de la ligne signalée",
        "en": "nothing to tolerate: the rule {found} finds nothing on this line; remove this comment, or put it just"
        " above the line that it is about",
    },
    "T003": {
        "fr": "« {found} » n'est pas le code d'une règle : « parcours explain » les liste tous",
        "en": '"{found}" is not the code of a rule: "parcours explain" lists them all',
    },
    "T004": {
        "fr": "la règle {found} ne se tolère pas : une démarche qui a cette faute ne peut être servie ; corrigez-la",
        "en": "the rule {found} cannot be tolerated: a procedure with this fault cannot be served; mend it",
    },
    "T005": {
        "fr": "« tolérer » demande le code de la règle et un motif, par exemple « tolérer A601 : texte de loi »",
        "en": '"tolérer" needs the code of the rule and a reason, for instance "tolérer A601: words of the law"',
    },
}

RELATED: Mapping[str, Mapping[str, str]] = {
    "T002": {"fr": "ligne regardée", "en": "line looked at"},
}
"""What the second place of a problem is."""
