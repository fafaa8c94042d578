"""What in a package is more than plain data: counted, never run, never followed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from pso_excel.core.problem import Refused
from pso_excel.xlsx.reader.extras__reading_notes_part import read_notes
from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.workbook_part__reading_relations_part import Relation
from pso_excel.xlsx.reader.xml_parser import MAIN, THREADED, Attributes, parse, tags

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


def count_active(
    package: Package, relations: Iterable[Relation], active: Mapping[str, str]
) -> dict[str, int]:
    """The number of macros, links to other files, connections, embedded objects and the like, and
    of what an office adds that is no answer: notes, comments and pictures.

    ``relations`` are those of all parts, ``active`` is what :func:`active_parts` found. Keys are
    those of :attr:`pso_excel.book.Book.active`; what does not occur is absent. The macros of our
    own buttons and the notes of our own marks do not count; macros of an earlier version do, under
    a key of their own.
    """
    relations = tuple(relations)
    found: dict[str, int] = {}
    for part, what in active.items():
        kind = _whose_macros(package, part) if what == "macros" else what
        listed = what == "connections" and _count(package, part, MAIN, "connection")
        if kind:
            _add(found, kind, listed or 1)
        if what == "external_links":
            _add(found, "dde", _count(package, part, MAIN, "ddeLink"))
    for part in _parts(package, relations, _THREADS, "/threadedcomments/"):
        _add(found, "threaded_comments", _count(package, part, THREADED, "threadedComment"))
    pictures = _parts(package, relations, _PICTURES, "/media/") - _in_cells(relations)
    _add(found, "pictures", len(pictures - active.keys()))
    notes = sum(_notes(package, part) for part in _parts(package, relations, _NOTES, "/comments"))
    _add(found, "notes", max(0, notes - found.get("threaded_comments", 0)))
    return found


def _parts(package: Package, relations: Iterable[Relation], kind: str, place: str) -> set[str]:
    """The parts used as something, or that stand where programs put such parts."""
    used = {one.part for one in relations if one.kind == kind and one.part in package}
    return used | {part for part in package.parts if place in part and "/_rels/" not in part}


def _in_cells(relations: Iterable[Relation]) -> set[str]:
    """The pictures that stand in cells."""
    return {one.part for one in relations if any(place in f"/{one.source}" for place in _IN_CELLS)}


def active_parts(package: Package, relations: Iterable[Relation]) -> dict[str, str]:
    """What each active part is, by what it is used as or by the place it stands in."""
    found = {
        one.part: _KINDS[one.kind]
        for one in relations
        if one.kind in _KINDS and one.part in package
    }
    for part in package.parts:
        if "/_rels/" not in part and (what := next(_by_name(part), "")):
            found.setdefault(part, what)
    return found


def _whose_macros(package: Package, part: str) -> str:
    """What these macros count as: nothing when they are those of our buttons. What cannot be read
    is somebody else's."""
    from pso_excel.buttons.own_macros import MOST_BYTES, Origin, origin

    whose: Origin = "foreign"
    if package.size(part) <= MOST_BYTES:
        with suppress(Refused):
            whose = origin(package.read(part))
    return {"ours": "", "former": "former_macros", "foreign": "macros"}[whose]


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


def _notes(package: Package, part: str) -> int:
    """How many notes there are that a check has not left."""
    from pso_excel.results.cell_marks import is_mark

    if not part.endswith(".xml"):
        return 0
    return sum(not is_mark(note.text) for note in read_notes(package, part))


def _count(package: Package, part: str, spaces: Iterable[str], element: str) -> int:
    number = 0

    def count(_: Attributes) -> None:
        nonlocal number
        number += 1

    if part.endswith(".xml"):
        parse(package, part, tags(spaces, {element: count}))
    return number
