"""A page as a browser without script sees it: its words, its links, and its form, posted as browsers post forms."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlencode

from tests.renderers.html.checking import Node, faults, parse

OWN = ("jeton", "version", "etat-montre", "action")
"""What every form posts beside the answers."""
RANDOM = re.compile(
    r'(?<=name="jeton" value=")[^"]+|(?<=data-token=")[^"]+|(?<="/d/)[^/"]+|(?<="/acces/)[^"]+'
    r'|(?<="/espace/messages/)[^"]+|(?<=data-session=")\d+|(?<=data-session-end>)[^<]+|(?<=value="terminer:)[^"]+'
)
"""What differs from one person to another on pages that are otherwise the same."""
LOGOUT, EXIT = "data-logout", "data-exit"
"""What marks the forms around a page: that ends the session, that leaves at once."""

Pair = tuple[str, str]
FilePair = tuple[str, str, bytes]
TYPED = frozenset({"text", "email", "tel", "password", "search", "number"})


@cache
def faults_of(html: str) -> tuple[str, ...]:
    """Everything wrong with a page's HTML. Journeys meet the same pages again and again: each is checked once."""
    return tuple(faults(html))


@dataclass(slots=True)
class Control:
    """One control of a form. `value` is what it would post; `on` says whether a box, a radio or an option is chosen."""

    node: Node
    kind: str
    name: str
    value: str
    on: bool = True
    options: tuple[str, ...] = ()

    @property
    def button(self) -> bool:
        """Whether it sends the form."""
        return self.kind == "submit"

    @property
    def seen(self) -> bool:
        """Whether people see it. One button only serves the Enter key."""
        return self.kind != "hidden" and "aria-hidden" not in self.node.attributes


@dataclass(slots=True)
class Form:
    """The form of a page, and what is typed in it."""

    action: str
    multipart: bool
    controls: list[Control]
    files: dict[str, FilePair] = field(default_factory=dict)

    def named(self, name: str) -> list[Control]:
        """The controls under a name, buttons left out."""
        return [c for c in self.controls if c.name == name and not c.button]

    @property
    def names(self) -> set[str]:
        """Every name a control has, hidden ones too."""
        return {c.name for c in self.controls if c.name and not c.button}

    def write(self, name: str, value: str) -> None:
        """Types in a control, ticks a box, picks a radio or an option. Fails for what the page does not offer."""
        found = self.named(name)
        assert found, f"no control {name!r} on this page"
        match found[0].kind:
            case "radio":
                assert value in {c.value for c in found}, f"{name}: {value!r} is not offered"
                for control in found:
                    control.on = control.value == value
            case "checkbox":
                found[0].on = value == "oui"
            case "select":
                assert value in found[0].options, f"{name}: {value!r} is not offered"
                found[0].value = value
            case "hidden":
                assert found[0].value == value, f"{name} can't be typed in"
            case _:
                assert "readonly" not in found[0].node.attributes or found[0].value == value
                found[0].value = value

    def button(self, label: str) -> Control:
        """The button people read as `label`. The one that only serves the Enter key is nobody's to press."""
        found = self._buttons(label)
        assert found, f"no button {label!r} on this page; there are {[c.node.text for c in self.controls if c.button]}"
        return found[0]

    def has_button(self, label: str) -> bool:
        """Whether people read that on one of its buttons."""
        return self._buttons(label) != []

    def _buttons(self, label: str) -> list[Control]:
        seen = [c for c in self.controls if c.button and c.seen]
        return [c for c in seen if visible_text(c.node) == label] or [c for c in seen if c.node.text == label]

    def body(self, pressed: Control | None) -> tuple[bytes, str]:
        """What the browser sends, and its media type."""
        pairs = list(self._pairs(pressed))
        if not self.multipart:
            return urlencode([(n, v) for n, v, *_ in pairs]).encode(), "application/x-www-form-urlencoded"
        boundary = secrets.token_hex(16)
        parts = b"".join(_part(boundary, *pair) for pair in pairs)
        return parts + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"

    def _pairs(self, pressed: Control | None) -> Iterator[Pair | FilePair]:
        """Names and values in the order of the page, as the HTML standard builds them."""
        for control in self.controls:
            if control.button:
                if control is pressed:
                    yield control.name, control.value
            elif control.kind == "file":
                yield self.files.get(control.name, (control.name, "", b""))
            elif control.on and control.name:
                yield control.name, control.value.replace("\r\n", "\n").replace("\n", "\r\n")


def _form(node: Node) -> Form:
    assert node.attributes["method"] == "post"
    controls = [c for n in node.walk() if (c := _control(n)) is not None]
    return Form(node.attributes["action"], node.attributes.get("enctype") == "multipart/form-data", controls)


def _part(boundary: str, name: str, value: str, content: bytes | None = None) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
    if content is None:
        return f"{head}\r\n\r\n{value}\r\n".encode()
    return f'{head}; filename="{value}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + content + b"\r\n"


