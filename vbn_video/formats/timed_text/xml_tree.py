"""XML read with the line of everything in it; no entity is expanded that the document defines itself, and none is fetched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from vbn_video.formats.base import Problem
from vbn_video.messages import _
from vbn_video.reasons import library_reason

DEEPEST = 100
"""Elements inside each other; captions have six."""
_NAMESPACE = re.compile(r"(?:http://www\.w3\.org/(?:ns/ttml|\d{4}/\d\d/ttaf1))?(#\w+)?")
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass
class Element:
    """An element, or a run of text (`name` empty)."""

    name: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    text: str = ""


class _DamagedError(Exception):
    """The document stops being read; the sentence says why."""


def parse_xml(text: str) -> tuple[Element | None, list[Problem]]:
    """(the root, as far as the document could be read, and where it could not)."""
    body = text.removeprefix("\ufeff").lstrip()
    builder = _Builder(text.count("\n", 0, len(text) - len(body)))
    try:
        builder.parser.Parse(body.encode("utf-8", "replace"), True)
    except (expat.ExpatError, _DamagedError) as error:
        builder.end_text()
        why = str(error) if isinstance(error, _DamagedError) else library_reason("xml", expat.ErrorString(error.code))
        sentence = _("The XML is damaged here ({why}): nothing after it could be read.").format(why=why)
        return builder.root, [Problem(builder.reached, sentence)]
    return builder.root, []


class _Builder:
    """Elements and texts with their lines, from the events of a parser that expands and fetches nothing."""

    def __init__(self, skipped: int) -> None:
        """`skipped`: how many lines there are before the text that is parsed."""
        self.root: Element | None = None
        self.skipped = skipped
        self.reached = skipped + 1
        """The line up to which all was read."""
        self.open: list[Element] = []
        self.said: list[str] = []
        self.said_line = 0
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity

    @property
    def line(self) -> int:
        """Where the parser is, counted from 1."""
        return self.skipped + self.parser.CurrentLineNumber

    def end_text(self) -> None:
        """The text up to here is one run, on the line of its first word."""
        if self.said and self.open:
            self.open[-1].children.append(Element("", self.said_line or self.line, text="".join(self.said)))
        self.said, self.said_line = [], 0

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.end_text()
        if len(self.open) >= DEEPEST:
            raise _DamagedError(_("elements stand inside each other more than {most} deep").format(most=DEEPEST))
        self.reached = self.line
        element = Element(_local(name), self.line, {_attribute(key): value for key, value in attributes.items()})
        if self.open:
            self.open[-1].children.append(element)
        self.root = self.root or element
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.end_text()
        self.reached = self.line
        self.open.pop()

    def _text(self, text: str) -> None:
        self.said.append(text)
        self.reached = self.line + text.count("\n")
        if not self.said_line and text.strip():
            self.said_line = self.line

    def _entity(self, name: str, *_more: object) -> None:
        raise _DamagedError(_("an entity of its own, &{name};").format(name=name[:40]))


def _local(name: str) -> str:
    """The element's name: TTML's own plain, metadata with `#` before it, others' with their namespace."""
    namespace, _space, local = name.rpartition(" ")
    known = _NAMESPACE.fullmatch(namespace)
    if known is None:
        return name
    return f"#{local}" if known[1] == "#metadata" else local


def _attribute(name: str) -> str:
    """The attribute's name without namespace where TTML has one of that name; parameters with `#` before it."""
    namespace, _space, local = name.rpartition(" ")
    if namespace.endswith("#parameter"):
        return f"#{local}"
    return local if namespace in ("", _XML) or namespace.endswith("#metadata") else name
