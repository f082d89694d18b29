"""What holds on every page, in every state, at the width of a desk and at that of a small phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.watching import DESKTOP, NARROW, telling

AXE = (Path(__file__).parent / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice")
EXCEPTIONS: dict[str, str] = {}
"""Rules that are not applied, and why."""

RUN_AXE = """async (options) => {
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html.slice(0, 160)) }));
}"""
BROKEN_REFERENCES = """() => {
  const found = [];
  const names = ["for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "aria-activedescendant"];
  for (const name of names)
    for (const node of document.querySelectorAll(`[${name}]`))
      for (const id of node.getAttribute(name).split(/\\s+/))
        if (!document.getElementById(id)) found.push(`${name}="${id}"`);
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.hash.slice(1))) found.push(`href="${link.hash}"`);
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`id="${id}" twice`);
  return found;
}"""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > width + 1)
    .map((node) => `wider than ${width}: ${node.outerHTML.slice(0, 120)}`);
}"""


STEPS = """() => {
  const marks = [...document.querySelectorAll("main ol > li > [aria-hidden]")];
  const boxes = marks.map((node) => node.getBoundingClientRect());
  return boxes.flatMap((box, n) => (n && box.left < boxes[n - 1].right ? [`marks of steps overlap at ${n + 1}`] : []));
}"""
"""Marks of steps that lie on each other."""

CUT_WORDS = """() => {
  const shown = [...document.querySelectorAll("button, .button")].filter((node) => node.offsetHeight > 10);
  const texts = shown.flatMap((button) => [...button.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE));
  return texts.flatMap((node) => [...node.data.matchAll(/(?<![^\\s-])[^\\s-]{1,15}(?![^\\s-])/g)].flatMap((word) => {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
    return lines.size > 1 ? [`a word of a button is cut: ${word[0]}`] : [];
  }));
}"""
"""Words that no screen is too narrow for; names of files are."""

TOUCHING = """() => [...document.querySelectorAll("main p, main .text")].flatMap((node) => {
  const card = node.nextElementSibling?.closest("main .card, main .form");
  if (!card || card.contains(node) || !node.offsetHeight) return [];
  const space = card.getBoundingClientRect().top - node.getBoundingClientRect().bottom;
  return space < 16 ? [`${space} px between a text and what it comes before: ${node.textContent.slice(0, 60)}`] : [];
})"""

PHONE = (360, 740)


def faults_of(page: Page, words: frozenset[str]) -> list[str]:
    """Everything wrong with a page as it stands. `words` may not be in its title."""
    title = page.title()
    has_summary = page.locator("#erreurs").count() > 0
    focused = page.evaluate("document.activeElement?.id")
    found = [f"title tells: {text!r}" for text in telling([title], words)]
    if has_summary != title.startswith("Erreur\u00a0: "):
        found.append(f"summary of errors: {has_summary}, title {title!r}")
    if has_summary and focused != "erreurs":
        found.append(f"the summary of errors has not the focus: {focused!r} has")
    found += page.evaluate(BROKEN_REFERENCES)
    page.evaluate(AXE)  # by the debugger: the pages' own policy lets no script in
    for width, height in (DESKTOP, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")  # elsewhere the bar that stays in sight covers what happens to be there
        found += [f"{width} px: {fault}" for fault in (*page.evaluate(TOO_WIDE), *violations(page))]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    found += page.evaluate(TOUCHING)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    large = [fault for check in (TOO_WIDE, STEPS, CUT_WORDS) for fault in page.evaluate(check)]
    found += [f"text twice as large: {fault}" for fault in large]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return found


def violations(page: Page) -> list[str]:
    """What axe finds, without the rules of `EXCEPTIONS`. It is already in the page."""
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": list(TAGS)},
        "rules": {rule: {"enabled": False} for rule in EXCEPTIONS},
        "resultTypes": ["violations"],
        "elementRef": False,
    }
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, options)
    return [f"{v['id']} ({v['help']}): {' | '.join(v['nodes'][:3])}" for v in found]
