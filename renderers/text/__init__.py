"""A step in a terminal, 80 columns wide, from the same view as every other renderer."""

from __future__ import annotations

from engine.view import CheckLine, QuestionView, StepView

from .fields import put_error, put_field, put_options, put_section
from .requests import put_group
from .writer import INDENT, Writer

__all__ = ["render_step"]

_MARKS = {"done": "[x] ", "current": "[>] ", "todo": "[ ] "}


def render_step(view: StepView, language: str = "fr") -> str:
    """The page as lines of text: where one is, what is wrong, what is asked, what can be done next.

    `language` is that of our own words, which the view does not hold.
    """
    page = Writer(language)
    _put_head(page, view)
    _put_errors(page, view)
    for insert in view.inserts:
        if insert.title:
            page.title(insert.title, "-")
        page.blank()
        page.rich(insert.body)
    page.rich(view.announcement)
    if view.question is not None:
        _put_question(page, view.question)
    for section in view.sections:
        put_section(page, section)
    for group in view.groups:
        put_group(page, group, view.files)
    for checked in view.check:
        page.title(checked.title, "-")
        for line in checked.lines:
            _put_checked(page, line)
    _put_outcome(page, view)
    _put_actions(page, view)
    return page.text()


def _put_head(page: Writer, view: StepView) -> None:
    if view.procedure_title != view.title:
        page.put(view.procedure_title)
    # A question asked before the steps begin is of none.
    numbered = page.say("step", number=view.number, total=view.total, title=view.title)
    page.title(numbered if view.total else view.title, "=")
    for step in view.steps:
        page.put(f"{step.number}. {step.title}", mark=_MARKS[step.mark])
    page.blank()
    if view.progress is not None:
        page.put(page.say("progress", progress=view.progress))
    if view.remaining:
        page.put(page.say("remaining", remaining=view.remaining))
    page.blank()
    if view.recap:
        page.put(page.say("recap"))
        for sentence in view.recap:
            page.put(sentence, indent=INDENT, mark="- ")
    if view.recalls_situation:
        page.put(page.say("change_situation"))
    page.blank()


def _put_errors(page: Writer, view: StepView) -> None:
    for notice in view.notices:
        page.put(notice, mark="! ")
    page.blank()
    if view.errors:
        count = len(view.errors)
        page.title(page.say("one_problem") if count == 1 else page.say("problems", count=count), "-")
    for error in view.errors:
        named = not error.label or error.message.startswith(error.label)
        page.put(error.message if named else page.pair(error.label, error.message), mark="! ")
    page.blank()


def _put_question(page: Writer, question: QuestionView) -> None:
    for answered in question.earlier:
        page.put(f"{answered.label} {answered.answer}", mark="- ")
    page.blank()
    page.rich(question.introduction)
    page.put(question.label)
    page.rich(question.hint, indent=INDENT)
    put_options(page, question.options, indent=INDENT)
    if question.date is not None:
        put_field(page, question.date, indent=INDENT)
    put_error(page, question.error, indent=INDENT)
    page.blank()


def _put_checked(page: Writer, line: CheckLine) -> None:
    values = [value for value in line.values if value] or [page.say("not_given")]
    page.put(page.pair(line.label, values[0]))
    for value in values[1:]:
        page.put(value, indent=INDENT)
    put_error(page, line.error, indent=INDENT)


def _put_outcome(page: Writer, view: StepView) -> None:
    page.blank()
    if view.number_given:
        page.put(page.say("number_given", number=view.number_given))
    for title in view.documents or {}:
        page.put(page.say("download", title=title))
    page.blank()


def _put_actions(page: Writer, view: StepView) -> None:
    """The same buttons as on the web, in the same order."""
    labels: list[str] = []
    match view.content:
        case "confirmation":
            pass
        case "deposit":
            labels.append(page.say("deposit"))
        case _:
            labels.append((view.question and view.question.button) or page.say("save"))
    if view.previous:
        labels.append(page.say("previous"))
    if view.can_quit:
        labels.append(page.say("quit"))
    if view.can_abandon:
        labels.append(page.say("abandon"))
    for label in labels:
        page.put(f"[ {label} ]")
