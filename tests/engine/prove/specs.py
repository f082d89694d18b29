"""Whole small catalogues, drawn at random: a procedure, and now and then the portal that leads to it.

Names are drawn in asking order and cite only what is asked before, so that nearly all of them load. Sections and
documents bear names of fields where the language allows it: two sorts of things may be called alike.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.engine.prove.portal_specs import portal_of
from tests.engine.prove.writing import COUNTRIES, DEPOSIT, Ref, condition_of, fact_of, one_in
from tests.engine.prove.yaml_of import Flow, yaml_of

DAYS = (dt.date(2026, 3, 10), dt.date(2026, 2, 28), dt.date(2024, 2, 29), dt.date(2027, 3, 1))
"""The days of deposit."""
HEAD = {"id": "essai", "langage": "1", "version": "1", "titre": "Essai", "titre_neutre": "Neutre"}
PRECISIONS = {"jour": False, "mois": True, "annee": True}


HUNT = os.environ.get("PARCOURS_HUNT", "")
"""How many specs to look at, at random: a hunt, whose catch becomes a case of `test_found`."""
on_specs = settings(
    max_examples=int(HUNT or 100),
    derandomize=not HUNT,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""How tests look at specs: the same ones every time, unless in a hunt."""


@dataclass(frozen=True, slots=True)
class Spec:
    """The files of a catalogue, and the day on which it is proved."""

    files: dict[str, str]
    today: dt.date

    def __repr__(self) -> str:
        written = "".join(f"# {name}\n{text}" for name, text in self.files.items())
        return f"\n# {self.today}\n{written}"


@dataclass(frozen=True, slots=True)
class Measure:
    """How large a spec may grow: fields, dates among them, whether there are repeatables, dates known in part, a
    portal."""

    fields: int = 5
    dates: int = 2
    repeatables: bool = True
    partial: bool = True
    portal: bool = True


@st.composite
def catalogues(draw: DrawFn, measure: Measure = Measure()) -> Spec:
    """A catalogue with its day."""
    author = _Author(draw, measure, [*_motifs(draw)])
    procedure = author.procedure()
    files = {"essai.yaml": yaml_of(procedure)}
    if measure.portal and one_in(draw, 3):
        files["portail.yaml"] = yaml_of(portal_of(draw, author.motifs))
    elif author.orientations:
        files["portail.yaml"] = yaml_of(portal_of(draw, author.motifs, plain=True))
    return Spec(files, draw(st.sampled_from(DAYS)))


@st.composite
def portals(draw: DrawFn) -> Spec:
    """A portal before a procedure that asks nothing."""
    ends = [{"id": content, "titre": content, "contenu": content} for content in ("depot", "confirmation")]
    procedure: dict[str, object] = {"procedure": HEAD, "motifs": {"m1": {"libelle": "m1"}, "m2": {"libelle": "m2"}}}
    written = {"essai.yaml": yaml_of({**procedure, "etapes": ends})}
    return Spec({**written, "portail.yaml": yaml_of(portal_of(draw, ("m1", "m2")))}, draw(st.sampled_from(DAYS)))


def _motifs(draw: DrawFn) -> Sequence[str]:
    return ("m1", "m2")[: draw(st.integers(1, 2))]


