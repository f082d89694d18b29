"""How dossiers are numbered, and which service gets each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from ..conditions.references import Reference, report_type
from ..context import Context, entries, optional, scalar
from ..source import Node
from ..spec import Deposit, Service
from .declare import kind_of

Part = Literal["site", "date", "counter"]
PART = re.compile(r"\{(site|date|compteur):([0-9]{1,2})\}")
PARTS: Mapping[str, Part] = {"site": "site", "date": "date", "compteur": "counter"}
DATE_DIGITS = 8
WITHOUT: tuple[tuple[Part, int], ...] = (("date", DATE_DIGITS), ("counter", 7))
"""The number of a procedure that says nothing of it."""


class DepositBuilder:
    """Builds the deposit of one procedure. `tables` gives the names of the tables of services there are."""

    def __init__(
        self,
        context: Context,
        fields: Mapping[str, Node],
        references: Mapping[str, Reference],
        tables: Callable[[], list[str]],
    ) -> None:
        self.context, self.fields, self.references, self.tables = context, fields, references, tables

    def build(self, root: Node, services: Node | None) -> Deposit:
        """The deposit; `services` is the root of the table named, or None."""
        node = root.get("depot")
        if node is None:
            return Deposit(WITHOUT, None, {}, Service("", ""))
        number = self._number(node)
        self._check_table(node, services)
        self._check_territory(node)
        table = services.get("services") if services is not None else None
        default = table.get("defaut") if table is not None else None
        departments = entries(table, "departements")
        width = dict(number).get("site", 0)
        for service in (default, *(value for _, value in departments)):
            self._check_site(service, width)
        return Deposit(
            number=number,
            territory=optional(node, "territoire"),
            services={key.text: _service(value) for key, value in departments},
            default_service=_service(default),
        )

    def _number(self, node: Node) -> tuple[tuple[Part, int], ...]:
        """The parts of a number with their digits; each once, a date always in eight."""
        number = node.get("numero")
        if number is None:
            return WITHOUT
        found = PART.findall(number.text)
        parts = tuple((PARTS[name], int(width)) for name, width in found)
        each_once = sorted(part for part, _ in parts) == ["counter", "date", "site"]
        wide = all(width > 0 for _, width in parts) and dict(parts).get("date") == DATE_DIGITS
        if PART.sub("", number.text) or not each_once or not wide:
            self.context.report(number, "S129", found=number.text)
        return parts

    def _check_table(self, node: Node, services: Node | None) -> None:
        named = node.get("services")
        if named is None or (services is not None and services.get("services") is not None):
            return
        names = self.tables()
        if named.text not in names:
            self.context.report(named, "R132", found=named.text, expected=names)

    def _check_territory(self, node: Node) -> None:
        """A dossier goes by one address."""
        named = node.get("territoire")
        if named is None:
            return
        known, field = self.references.get(named.text), self.fields.get(named.text)
        if known is None:
            addresses = sorted(name for name, field in self.fields.items() if kind_of(field) == "address")
            self.context.report(named, "R101", found=named.text, expected=addresses)
        elif known.type != "any" and (field is None or kind_of(field) != "address" or known.type == "list"):
            report_type(self.context, named, known, "needs address")

    def _check_site(self, service: Node | None, width: int) -> None:
        site = service.get("site") if service is not None else None
        if site is not None and width and len(site.text) > width:
            self.context.report(site, "S137", found=site.text, width=str(width))


def _service(node: Node | None) -> Service:
    return Service(scalar(node, "nom"), scalar(node, "site"))
