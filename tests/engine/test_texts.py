"""The Markdown subset, what it refuses, and filling: values are words, never marks."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.texts import (
    Block,
    BulletList,
    Inline,
    LinkSpan,
    Paragraph,
    Placeholder,
    RichText,
    Span,
    link_kind,
    parse_text,
)


def paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


def nothing(name: str) -> str:
    raise AssertionError(f"no value may be asked for {name}")


ACCEPTED: list[tuple[str, tuple[Block, ...]]] = [
    ("Votre nom", (paragraph(Span("Votre nom")),)),
    ("Une ligne\net la suite\n", (paragraph(Span("Une ligne et la suite")),)),
    ("Une ligne  \npuis l'autre", (paragraph(Span("Une ligne"), Span("\n"), Span("puis l'autre")),)),
    ("Un.\n\nDeux.", (paragraph(Span("Un.")), paragraph(Span("Deux.")))),
    (
        "Un **mot *très* fort**, un *autre*.",
        (
            paragraph(
                Span("Un "),
                Span("mot ", strong=True),
                Span("très", strong=True, emphasis=True),
                Span(" fort", strong=True),
                Span(", un "),
                Span("autre", emphasis=True),
                Span("."),
            ),
        ),
    ),
    ("- a\n- b\n", (BulletList(((paragraph(Span("a")),), (paragraph(Span("b")),))),)),
    (
        "Liste :\n- a\n\n  suite\n- b",
        (
            paragraph(Span("Liste :")),
            BulletList(((paragraph(Span("a")), paragraph(Span("suite"))), (paragraph(Span("b")),))),
        ),
    ),
    ("[le site](https://example.org/a)", (paragraph(LinkSpan("le site", "https://example.org/a", "external")),)),
    ("[écrire](mailto:a@example.org)", (paragraph(LinkSpan("écrire", "mailto:a@example.org", "external")),)),
    ("[ici](/aide)", (paragraph(LinkSpan("ici", "/aide", "internal")),)),
    ("[la liste](document:liste)", (paragraph(LinkSpan("la liste", "document:liste", "document")),)),
    ("**[ici](lien:a)**", (paragraph(LinkSpan("ici", "lien:a", "external", strong=True)),)),
    ("[*ici*](lien:a)", (paragraph(LinkSpan("ici", "lien:a", "external", emphasis=True)),)),
    (
        "Le {date_depot}, **{nom.usage}**",
        (paragraph(Span("Le "), Placeholder("date_depot"), Span(", "), Placeholder("nom.usage", strong=True)),),
    ),
    ("{1} {a b} {} {-x}", (paragraph(Span("{1} {a b} {} {-x}")),)),
    # No id, but meant as one: building says that it names nothing.
    ("{Nom}{prénom}{ a }", (paragraph(Placeholder("Nom"), Placeholder("prénom"), Placeholder(" a ")),)),
    (r"\{nom} et &#123;nom}", (paragraph(Span("{nom} et {nom}")),)),
    ("5 * 3 et a_b_c, ~x~ $y$ #z", (paragraph(Span("5 * 3 et a_b_c, ~x~ $y$ #z")),)),
    (r"\* obligatoire", (paragraph(Span("* obligatoire")),)),
    ("[ref]\n\n[ref]: https://example.org", (paragraph(Span("[ref]")), paragraph(Span("[ref]: https://example.org")))),
    ("", ()),
]


@pytest.mark.parametrize(("source", "blocks"), ACCEPTED)
def test_the_subset(source: str, blocks: tuple[Block, ...]) -> None:
    text, refused = parse_text(source)
    assert text.blocks == blocks
    assert refused == ()
    assert text.source == source


REFUSED = [
    ("# Titre", ("# Titre",), "# Titre"),
    ("Titre\n---", ("Titre\n---",), "Titre ---"),
    ("***", ("***",), "***"),
    ("* puce", ("* puce",), "* puce"),
    ("+ puce", ("+ puce",), "+ puce"),
    ("1. un\n2. deux", ("1. un\n2. deux",), "1. un 2. deux"),
    ("> cité", ("> cité",), "> cité"),
    ("    code", ("code",), "code"),
    ("```\ncode\n```", ("```\ncode\n```",), "``` code ```"),
    ("a|b\n-|-\n1|2", ("a|b\n-|-\n1|2",), "a|b -|- 1|2"),
    ("<div>x</div>", ("<div>x</div>",), "<div>x</div>"),
    ("un <b>mot</b>", ("<b>", "</b>"), "un <b>mot</b>"),
    ("du `code {a}`", ("`code {a}`",), "du `code {a}`"),
    ('![alt](/i.png "t")', ('![alt](/i.png "t")',), '![alt](/i.png "t")'),
    ("<https://example.org>", ("<https://example.org>",), "<https://example.org>"),
    ("[x](javascript:alert)", ("[x](javascript:alert)",), "[x](javascript:alert)"),
    ("[x](data:text/html,y)", ("[x](data:text/html,y)",), "[x](data:text/html,y)"),
    ("[x](//example.org)", ("[x](//example.org)",), "[x](//example.org)"),
    ("[x](http://)", ("[x](http://)",), "[x](http://)"),
    ("[x](lien:Un)", ("[x](lien:Un)",), "[x](lien:Un)"),
    ("[x](page)", ("[x](page)",), "[x](page)"),
    ("[x]()", ("[x]()",), "[x]()"),
    ("[](/a)", ("[](/a)",), "[](/a)"),
    ('[x](/a "titre")', ('[x](/a "titre")',), '[x](/a "titre")'),
    ("[à {nom}](/a)", ("[à {nom}](/a)",), "[à {nom}](/a)"),
    ("[un `code`](/a)", ("[un `code`](/a)",), "[un `code`](/a)"),
    ("- a\n  - b\n  - c", ("- b\n- c",), "- a\n\n  - b - c"),
]


@pytest.mark.parametrize(("source", "refused", "plain"), REFUSED)
def test_what_is_refused_is_said_as_written_and_kept_as_words(
    source: str, refused: tuple[str, ...], plain: str
) -> None:
    text, found = parse_text(source)
    assert found == refused
    assert text.fill(nothing, {}).plain == plain
    assert text.links == text.documents == frozenset()


def test_what_a_text_cites() -> None:
    text, refused = parse_text("{a} et {b.c}\n\n- [x](lien:site) [y](document:liste)\n- [z](https://example.org)")
    assert refused == ()
    assert text.placeholders == {"a", "b.c"}
    assert text.links == {"site"}
    assert text.documents == {"liste"}


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://example.org", "external"),
        ("HTTP://example.org/a?b#c", "external"),
        ("mailto:a@example.org", "external"),
        ("/", "internal"),
        ("/aide", "internal"),
        ("//example.org", None),
        ("/\\example.org", None),
        ("javascript:alert(1)", None),
        ("https:///x", None),
        ("https://a b", None),
        ("https://a\n", None),
        ("mailto:", None),
        ("ftp://example.org", None),
        ("lien:a", None),
        ("", None),
    ],
)
def test_addresses_a_link_may_have(address: str, kind: str | None) -> None:
    assert link_kind(address) == kind


# ── Filling ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_links_are_resolved_by_their_id() -> None:
    text, _ = parse_text("Voir [le site](lien:a), **[la page](lien:b)** ou [la liste](document:liste).")
    filled = text.fill(nothing, {"a": "https://example.org", "b": "/aide"})
    assert filled.blocks == (
        paragraph(
            Span("Voir "),
            LinkSpan("le site", "https://example.org", "external"),
            Span(", "),
            LinkSpan("la page", "/aide", "internal", strong=True),
            Span(" ou "),
            LinkSpan("la liste", "document:liste", "document"),
            Span("."),
        ),
    )


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("Un.\n\nVoir [x](lien:absent).\n\nDeux.", "Un.\n\nDeux."),
        ("- [x](lien:absent)\n- b", "- b"),
        ("Avant :\n- [x](lien:absent)\n\n  suite", "Avant :"),
        ("- a\n\n  [x](lien:absent)\n- b", "- a\n- b"),
        ("- [x](lien:absent)", ""),
        ("Voir [x](lien:inconnu).", ""),
        ("Voir [x](lien:interdit).", ""),
        ("Voir [x](lien:a).", "Voir x."),
    ],
)
def test_what_cites_a_link_without_address_is_left_out(source: str, plain: str) -> None:
    text, _ = parse_text(source)
    links = {"absent": None, "a": "https://example.org", "interdit": "javascript:alert(1)"}
    assert text.fill(nothing, links).plain == plain


def test_a_value_takes_the_emphasis_of_its_place_and_an_empty_one_leaves_nothing() -> None:
    text, _ = parse_text("**{a}**{b} *{a}*")
    filled = text.fill({"a": "*x*", "b": ""}.__getitem__, {})
    assert filled.blocks == (paragraph(Span("*x*", strong=True), Span(" "), Span("*x*", emphasis=True)),)


def test_a_text_that_depends_on_nothing_is_made_once() -> None:
    text, _ = parse_text("Un **mot**, [la liste](document:liste).")
    assert text.fill(nothing, {}) is text.fill(nothing, {"a": None})


MARKS = st.sampled_from(
    [
        "**gras**",
        "*x*",
        "[a](https://example.org)",
        "[a](lien:b)",
        "- a\n- b",
        "{autre}",
        "<b>",
        "\n\n# t",
        "`c`",
        "  \n",
    ]
)


@given(value=st.lists(st.one_of(MARKS, st.text(max_size=20)), min_size=1, max_size=4).map("".join))
def test_a_value_never_makes_markup(value: str) -> None:
    text, _ = parse_text("Vous, **{nom}**, le {jour} :\n- [x](lien:b)\n- {nom}")
    filled = text.fill({"nom": value, "jour": value}.__getitem__, {"b": "/b"})
    words = (Span(value),) if value else ()
    strong = (Span(value, strong=True),) if value else ()
    assert filled == RichText(
        (
            paragraph(Span("Vous, "), *strong, Span(", le "), *words, Span(" :")),
            BulletList(((paragraph(LinkSpan("x", "/b", "internal")),), (paragraph(*words),))),
        )
    )


@given(st.lists(st.one_of(MARKS, st.text(max_size=12)), max_size=6).map(" ".join))
def test_any_source_is_read_and_filling_a_text_without_names_changes_nothing(source: str) -> None:
    text, _ = parse_text(source)
    if not text.placeholders and not text.links:
        filled = text.fill(nothing, {})
        assert filled.blocks == text.blocks
        assert text.fill(nothing, {"b": None}) == filled


@example("0", "\xa0")  # the parser knows which spaces end a paragraph
@example("0", "\x85")
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), st.text(max_size=3))
def test_plain_words_read_fast_are_read_as_the_parser_reads_them(words: str, tail: str) -> None:
    """A lone `*` that opens nothing sends the same words through the whole parser."""
    source = f"A{words} {tail}"
    quick, _ = parse_text(source)
    slow, _ = parse_text(source + "\n\n\\*")
    if len(slow.blocks) == len(quick.blocks) + 1:
        assert slow.blocks[:-1] == quick.blocks


@given(st.lists(st.one_of(MARKS, st.text(max_size=12)), max_size=6).map("\n\n".join))
def test_no_link_leaves_the_allowed_addresses(source: str) -> None:
    text, _ = parse_text(source)
    filled = text.fill(lambda _: "x", {"b": "javascript:alert(1)"})
    for block in filled.blocks:
        paragraphs = block.items if isinstance(block, BulletList) else ((block,),)
        for inline in (i for item in paragraphs for p in item for i in p.inlines):
            assert not isinstance(inline, Placeholder)
            if isinstance(inline, LinkSpan) and inline.kind != "document":
                assert link_kind(inline.target) == inline.kind
