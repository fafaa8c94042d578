"""What in a package is more than plain data: counted, never run, never followed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from pso_excel.books.reading.markup import MAIN, THREADED, Attributes, parse, tags
from pso_excel.books.reading.notes import read_notes
from pso_excel.books.reading.package import Package
from pso_excel.books.reading.relations import Relation
from pso_excel.problem import Refused

_LINKED = re.compile(
    rb"""<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*><f[^<>]*>[^<\[]*(?:\[[^0-9<][^<\[]*)*\[[0-9]+\]"""
)
_FOLDERS = (
    ("/externallinks/", "external_links"),
    ("/macrosheets/", "xl4_macros"),
    ("/dialogsheets/", "xl4_macros"),
    ("/embeddings/", "embedded"),
    ("/activex/activex", "controls"),
    ("/webextensions/webextension", "add_ins"),
)
_KINDS = {
    "vbaProject": "macros",
    "externalLink": "external_links",
    "xlMacrosheet": "xl4_macros",
    "xlIntlMacrosheet": "xl4_macros",
    "dialogsheet": "xl4_macros",
    "connections": "connections",
}
"""Kinds of relationships of the workbook: a part is what it is used as, whatever its name."""


_NOTES = "/comments"
"""Parts of notes at cells; a threaded comment leaves a note as well, for older programs."""


def count_active(package: Package, relations: Mapping[str, Relation]) -> dict[str, int]:
    """The number of macros, links to other files, connections, embedded objects and the like, and
    of what an office adds that is no answer: notes, comments and pictures.

    ``relations`` are the workbook's. Keys are those of :attr:`pso_excel.book.Book.active`; what
    does not occur is absent. The macros of our own buttons and the notes of our own marks do not
    count; those of an earlier version do, under a key of their own.
    """
    found: dict[str, int] = {}
    active = _active_parts(package, relations)
    for part, what in active.items():
        kind = _whose_macros(package, part) if what == "macros" else what
        listed = what == "connections" and _count(package, part, MAIN, "connection")
        if kind:
            _add(found, kind, listed or 1)
        if what == "external_links":
            _add(found, "dde", _count(package, part, MAIN, "ddeLink"))
    for part in package.parts:
        if "/threadedcomments/" in part:
            _add(found, "threaded_comments", _count(package, part, THREADED, "threadedComment"))
        elif "/media/" in part and part not in active:
            _add(found, "pictures", 1)
    notes = sum(_notes(package, part) for part in package.parts if _NOTES in part)
    _add(found, "notes", max(0, notes - found.get("threaded_comments", 0)))
    return found


def _active_parts(package: Package, relations: Mapping[str, Relation]) -> dict[str, str]:
    """What each active part is, by the place it stands in or by what the workbook uses it as."""
    found = {
        one.part: _KINDS[one.kind]
        for one in relations.values()
        if one.kind in _KINDS and one.part in package
    }
    for part in package.parts:
        if "/_rels/" not in part and (what := next(_by_name(part), "")):
            found.setdefault(part, what)
    return found


def _whose_macros(package: Package, part: str) -> str:
    """What these macros count as: nothing when they are those of our buttons. What cannot be read
    is somebody else's."""
    from pso_excel.books.macros.recognising import MOST_BYTES, Origin, origin

    whose: Origin = "foreign"
    if package.size(part) <= MOST_BYTES:
        with suppress(Refused):
            whose = origin(package.read(part))
    return {"ours": "", "former": "former_macros", "foreign": "macros"}[whose]


def macro_parts(package: Package, relations: Mapping[str, Relation]) -> dict[str, str]:
    """The parts with macros, ours or not, and what they are: ``"macros"`` or ``"xl4_macros"``."""
    active = _active_parts(package, relations)
    return {part: what for part, what in active.items() if what in ("macros", "xl4_macros")}


def _by_name(part: str) -> Iterator[str]:
    if part.endswith("/vbaproject.bin"):
        yield "macros"
    elif part.endswith("/connections.xml"):
        yield "connections"
    for folder, what in _FOLDERS:
        if folder in part and not (what == "controls" and part.endswith(".bin")):
            yield what


def _add(found: dict[str, int], what: str, number: int) -> None:
    if number:
        found[what] = found.get(what, 0) + number


def first_linked(package: Package, part: str) -> str:
    """The address of the first cell of a sheet whose formula names another workbook, or empty.

    Only for a hint: formulas stored unusually, or in a part too large to hold, are not searched.
    """
    if package.size(part) > package.limits.whole_bytes:
        return ""
    found = _LINKED.search(package.read(part))
    return found[1].decode() if found else ""


def _notes(package: Package, part: str) -> int:
    """How many notes there are that a check has not left."""
    from pso_excel.engine.results.marking import is_mark

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
