"""The document's own properties: the custom ones, and the program that saved it."""

from pso_excel.books.limits import refuse_more_than
from pso_excel.books.markup import CUSTOM, EXTENDED, VARIANT_TYPES, Attributes, parse, tags
from pso_excel.books.package import Package

_TYPES = ("lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "int", "ui4", "uint", "r8", "bool", "date")


def read_custom(package: Package, part: str) -> dict[str, str]:
    """The custom document properties by name, each as text."""
    found: dict[str, str] = {}
    name = ""
    pieces: list[str] | None = None

    def begin(attributes: Attributes) -> None:
        nonlocal name
        name = attributes.get("name", "")
        found[name] = ""

    def begin_value(_: Attributes) -> None:
        nonlocal pieces
        pieces = []

    def end_value() -> None:
        nonlocal pieces
        found[name] = "".join(pieces or ())
        pieces = None

    def text(piece: str) -> None:
        if pieces is not None:
            pieces.append(piece)
            if len(pieces) * len(piece) > package.limits.text:
                refuse_more_than("F034", package.limits.text)

    starts = tags(CUSTOM, {"property": begin})
    starts |= tags(VARIANT_TYPES, dict.fromkeys((*_TYPES, "filetime"), begin_value))
    ends = tags(VARIANT_TYPES, dict.fromkeys((*_TYPES, "filetime"), end_value))
    parse(part, package.chunks(part), package.limits, starts, ends, text)
    return found


def read_application(package: Package, part: str) -> str:
    """The name of the program that saved the file, such as ``Microsoft Excel``."""
    pieces: list[str] = []
    wanted = False

    def begin(_: Attributes) -> None:
        nonlocal wanted
        wanted = True

    def end() -> None:
        nonlocal wanted
        wanted = False

    def text(piece: str) -> None:
        if wanted and len(pieces) < 8:
            pieces.append(piece)

    starts = tags(EXTENDED, {"Application": begin})
    ends = tags(EXTENDED, {"Application": end})
    parse(part, package.chunks(part), package.limits, starts, ends, text)
    return "".join(pieces).strip()[:200]