@dataclass(slots=True)
class Page:
    """One page. Reading it checks its HTML: no page of a journey may have a fault."""

    address: str
    status: int
    html: str
    tree: Node = field(init=False)

    def __post_init__(self) -> None:
        assert faults_of(RANDOM.sub("", self.html)) == (), self.address
        self.tree = parse(self.html)

    @property
    def title(self) -> str:
        """What the tab says."""
        return self.tree.one("title").text

    @property
    def heading(self) -> str:
        """The level-one heading, without the "Étape n sur m" before it."""
        return " ".join(c if isinstance(c, str) else "" for c in self.tree.one("h1").children).strip()

    @property
    def text(self) -> str:
        """All its words."""
        return self.tree.one("body").text

    @property
    def links(self) -> dict[str, str]:
        """Where each link goes, by its words."""
        return {node.text: node.attributes["href"] for node in self.tree.find("a") if "href" in node.attributes}

    def link(self, label: str) -> str:
        """Where the link that people read as `label` goes; the first of them. Fails when there is none."""
        nodes = [node for node in self.tree.find("a") if "href" in node.attributes]
        exact = [node for node in nodes if node.text == label]
        found = exact or [node for node in nodes if visible_text(node) == label]
        assert found, f"no link {label!r}; there are {list(self.links)}"
        return found[0].attributes["href"]

    @property
    def main(self) -> Node:
        """What is of this page alone."""
        return self.tree.one("main")

    @property
    def forms(self) -> tuple[Form, ...]:
        """Its own forms; the ones that sign out or leave are not."""
        own = [n for n in self.main.find("form") if LOGOUT not in n.attributes and EXIT not in n.attributes]
        return tuple(map(_form, own))

    @property
    def form(self) -> Form:
        """Its only form. Fails when there is none, or several."""
        (found,) = self.forms
        return found

    def form_with(self, label: str) -> Form:
        """The one of its forms with this button."""
        having = [form for form in self.forms if form.has_button(label)]
        return having[0] if having else self.form

    def around(self, mark: str) -> Form:
        """The first form that bears a mark, `LOGOUT` or `EXIT`. Fails when there is none."""
        return _form(next(n for n in self.tree.find("form") if mark in n.attributes))

    @property
    def errors(self) -> tuple[str, ...]:
        """The lines of the summary of errors."""
        found = [n for n in self.tree.walk() if n.attributes.get("id") == "erreurs"]
        return tuple(line.text for n in found for line in n.find("li"))

    @property
    def notices(self) -> tuple[str, ...]:
        """What the page announces above its form."""
        found = [n for n in self.main.walk() if n.attributes.get("role") == "status"]
        return tuple(p.text for n in found for p in n.find("p"))

    @property
    def told(self) -> dict[str, str]:
        """What the page shows of answers that nobody is asked for, by id."""
        found = {}
        for block in self.main.find("div"):
            said = [child for child in block.children if isinstance(child, Node) and child.tag == "p"]
            name = said[0].attributes.get("id", "") if len(said) == 2 else ""
            if name.startswith("f-"):
                found[name.removeprefix("f-")] = said[1].text
        return found

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of the questions on the page, in its order; those only shown (computed) too."""
        found: dict[str, None] = {}
        for node in self.main.walk():
            name = node.attributes.get("name", "") if node.tag != "button" else ""
            if node.attributes.get("id", "").startswith("f-") and node.tag == "p" and "tabindex" not in node.attributes:
                name = node.attributes["id"].removeprefix("f-")
            if name and name not in OWN and node.attributes.get("type") != "file":
                found.setdefault(name.partition(".")[0])
        return tuple(name for name in found if name != "piece")

    @property
    def requests(self) -> tuple[Request, ...]:
        """The documents asked for, in the order of the page."""
        sections = [n for n in self.tree.find("section") if _labelled(n).startswith("demande-")]
        return tuple(Request.of(section) for section in sections)


@dataclass(frozen=True, slots=True)
class Request:
    """A document asked for: its words, whether it is starred, the control that takes files (empty when none does)."""

    control: str
    label: str
    required: bool
    text: str
    items: tuple[str, ...]
    upload: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, section: Node) -> Request:
        """Reads a section of the page."""
        heading = next(n for n in section.walk() if n.attributes.get("id") == _labelled(section))
        uploads = [n.attributes["name"] for n in section.find("input", type="file")]
        lists = [n for n in section.walk() if n.tag == "ul" and "alternatives" in n.attributes.get("class", "").split()]
        leaves = [li for ul in lists for li in ul.find("li") if not li.find("ul")]
        label = "".join(c for c in heading.children if isinstance(c, str))
        kept = [p for p in section.find("p") if p.attributes.get("class") == "files__name"]
        return cls(
            control=_labelled(section).removeprefix("demande-"),
            label=" ".join(label.split()),
            required="(obligatoire)" in section.text,
            text=section.text,
            items=tuple(dict.fromkeys(leaf.text for leaf in leaves)),
            upload=uploads[0] if uploads else "",
            files=tuple(p.text for p in kept),
        )


def _labelled(node: Node) -> str:
    return node.attributes.get("aria-labelledby", "")


def visible_text(node: Node) -> str:
    """The words people see, without what is only read aloud."""
    hidden = {id(n) for n in node.walk() if "visually-hidden" in n.attributes.get("class", "").split()}
    return " ".join("".join(_seen(node, hidden)).split())


def _seen(node: Node, hidden: set[int]) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif id(child) not in hidden:
            yield from _seen(child, hidden)


def _control(node: Node) -> Control | None:
    given = node.attributes
    if "disabled" in given:
        return None
    name, value = given.get("name", ""), given.get("value", "")
    match node.tag:
        case "input":
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio"):
                return Control(node, kind, name, value or "on", on="checked" in given)
            return Control(node, "text" if kind in TYPED else kind, name, value)
        case "button":
            return Control(node, given.get("type", "submit"), name, value)
        case "textarea":
            # HTML drops the line break that follows the tag.
            raw = "".join(child for child in node.children if isinstance(child, str))
            return Control(node, "text", name, raw.removeprefix("\n"))
        case "select":
            offered = node.find("option")
            chosen = next((o for o in offered if "selected" in o.attributes), offered[0])
            options = tuple(o.attributes["value"] for o in offered)
            return Control(node, "select", name, chosen.attributes["value"], options=options)
        case _:
            return None
