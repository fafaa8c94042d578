"""What in a package is more than plain data: counted, never run, never followed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.reader.extras import read_notes
from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.parts import Relation, parts_of_kind
from pso_excel.xlsx.reader.xml_parser import MAIN, THREADED, Attributes, End, parse, tags

_FOLDERS = (
    ("/externallinks/", "external_links"),
    ("/macrosheets/", "xl4_macros"),
    ("/dialogsheets/", "xl4_macros"),
    ("/embeddings/", "embedded"),
    ("/activex/activex", "controls"),
    ("/webextensions/webextension", "add_ins"),
    ("/customui/", "ribbon"),
)
_KINDS = {
    "vbaProject": "macros",
    "externalLink": "external_links",
    "xlMacrosheet": "xl4_macros",
    "xlIntlMacrosheet": "xl4_macros",
    "dialogsheet": "xl4_macros",
    "connections": "connections",
    **dict.fromkeys(("oleObject", "package"), "embedded"),
    "control": "controls",
    "webextension": "add_ins",
    **dict.fromkeys(("extensibility", "userCustomization"), "ribbon"),
}
"""Kinds of relationships: a part is what it is used as, whatever its name."""
_NOTES, _THREADS, _PICTURES = "comments", "threadedComment", "image"
"""A threaded comment leaves a note as well, for older programs."""
_IN_CELLS = ("/richdata/", "/cellimages.xml")
"""What leads to pictures that stand in cells, which are told there."""


MOST_MACRO_BYTES = 1 << 19
"""Of a ``vbaProject.bin``; ours has a tenth."""


class Known(NamedTuple):
    """What a product knows of what it put into workbooks itself."""

    macros: Callable[[bytes], str] = lambda _: "macros"
    """The key of ``Workbook.active_content`` that the macros of a ``vbaProject.bin`` count
    under, or nothing."""
    note: Callable[[str], bool] = lambda _: False
    """Whether the text of a note is one of the product's own."""


NOTHING_KNOWN = Known()


def count_active(
    package: Package,
    relations: Iterable[Relation],
    active: Mapping[str, str],
    known: Known = NOTHING_KNOWN,
) -> dict[str, int]:
    """The number of macros, links to other files, connections, embedded objects and the like, and
    of what an office adds that is no answer: notes, comments and pictures.

    ``relations`` are those of all parts, ``active`` is what :func:`active_parts` found. Keys are
    those of :attr:`pso_excel.book.Book.active_content`; what does not occur is absent. What is
    ``known`` does not count, or under a key of its own.
    """
    relations = tuple(relations)
    found: dict[str, int] = {}
    for part, what in active.items():
        kind = _macros(package, part, known) if what == "macros" else what
        listed = what == "connections" and _count(package, part, MAIN, "connection")
        if kind:
            _add(found, kind, listed or 1)
        if what == "external_links":
            _add(found, "dde", _count(package, part, MAIN, "ddeLink"))
    for part in _parts(package, relations, _THREADS, "/threadedcomments/"):
        _add(found, "threaded_comments", _count(package, part, THREADED, "threadedComment"))
    pictures = _parts(package, relations, _PICTURES, "/media/") - _in_cells(relations)
    _add(found, "pictures", len(pictures - active.keys()))
    notes = sum(
        _notes(package, part, known) for part in _parts(package, relations, _NOTES, "/comments")
    )
    _add(found, "notes", max(0, notes - found.get("threaded_comments", 0)))
    return found


def _parts(package: Package, relations: Iterable[Relation], kind: str, place: str) -> set[str]:
    """The parts used as something, or that stand where programs put such parts."""
    used = {
        relation.part
        for relation in relations
        if relation.kind == kind and relation.part in package
    }
    return used | {part for part in package.parts if place in part and "/_rels/" not in part}


def _in_cells(relations: Iterable[Relation]) -> set[str]:
    """The pictures that stand in cells."""
    return {
        relation.part
        for relation in relations
        if any(place in f"/{relation.source}" for place in _IN_CELLS)
    }


def active_parts(package: Package, relations: Iterable[Relation]) -> dict[str, str]:
    """What each active part is, by what it is used as or by the place it stands in."""
    found = {
        relation.part: _KINDS[relation.kind]
        for relation in relations
        if relation.kind in _KINDS and relation.part in package
    }
    for part in package.parts:
        if "/_rels/" not in part and (what := next(_by_name(part), "")):
            found.setdefault(part, what)
    return found


def _macros(package: Package, part: str, known: Known) -> str:
    """What these macros count as. What cannot be read is a stranger's."""
    if package.size(part) <= MOST_MACRO_BYTES:
        with suppress(WorkbookError):
            return known.macros(package.read(part))
    return "macros"


