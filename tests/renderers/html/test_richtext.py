"""Texts as HTML: escaped, and linked only where it is safe."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from engine.texts import BulletList, Inline, LinkSpan, Paragraph, Placeholder, RichText, Span
from renderers.html.richtext import Links, rich_html

LINKS = Links(base_path="/app", documents={"liste": "/d/1/liste.pdf?a=1&b=2"}, new_window=Markup("<i>N</i>"))


def html(*inlines: Inline) -> str:
    """One paragraph as HTML, without its tags."""
    return str(rich_html(RichText((Paragraph(inlines),)), LINKS)).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("inline", "expected"),
    [
        (Span("a < b & 'c' \"d\""), "a &lt; b &amp; &#39;c&#39; &#34;d&#34;"),
        (Span("une\ndeux"), "une<br>deux"),
        (Span("<b>", strong=True), "<strong>&lt;b&gt;</strong>"),
        (Span("é", emphasis=True), "<em>é</em>"),
        (Span("x", strong=True, emphasis=True), "<strong><em>x</em></strong>"),
        (Placeholder("nom<"), "{nom&lt;}"),
        (
            LinkSpan("voir <ici>", 'https://a.example/?x="1"&y', "external"),
            '<a href="https://a.example/?x=&#34;1&#34;&amp;y" target="_blank" rel="noreferrer noopener">'
            "voir &lt;ici&gt;<i>N</i></a>",
        ),
        (LinkSpan("écrire", "mailto:a@b.example", "external"), None),
        (LinkSpan("mal", "javascript:alert(1)", "external"), "mal"),
        (LinkSpan("mal", "data:text/html,x", "external"), "mal"),
        (LinkSpan("mal", " https://a.example", "external"), "mal"),
        (LinkSpan("là", "/aide", "internal"), '<a href="/app/aide">là</a>'),
        (
            LinkSpan("la liste", "document:liste", "document"),
            '<a href="/d/1/liste.pdf?a=1&amp;b=2" download>la liste</a>',
        ),
        (LinkSpan("la liste", "document:autre", "document"), "la liste"),
    ],
)
def test_inline(inline: Inline, expected: str | None) -> None:
    if expected is None:
        assert html(inline).startswith('<a href="mailto:a@b.example" target="_blank" rel="noreferrer noopener">')
    else:
        assert html(inline) == expected


def test_an_item_of_one_paragraph_is_tight() -> None:
    one, two = Paragraph((Span("un"),)), Paragraph((Span("deux"),))
    text = RichText((BulletList(((one,), (one, two))), two))
    assert rich_html(text, LINKS) == "<ul><li>un</li><li><p>un</p><p>deux</p></li></ul><p>deux</p>"


@pytest.mark.parametrize("target", ["//ailleurs.example/x", "/\\ailleurs.example", "aide", "javascript:x", ""])
def test_a_path_never_leaves_the_site(target: str) -> None:
    bare = Links(base_path="", documents={}, new_window=Markup(""))
    text = RichText((Paragraph((LinkSpan("mal", target, "internal"),)),))
    assert rich_html(text, bare) == "<p>mal</p>"
