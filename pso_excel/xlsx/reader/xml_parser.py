"""XML of untrusted parts: streamed through expat, matched by namespace, bounded in depth."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple, NoReturn, TypeVar
from xml.parsers import expat

from pso_excel.xlsx.errors import refuse
from pso_excel.xlsx.reader.package import Package

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
CHOICE = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)
"""Of the element that holds one content for programs that know it, and another for the others."""
THREADED = ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",)

Attributes = Mapping[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
Text = Callable[[str], None]
Unknown = Callable[[str, int, Attributes], None]
Handler = TypeVar("Handler")
_Element = Callable[[str, dict[str, str]], None]

_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
_TRUE = frozenset(("1", "true", "on"))


def tags(namespaces: Iterable[str], handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """Handlers by qualified name, for each spelling of one namespace."""
    return {
        f"{space} {name}": handler for space in namespaces for name, handler in handlers.items()
    }


def relation_id(attributes: Attributes) -> str:
    """The ``r:id`` of an element, in either spelling of its namespace; empty for two at once."""
    ids = {attributes[name] for space in OFFICE_RELATIONS if (name := f"{space} id") in attributes}
    return ids.pop() if len(ids) == 1 else ""


def is_true(text: str | None) -> bool:
    """An XML boolean; an absent attribute is false."""
    return text in _TRUE


class Shape(NamedTuple):
    """How a part must be built to mean the same to every reader.

    ``roots`` are the qualified names its root may have (none: any). ``levels`` say how deep the
    elements named may stand, the root being at 1. ``unknown`` is called with the name, the depth
    and the attributes of each element that nobody listens to.
    """

    roots: Collection[str] = ()
    levels: Mapping[str, Collection[int]] = {}
    unknown: Unknown | None = None


ANY = Shape()


def named(spaces: Iterable[str], *names: str) -> frozenset[str]:
    """The qualified names, in each spelling of one namespace."""
    return frozenset(f"{space} {name}" for space in spaces for name in names)


class Parse:
    """One parse of one part, fed in pieces.

    ``starts`` and ``ends`` are called for the qualified names they hold (``"namespace name"``).
    Refusals: F001 not well-formed, F025 any DOCTYPE, F026 nested too deeply, F051 too many
    elements, or one tag too long; where its shape is another, F047 (the root) or F046.
    """

    def __init__(
        self,
        package: Package,
        part: str,
        starts: Mapping[str, Start],
        ends: Mapping[str, End],
        shape: Shape = ANY,
        sheet: str = "",
    ) -> None:
        self._budget = package.budget
        self._part, self._sheet = part, sheet
        self._fed = 0
        self._unknown = [shape.unknown] if shape.unknown else []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._listen(starts, ends, shape)

    def feed(self, data: bytes, last: bool = False) -> None:
        """Parse the next piece; ``last`` also wants the document to be complete, and lets go of the
        handlers, which would hold all that was read in a cycle."""
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
        if last:
            self.parser.StartElementHandler = self.parser.EndElementHandler = None
            self.parser.CharacterDataHandler = self.parser.StartDoctypeDeclHandler = None
            self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = None
            self._unknown.clear()

    def is_between_tags(self) -> bool:
        """Whether all that was fed is understood, so that it ended where a tag or text did."""
        return self.parser.CurrentByteIndex == self._fed

    def _refuse_doctype(self, *_: object) -> None:
        refuse("F025", part=self._part)

    def keep_whole(self, is_open: Callable[[], bool]) -> None:
        """Refuse a comment or an instruction within a text (F046): some readers end it there."""

        def within(*_: object) -> None:
            if is_open():
                self.refuse_place("!--")

        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = within

    def heed_unknown(self, handler: Unknown) -> None:
        """From here on, call it for the elements that nobody listens to."""
        self._unknown[:] = [handler]

    def refuse_place(self, tag: str) -> NoReturn:
        """Refuse an element that stands where no spreadsheet program writes it (F046)."""
        name = tag.rpartition(" ")[2][:40]
        refuse("F046", sheet=self._sheet, part=f"{self._part} <{name}>")

    def _listen(self, starts: Mapping[str, Start], ends: Mapping[str, End], shape: Shape) -> None:
        """Set the handlers; closures, because every element of every part passes through them."""
        depth = elements = 0
        listening = {tag: (start, shape.levels.get(tag)) for tag, start in starts.items()}
        deepest, start_of, end_of = self._budget.limits.depth, listening.get, ends.get
        unknown = self._unknown

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth, elements
            depth += 1
            elements += 1
            if depth > deepest:
                refuse("F026", part=self._part)
            found = start_of(tag)
            if found is not None:
                handler, levels = found
                if levels is not None and depth not in levels:
                    self.refuse_place(tag)
                handler(attributes)
            elif unknown:
                unknown[0](tag, depth, attributes)

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
        self.parser.StartElementHandler = self._root(shape, start)
        self.parser.EndElementHandler = end

    def _root(self, shape: Shape, start: _Element) -> _Element:
        """The handler of the root alone, which gives way to that of all elements."""

        def root(tag: str, attributes: dict[str, str]) -> None:
            if shape.roots and tag not in shape.roots:
                refuse("F047", sheet=self._sheet, part=self._part)
            self.parser.StartElementHandler = start
            start(tag, attributes)

        return root


def parse(
    package: Package,
    part: str,
    starts: Mapping[str, Start],
    ends: Mapping[str, End] | None = None,
    text: Text | None = None,
    shape: Shape = ANY,
    shortened: Callable[[bytes], bytes] = bytes,
) -> None:
    """Parse a whole part, piece by piece."""
    run = Parse(package, part, starts, ends or {}, shape)
    run.parser.CharacterDataHandler = text
    for chunk in package.chunks(part, shortened):
        run.feed(chunk)
    run.feed(b"", last=True)
