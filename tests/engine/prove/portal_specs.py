"""Small portals: questions in a row, each of whose answers leads further on, to a motif, or elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.engine.prove.writing import DEPOSIT, Ref, condition_of, fact_of, one_in
from tests.engine.prove.yaml_of import Flow
from tests.mails import MAILS

WRITTEN: dict[str, object] = yaml.safe_load(MAILS)["courriels"]


def portal_of(draw: DrawFn, motifs: Sequence[str], *, plain: bool = False) -> dict[str, object]:
    """A portal that leads to some motifs; when `plain`, to all of them and by one question."""
    author = _Author(draw, motifs)
    questions = {"q0": author.plain()} if plain else author.questions()
    return {
        "portail": {
            "id": "portail",
            "langage": "1",
            "version": "1",
            "titre": "Portail",
            "titre_neutre": "Neutre",
            "anniversaire_29_fevrier": "1er_mars",
        },
        **({"faits": author.facts} if author.facts else {}),
        "entrees": [{"id": "debut", "libelle": "Debut", "situation": "oui"}],
        "situation": "q0",
        "questions": questions,
        "orientations": {"ailleurs": {"titre": "Ailleurs", "texte": "Ailleurs"}},
        "courriels": WRITTEN,
    }


class _Author:
    """Writes the questions of a portal."""

    def __init__(self, draw: DrawFn, motifs: Sequence[str]) -> None:
        self.draw, self.motifs = draw, motifs
        self.facts: dict[str, Flow] = {}
        self.refs: list[Ref] = []

    def plain(self) -> dict[str, object]:
        """One question, an option for each motif."""
        choices = {f"o{n}": {"libelle": m, **_proceeds(m)} for n, m in enumerate(self.motifs)}
        choices["autre"] = {"libelle": "autre", "orienter_vers": "ailleurs"}
        return {"libelle": "q0", "choix": choices}

    def questions(self) -> dict[str, object]:
        """Up to three questions; the first option of each leads to the next."""
        last = self.draw(st.integers(0, 2))
        made: dict[str, object] = {}
        dated = False
        for number in range(last + 1):
            name = f"q{number}"
            is_date = not dated and one_in(self.draw, 4)
            dated = dated or is_date
            made[name] = self._date(name, number, last) if is_date else self._choice(name, number, last)
        return made

    def _choice(self, name: str, number: int, last: int) -> dict[str, object]:
        options = ("o0", "o1", "o2")[: self.draw(st.integers(2, 3))]
        self._asked(Ref(name, "closed", options))
        choices: dict[str, object] = {}
        for option in options:
            choices[option] = {"libelle": option, **self._route(number, last, first=option == "o0")}
        return {"libelle": name, "choix": choices}

    def _date(self, name: str, number: int, last: int) -> dict[str, object]:
        self._asked(Ref(name, "date"))
        return {"libelle": name, "type": "date", **self._route(number, last, first=True)}

    def _asked(self, ref: Ref) -> None:
        self.refs.append(ref)
        if one_in(self.draw, 3):
            made = fact_of(self.draw, f"kq{len(self.facts)}", self.refs)
            if made is not None:
                fact, written = made
                self.facts[fact.name] = written
                self.refs.append(fact)

    def _route(self, number: int, last: int, *, first: bool) -> dict[str, object]:
        """Where an answer leads; the first of a question always may lead to the next."""
        onward: dict[str, object] = {"question": f"q{number + 1}"} if number < last else self._end(number, last)
        if not one_in(self.draw, 3):
            return onward if first else self._end(number, last)
        branches = [Flow({"si": condition_of(self.draw, [*self.refs, DEPOSIT], 1), **self._end(number, last)})]
        if one_in(self.draw, 2):
            branches.append(Flow({"si": condition_of(self.draw, [*self.refs, DEPOSIT], 1), **self._end(number, last)}))
        return {"selon": [*branches, Flow({"sinon": "oui", **(onward if first else self._end(number, last))})]}

    def _end(self, number: int, last: int) -> dict[str, object]:
        ends: list[dict[str, object]] = [_proceeds(motif) for motif in self.motifs]
        ends += [{"orienter_vers": "ailleurs"}]
        ends += [{"question": f"q{other}"} for other in range(number + 1, last + 1)]
        return self.draw(st.sampled_from(ends))


def _proceeds(motif: str) -> dict[str, object]:
    return {"poursuivre": Flow({"procedure": "essai", "motif": motif})}
