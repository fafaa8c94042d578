"""What in a package is more than plain data: counted, never run, never followed."""

from collections.abc import Iterable

from pso_excel.books.markup import MAIN, THREADED, Attributes, parse, tags
from pso_excel.books.package import Package

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


def _count(package: Package, part: str, spaces: Iterable[str], element: str) -> int:
    number = 0

    def count(_: Attributes) -> None:
        nonlocal number
        number += 1

    if part.endswith(".xml"):
        parse(package, part, tags(spaces, {element: count}))
    return number
