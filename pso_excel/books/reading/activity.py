"""What in a package is more than plain data: counted, never run, never followed."""

import re
from collections.abc import Iterable

from pso_excel.books.reading.markup import MAIN, THREADED, Attributes, parse, tags
from pso_excel.books.reading.package import Package

_LINKED = re.compile(
    rb"""<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*><f[^<>]*>[^<\[]*(?:\[[^0-9<][^<\[]*)*\[[0-9]+\]"""
)
_FOLDERS = (
    ("/externallinks/", "external_links"),
    ("/macrosheets/", "xl4_macros"),
    ("/embeddings/", "embedded"),
    ("/activex/", "embedded"),
)


def count_active(package: Package) -> dict[str, int]:
    """The number of macros, links to other files, connections, embedded objects and the like.

    Keys are those of :attr:`pso_excel.book.Book.active`; what does not occur is absent.
    """
    found: dict[str, int] = {}

    def more(what: str, number: int = 1) -> None:
        if number:
            found[what] = found.get(what, 0) + number

    for part in package.parts:
        if part.endswith("/vbaproject.bin"):
            more("macros")
        elif "/_rels/" not in part:
            for folder, what in _FOLDERS:
                if folder in part:
                    more(what)
            if "/externallinks/" in part:
                more("dde", _count(package, part, MAIN, "ddeLink"))
            elif "/threadedcomments/" in part:
                more("threaded_comments", _count(package, part, THREADED, "threadedComment"))
            elif part.endswith("/connections.xml"):
                more("connections", _count(package, part, MAIN, "connection"))
    return found


def first_linked(package: Package, part: str) -> str:
    """The address of the first cell of a sheet whose formula names another workbook, or empty.

    Only for a hint: formulas stored unusually, or in a part too large to hold, are not searched.
    """
    if package.size(part) > package.limits.whole_bytes:
        return ""
    found = _LINKED.search(package.read(part))
    return found[1].decode() if found else ""


def _count(package: Package, part: str, spaces: Iterable[str], element: str) -> int:
    number = 0

    def count(_: Attributes) -> None:
        nonlocal number
        number += 1

    if part.endswith(".xml"):
        parse(package, part, tags(spaces, {element: count}))
    return number