@dataclass(slots=True)
class _Author:
    """Writes one procedure. `refs` is what may be cited, in asking order."""

    draw: DrawFn
    measure: Measure
    motifs: list[str]
    refs: list[Ref] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    orientations: bool = False
    fields: int = 0
    dates: int = 0
    rules_made: int = 0
    requests_made: int = 0
    items_made: int = 0

    def procedure(self) -> dict[str, object]:
        self.refs = [Ref("motif", "closed", tuple(self.motifs)), DEPOSIT]
        steps: list[dict[str, object]] = [self._step(n) for n in range(1 if not one_in(self.draw, 2) else 2)]
        motifs: dict[str, object] = {name: {"libelle": name} for name in self.motifs}
        made: dict[str, object] = {}
        if one_in(self.draw, 2):
            steps.append({"id": "pieces", "titre": "Pieces", "contenu": "justificatifs"})
            made["justificatifs"] = [self._group("commun")]
            last = self.motifs[-1]
            if len(self.motifs) > 1 and one_in(self.draw, 3):
                motifs[last] = {"libelle": last, "justificatifs": [self._group("propre")]}
        deposit: dict[str, object] = {"id": "depot", "titre": "Depot", "contenu": "depot"}
        if self.fields < self.measure.fields and one_in(self.draw, 6):
            deposit |= {"sections": [self._section()]}
        steps += [deposit, {"id": "confirmation", "titre": "Confirmation", "contenu": "confirmation"}]
        rules = self._rules(4, self.refs)
        return {
            "procedure": {
                **HEAD,
                "anniversaire_29_fevrier": self.draw(st.sampled_from(("1er_mars", "28_fevrier"))),
            },
            **({"faits": self.facts} if self.facts else {}),
            "motifs": motifs,
            "etapes": steps,
            **made,
            **({"regles": rules} if rules else {}),
        }

    # ── Steps, sections, fields ───────────────────────────────────────────────────────────────────────────────

    def _step(self, number: int) -> dict[str, object]:
        sections = [self._section() for _ in range(self.draw(st.integers(1, 2)))]
        made: dict[str, object] = {"id": f"e{number}", "titre": "Etape", "sections": sections}
        for section in sections:
            self._ruled(section, 4)
            for asked in _fields_of(section):
                members = [*asked.pop("#refs", ())]  # type: ignore[misc]
                self._ruled(asked, 4)
                for member in asked.get("champs", []):  # type: ignore[attr-defined]
                    self._ruled(member, 4, members)
        self._ruled(made, 4)
        return made

    def _section(self, *, inner: bool = False) -> dict[str, object]:
        condition = self._maybe_condition(3)
        name = f"f{self.fields}"
        fields = [self._field() for _ in range(self.draw(st.integers(1, 2)))]
        made: dict[str, object] = {"id": name, "titre": "Section", **condition, "champs": fields}
        if not inner and self.fields < self.measure.fields and one_in(self.draw, 4):
            made["sections"] = [self._section(inner=True)]
        return made

    def _field(self) -> dict[str, object]:
        name = f"f{self.fields}"
        self.fields += 1
        condition = self._maybe_condition(3)
        kinds = ["oui_non", "choix", "texte", "case"]
        kinds += ["date"] * 3 if self.dates < self.measure.dates else []
        kinds += ["pays"]
        kinds += ["choix_repete", "groupe"] if self.measure.repeatables else []
        made, ref = self._of_kind(name, self.draw(st.sampled_from(kinds)))
        made |= condition
        self.refs.append(ref)
        for _ in range(2):
            if one_in(self.draw, 3):
                self._fact()
        return made

    def _of_kind(self, name: str, kind: str) -> tuple[dict[str, object], Ref]:
        made: dict[str, object] = {"id": name, "type": kind, "libelle": name}
        if kind != "case" and one_in(self.draw, 4):
            made["obligatoire"] = "non"
        match kind:
            case "oui_non" | "case":
                return made, Ref(name, "boolean")
            case "choix":
                options = self._options(4)
                return {**made, "options": Flow({o: o for o in options})}, Ref(name, "closed", options)
            case "date":
                return self._date(made, name)
            case "pays":
                return made, Ref(name, "closed", COUNTRIES)
            case "choix_repete":
                options = self._options(3)
                made |= {"type": "choix", "options": Flow({o: o for o in options}), "repetable": self._repeat(2)}
                return made, Ref(name, "list", members=(Ref(name, "closed", options),))
            case "groupe":
                return self._groupe(made, name)
            case _:
                return made, Ref(name, "text")

    def _date(self, made: dict[str, object], name: str) -> tuple[dict[str, object], Ref]:
        self.dates += 1
        precision = "jour"
        if self.measure.partial and one_in(self.draw, 5):
            precision = self.draw(st.sampled_from(("mois", "annee")))
            made["precision"] = precision
        return made, Ref(name, "date", doubtful=PRECISIONS[precision])

    def _options(self, most: int) -> tuple[str, ...]:
        return ("a", "b", "c", "d")[: self.draw(st.integers(2, most))]

    def _repeat(self, most: int) -> Flow:
        made = {
            "min": str(self.draw(st.integers(0, 1))),
            "max": str(self.draw(st.integers(1, most))),
            "ajouter": "Ajouter",
        }
        return Flow(made | ({"distincts": "oui"} if one_in(self.draw, 2) else {}))

    def _groupe(self, made: dict[str, object], name: str) -> tuple[dict[str, object], Ref]:
        members: list[Ref] = []
        written: list[dict[str, object]] = []
        for number in range(self.draw(st.integers(1, 2))):
            member = f"{name}m{number}"
            condition: dict[str, object] = {}
            if one_in(self.draw, 2):
                readable = [r for r in (*self.refs, *members) if not r.doubtful]
                condition = {"si": condition_of(self.draw, readable, 1)}
            kinds = ["oui_non", "choix", "texte", *(["date"] if self.dates < self.measure.dates else [])]
            inside, ref = self._of_kind(member, self.draw(st.sampled_from(kinds)))
            written.append({**inside, **condition})
            members.append(ref)
        made |= {"champs": written, "#refs": members}
        made["repetable"] = Flow({**self._repeat(2).value, "distincts": "non"})  # type: ignore[dict-item]
        return made, Ref(name, "list", members=tuple(members))

    def _fact(self) -> None:
        name = f"k{len(self.facts)}"
        made = fact_of(self.draw, name, self.refs)
        if made is not None:
            ref, written = made
            self.facts[name] = written
            self.refs.append(ref)

    # ── Conditions and rules ──────────────────────────────────────────────────────────────────────────────────

    def _maybe_condition(self, times: int) -> dict[str, object]:
        readable = [r for r in self.refs if not r.doubtful]
        return {"si": condition_of(self.draw, readable)} if one_in(self.draw, times) else {}

    def _ruled(self, holder: dict[str, object], times: int, members: Sequence[Ref] = ()) -> None:
        rules = self._rules(times, [*self.refs, *members])
        if rules:
            holder["regles"] = rules

    def _rules(self, times: int, refs: Sequence[Ref]) -> list[Flow]:
        if not one_in(self.draw, times):
            return []
        self.rules_made += 1
        when, then = condition_of(self.draw, refs, 1), condition_of(self.draw, refs, 1)
        form = self.draw(st.sampled_from(("si", "alors", "si_alors", "sortie")))
        made: dict[str, object] = {"si": when} if form != "alors" else {}
        made |= {"alors": then} if form in ("alors", "si_alors") else {}
        if form == "sortie":
            self.orientations = True
            return [Flow({**made, "orienter_vers": "ailleurs"})]
        return [Flow({**made, "message": f"Message {self.rules_made}"})]

    # ── Justificatifs ─────────────────────────────────────────────────────────────────────────────────────────

    def _group(self, name: str) -> dict[str, object]:
        requests = [self._request() for _ in range(self.draw(st.integers(1, 2)))]
        return {"id": name, "titre": "Groupe", "demandes": requests}

    def _request(self) -> dict[str, object]:
        self.requests_made += 1
        name = f"r{self.requests_made}"
        made: dict[str, object] = {"id": name, "libelle": name, **self._maybe_condition(2)}
        form = self.draw(st.sampled_from(("rien", "fournir", "champ")))
        if form == "fournir":
            made["fournir"] = self._provision(2)
        elif form == "champ" and self.fields < self.measure.fields:
            asked = f"f{self.fields}"
            self.fields += 1
            inside, _ = self._of_kind(asked, self.draw(st.sampled_from(("oui_non", "choix", "texte"))))
            made["champ"] = {**inside, **self._maybe_condition(3)}
        return made

    def _provision(self, depth: int) -> dict[str, object]:
        closed = [r for r in self.refs if r.type == "closed" and not r.doubtful and r.values != COUNTRIES]
        forms = ["item", "un_de", "tous", *(["selon"] if closed else [])] if depth else ["item"]
        match self.draw(st.sampled_from(forms)):
            case "selon":
                ref = self.draw(st.sampled_from(closed))
                return {"selon": ref.name, "cas": {value: self._provision(depth - 1) for value in ref.values}}
            case "item":
                self.items_made += 1
                name = self.draw(st.sampled_from(("p", "f", "k"))) + str(self.items_made)
                return {"id": name, "libelle": "Piece", **self._maybe_condition(3)}
            case mode:
                parts = [self._provision(depth - 1) for _ in range(self.draw(st.integers(1, 2)))]
                return {mode: parts, **self._maybe_condition(3)}


def _fields_of(section: dict[str, object]) -> list[dict[str, object]]:
    fields: list[dict[str, object]] = [*section["champs"]]  # type: ignore[misc]
    for inner in section.get("sections", []):  # type: ignore[attr-defined]
        fields += _fields_of(inner)
    return fields
