"""XML of untrusted parts: streamed through expat, matched by namespace, bounded in depth."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from xml.parsers import expat

from pso_excel.books.reading.limits import refuse
from pso_excel.books.reading.package import Package

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

_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
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
    Refusals: F001 not well-formed, F025 any DOCTYPE, F026 nested too deeply, F051 too many
    elements, or one tag too long.
    """

    def __init__(
        self, package: Package, part: str, starts: Mapping[str, Start], ends: Mapping[str, End]
    ) -> None:
        self._budget = package.budget
        self._part = part
        self._fed = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._listen(starts, ends)

    def feed(self, data: bytes, last: bool = False) -> None:
        """Parse the next piece; ``last`` also wants the document to be complete."""
        try:
            self.parser.Parse(data, last)
        except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
            if getattr(error, "code", 0) == _NO_MEMORY:
                raise MemoryError from None
            refuse("F001")
        self._fed += len(data)
        self._budget.take_elements(self._counted(), self._part)
        if self._fed - self.parser.CurrentByteIndex > self._budget.limits.tag_bytes:
            refuse("F051", part=self._part)

    def is_between_tags(self) -> bool:
        """Whether all that was fed is understood, so that it ended where a tag or text did."""
        return self.parser.CurrentByteIndex == self._fed

    def _refuse_doctype(self, *_: object) -> None:
        refuse("F025", part=self._part)

    def _listen(self, starts: Mapping[str, Start], ends: Mapping[str, End]) -> None:
        """Set the handlers; closures, because every element of every part passes through them."""
        depth = elements = 0
        deepest, start_of, end_of = self._budget.limits.depth, starts.get, ends.get

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth, elements
            depth += 1
            elements += 1
            if depth > deepest:
                refuse("F026", part=self._part)
            handler = start_of(tag)
            if handler is not None:
                handler(attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            handler = end_of(tag)
            if handler is not None:
                handler()

        def counted() -> int:
            nonlocal elements
            number, elements = elements, 0
            return number

        self._counted = counted
        self.parser.StartElementHandler, self.parser.EndElementHandler = start, end


def parse(
    package: Package,
    part: str,
    starts: Mapping[str, Start],
    ends: Mapping[str, End] | None = None,
    text: Text | None = None,
) -> None:
    """Parse a whole part, piece by piece."""
    run = Parse(package, part, starts, ends or {})
    run.parser.CharacterDataHandler = text
    for chunk in package.chunks(part):
        run.feed(chunk)
    run.feed(b"", last=True)