def macro_parts(package: Package, relations: Mapping[str, Relation]) -> dict[str, str]:
    """The parts with macros, ours or not, and what they are: ``"macros"`` or ``"xl4_macros"``."""
    active = active_parts(package, relations.values())
    return {part: what for part, what in active.items() if what in ("macros", "xl4_macros")}


def _by_name(part: str) -> Iterator[str]:
    if part.endswith("/vbaproject.bin"):
        yield "macros"
    elif part.endswith("/connections.xml"):
        yield "connections"
    for folder, what in _FOLDERS:
        if folder in f"/{part}" and not (what == "controls" and part.endswith(".bin")):
            yield what


def _add(found: dict[str, int], what: str, number: int) -> None:
    if number:
        found[what] = found.get(what, 0) + number


def _notes(package: Package, part: str, known: Known) -> int:
    """How many notes there are that are not the product's own."""
    if not part.endswith(".xml"):
        return 0
    return sum(not known.note(note.text) for note in read_notes(package, part))


def _count(package: Package, part: str, spaces: Iterable[str], element: str) -> int:
    number = 0

    def count(_: Attributes) -> None:
        nonlocal number
        number += 1

    if part.endswith(".xml"):
        parse(package, part, tags(spaces, {element: count}))
    return number


_RICH = ("http://schemas.microsoft.com/office/spreadsheetml/2017/richdata",)
_TYPE = "XLRICHVALUE"


class RichValues:
    """The kinds of rich values by the number in the attribute ``vm`` of a cell, read when the first
    is asked for. A cell shows the error ``#VALUE!`` to programs that do not know them."""

    def __init__(self, package: Package, relations: Mapping[str, Relation]) -> None:
        self._package, self._relations = package, dict(relations)
        self._kinds: list[str] | None = None
        self._known: set[str] = set()

    def is_picture(self, number: str) -> bool:
        """Whether that is a picture; where the package does not say what it is, it is taken for
        one, for nothing else is so common."""
        if self._kinds is None:
            self._kinds = self._read()
        at = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 8 else -1
        if 0 <= at < len(self._kinds) and self._kinds[at]:
            return _is_picture(self._kinds[at])
        return not self._known or any(map(_is_picture, self._known))

    def _read(self) -> list[str]:
        """What each number stands for: number -> metadata -> value -> structure -> its name."""
        structures = self._values("rdRichValueStructure", "s", "t")
        values = self._values("rdRichValue", "rv", "s")
        self._known = set(structures)
        return [_at(structures, _at(values, text)) for text in self._numbered()]

    def _values(self, kind: str, element: str, attribute: str) -> list[str]:
        found: list[str] = []

        def value(attributes: Attributes) -> None:
            found.append(attributes.get(attribute, ""))

        for part in parts_of_kind(self._relations, kind, self._package)[:1]:
            parse(self._package, part, tags(_RICH, {element: value}))
        return found

    def _numbered(self) -> list[str]:
        """The rich value of each number, by its index as written; empty for other metadata."""
        types: list[str] = []
        blocks: list[tuple[str, str]] = []
        values: list[str] = []
        inside = ""

        def kind(attributes: Attributes) -> None:
            types.append(attributes.get("name", ""))

        def future(attributes: Attributes) -> None:
            nonlocal inside
            inside = attributes.get("name", "")

        def block(attributes: Attributes) -> None:
            if inside == "values":
                blocks.append((attributes.get("t", ""), attributes.get("v", "")))

        def begin_values(_: Attributes) -> None:
            nonlocal inside
            inside = "values"

        def rich(attributes: Attributes) -> None:
            if inside == _TYPE:
                values.append(attributes.get("i", ""))

        def end() -> None:
            nonlocal inside
            inside = ""

        starts = {"metadataType": kind, "futureMetadata": future}
        starts |= {"valueMetadata": begin_values, "rc": block}
        ends: dict[str, End] = {"futureMetadata": end, "valueMetadata": end}
        for part in parts_of_kind(self._relations, "sheetMetadata", self._package)[:1]:
            listening = tags(MAIN, starts) | tags(_RICH, {"rvb": rich})
            parse(self._package, part, listening, tags(MAIN, ends))
        rich_type = str(types.index(_TYPE) + 1) if _TYPE in types else ""
        return [_at(values, at) if kind == rich_type else "" for kind, at in blocks]


def _at(values: list[str], index: str) -> str:
    """The value at an index as written; empty when there is none."""
    known = index.isascii() and index.isdigit() and len(index) < 8
    return values[int(index)] if known and int(index) < len(values) else ""


def _is_picture(kind: str) -> bool:
    return "image" in kind.lower()
