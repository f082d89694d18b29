"""Requested documents in a terminal: what to give, what was given."""

from __future__ import annotations

from typing import assert_never

from engine.view import AlternativesView, FilesNotice, ItemView, RequestGroupView, RequestView

from .fields import put_error, put_field
from .words import say
from .writer import INDENT, Writer

_KIBI = 1024


def put_group(page: Writer, group: RequestGroupView, limits: FilesNotice | None, underline: str = "-") -> None:
    """A heading, its requests, its groups."""
    page.title(group.title, underline)
    for request in group.requests:
        put_request(page, request, limits)
        page.blank()
    for part in group.groups:
        put_group(page, part, limits, ".")


def put_request(page: Writer, request: RequestView, limits: FilesNotice | None) -> None:
    """One request: what may be given, the files received, how to add one."""
    if request.heading:
        page.put(request.heading)
    page.put(f"{request.label}{' *' if request.required else page.say('optional') if request.certain else ''}")
    for text in (request.text, request.instruction):
        page.rich(text, indent=INDENT)
    if request.provision is not None:
        put_provision(page, request.provision, indent=INDENT, introduced=request.instruction is not None)
        page.blank()
    page.rich(request.note, indent=INDENT)
    if request.field is not None:
        put_field(page, request.field, indent=INDENT)
    elif not request.parts:
        _put_files(page, request, limits)
    for part in request.parts:
        page.put(f"{part.label}{' *' if part.required else ''}", indent=INDENT)
        _put_files(page, part, limits)
        put_error(page, part.error, indent=INDENT)
    put_error(page, request.error, indent=INDENT)
    if request.warning:
        page.put(page.say("may_lack", documents=request.warning), indent=INDENT, mark="! ")
    if request.why:
        page.put(page.say("why", why=request.why), indent=INDENT)


def put_provision(
    page: Writer, provision: ItemView | AlternativesView, *, indent: int, introduced: bool = False
) -> None:
    """A document, or a group of them under its own words; ours say how many where the author says nothing."""
    match provision:
        case ItemView(_, label, max_age):
            page.put(f"{label} ({max_age})" if max_age else label, indent=indent, mark="- ")
        case AlternativesView():
            if provision.title:
                page.put(provision.title, indent=indent)
            page.rich(provision.instruction, indent=indent)
            said = introduced or provision.title or provision.instruction is not None
            if not said and len(provision.parts) > 1:
                page.put(page.say(provision.mode), indent=indent)
            for part in provision.parts:
                deeper = INDENT if isinstance(part, AlternativesView) else 0
                put_provision(page, part, indent=indent + deeper)
        case _:
            assert_never(provision)


def file_size(size: int, language: str = "fr") -> str:
    """Bytes in the unit a person reads: `320 Ko`, `1,4 Mo`."""
    if size < _KIBI:
        return say(language, "bytes", size=size)
    if size < _KIBI * _KIBI:
        return say(language, "kilobytes", size=round(size / _KIBI))
    rounded = f"{size / _KIBI / _KIBI:.1f}".removesuffix(".0")
    return say(language, "megabytes", size=rounded.replace(".", say(language, "decimal")))


def _put_files(page: Writer, request: RequestView, limits: FilesNotice | None) -> None:
    for file in request.files:
        item = f" – {file.item_label}" if file.item_label else ""
        page.put(
            f"{file.name} ({file_size(file.size, page.language)}){item}   {page.say('remove')}",
            indent=INDENT,
            mark="+ ",
        )
    if not request.can_add:
        return
    several = request.max_files > 1
    page.put(page.say("attach", count=request.max_files) if several else page.say("attach_one"), indent=INDENT)
    if limits is not None:
        formats = ", ".join(f".{extension}" for extension in limits.extensions)
        size = file_size(limits.max_bytes, page.language)
        page.put(page.say("formats", formats=formats, size=size), indent=INDENT)
