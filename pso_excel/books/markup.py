"""XML of untrusted parts: streamed through expat, matched by namespace, bounded in depth."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from xml.parsers import expat

from pso_excel.books.limits import Limits, refuse

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
OFFICE_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
PACKAGE_RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
CUSTOM = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
)
EXTENDED = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
)
VARIANT_TYPES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
)
X14 = ("http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",)
XM = ("http://schemas.microsoft.com/office/excel/2006/main",)
THREADED = ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",)

Attributes = Mapping[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
Text = Callable[[str], None]
Handler = TypeVar("Handler")

_TRUE = frozenset(("1", "true", "on"))


def tags(namespaces: Iterable[str], handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """Handlers by qualified name, for each spelling of one namespace."""
    return {
        f"{space} {name}": handler for space in namespaces for name, handler in handlers.items()
    }


def relation_id(attributes: Attributes) -> str:
    """The ``r:id`` of an element, in either spelling of its namespace."""
    for space in OFFICE_RELATIONS:
        found = attributes.get(f"{space} id")
        if found is not None:
            return found
    return ""


def is_true(text: str | None) -> bool:
    """An XML boolean; an absent attribute is false."""
    return text in _TRUE


class Parse:
    """One parse of one part, fed in pieces.

    ``starts`` and ``ends`` are called for the qualified names they hold (``"namespace name"``).
    Refusals: F001 not well-formed, F025 any DOCTYPE, F026 nested too deeply.
    """

    def __init__(
        self, part: str, limits: Limits, starts: Mapping[str, Start], ends: Mapping[str, End]
    ) -> None:
        self._part = part
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler, self.parser.EndElementHandler = _counted(
            starts, ends, limits.depth, part
        )

    def feed(self, data: bytes, last: bool = False) -> None:
        """Parse the next piece; ``last`` also wants the document to be complete."""
        try:
            self.parser.Parse(data, last)
        except (expat.ExpatError, UnicodeError, LookupError, ValueError):
            refuse("F001")

    def _refuse_doctype(self, *_: object) -> None:
        refuse("F025", part=self._part)


def _counted(
    starts: Mapping[str, Start], ends: Mapping[str, End], most: int, part: str
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    depth = 0
    start_of, end_of = starts.get, ends.get

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > most:
            refuse("F026", part=part)
        handler = start_of(tag)
        if handler is not None:
            handler(attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler = end_of(tag)
        if handler is not None:
            handler()

    return start, end


def parse(
    part: str,
    chunks: Iterable[bytes],
    limits: Limits,
    starts: Mapping[str, Start],
    ends: Mapping[str, End] | None = None,
    text: Text | None = None,
) -> None:
    """Parse a whole part, piece by piece."""
    run = Parse(part, limits, starts, ends or {})
    run.parser.CharacterDataHandler = text
    for chunk in chunks:
        run.feed(chunk)
    run.feed(b"", last=True)
