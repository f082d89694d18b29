"""Conditions and facts that an author may write over what is asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.engine.prove.yaml_of import Flow

Type = Literal["closed", "boolean", "integer", "date", "text", "list"]
LITERALS = ("2020-01-31", "2008-03-10", "2008-02-29", "2008-02-28", "2024-03-01")
"""The days that generated conditions compare to."""
YEARS = ("18", "16", "1")
TESTS = ("avant", "apres", "au_plus_tot", "au_plus_tard")
BOUNDS = ("min", "moins_de", "max", "plus_de")
COUNTRIES = ("FR", "BR", "DE")
"""The countries that conditions cite, of all there are."""
DEPTH = 2


@dataclass(frozen=True, slots=True)
class Ref:
    """What a condition may cite. `doubtful` may stay unknown once everything is answered; `members` are the parts of
    an element of what is repeatable."""

    name: str
    type: Type
    values: tuple[str, ...] = ()
    doubtful: bool = False
    members: tuple[Ref, ...] = field(default=())


DEPOSIT = Ref("date_depot", "date")


def one_in(draw: DrawFn, times: int) -> bool:
    """Rarely yes; no where a case is made simpler."""
    return draw(st.integers(0, times - 1)) == times - 1


def condition_of(draw: DrawFn, refs: Sequence[Ref], depth: int = DEPTH) -> Flow:
    """A condition over some references."""
    return Flow(_condition(draw, refs, depth))


def _condition(draw: DrawFn, refs: Sequence[Ref], depth: int) -> dict[str, object]:
    made: dict[str, object] = {}
    for _ in range(2 if one_in(draw, 3) else 1):
        if depth > 0 and one_in(draw, 3):
            mode = draw(st.sampled_from(("tous", "un_de", "aucun_de")))
            count = draw(st.integers(1, 3))
            made[mode] = [_condition(draw, refs, depth - 1) for _ in range(count)]
        else:
            # What is asked last is the most telling: it is drawn first where a case is made simpler.
            ref = draw(st.sampled_from([*reversed(refs)]))
            made[ref.name] = test_of(draw, ref, refs)
    return made


def test_of(draw: DrawFn, ref: Ref, refs: Sequence[Ref]) -> object:
    """What is asked of one reference."""
    if ref.type in ("text", "list") or (ref.name not in ("motif", DEPOSIT.name) and one_in(draw, 5)):
        return {"renseigne": draw(st.sampled_from(("oui", "non")))}
    match ref.type:
        case "closed":
            count = draw(st.integers(1, min(len(ref.values), 3)))
            values = draw(st.permutations(ref.values))[:count]
            return values if count > 1 else values[0]
        case "boolean":
            return draw(st.sampled_from(("oui", "non")))
        case "integer":
            return _numbers(draw, ref)
        case _:
            return _days(draw, ref, refs)


test_of.__test__ = False  # type: ignore[attr-defined]  # no test of pytest's


def _numbers(draw: DrawFn, ref: Ref) -> object:
    numbers = ref.values or YEARS
    found = draw(st.sampled_from(numbers))
    if one_in(draw, 4):
        return found
    made = {draw(st.sampled_from(BOUNDS)): found}
    if one_in(draw, 3):
        made.setdefault(draw(st.sampled_from(BOUNDS)), draw(st.sampled_from(numbers)))
    return made


def _days(draw: DrawFn, ref: Ref, refs: Sequence[Ref]) -> object:
    others = [r.name for r in (*refs, DEPOSIT) if r.type == "date" and r.name != ref.name]
    made: dict[str, object] = {}
    for _ in range(2 if one_in(draw, 4) else 1):
        bound = draw(st.sampled_from(LITERALS) | st.sampled_from(others) if others else st.sampled_from(LITERALS))
        made.setdefault(draw(st.sampled_from(TESTS)), bound)
    return made


def fact_of(draw: DrawFn, name: str, refs: Sequence[Ref]) -> tuple[Ref, Flow] | None:
    """A fact over some references, of whatever calculation they allow; None when that is none."""
    dates = [r for r in refs if r.type == "date"]
    lists = [r for r in refs if r.type == "list"]
    chosen = [r for r in refs if r.type not in ("text", "list") and r.name != "motif" and r.values != COUNTRIES]
    kinds = ["si", *(["annees_entre", "anniversaire"] if dates else []), *(["selon"] if chosen else [])]
    kinds += ["nombre", "au_moins_un", "tous_les"] if lists else []
    match draw(st.sampled_from(kinds)):
        case "annees_entre":
            start = draw(st.sampled_from(dates))
            end = draw(st.sampled_from([DEPOSIT, *dates]))
            return _sure(draw, Ref(name, "integer"), {"annees_entre": [start.name, end.name]}, (start, end))
        case "anniversaire":
            date = draw(st.sampled_from(dates))
            years = draw(st.sampled_from(YEARS))
            return Ref(name, "date", doubtful=date.doubtful), Flow({"anniversaire": [date.name, years]})
        case "nombre":
            return Ref(name, "integer", ("1", "2", "3")), Flow({"nombre": draw(st.sampled_from(lists)).name})
        case "au_moins_un" | "tous_les" as kind:
            listed = draw(st.sampled_from(lists))
            inside = [r for r in refs if r.type != "list" and r.name not in {m.name for m in listed.members}]
            condition = condition_of(draw, [*inside, *listed.members], 1)
            value: dict[str, object] = {kind: {"dans": listed.name, "si": condition}}
            return _sure(draw, Ref(name, "boolean"), value, (*inside, *listed.members))
        case "selon":
            ref = draw(st.sampled_from(chosen))
            cases = _cases(draw, ref, refs)
            made = Ref(name, "closed", tuple(cases))
            return _sure(draw, made, {"selon": ref.name, "cas": cases}, refs if ref.type == "date" else (ref,))
        case _:
            return _sure(draw, Ref(name, "boolean"), {"si": condition_of(draw, refs, 1)}, refs)


def _sure(draw: DrawFn, ref: Ref, value: dict[str, object], read: Sequence[Ref]) -> tuple[Ref, Flow]:
    """With what it is worth when that can't be known, where it may not be; now and then elsewhere."""
    doubtful = any(r.doubtful for r in read)
    if not (doubtful or one_in(draw, 8)):
        return ref, Flow(value)
    defaults = {"boolean": ("non", "oui"), "integer": ("18", "0")}.get(ref.type, ref.values)
    return ref, Flow({**value, "si_inconnu": draw(st.sampled_from(defaults))})


def _cases(draw: DrawFn, ref: Ref, refs: Sequence[Ref]) -> dict[str, object]:
    match ref.type:
        case "boolean":
            return {"c_oui": "oui", "c_non": "non"}
        case "closed":
            values = draw(st.permutations(ref.values))
            cut = draw(st.integers(1, max(len(values) - 1, 1)))
            parts = [part for part in (values[:cut], values[cut:]) if part]
            return {f"c{n}": part if len(part) > 1 else part[0] for n, part in enumerate(parts)}
        case "integer":
            low, high = ("1", "3") if ref.values else ("16", "18")
            return {"c0": {"moins_de": low}, "c1": {"min": low, "moins_de": high}, "c2": {"min": high}}
        case _:
            others = [r.name for r in (DEPOSIT, *refs) if r.type == "date" and r.name != ref.name]
            bound = draw(st.sampled_from((LITERALS[0], *others)))
            last = draw(st.sampled_from(("au_plus_tot", "apres"))) if bound != LITERALS[0] else "au_plus_tot"
            return {"c0": {"avant": bound}, "c1": {last: bound}}
